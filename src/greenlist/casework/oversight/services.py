"""Lists that decide: received, their columns chosen, imported; who is meant settled; what hangs on it checked again at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import remove_file, store_file
from greenlist.casework.files.storage import receive
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.oversight.keeping import as_copy, kept_lines, lines_at
from greenlist.casework.oversight.matching import Units
from greenlist.casework.oversight.models import DeliveryRow, ListDelivery, WatchedSource
from greenlist.casework.oversight.permissions import check_may_import, check_may_recognise, check_may_settle, check_own, may_settle
from greenlist.casework.oversight.selectors import alive, list_of, unmatched
from greenlist.casework.oversight.taking import Fact, Foretold, Taken, as_row, bearing, foretell, take_again, within
from greenlist.casework.register.models import ProposedHit
from greenlist.casework.register.services import Entering, enter_adverse_records, propose_hits
from greenlist.casework.verification.services import check_each
from greenlist.papers.list_reader import found_layout, layout_of, unfit_columns, without_persons
from greenlist.papers.list_reader.columns import Lines
from greenlist.rulebook.reference.adverse_lists import adverse_lists

LIMIT_MB = 50


def receive_list(
    *, chunks: Iterable[bytes], name: str, list_id: str, source: str, looked_up_on: date | None, region: str, actor: Actor,
    dated_on: date | None = None,
) -> ListDelivery:  # fmt: skip
    """Take a list that came: read it in a child, keep a copy without what is about persons, propose its columns.

    The same file again as the same list is the same delivery. Raises Refused with all that is missing, or for what is no table.
    """
    check_may_import(actor)
    _check_given(list_id, source, looked_up_on)
    temporary, digest, size = receive(chunks)
    try:
        same = ListDelivery.objects.filter(digest=digest, source__list_id=list_id, unit=actor.unit)
        if known := same.exclude(state="list_dropped").first():
            return known
        if size > LIMIT_MB * 1024 * 1024:
            raise Refused(f"“{name}”超过{LIMIT_MB} MB，没有读。", then="请只留下名单所在的表。", clause="C-42")
        lines = lines_at(temporary, name)
    finally:
        Path(temporary).unlink(missing_ok=True)
    remembered = WatchedSource.objects.filter(list_id=list_id, name=source.strip()).first()
    spec = adverse_lists()[list_id]
    layout = found_layout(lines, spec, remembered.heads if remembered else None)
    copy = without_persons(lines, layout, units_only=spec.units_only)
    with transaction.atomic():
        file = store_file(
            chunks=as_copy(copy), name=f"{Path(name).stem[:150]}（已去个人信息）.csv", owner=actor.organisation_id, actor=actor
        )
        origin = remembered or WatchedSource.objects.create(list_id=list_id, name=source.strip(), changed_at=now())
        made = ListDelivery.objects.create(
            source=origin, unit=actor.unit, name=name[-200:], digest=digest, file=file, looked_up_on=looked_up_on, dated_on=dated_on,
            region=region, head_lines=layout.head_lines, columns=dict(layout.columns), line_count=len(lines), received_by=actor.name,
            received_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        record("receive_list", actor=actor, subject=made, clause="C-42", detail={"list": list_id, "lines": len(lines), "digest": digest})
    return made


def choose_columns(delivery: ListDelivery, *, head_lines: int, columns: Mapping[str, int], actor: Actor) -> None:
    """Say where the head ends and which column is what. Raises Refused when a column is given twice or is none of the list's."""
    check_own(delivery, actor)
    fields = {f.id: f.label for f in list_of(delivery).fields}
    taken = {name: at for name, at in columns.items() if name in fields and at >= 0}
    twice = [fields[name] for name, at in taken.items() if list(taken.values()).count(at) > 1]
    if twice:
        raise Refused("栏目没有存。", items=[f"{'、'.join(twice)}选了同一栏。"], then="每一栏只能当一样用。", clause="C-42")
    with transaction.atomic():
        _lock(delivery)
        if delivery.state != "awaiting_import":
            raise Refused(f"这份名单{delivery.get_state_display()}，栏目不能再改。", then="栏目不对的，请重新上传这份名单。", clause="C-42")
        lines, head = kept_lines(delivery.file), max(0, min(head_lines, delivery.line_count))
        layout = layout_of(lines, head, taken)
        if unfit := unfit_columns(lines, layout):
            items = [f"“{fields[name]}”选了个人信息的一栏。" for name in unfit]
            raise Refused("栏目没有存。", items=items, then="个人信息不留存，请改选别的栏目。", clause="C-42")
        delivery.head_lines, delivery.columns = head, taken
        before = _clean_anew(delivery, lines, without_persons(lines, layout, units_only=list_of(delivery).units_only), actor)
        delivery.save(update_fields=["head_lines", "columns", "file"])
        record("choose_columns", actor=actor, subject=delivery, clause="C-42", detail={"columns": taken})
        if before:
            remove_file(before, actor=actor)


