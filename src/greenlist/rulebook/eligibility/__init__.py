"""Rules of admission, named by their notion: facts and parameters in, a Finding out. No clock, no database."""

from greenlist.rulebook.eligibility import evaluators, exclusions, records  # noqa: F401 -- their rules register on import
