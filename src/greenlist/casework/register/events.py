"""The events of list entries, read: what they make of an entry, its timeline, the log of changes, the counts by year."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear

from greenlist.casework.register.models import ON_LIST, ListEntry, ListEvent

Kind = ListEvent.Kind
# The columns of an entry that events set; everything else is as published and stays.
SET_BY_EVENTS = ("state", "name", "former_names", "credit_code", "former_codes", "site_id", "unit", "division", "industry", "level",
                 "removed_on", "removal_reason", "removal_clause")  # fmt: skip


def as_text(value: Any) -> str:
    """A column's value as events hold it: days and keys as text, nothing as ''."""
    return "" if value is None else str(value)


def stands_as(entry: ListEntry) -> dict[str, str]:
    """The columns of an entry that events set, as text."""
    return {column: as_text(getattr(entry, column)) for column in SET_BY_EVENTS}


def folded(events: Iterable[ListEvent]) -> dict[str, str]:
    """What the events of one entry, in the order of their numbers, make of it."""
    made: dict[str, str] = {}
    for event in events:
        made |= event.sets
    return made


def timeline(entry: ListEntry) -> QuerySet[ListEvent]:
    """The events of one entry, oldest first: by the day from which they count, then as they were entered."""
    return entry.events.select_related("successor", "successor_site").order_by(F("on").asc(nulls_first=True), "number", "id")


def change_log(origin: str = ListEntry.Origin.PUBLISHED, *, kinds: Collection[str] = Kind.values, year: str = "") -> QuerySet[ListEvent]:
    """Everything that happened to entries after they were listed, the newest first; of some kinds and one year where these are named."""
    rows = ListEvent.objects.filter(entry__origin=origin, kind__in=set(kinds) - {Kind.LISTED})
    if year.isdecimal() and len(year) == 4 and int(year):
        rows = rows.filter(on__year=int(year))
    return rows.select_related("entry", "successor", "successor_site").order_by("-on", "-id")


@dataclass(frozen=True)
class YearCount:
    """What one year brought to the list, and how many stood on it at its end (暂停 included: who is suspended is not off the list)."""

    year: int
    listed: int = 0
    renamed: int = 0
    moved: int = 0
    merged: int = 0
    split: int = 0
    suspended: int = 0
    removed: int = 0
    restored: int = 0
    promoted: int = 0
    stock: int = 0


def counts_by_year(origin: str = ListEntry.Origin.PUBLISHED) -> list[YearCount]:
    """The years of a register, oldest first, in three queries: additions, removals, renames …, and the stock they make.

    A listing counts in the year of its list, everything else in the year of its day. A merger that only handed a place on takes
    nobody off, and lifting a suspension brings nobody on: the state that each event set decides the stock.
    """
    happened = ListEvent.objects.filter(entry__origin=origin)
    listed = happened.filter(kind=Kind.LISTED).values(of=F("entry__year"))
    later = happened.exclude(kind=Kind.LISTED).values(of=ExtractYear("on"))
    found: dict[int, Counter[str]] = {}
    for row in (*listed.values("of", "kind").annotate(n=Count("pk")), *later.values("of", "kind").annotate(n=Count("pk"))):
        found.setdefault(row["of"], Counter())[row["kind"].removeprefix("entry_")] += row["n"]
    off = _net_by_year(origin)
    made, stock = [], 0
    for year in range(min(found), max(found) + 1) if found else ():
        tally = found.get(year, Counter())
        stock += tally["listed"] + off[year]
        made.append(YearCount(year=year, stock=stock, **tally))
    return made


def _net_by_year(origin: str) -> Counter[int]:
    """{year: entries that came back minus entries that went} by what the events did to the state, in the order they were entered."""
    net: Counter[int] = Counter()
    on_list: dict[Any, bool] = {}
    rows = ListEvent.objects.filter(entry__origin=origin, sets__has_key="state").exclude(kind=Kind.LISTED)
    for entry, day, sets in rows.order_by("entry", "number").values_list("entry", "on", "sets"):
        stands = sets["state"] in ON_LIST
        net[day.year] += stands - on_list.get(entry, True)
        on_list[entry] = stands
    return net