def _clean_anew(delivery: ListDelivery, lines: Lines, clean: Lines, actor: Actor) -> StoredFile | None:
    """With its columns known more of the copy may be about persons: a cleaner one takes its place. Returns the one to remove, if any."""
    if [tuple(cells) for _, cells in clean] == [tuple(cells) for _, cells in lines]:
        return None
    before = delivery.file
    delivery.file = store_file(chunks=as_copy(clean), name=before.name, owner=before.organisation_id, actor=actor)
    return before


def confirm_list(delivery: ListDelivery, *, actor: Actor) -> Foretold:
    """Import: linked rows become adverse records, near ones wait for a person, all lines are kept with their fate, and every
    application of a unit that is touched is checked again, in one transaction. What was imported before is not written again;
    a row that now has an end ends the record.
    """
    check_own(delivery, actor)
    with transaction.atomic():
        _lock(delivery)
        told, spec = foretell(delivery), list_of(delivery)
        missing = [f.label for f in spec.fields if f.is_required and f.id not in delivery.columns]
        guards = {
            "columns_chosen": f"还没有选定：{'、'.join(missing)}。" if missing else "",
            "rows_read": "" if told.read.rows else "没有一行可以导入。",
        }
        pairs = [(line, as_row(delivery, at, line)) for at, line in enumerate(told.lines, start=1)]
        change(delivery, "confirm_list", actor=actor, guards=guards, fields={"imported_by": actor.name, "imported_at": now()},
               detail={**told.counts, "digest": store("list_import", bearing(delivery, pairs))})  # fmt: skip
        DeliveryRow.objects.bulk_create([row for _, row in pairs])
        touched = _enter_linked(delivery, told, spec.kind, actor) | _propose(pairs, spec.kind) | _end_proposed(told, actor)
        _remember(delivery, told)
        _check_again(touched, actor)
    return told


def drop_list(delivery: ListDelivery, *, actor: Actor) -> None:
    """Lay a delivery aside that was not meant; nothing of it was imported."""
    check_own(delivery, actor)
    change(delivery, "drop_list", actor=actor)


def match_again(*, actor: Actor) -> int:
    """Match the rows that meant no unit of ours with the units of today, as if their lists came now. Returns how many mean one now."""
    check_may_import(actor)
    with transaction.atomic():
        rows = list(unmatched(actor.unit).select_for_update(of=("self",)))
        units = Units(actor.unit)
        pairs = _matched_again(rows, units, actor)
        DeliveryRow.objects.bulk_update([row for _, row in pairs], ["fate", "organisation"], batch_size=500)
        entering = [
            _entering(site, list_of(row.delivery).kind, line.fact, row.delivery)
            for line, row in pairs
            if line.organisation_id and line.fact
            for site in units.sites[line.organisation_id]
        ]
        enter_adverse_records(entering, actor=actor)
        touched = {line.organisation_id for line, _ in pairs if line.organisation_id}
        for delivery, some in _by_delivery(pairs).items():
            touched |= _propose(some, list_of(delivery).kind)
            told = {"found": len(some), "digest": store("list_import", bearing(delivery, some))}
            record("match_again", actor=actor, subject=delivery, clause="C-42", detail=told)
        if not pairs:
            record("match_again", actor=actor, subject=None, clause="C-42", detail={"rows": len(rows), "found": 0})
        _check_again(touched, actor)
    return len(pairs)


