"""Units as they are read: m² for m2, tCO₂e for tCO2e, nothing for a pure number. The tables that came as plain text spell them without."""

import re

POWER = re.compile(r"(?<=m)([23])(?![0-9A-Za-z])")
IN_WORDS = re.compile(r"(?<![A-Za-z])([kcd]?m)([23])(?![0-9A-Za-z])")  # not the 3 of sm3
RAISED = {"2": "²", "3": "³"}


def unit_sign(unit: str) -> str:
    """The unit with raised powers and lowered indices; '' for '1', the unit of a pure number."""
    if unit == "1":
        return ""
    return POWER.sub(lambda power: RAISED[power[1]], unit).replace("CO2", "CO₂")


def with_signs(words: str) -> str:
    """A sentence with the units in it as they are read: 不高于 1.2 kgce/m²."""
    return IN_WORDS.sub(lambda unit: unit[1] + RAISED[unit[2]], words).replace("tCO2", "tCO₂")
