"""Rules of admission, named by their notion: facts and parameters in, a Finding out. No clock, no database."""

from greenlist.rulebook.eligibility import conditions, energy, evaluators, exclusions, handing_in, parks, priorities, records  # noqa: F401 -- rules register on import
