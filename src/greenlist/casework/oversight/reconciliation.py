"""Do additions, removals and stock of the list add up to the last unit? Events, entries, the public counts and the published lists.

The events are counted by `engines.ledger.stock`; everything else is asked another way and compared. What does not add up is named.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from greenlist.casework.oversight.register_check import register_breaks
from greenlist.casework.register.events import Kind, counts_by_year
from greenlist.casework.register.models import ON_LIST, Category, Level, ListEntry, ListEvent
from greenlist.casework.register.selectors import Filters, counts, entries, search
from greenlist.engines.ledger.stock import Line, Place, Step, standing, stock

OURS = ListEntry.Origin.PUBLISHED


@dataclass(frozen=True)
class Reconciled:
    """The years of the list with what came and went, and a sentence for whatever does not add up; none when everything does."""

    lines: list[Line]
    faults: list[str]

    def table(self, year: int) -> Iterator[str]:
        """The lines of one year in words: 省级绿色工厂：年初30，列入12，移出3，年末39."""
        for line in self.lines:
            if line.year == year and (line.opening or line.came or line.went):
                moved = [f"{Kind(kind).label}{n}" for kind, n in sorted(line.came.items())]
                moved += [f"{Kind(kind).label}−{n}" for kind, n in sorted(line.went.items())]
                yield f"{_called(line.place)}：年初{line.opening}，{'，'.join([*moved, f'年末{line.closing}'])}"


def reconcile() -> Reconciled:
    """Count the list of this system by its events and compare."""
    steps = list(_steps())
    lines = stock(steps)
    return Reconciled(
        lines, [*_by_name(steps), *_by_count(lines), *_doubled(), *(f"{one['name']}：{one['what']}" for one in register_breaks())]
    )


def _steps() -> Iterator[Step]:
    """Every event in the order of its entering, with where its entry stands after it; a listing counts in the year of its list."""
    place: dict[str, tuple[str, str, str]] = {}
    rows = ListEvent.objects.filter(entry__origin=OURS).order_by("entry", "number")
    for entry, kind, on, sets, year, category in rows.values_list("entry", "kind", "on", "sets", "entry__year", "entry__category"):
        held = place.get(str(entry), ("", "", category))
        state, level = sets.get("state", held[0]), sets.get("level", held[1])
        place[str(entry)] = (state, level, category)
        stands = (category, level) if state in ON_LIST else None
        yield Step(str(entry), year if kind == Kind.LISTED or on is None else on.year, kind, stands)


def _by_name(steps: list[Step]) -> Iterator[str]:
    """The units of which events and entry do not say the same."""
    by_events = standing(steps)
    for entry in ListEntry.objects.filter(origin=OURS).order_by("name", "id"):
        stands = (entry.category, entry.level) if entry.state in ON_LIST else None
        told = by_events.get(str(entry.pk))
        if told != stands:
            yield f"{entry.name}：按变动记录是{_called(told)}，名单上是{_called(stands)}"


def _by_count(lines: list[Line]) -> Iterator[str]:
    """Where the public counts and the public list say another number than the events."""
    last = max((line.year for line in lines), default=0)
    closing = {line.place: line.closing for line in lines if line.year == last}
    for place, n in closing.items():
        shown = search(entries(OURS), Filters(category=place[0], level=place[1], removed="no")).count()
        if shown != n:
            yield f"{_called(place)}：按变动记录{n}家，公开名单{shown}家"
    if (listed := counts(OURS)["listed"]) != sum(closing.values()):
        yield f"在册合计：按变动记录{sum(closing.values())}家，公开统计{listed}家"
    by_year: Counter[int] = Counter()
    for line in lines:
        by_year[line.year] += line.closing
    for told in counts_by_year(OURS):
        if told.stock != by_year[told.year]:
            yield f"{told.year}年末：按变动记录{by_year[told.year]}家，公开统计{told.stock}家"


def _doubled() -> Iterator[str]:
    """Sites that stand twice on one list: they would be counted twice."""
    seen: dict[tuple[object, ...], ListEntry] = {}
    for entry in ListEntry.objects.filter(origin=OURS, state__in=ON_LIST, site__isnull=False).order_by("year", "id"):
        key = (entry.site_id, entry.category, entry.level)
        if key in seen:
            yield f"{entry.name}：同一厂址在{_called(key[1:])}名单上有两条（{seen[key].year}年、{entry.year}年）"
        seen[key] = entry


def _called(place: Place | tuple[object, ...] | None) -> str:
    return f"{Level(str(place[1])).label}{Category(str(place[0])).label}" if place else "不在册"
