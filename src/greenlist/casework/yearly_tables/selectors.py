"""Reading the yearly tables: whose they are, who has filed and who is late, how far each city is, how a unit stood over the years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from greenlist.casework.directory.models import Site
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, end_of, today
from greenlist.casework.register.models import ON_LIST, ListEntry
from greenlist.casework.yearly_tables.models import (
    YearlyBenchmark,
    YearlyGrading,
    YearlyOpening,
    YearlyProposal,
    YearlyStanding,
    YearlyTable,
)
from greenlist.engines.scoring.rounding import shown
from greenlist.rulebook.yearly.timetable import days_late

UNFILED = ("table_open", "table_returned")
OWED = ~Q(filed_at=None) | Q(is_listed=True)


@dataclass(frozen=True)
class Coverage:
    """How far the tables of one recommending unit are; `late` were first filed after the last day, or still are not. `left`: tables
    that nobody owes any more, because their units left the list without having filed; they count nowhere else.
    """

    unit: str
    total: int
    filed: int
    confirmed: int
    waiting: int
    returned: int
    late: int
    left: int

    @property
    def unfiled(self) -> int:
        return self.total - self.filed

    @property
    def rate(self) -> str:
        """交表率, in percent with one decimal."""
        return shown(Fraction(self.filed * 100, self.total), 1) if self.total else "0"


def current_opening() -> YearlyOpening | None:
    """The newest year that was opened."""
    return YearlyOpening.objects.order_by("-year").first()


def visible_to(actor: Actor) -> QuerySet[YearlyTable]:
    """The unit its own, the bureau those of its region, the province and its centre all; nothing otherwise."""
    rows = YearlyTable.objects.select_related("site__organisation", "opening", "filing").order_by("-opening__year", "number")
    if actor.may("read_own"):
        return rows.none() if actor.is_restricted else rows.filter(site__organisation_id=actor.organisation_id)
    if actor.may("read_region"):
        return rows.filter(unit=actor.unit)
    return rows if actor.may("read_province") else rows.none()


def proposals_visible_to(actor: Actor) -> QuerySet[YearlyProposal]:
    """The proposals about tables that the office may see; the unit learns of a removal from its letter, not from here."""
    rows = YearlyProposal.objects.select_related("table__site", "table__opening").order_by("-proposed_at", "-id")
    if actor.may("read_region"):
        return rows.filter(table__unit=actor.unit)
    return rows if actor.may("read_province") else rows.none()


def listed_now(sites: Sequence[UUID] | None = None) -> dict[tuple[UUID, str], list[ListEntry]]:
    """{(site, category): its rows that stand on a list today}, of all or of these sites; rows that nobody has linked to a site stay out."""
    rows = ListEntry.objects.filter(state__in=ON_LIST, site__isnull=False).select_related("site__organisation")
    rows = rows if sites is None else rows.filter(site__in=sites)
    found: dict[tuple[UUID, str], list[ListEntry]] = {}
    for entry in rows.order_by("site__unit", "site__division", "site__name", "year", "level", "id"):
        found.setdefault((entry.site_id, entry.category), []).append(entry)
    return found


def unlinked_count() -> int:
    """How many rows of lists that stand belong to no site: their units cannot be asked for a table."""
    return ListEntry.objects.filter(state__in=ON_LIST, site=None, origin=ListEntry.Origin.PUBLISHED).count()


def lateness(table: YearlyTable, on: date | None = None) -> int:
    """How many days after the last day it was first filed, or today still is not."""
    filed_on = table.filed_at.astimezone(SHANGHAI).date() if table.filed_at else None
    return days_late(table.opening.due_on, filed_on=filed_on, on=on or today())


def late_rows(opening: YearlyOpening) -> Q:
    """What makes a table late, for a query: filed after 24:00 of the last day, or not filed and that is over."""
    over = end_of(opening.due_on)
    return Q(filed_at__gte=over) | (Q(filed_at=None) if today() > opening.due_on else Q(pk=None))


def owed(rows: QuerySet[YearlyTable]) -> QuerySet[YearlyTable]:
    """Of these tables those that count: filed, or of a unit that still is on the list."""
    return _with_listed(rows).filter(OWED)


def left(rows: QuerySet[YearlyTable]) -> QuerySet[YearlyTable]:
    """Of these tables those that nobody owes any more: the unit left the list without having filed."""
    return _with_listed(rows).exclude(OWED)


def coverage_of(opening: YearlyOpening, actor: Actor) -> list[Coverage]:
    """One line a recommending unit that the actor may see, by code, in one query."""
    rows = _with_listed(visible_to(actor).filter(opening=opening)).order_by().values("unit").annotate(
        total=Count("pk", filter=OWED),
        left=Count("pk", filter=~OWED),
        filed=Count("pk", filter=~Q(filed_at=None)),
        confirmed=Count("pk", filter=Q(state="table_confirmed")),
        waiting=Count("pk", filter=Q(state="table_filed")),
        returned=Count("pk", filter=Q(state="table_returned")),
        late=Count("pk", filter=late_rows(opening) & OWED),
    )  # fmt: skip
    return [Coverage(**row) for row in sorted(rows, key=lambda row: row["unit"])]


def _with_listed(rows: QuerySet[YearlyTable]) -> QuerySet[YearlyTable]:
    listed = ListEntry.objects.filter(site=OuterRef("site"), category=OuterRef("category"), state__in=ON_LIST)
    return rows.alias(is_listed=Exists(listed))


def summed(lines: Iterable[Coverage]) -> Coverage:
    """The sum of these lines."""
    held = list(lines)
    names = ("total", "filed", "confirmed", "waiting", "returned", "late", "left")
    return Coverage("", **{name: sum(getattr(line, name) for line in held) for name in names})


def newest_version(table: YearlyTable) -> FilingVersion | None:
    """What the unit filed last."""
    return table.filing.versions.order_by("-number").first()


def newest_versions(tables: QuerySet[YearlyTable]) -> dict[Any, FilingVersion]:
    """{filing: what was filed last} of several tables, in one query."""
    last = FilingVersion.objects.filter(filing=OuterRef("filing")).order_by("-number").values("pk")[:1]
    rows = FilingVersion.objects.filter(filing__in=tables.order_by().values("filing"), pk=Subquery(last))
    return {version.filing_id: version for version in rows}


def newest_grading(opening: YearlyOpening) -> YearlyGrading | None:
    """The ranking that counts for a year: the last one made."""
    return opening.gradings.order_by("-number").first()


def still_found(proposal: YearlyProposal) -> bool:
    """Does the ranking that counts still say what a proposal of 连续末位 rests on? The other kinds rest on no ranking."""
    grading = newest_grading(proposal.table.opening)
    return proposal.kind != YearlyProposal.Kind.BOTTOM or bool(
        grading and grading.standings.filter(table=proposal.table_id, running="found").exists()
    )


def standings_of(grading: YearlyGrading, actor: Actor) -> QuerySet[YearlyStanding]:
    """The standings of one grading that the actor may see, the best first."""
    rows = grading.standings.filter(table__in=visible_to(actor).order_by().values("pk")).select_related("table__site")
    return rows.order_by("table__category", "rank", "table__number")


def counting() -> QuerySet[YearlyGrading]:
    """Of every year the grading that counts."""
    newest = YearlyGrading.objects.filter(opening=OuterRef("opening")).order_by("-number").values("pk")[:1]
    return YearlyGrading.objects.filter(pk=Subquery(newest))


def standings_over_years(site: Site, category: str) -> list[YearlyStanding]:
    """How a unit stood in each year that was ranked, the oldest first."""
    rows = YearlyStanding.objects.filter(grading__in=counting(), table__site=site, table__category=category)
    return list(rows.select_related("table__opening").order_by("table__opening__year"))


def was_bottom_before(opening: YearlyOpening) -> dict[tuple[UUID, str], dict[int, bool]]:
    """{(site, category): {year: was it of the last}} of the years before one that were ranked."""
    rows = YearlyStanding.objects.filter(grading__in=counting(), table__opening__year__lt=opening.year)
    found: dict[tuple[UUID, str], dict[int, bool]] = {}
    for site, category, year, is_bottom in rows.values_list("table__site", "table__category", "table__opening__year", "is_bottom"):
        found.setdefault((site, category), {})[year] = is_bottom
    return found


def benchmarks() -> QuerySet[YearlyBenchmark]:
    """What was published of the years, the newest first. Everybody may read it."""
    return YearlyBenchmark.objects.select_related("opening").order_by("-opening__year")


def last_number(year: int, short: str) -> int:
    """The highest serial number that a table of one recommending unit has in a year."""
    begins = f"{year}-{short}-D"
    last = YearlyTable.objects.filter(number__startswith=begins).aggregate(last=Max("number"))["last"]
    return int(last.removeprefix(begins)) if last else 0
