"""An application of a site in a round, on its way through the lifecycle."""
