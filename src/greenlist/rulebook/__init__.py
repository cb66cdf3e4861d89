"""What the texts say: notices, standards, reference data, eligibility rules, lifecycles, glossary. Pure Python and data."""
