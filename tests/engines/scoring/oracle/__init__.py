"""A second scorer, slow and plain, written from the description of the language and the texts alone: it shares nothing with the engine."""
