"""试算: the submitted versions of a round scored under a standard in which single values are changed. Nothing is stored or decided."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from django.db.models import OuterRef, QuerySet, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import load_each
from greenlist.casework.rounds.models import Round
from greenlist.casework.standards.reference import tables_read
from greenlist.casework.standards.selectors import tables_begun_with
from greenlist.engines.cohort.differences import Change, Side, change_of, changes_by, signed
from greenlist.engines.scoring import ApplicationProblems, Plan, Result, compile_plan, read_application, score
from greenlist.engines.scoring.earlier import is_read_in_two_ways, read_as
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.overlay import PASS_LINE, Overlay, what_if
from greenlist.engines.scoring.rounding import fraction
from greenlist.engines.scoring.values import plain_standard

AT_ONCE = 300  # units that somebody waits for at the page, a second of computing; more are tried in the background
Step = Callable[[int, int], object]
VERDICTS = ("qualified", "not_qualified", "incomplete")
VERDICT_WORDS = {"qualified": "合格", "not_qualified": "不合格", "incomplete": "未填全"}


@dataclass(frozen=True)
class Outcome:
    """What remains of one scoring: the published total, the verdict, and what each indicator brings to the total."""

    rounded: Fraction
    shown: str
    verdict: str
    points: dict[str, Fraction]


@dataclass(frozen=True)
class Tried:
    """One unit before and after."""

    application: Application
    before: Outcome
    after: Outcome

    @property
    def moved(self) -> Fraction:
        return self.after.rounded - self.before.rounded

    @property
    def moved_shown(self) -> str:
        return signed(self.moved, Fraction(1, 100))

    @property
    def kind(self) -> str:
        """gained / lost (crosses the line), up / down, same."""
        was, is_now = self.before.verdict == "qualified", self.after.verdict == "qualified"
        if was != is_now:
            return "gained" if is_now else "lost"
        return "same" if not self.moved else "up" if self.moved > 0 else "down"


@dataclass(frozen=True)
class IndicatorChange:
    """One indicator over all units: how many get more and less of it, and the sum of the changes in points of the total."""

    id: str
    label: str
    up: int
    down: int
    moved: Fraction

    @property
    def moved_shown(self) -> str:
        return signed(self.moved, Fraction(1, 100))


@dataclass(frozen=True)
class Trial:
    """A round's units under the changed standard; `left_out` were filled in by an older text of it and cannot be read by this one."""

    rows: list[Tried]
    whole: Change
    by_unit: list[tuple[str, Change]]
    by_indicator: list[IndicatorChange]
    left_out: int = 0


def filled_in(actor: Actor, round_: Round) -> QuerySet[Application]:
    """What this person may read of a round and holds a score, with the content of its newest version, by number."""
    newest = FilingVersion.objects.filter(filing=OuterRef("filing_id")).order_by("-number")
    rows = visible_to(actor).filter(round=round_).annotate(
        content=Subquery(newest.values("content_digest")[:1]), declared=Subquery(newest.values("score")[:1])
    )  # fmt: skip
    return rows.filter(declared__gt="").order_by("number")


def standards_used(actor: Actor, round_: Round) -> list[tuple[str, str, int]]:
    """(standard/edition, title, units), the most used first."""
    used = Counter(filled_in(actor, round_).values_list("filing__standard", "filing__edition", "filing__standard_title"))
    ordered = sorted(used.items(), key=lambda entry: (-entry[1], entry[0]))
    return [(f"{standard}/{edition}", title, count) for (standard, edition, title), count in ordered]


def tried(
    applications: Sequence[Application], source: Source, overlay: Overlay, pass_line: str | None, step: Step = lambda done, total: None
) -> Trial:
    """Score each application of this standard twice: as the standard is held, and with the overlay. Raises StandardProblems.

    Both times with the reference tables that its own form was begun with, and with what an unknown means there, so that the overlay is the
    only difference. `step` is told how far it is.
    """
    rests_on_begun = bool(tables_read(plain_standard(source.standard))) or is_read_in_two_ways(source.standard)
    begun_with = load_each({a.filing.plan_digest for a in applications}) if rests_on_begun else {}
    contents = load_each(a.content for a in applications)
    line = fraction(pass_line) if pass_line else None
    changed_line = next((p.value for p in reversed(overlay.patches) if p.path == PASS_LINE), pass_line)
    line_after = fraction(changed_line) if changed_line else None
    plans: dict[str, tuple[Plan, Plan]] = {}
    rows: list[Tried] = []
    for done, application in enumerate(applications, start=1):
        step(done, len(applications))
        on, digest = application.filing.reference_on, application.filing.plan_digest
        if digest not in plans:
            begun = begun_with.get(digest, {})
            tables = tables_begun_with(source, on, begun)
            plans[digest] = read_as(compile_plan(source, on, tables), begun), read_as(what_if(source, overlay, on, tables), begun)
        given = contents[application.content]["application"]
        try:
            before, after = (_outcome(score(plan, read_application(plan, given), at))
                             for plan, at in zip(plans[digest], (line, line_after), strict=True))  # fmt: skip
        except ApplicationProblems:
            continue
        rows.append(Tried(application, before, after))
    return replace(_summed(rows, next(iter(plans.values()), None)), left_out=len(applications) - len(rows))


def _outcome(result: Result) -> Outcome:
    points = {}
    for group, planned in zip(result.groups, result.plan.groups, strict=True):
        share = group.weighted_maximum / group.maximum if group.maximum else Fraction(0)
        points |= {item.id: result.items[item.id].points * share for item in planned.all_items()}
    return Outcome(result.rounded, result.shown, result.verdict, points)


def _summed(rows: list[Tried], plans: tuple[Plan, Plan] | None) -> Trial:
    intervals = [plan.interval for plan in plans] if plans else [Fraction(1), Fraction(1)]
    before, after = (
        Side(np.array([int(o.rounded / interval) for o in side], np.int64), np.array([VERDICTS.index(o.verdict) for o in side], np.int8), interval)
        for side, interval in zip(([r.before for r in rows], [r.after for r in rows]), intervals, strict=True)
    )  # fmt: skip
    units = sorted({row.application.unit for row in rows})
    places = np.array([units.index(row.application.unit) for row in rows], np.int64)
    by_unit = list(zip(units, changes_by(before, after, places, units), strict=True)) if rows else []
    return Trial(rows, change_of("", before, after), by_unit, _by_indicator(rows, plans[1]) if plans else [])


def _by_indicator(rows: list[Tried], plan: Plan) -> list[IndicatorChange]:
    """The indicators that move, the furthest first."""
    found = []
    for id_, item in plan.items.items():
        moved = [row.after.points[id_] - row.before.points[id_] for row in rows]
        if any(moved):
            up = sum(1 for m in moved if m > 0)
            found.append(IndicatorChange(id_, item.label, up, sum(1 for m in moved if m < 0), sum(moved, Fraction(0))))
    return sorted(found, key=lambda change: -abs(change.moved))
