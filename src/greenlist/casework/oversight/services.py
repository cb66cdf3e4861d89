"""Lists that decide: received, their columns chosen, imported; what hangs on them checked again at once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.names import clean_name
from greenlist.casework.files.services import remove_file, store_file
from greenlist.casework.files.storage import receive
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.oversight.keeping import as_copy, kept_lines, lines_at
from greenlist.casework.oversight.models import DeliveryRow, ListDelivery, WatchedSource
from greenlist.casework.oversight.permissions import check_may_import, check_own, may_settle, not_to_be_ended
from greenlist.casework.oversight.preview import preview_of
from greenlist.casework.oversight.selectors import list_of
from greenlist.casework.oversight.taking import Foretold, as_row, bearing, foretell
from greenlist.casework.oversight.writing import check_again, entering, propose
from greenlist.casework.register.models import ProposedHit
from greenlist.casework.register.services import enter_adverse_records
from greenlist.papers.list_reader import found_layout, layout_of, unfit_columns, without_persons
from greenlist.papers.list_reader.columns import Lines
from greenlist.rulebook.reference.adverse_lists import adverse_lists

LIMIT_MB = 50
STEPS = 3


def receive_list(
    *, chunks: Iterable[bytes], name: str, list_id: str, source: str, looked_up_on: date | None, region: str, actor: Actor,
    dated_on: date | None = None,
) -> ListDelivery:  # fmt: skip
    """Take a list that came: read it in a child, keep a copy without what is about persons, propose its columns.

    The same file again as the same list is the same delivery. Raises Refused with all that is missing, or for what is no table.
    """
    check_may_import(actor)
    _check_given(list_id, source, looked_up_on)
    name = clean_name(name)
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
    remembered = WatchedSource.objects.filter(list_id=list_id, name=source.strip(), unit=actor.unit).first()
    spec = adverse_lists()[list_id]
    layout = found_layout(lines, spec, remembered.heads if remembered else None)
    copy = without_persons(lines, layout, units_only=spec.units_only)
    with transaction.atomic():
        file = store_file(
            chunks=as_copy(copy), name=f"{Path(name).stem[:150]}（已去个人信息）.csv", owner=actor.organisation_id, actor=actor
        )
        origin = remembered or WatchedSource.objects.create(list_id=list_id, name=source.strip(), unit=actor.unit, changed_at=now())
        made = ListDelivery.objects.create(
            source=origin, unit=actor.unit, name=name, digest=digest, file=file, looked_up_on=looked_up_on, dated_on=dated_on,
            region=region, head_lines=layout.head_lines, columns=dict(layout.columns), line_count=len(lines), received_by=actor.name,
            received_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        made.preview = preview_of(made, foretell(made, copy))
        made.save(update_fields=["preview"])
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
        clean = without_persons(lines, layout, units_only=list_of(delivery).units_only)
        before = _clean_anew(delivery, lines, clean, actor)
        delivery.preview = preview_of(delivery, foretell(delivery, clean))
        delivery.save(update_fields=["head_lines", "columns", "file", "preview"])
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


def confirm_list(delivery: ListDelivery, *, actor: Actor, step: Callable[[int, int], None] = lambda done, total: None) -> Foretold:
    """Import: linked rows become adverse records, near ones wait for a person, all lines are kept with their fate, and every
    application of a unit that is touched is checked again, in one transaction. What was imported before is not written again;
    a row that now has an end ends the record. `step(done, total)` hears of matching, entering and checking again; what it raises undoes all.
    """
    check_own(delivery, actor)
    step(0, STEPS)
    with transaction.atomic():
        _lock(delivery)
        told, spec = foretell(delivery), list_of(delivery)
        step(1, STEPS)
        missing = [f.label for f in spec.fields if f.is_required and f.id not in delivery.columns]
        guards = {
            "columns_chosen": f"还没有选定：{'、'.join(missing)}。" if missing else "",
            "rows_read": "" if told.read.rows else "没有一行可以导入。",
        }
        pairs = [(line, as_row(delivery, at, line)) for at, line in enumerate(told.lines, start=1)]
        change(delivery, "confirm_list", actor=actor, guards=guards, fields={"imported_by": actor.name, "imported_at": now(), "preview": {}},
               detail={**told.counts, "digest": store("list_import", bearing(delivery, pairs))})  # fmt: skip
        DeliveryRow.objects.bulk_create([row for _, row in pairs])
        touched = _enter_linked(delivery, told, spec.kind, actor) | propose(pairs, spec.kind) | _end_proposed(told, actor)
        touched |= _end_tied(delivery, told, spec.kind, actor)
        _remember(delivery, told)
        step(2, STEPS)
        check_again(touched, actor)
    step(STEPS, STEPS)
    return told


def drop_list(delivery: ListDelivery, *, actor: Actor) -> None:
    """Lay a delivery aside that was not meant; nothing of it was imported."""
    check_own(delivery, actor)
    change(delivery, "drop_list", actor=actor, fields={"preview": {}})


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
    records, touched = [], set()
    for line in told.lines:
        unit = line.meant
        if unit and line.fact:
            records += [entering(site, kind, line.fact, delivery) for site in told.sites.get(unit, ())]
            touched.add(unit)
    enter_adverse_records(records, actor=actor)
    return touched


def _end_proposed(told: Foretold, actor: Actor) -> set[UUID]:
    """Rows that still wait for a person, and whose end is told now; of those only what the actor may settle."""
    ends = {line.earlier.pk: line.fact.until_on for line in told.lines if line.has_ended and line.earlier and line.fact}
    hits = may_settle(list(ProposedHit.objects.select_for_update().filter(row_id__in=ends, state="hit_open").order_by("pk")), actor)
    for hit in hits:
        hit.until_on = ends[hit.row_id]
        record("end_waiting_hit", actor=actor, subject=hit, clause="C-42", detail={"row": str(hit.row_id), "until_on": str(hit.until_on)})
    ProposedHit.objects.bulk_update(hits, ["until_on"])
    return {hit.organisation_id for hit in hits}


def _end_tied(delivery: ListDelivery, told: Foretold, kind: str, actor: Actor) -> set[UUID]:
    """Facts of a tied party that were counted for a unit, and whose end is told now; of those only what this office may end."""
    ends = {line.earlier.pk: line for line in told.lines if line.has_ended and line.earlier and line.fact}
    hits = [hit for hit in ProposedHit.objects.filter(row_id__in=ends, state="hit_same", is_tied=True).order_by("pk")
            if hit.organisation_id != ends[hit.row_id].meant]  # fmt: skip
    barred = not_to_be_ended(delivery.unit, kind, {hit.organisation_id for hit in hits}, {hit.reference for hit in hits})
    hits = [hit for hit in hits if (hit.organisation_id, hit.from_on, hit.reference) not in barred]
    records = [entering(site, kind, fact, delivery) for hit in hits if (fact := ends[hit.row_id].fact)
               for site in told.sites.get(hit.organisation_id, ())]  # fmt: skip
    enter_adverse_records(records, actor=actor)
    return {hit.organisation_id for hit in hits}


def _remember(delivery: ListDelivery, told: Foretold) -> None:
    """The heads over the chosen columns, for the next file of this source; a field without a column is remembered as such."""
    if delivery.source.unit != delivery.unit:
        return  # a source from the time when all offices shared one
    delivery.source.heads = {f.id: told.layout.head_of(f.id) for f in list_of(delivery).fields} if delivery.head_lines else {}
    delivery.source.changed_at = now()
    delivery.source.save(update_fields=["heads", "changed_at"])