def settle_hit(hit: ProposedHit, *, is_same: bool, reason: str, actor: Actor) -> None:
    """Say whether the row means this unit. The same: the fact stands in the register, and the others the row might mean are ruled out.

    Either way what hangs on it is checked again in the same transaction. Raises Refused without a reason, and NotAllowed when that
    would rule out, or end, what is not this office's.
    """
    told = too_long(ProposedHit, reason=reason.strip())
    guards = {"reason_given": "" if reason.strip() and not told else told[0] if told else "请写明根据什么认定。"}
    fields = {"settled_by": actor.name, "settled_at": now(), "reason": reason.strip()}
    detail = {
        "row": str(hit.row_id),
        "organisation": str(hit.organisation_id),
        "from_on": hit.from_on.isoformat(),
        "reference": hit.reference,
    }
    with transaction.atomic():
        row = DeliveryRow.objects.select_related("delivery__source").select_for_update(of=("self",)).get(pk=hit.row_id)
        waiting = ProposedHit.objects.select_for_update().filter(row_id=row.pk, state="hit_open").order_by("pk")
        others = [other for other in waiting if other.pk != hit.pk]
        hit.refresh_from_db(fields=["state", "until_on"])
        check_may_settle(hit, actor)
        if is_same:
            check_may_recognise(hit, others, actor)
            change(hit, "recognise_unit", actor=actor, guards=guards, reason=reason, fields=fields, detail=detail)
            fact = Fact(hit.from_on, hit.until_on, hit.statement, hit.source, hit.reference)
            entering = [_entering(site, hit.kind, fact, row.delivery) for site in hit.organisation.sites.order_by("id")]
            enter_adverse_records(entering, actor=actor)
            for other in others:
                change(other, "rule_unit_out", actor=actor, guards={"reason_given": ""}, reason=f"已认定为{hit.organisation}",
                       fields={**fields, "reason": f"已认定为{hit.organisation}"[:300]})  # fmt: skip
            DeliveryRow.objects.filter(pk=row.pk).update(fate=DeliveryRow.Fate.LINKED, organisation=hit.organisation)
        else:
            change(hit, "rule_unit_out", actor=actor, guards=guards, reason=reason, fields=fields, detail=detail)
            if not others:
                DeliveryRow.objects.filter(pk=row.pk).update(fate=DeliveryRow.Fate.STRANGER)
        _check_again({hit.organisation_id, *(other.organisation_id for other in others if is_same)}, actor)


def _lock(delivery: ListDelivery) -> None:
    """Nobody else chooses its columns or imports it until this transaction ends; what is read of it is the newest."""
    ListDelivery.objects.select_for_update().get(pk=delivery.pk)
    delivery.refresh_from_db()


def _check_given(list_id: str, source: str, looked_up_on: date | None) -> None:
    problems = [] if list_id in adverse_lists() else ["请选择是哪一种名单。"]
    problems += [] if source.strip() else ["请填名单来自哪里。"]
    problems += too_long(WatchedSource, name=source.strip())
    problems += [] if looked_up_on else ["请填名单的查询日期。"]
    problems += ["名单的查询日期还没有到。"] if looked_up_on and looked_up_on > today() else []
    if problems:
        raise Refused("名单没有收下。", items=problems, then="补好之后再上传。", clause="C-42")


