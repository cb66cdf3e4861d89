"""Background work: asked for by a person, done by a worker process, with progress, cancelling, restart and a file that goes in time."""
