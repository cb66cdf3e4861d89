"""Random worlds for the attack: units with a value each, in industries and cities, who join, leave and move over the years.

Written, and committed, before the program that looks for their values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

YEARS = (1, 2, 3)


@dataclass(frozen=True)
class Place:
    """Where a unit is in one year."""

    industry: str
    city: str


@dataclass(frozen=True)
class World:
    """The value of each unit, and where each was in each year it took part in. Who took part where is known to everybody."""

    values: Mapping[str, Fraction]
    years: Mapping[int, Mapping[str, Place]]

    def members(self, year: int, industry: str, city: str = "") -> dict[str, Fraction]:
        """{unit: value} of one industry in one year, of one city where it is named."""
        return {
            unit: self.values[unit] for unit, place in self.years[year].items() if place.industry == industry and city in {"", place.city}
        }


def world(random: Random) -> World:
    """A world of 6 to 40 units whose values stay as they are, which helps who looks for them most; some are made of few values only."""
    count = random.randint(6, 40)
    few = [Fraction(random.randint(10, 999)) for _ in range(random.randint(2, 5))]
    is_plain = random.random() < 0.7
    values = {f"u{i}": Fraction(random.randint(100, 99_999), 100) if is_plain else random.choice(few) for i in range(count)}
    churn, here = random.choice((0.02, 0.1, 0.3)), {}
    years: dict[int, dict[str, Place]] = {}
    for unit in values:
        here[unit] = Place(random.choice("AAB"), random.choice("XYZ"))
    there = {unit for unit in values if random.random() > churn}
    for year in YEARS:
        years[year] = {unit: here[unit] for unit in sorted(there)}
        there ^= {unit for unit in values if random.random() < churn}
        here |= {unit: Place(random.choice("AB"), here[unit].city) for unit in values if random.random() < churn / 4}
    return World(values, years)
