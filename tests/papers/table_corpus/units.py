"""The units that a table means, in the annex's three parts, all invented."""

from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any

from greenlist.rehearsal.names import as_park, parts, unit_names
from greenlist.rulebook.reference.industries import industries
from greenlist.rulebook.reference.regions import counties, division_name

CITIES = ("360400", "360100", "360700", "361100", "360900")
SELF = "自我评价"
LEVELS = ((True, True), (True, False), (False, True), (False, True))


@dataclass
class Unit:
    """One row as meant. `serial` None where the paper has none; `doubts` names the cells that nobody can read for certain."""

    category: str
    serial: int | None
    city: str
    county: str
    name: str
    third_party: str
    industry_or_type: str
    national: bool
    provincial: bool
    doubts: list[str] = field(default_factory=list)

    def as_content(self) -> dict[str, Any]:
        return asdict(self)


def draw(random: Random, sizes: dict[str, int]) -> list[Unit]:
    """Units of one city: {category: how many}."""
    city = random.choice(CITIES)
    names = unit_names(random, city, [(c.code, c.name) for c in counties(city)], sum(sizes.values()))
    bodies = [*parts()["evaluators"], SELF, SELF, SELF]
    made = []
    for category, count in sizes.items():
        for serial in range(1, count + 1):
            name = names.pop()
            name = as_park(name, random) if category == "park" else name
            national, provincial = random.choice(LEVELS)
            kind = name.park_type if category == "park" else industries()[name.industry].name
            made.append(Unit(category, serial, division_name(city), name.county_name, f"演示{name.name}", random.choice(bodies), kind,
                             national, provincial))  # fmt: skip
    return made
