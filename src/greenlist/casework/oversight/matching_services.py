"""The rows that meant no unit of ours, matched with the units of today: units come, names are added."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.oversight.matching import Units
from greenlist.casework.oversight.models import DeliveryRow, ListDelivery
from greenlist.casework.oversight.permissions import check_may_import
from greenlist.casework.oversight.selectors import list_of, placed, unmatched
from greenlist.casework.oversight.taking import Taken, bearing, take_again, take_tied, within
from greenlist.casework.oversight.writing import check_again, entering, propose
from greenlist.casework.register.models import ProposedHit
from greenlist.casework.register.services import enter_adverse_records


class Rematched(NamedTuple):
    """How many rows were looked at again, how many are met now, and of those how many are linked and proposed."""

    rows: int
    found: int
    linked: int
    proposed: int


def match_again(*, actor: Actor) -> int:
    """Match the rows of the actor's own lists with the units of today, as if they came now. Returns how many mean one now."""
    check_may_import(actor)
    with transaction.atomic():
        found = match_office(actor.unit, actor=actor)
        if not found.found:
            record("match_again", actor=actor, subject=None, clause="C-42", detail={"rows": found.rows, "found": 0})
    return found.found


def match_office(unit: str, *, actor: Actor) -> Rematched:
    """The same for the lists of one office ('' is the province); what is touched is checked again in the same transaction."""
    with transaction.atomic():
        rows = list(unmatched(unit).select_for_update(of=("self",)))
        units = Units(unit)
        pairs, tied = _matched_again(rows, units, unit), _tied_since(units, unit)
        DeliveryRow.objects.bulk_update([row for _, row in pairs], ["fate", "organisation"], batch_size=500)
        records = [
            entering(site, list_of(row.delivery).kind, line.fact, row.delivery)
            for line, row in pairs
            if line.organisation_id and line.fact
            for site in units.sites[line.organisation_id]
        ]
        enter_adverse_records(records, actor=actor)
        touched = {line.organisation_id for line, _ in pairs if line.organisation_id}
        for delivery, some in _by_delivery([*pairs, *tied]).items():
            touched |= propose(some, list_of(delivery).kind)
            told = {"found": len(some), "digest": store("list_import", bearing(delivery, some))}
            record("match_again", actor=actor, subject=delivery, clause="C-42", detail=told)
        check_again(touched, actor)
    fates = [row.fate for _, row in pairs]
    proposed = fates.count(DeliveryRow.Fate.PROPOSED) + len(tied)
    return Rematched(len(rows), len(pairs) + len(tied), fates.count(DeliveryRow.Fate.LINKED), proposed)


def _matched_again(rows: Sequence[DeliveryRow], units: Units, unit: str) -> list[tuple[Taken, DeliveryRow]]:
    """The rows that mean a unit now, with their new fate set."""
    ruled_out = _asked_before(rows)
    pairs: list[tuple[Taken, DeliveryRow]] = []
    lines = list(zip(take_again(rows, units, ruled_out), rows, strict=True))
    for kind in {list_of(row.delivery).kind for row in rows}:
        some = [(line, row) for line, row in lines if list_of(row.delivery).kind == kind and line.fate != "row_stranger"]
        kept = within([line for line, _ in some], unit, kind)
        pairs += [(line, row) for line, (_, row) in zip(kept, some, strict=True)]
    for line, row in pairs:
        row.fate, row.organisation_id = line.fate, line.organisation_id
    return pairs


def _tied_since(units: Units, unit: str) -> list[tuple[Taken, DeliveryRow]]:
    """The rows that have or await a unit, which now also concern one that was tied to it since."""
    if not units.sites or units.tied.is_empty:
        return []
    rows = list(placed(unit, units.tied.held))
    return take_tied(rows, units, _asked_before(rows))


def _asked_before(rows: Sequence[DeliveryRow]) -> set[tuple[UUID, UUID]]:
    return set(ProposedHit.objects.filter(row_id__in=[row.pk for row in rows]).values_list("row_id", "organisation_id"))


def _by_delivery(pairs: Sequence[tuple[Taken, DeliveryRow]]) -> dict[ListDelivery, list[tuple[Taken, DeliveryRow]]]:
    found: dict[ListDelivery, list[tuple[Taken, DeliveryRow]]] = {}
    for line, row in pairs:
        found.setdefault(row.delivery, []).append((line, row))
    return found
