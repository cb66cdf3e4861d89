"""Divisions of the provinces held (Jiangxi, Jiangsu) by GB/T 2260 code, with 赣江新区 under the pseudo code GJXQ."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "divisions.csv"
PROVINCE = "360000"
NEW_AREA = "GJXQ"
# 赣江新区 covers parts of these counties (recalled); a unit there keeps its county's code, its bureau is GJXQ.
NEW_AREA_COUNTIES = ("360112", "360425", "360482")


@dataclass(frozen=True)
class Division:
    """One division: code, name, parent's code, kind (设区市, 市辖区, 县级市, 县)."""

    code: str
    name: str
    parent: str
    kind: str


@cache
def divisions() -> dict[str, Division]:
    """All divisions by code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Division(**row) for row in csv.DictReader(file)}


def division(code: str) -> Division:
    """The division with this code; KeyError names it."""
    return divisions()[code]


def cities(province: str = PROVINCE) -> list[Division]:
    """A province's cities in the order of their codes; Jiangxi's 11, then 赣江新区."""
    return [d for d in divisions().values() if d.parent == province]


def city_names() -> list[tuple[str, str]]:
    """(code, name) pairs of Jiangxi's cities and 赣江新区."""
    return [(d.code, d.name) for d in cities()]


def counties(city: str) -> list[Division]:
    """The county-level divisions of a city; for 赣江新区 the counties it covers parts of."""
    if city == NEW_AREA:
        return [divisions()[code] for code in NEW_AREA_COUNTIES]
    return [d for d in divisions().values() if d.parent == city]


def division_name(code: str) -> str:
    """The name of a division, or the code itself when its province is not held."""
    found = divisions().get(code)
    return found.name if found else code
