"""The risk signals of listed units, in hundredths: what the register, the third parties and the selection know. None: not known."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from greenlist.casework.evaluators.models import Ban, Complaint, Engagement, SupervisionRecord
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.register.models import AdverseRecord, ListEntry, ListEvent, ProposedHit
from greenlist.casework.register.selectors import of_kind
from greenlist.casework.selection.models import SelectionRow

YEARS_BACK = 3
SAFE_MARGIN = Decimal(10)
CHANGES = ("entry_renamed", "entry_moved", "entry_merged", "entry_split")
Values = dict[Any, int | None]  # by entry


def signals_of(entries: Sequence[ListEntry], day: date) -> dict[Any, dict[str, int | None]]:
    """{entry: {signal: value}} on a day; a handful of queries whatever the number of entries."""
    since = day.replace(year=day.year - YEARS_BACK, day=min(day.day, 28))
    found = {
        "past_facts": _past_facts(entries, since),
        "unsettled_hits": _unsettled_hits(entries),
        "body_problems": _body_problems(entries, day),
        "thin_margin": _thin_margin(entries),
        "identity_changed": _identity_changed(entries),
        "long_unvisited": _long_unvisited(entries, since),
    }
    return {entry.pk: {signal: values[entry.pk] for signal, values in found.items()} for entry in entries}


def _past_facts(entries: Sequence[ListEntry], since: date) -> Values:
    rows: dict[Any, list[AdverseRecord]] = {}
    for row in AdverseRecord.objects.filter(from_on__gte=since):
        rows.setdefault(row.site_id, []).append(row)
    return {entry.pk: min(_facts(rows.get(entry.site_id, [])), 2) * 50 if entry.site_id else None for entry in entries}


def _facts(rows: Sequence[AdverseRecord]) -> int:
    """How many facts the rows of a site tell: the row that says when one ended is no second fact."""
    return sum(len(of_kind(rows, kind)) for kind in {row.kind for row in rows})


def _unsettled_hits(entries: Sequence[ListEntry]) -> Values:
    meant = set(ProposedHit.objects.filter(state="hit_open").values_list("organisation_id", flat=True))
    return {entry.pk: 100 * (entry.site.organisation_id in meant) if entry.site else None for entry in entries}


def _body_problems(entries: Sequence[ListEntry], day: date) -> Values:
    """By the body of the newest signed evaluation of the site; without one the unit evaluated itself, and this says nothing."""
    body_of = _bodies()
    banned = set(Ban.objects.filter(decided_on__lte=day, until_on__gt=day).values_list("evaluator_id", flat=True))
    doubted = set(SupervisionRecord.objects.exclude(reported_at=None).values_list("evaluator_id", flat=True))
    doubted |= set(Complaint.objects.exclude(state="complaint_closed").values_list("evaluator_id", flat=True))
    values: Values = {}
    for entry in entries:
        body = body_of.get(entry.site_id)
        values[entry.pk] = None if body is None else 100 if body in banned else 50 if body in doubted else 0
    return values


def _bodies() -> Mapping[Any, Any]:
    """{site: the body of its newest signed evaluation}; a site without one evaluated itself."""
    return dict(Engagement.objects.filter(state="signed").order_by("signed_at", "id").values_list("site_id", "evaluator_id"))


def _thin_margin(entries: Sequence[ListEntry]) -> Values:
    rows = SelectionRow.objects.filter(draft__state="published", outcome="proposed").select_related("draft", "application")
    margins: dict[Any, Decimal] = {}
    for row in rows.order_by("draft__decided_at", "id"):
        line = row.draft.lines.get(row.application.category, row.draft.line)
        if line and row.score:
            margins[row.application.site_id] = Decimal(row.score) - Decimal(line)
    return {entry.pk: _thin(margins.get(entry.site_id)) for entry in entries}


def _thin(margin: Decimal | None) -> int | None:
    if margin is None:
        return None
    return int(100 * (SAFE_MARGIN - min(max(margin, Decimal(0)), SAFE_MARGIN)) / SAFE_MARGIN)


def _identity_changed(entries: Sequence[ListEntry]) -> Values:
    changed = _units(ListEvent.objects.filter(kind__in=CHANGES))
    return {entry.pk: 100 * ((entry.site_id or entry.pk) in changed) for entry in entries}


def _long_unvisited(entries: Sequence[ListEntry], since: date) -> Values:
    visited = _units(Inspection.objects.filter(visited_on__gte=since).exclude(state="to_visit"))
    return {entry.pk: 100 * ((entry.site_id or entry.pk) not in visited) for entry in entries}


def _units(rows: QuerySet[Any]) -> set[Any]:
    """Whose rows these are: a site, whichever of its entries they stand under, or the entry that has none."""
    return {site or entry for site, entry in rows.values_list("entry__site_id", "entry_id")}
