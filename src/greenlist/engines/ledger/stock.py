"""The stock of a list out of its events alone: what stood on 1 January, what came, what went, what stands on 31 December."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[str, str]  # category and level


@dataclass(frozen=True)
class Step:
    """One event of an entry: in which year it counts, what it was, and where the entry stands after it (None: on no list any more)."""

    entry: str
    year: int
    kind: str
    place: Place | None


@dataclass(frozen=True)
class Line:
    """One year of one category and level: `came` and `went` by kind of event; `closing` is `opening` with both."""

    year: int
    place: Place
    opening: int
    came: Counter[str]
    went: Counter[str]

    @property
    def closing(self) -> int:
        return self.opening + self.came.total() - self.went.total()


def stock(steps: Iterable[Step]) -> list[Line]:
    """A line a year, category and level from the first year to the last; the steps of each entry come in the order of their entering.

    A step that leaves an entry where it was moves nothing; one that takes it from one place to another goes from the one and comes to the other.
    """
    came: dict[tuple[int, Place], Counter[str]] = {}
    went: dict[tuple[int, Place], Counter[str]] = {}
    stands: dict[str, Place | None] = {}
    for step in steps:
        before = stands.get(step.entry)
        stands[step.entry] = step.place
        if before == step.place:
            continue
        for moved, place in ((went, before), (came, step.place)):
            if place:
                moved.setdefault((step.year, place), Counter())[step.kind] += 1
    years = {year for year, _ in (*came, *went)}
    lines = []
    for place in sorted({place for _, place in (*came, *went)}):
        opening = 0
        for year in range(min(years), max(years) + 1):
            line = Line(year, place, opening, came.get((year, place), Counter()), went.get((year, place), Counter()))
            lines.append(line)
            opening = line.closing
    return sorted(lines, key=lambda line: (line.year, line.place))


def standing(steps: Iterable[Step]) -> dict[str, Place | None]:
    """{entry: where it stands after its last step}."""
    return {step.entry: step.place for step in steps}