def _enter_linked(delivery: ListDelivery, told: Foretold, kind: str, actor: Actor) -> set[UUID]:
    """Records for every row that is linked, and for those known before whose end is told now."""
    entering, touched = [], set()
    for line in told.lines:
        unit = line.meant
        if unit and line.fact:
            entering += [_entering(site, kind, line.fact, delivery) for site in told.sites.get(unit, ())]
            touched.add(unit)
    enter_adverse_records(entering, actor=actor)
    return touched


def _entering(site: Site, kind: str, fact: Fact, delivery: ListDelivery) -> Entering:
    return Entering(site, kind, fact.from_on, fact.until_on, fact.statement, fact.source, fact.reference, delivery.file)


def _propose(pairs: Sequence[tuple[Taken, DeliveryRow]], kind: str) -> set[UUID]:
    hits = [
        ProposedHit(
            organisation_id=UUID(p.id),
            row_id=row.pk,
            kind=kind,
            printed_name=row.name,
            likeness=p.likeness,
            words=p.why[:200],
            from_on=line.fact.from_on,
            until_on=line.fact.until_on,
            statement=line.fact.statement,
            source=line.fact.source,
            reference=line.fact.reference,
            proposed_at=now(),
        )  # fmt: skip
        for line, row in pairs
        if line.fact
        for p in line.proposals
    ]
    propose_hits(hits)
    return {hit.organisation_id for hit in hits}


def _end_proposed(told: Foretold, actor: Actor) -> set[UUID]:
    """Rows that still wait for a person, and whose end is told now; of those only what the actor may settle."""
    ends = {line.earlier.pk: line.fact.until_on for line in told.lines if line.has_ended and line.earlier and line.fact}
    hits = may_settle(list(ProposedHit.objects.select_for_update().filter(row_id__in=ends, state="hit_open").order_by("pk")), actor)
    for hit in hits:
        hit.until_on = ends[hit.row_id]
        record("end_waiting_hit", actor=actor, subject=hit, clause="C-42", detail={"row": str(hit.row_id), "until_on": str(hit.until_on)})
    ProposedHit.objects.bulk_update(hits, ["until_on"])
    return {hit.organisation_id for hit in hits}


def _matched_again(rows: Sequence[DeliveryRow], units: Units, actor: Actor) -> list[tuple[Taken, DeliveryRow]]:
    """The rows that mean a unit now, with their new fate set."""
    ruled_out = set(ProposedHit.objects.filter(row_id__in=[row.pk for row in rows]).values_list("row_id", "organisation_id"))
    pairs: list[tuple[Taken, DeliveryRow]] = []
    lines = list(zip(take_again(rows, units, ruled_out), rows, strict=True))
    for kind in {list_of(row.delivery).kind for row in rows}:
        some = [(line, row) for line, row in lines if list_of(row.delivery).kind == kind and line.fate != "row_stranger"]
        kept = within([line for line, _ in some], actor.unit, kind)
        pairs += [(line, row) for line, (_, row) in zip(kept, some, strict=True)]
    for line, row in pairs:
        row.fate, row.organisation_id = line.fate, line.organisation_id
    return pairs


def _by_delivery(pairs: Sequence[tuple[Taken, DeliveryRow]]) -> dict[ListDelivery, list[tuple[Taken, DeliveryRow]]]:
    found: dict[ListDelivery, list[tuple[Taken, DeliveryRow]]] = {}
    for line, row in pairs:
        found.setdefault(row.delivery, []).append((line, row))
    return found


def _remember(delivery: ListDelivery, told: Foretold) -> None:
    """The heads over the chosen columns, for the next file of this source; a field without a column is remembered as such."""
    delivery.source.heads = {f.id: told.layout.head_of(f.id) for f in list_of(delivery).fields} if delivery.head_lines else {}
    delivery.source.changed_at = now()
    delivery.source.save(update_fields=["heads", "changed_at"])


def _check_again(organisations: set[UUID], actor: Actor) -> None:
    """No adverse fact without a new look at what hangs on it."""
    if organisations:
        check_each(list(alive(organisations)), stage="watch", actor=actor)
