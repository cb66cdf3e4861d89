"""Invented names for units and people, drawn from a seed; never a name that stands on a published list."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from greenlist.rulebook.reference.published_lists import published_rows


@dataclass(frozen=True)
class UnitName:
    """An invented unit: name, GB/T 4754 class (a park has a type instead), county code and county name."""

    name: str
    industry: str
    county: str
    county_name: str
    park_type: str = ""


@cache
def parts() -> dict[str, Any]:
    """The building blocks of names.yaml."""
    return yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))


@cache
def published_names() -> frozenset[str]:
    """Every name printed on the published lists we hold."""
    return frozenset(row.name for row in published_rows())


def unit_names(random: Random, city: str, counties: list[tuple[str, str]], count: int) -> list[UnitName]:
    """`count` different invented units in a city; `counties` = (code, name) pairs."""
    found: dict[str, UnitName] = {}
    families, trades = parts()["families"], parts()["trades"]
    if count > len(families) * len(trades) * len(counties) // 2:
        raise ValueError(f"not enough name parts for {count} units in {city}")
    while len(found) < count:
        (county, county_name), family = random.choice(counties), random.choice(families)
        product, industry, form = random.choice(trades)
        name = f"{county_name}{family}{product}{form}"
        if name not in published_names():
            found.setdefault(name, UnitName(name, industry, county, county_name))
    return list(found.values())


def as_park(name: UnitName, random: Random) -> UnitName:
    """An invented park in place of a factory: same county and family name, a type, no industry."""
    family = next(f for f in parts()["families"] if name.name.startswith(f"{name.county_name}{f}"))
    ending, park_type = random.choice(parts()["parks"])
    return UnitName(f"{name.county_name}{family}{ending}", "", name.county, name.county_name, park_type)
