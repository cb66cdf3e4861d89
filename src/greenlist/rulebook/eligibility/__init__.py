"""Rules of admission, named by their notion: facts and parameters in, a Finding out. No clock, no database."""
