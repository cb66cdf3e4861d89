"""Rules of admission, named by their notion: facts and parameters in, a Finding out. No clock, no database."""

from greenlist.rulebook.eligibility import exclusions  # noqa: F401 -- its rules register on import
