"""Units as they are read: m² for m2, tCO₂e for tCO2e, nothing for a pure number. The tables that came as plain text spell them without.

A unit stands apart from its number (12.5 tce, GB 3100), percent does not (85%, as in the examples of GB/T 15835 and in every paper of a
ministry), nor does a measure word (3年, 5个工作日): `with_unit` joins the two, `with_signs` does it in a sentence that has them apart.
"""

import re

POWER = re.compile(r"(?<=m)([23])(?![0-9A-Za-z])")
IN_WORDS = re.compile(r"(?<![A-Za-z])([kcd]?m)([23])(?![0-9A-Za-z])")  # not the 3 of sm3
RAISED = {"2": "²", "3": "³"}
MEASURE_WORD = re.compile(r"[\u4e00-\u9fff]+(?<!元)")  # no money: 3 万元 stands beside 不低于 3 万元
APART = re.compile(r"(?<=[0-9])[ \u00a0](?=%)")


def unit_sign(unit: str) -> str:
    """The unit with raised powers and lowered indices; '' for '1', the unit of a pure number."""
    if unit == "1":
        return ""
    return POWER.sub(lambda power: RAISED[power[1]], unit).replace("CO2", "CO₂")


def with_unit(number: str, unit: str) -> str:
    """12.5 tce, never parted at the end of a line; 85%, 3年; a pure number alone."""
    sign = unit_sign(unit)
    return f"{number}{sign}" if sign in {"", "%"} or MEASURE_WORD.fullmatch(sign) else f"{number}\u00a0{sign}"


def with_signs(words: str) -> str:
    """A sentence with the units in it as they are read: 不高于 1.2 kgce/m², 不低于 85%."""
    said = IN_WORDS.sub(lambda unit: unit[1] + RAISED[unit[2]], words).replace("tCO2", "tCO₂")
    return APART.sub("", said)
