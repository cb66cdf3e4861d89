"""The one way in which an entry of the list changes: an event, and with it how the entry stands today.

`write_event` is the only writer; the verbs below say which columns they set and in which words the public reads it. What may be
entered is asked first, and every problem told at once. Renaming, moving, merging and splitting: identity_services.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from greenlist.casework.directory.models import Site
from greenlist.casework.directory.selectors import former_names
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.register.events import Kind, as_text, stands_as
from greenlist.casework.register.models import ON_LIST, Level, ListEntry, ListEvent
from greenlist.casework.register.selectors import places_on

UNSET = ("former_codes", "removed_on", "removal_reason", "removal_clause")  # empty on the day of the listing


@dataclass(frozen=True)
class Ground:
    """What an event rests on: the day from which it counts, why, by which clause or article, and the document that says so."""

    on: date
    reason: str
    clause: str = ""
    document: str = ""
    file: StoredFile | None = None


def enter_listing(site: Site, *, actor: Actor, **values: Any) -> ListEntry:
    """Enter one published row of this system for a site (name, former names and codes as printed on that day)."""
    with transaction.atomic():
        entry = ListEntry.objects.create(
            origin=ListEntry.Origin.PUBLISHED,
            site=site,
            name=site.name,
            former_names="、".join(former_names(site.organisation)),
            credit_code=site.organisation.credit_code or "",
            unit=site.unit,
            division=site.division,
            industry=site.industry,
            is_demo=settings.DEMO,
            **values,
        )
        begin_listings([entry], actor=actor)
        record("enter_listing", actor=actor, subject=entry, clause="C-12")
    return entry


def begin_listings(entries: Iterable[ListEntry], *, actor: Actor) -> None:
    """The first event of each of these new entries: listed, with everything that later events may set. The caller writes the journal."""
    at = now()
    ListEvent.objects.bulk_create(
        (
            ListEvent(
                entry=entry, number=1, kind=Kind.LISTED, on=entry.listed_on, document=entry.document, entered_by=actor.name,
                entered_at=at, public_text=listed_text(entry),
                sets={column: value for column, value in stands_as(entry).items() if column not in UNSET},
            )
            for entry in entries
        ),
        batch_size=500,
    )  # fmt: skip


def listed_text(entry: ListEntry) -> str:
    """列入2023年省级绿色工厂名单（赣工信…号）。"""
    return f"列入{entry.year}年{Level(entry.level).label}{entry.get_category_display()}名单（{entry.document}）。"


def suspend_listing(entry: ListEntry, ground: Ground, *, actor: Actor) -> ListEvent:
    """It stays on the list, and what rests on it waits until it is restored or removed."""
    text = f"暂停：{_ended(ground.reason)}"
    return write_event(entry, Kind.SUSPENDED, ground, action="suspend_listing", text=text, actor=actor)


def enter_removal(entry: ListEntry, *, on: date, reason: str, clause: str, actor: Actor, document: str = "",
                  file: StoredFile | None = None) -> ListEvent:  # fmt: skip
    """Record that an entry was removed from the list, with reason and clause. Raises WrongState when it is off the list already."""
    if entry.removed_on is not None:
        raise WrongState(f"“{entry.name}”已于{entry.removed_on:%Y年%-m月%-d日}移出，不必重复办理。", code="already")
    ground = Ground(on, reason, clause, document, file)
    sets = {"removed_on": on, "removal_reason": reason, "removal_clause": clause}
    text = f"移出名单：{_ended(reason)}"
    return write_event(entry, Kind.REMOVED, ground, action="remove_listing", sets=sets, text=text, actor=actor)


def restore_listing(entry: ListEntry, ground: Ground, *, actor: Actor) -> ListEvent:
    """A suspension is lifted, or a removal taken back: the entry stands again, and what happened stays in its timeline."""
    _check_alone(entry, entry.level)
    sets = {"removed_on": None, "removal_reason": "", "removal_clause": ""}
    text = f"恢复在册：{_ended(ground.reason)}"
    return write_event(entry, Kind.RESTORED, ground, action="restore_listing", sets=sets, text=text, actor=actor)


def promote_listing(entry: ListEntry, ground: Ground, *, actor: Actor) -> ListEvent:
    """A unit of the provincial list now stands on the national one; the document names that list."""
    check_province(actor, "升级")
    if not ground.document.strip():
        raise Refused("没有登记升级。", items=["请填写公布国家级名单的文件。"], then="填好后再登记。")
    with transaction.atomic():
        hold(entry)
        if entry.level != Level.PROVINCIAL:
            raise WrongState(f"“{entry.name}”已是国家级，不能再升级。", code="already")
        _check_alone(entry, Level.NATIONAL)
        text = "由省级升为国家级。"
        return write_event(entry, Kind.PROMOTED, ground, sets={"level": Level.NATIONAL}, text=text, actor=actor)


def check_province(actor: Actor, what: str) -> None:
    """Raises NotAllowed to all but the province."""
    check_may(actor, "sign_parameters", f"{what}由省厅登记。", then="请推荐单位把情况和文件报送省厅。", clause="C-54")


def hold(row: Model) -> None:
    """Lock a row until the transaction ends and read it anew: a second click sees what the first one wrote."""
    row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())


# the journal's word for the events that change no state
ACTS = {Kind.RENAMED: "rename_listing", Kind.MOVED: "move_listing", Kind.MERGED: "carry_listing", Kind.SPLIT: "split_listing",
        Kind.PROMOTED: "promote_listing"}  # fmt: skip


def write_event(
    entry: ListEntry, kind: str, ground: Ground, *, text: str, actor: Actor, action: str = "", sets: Mapping[str, Any] | None = None,
    successor: ListEntry | None = None, successor_site: Site | None = None,
) -> ListEvent:  # fmt: skip
    """Write one event, the columns of the entry that it sets, and its journal line. `action` names the transition when the state changes.

    Raises WrongState for an entry off the list, Refused with every problem of its ground.
    """
    check_plain(ground.reason, ground.clause, ground.document, text)
    columns = dict(sets or {})
    with transaction.atomic():
        held = ListEntry.objects.select_for_update().get(pk=entry.pk)
        problems = _problems(held, ground, changes_state=bool(action))
        detail = {"on": as_text(ground.on), "basis": ground.clause, "document": ground.document, "sets": {k: as_text(v) for k, v in columns.items()}}  # fmt: skip
        if action:
            change(entry, action, actor=actor, guards=problems, reason=ground.reason, detail=detail, fields=columns)
            columns["state"] = entry.state
        else:
            _check_stands(held, problems)
            for column, value in columns.items():
                setattr(entry, column, value)
            entry.save(update_fields=list(columns))
            record(ACTS[Kind(kind)], actor=actor, subject=entry, reason=ground.reason, clause="C-54", detail=detail)
        return ListEvent.objects.create(
            entry=entry, number=entry.events.count() + 1, kind=kind, on=ground.on, reason=ground.reason, clause=ground.clause,
            document=ground.document, file=ground.file, successor=successor, successor_site=successor_site, public_text=text,
            sets={column: as_text(value) for column, value in columns.items()}, entered_by=actor.name, entered_at=now(),
        )  # fmt: skip


def _check_alone(entry: ListEntry, level: str) -> None:
    """Raises Refused when its site stands on the same list by another entry: it would stand there twice."""
    others = places_on(entry.site_id, level, entry.category, entry.origin)
    if entry.site_id and (other := others.exclude(pk=entry.pk).first()):
        told = f"这家单位已由{other.year}年{other.get_level_display()}的另一条目在册，再登记就有两条。"
        raise Refused("变动没有登记。", items=[told], then="请核对两个条目。", clause="C-54")


def _check_stands(entry: ListEntry, problems: Mapping[str, str]) -> None:
    """Raises for an entry off the list, and with everything that is wrong with the ground."""
    if entry.state not in ON_LIST:
        raise WrongState(f"“{entry.name}”{entry.get_state_display()}，不在册，不能登记这项变动。", then="误移出的，请先登记恢复在册。")
    if told := [words for words in problems.values() if words]:
        raise Refused("变动没有登记。", items=told, then="改好后再登记；填过的还在。", clause="C-54")


def unfit(ground: Ground) -> list[str]:
    """What is wrong with a ground, whatever entry it is for."""
    return [words for words in _of_ground(ground).values() if words]


def _of_ground(ground: Ground) -> dict[str, str]:
    """The answers to the guards of the lifecycle, which hold for every event: '' or what is missing."""
    wordy = too_long(ListEvent, reason=ground.reason, clause=ground.clause, document=ground.document)
    return {
        "reason_given": "".join(wordy) if wordy else "" if ground.reason.strip() else "请写明理由。",
        "basis_given": "" if ground.clause.strip() or ground.document.strip() else "请写明依据的条款或文件。",
        "day_fits": f"日期{ground.on:%Y-%m-%d}还没有到。" if ground.on > today() else "",
    }


def _problems(entry: ListEntry, ground: Ground, *, changes_state: bool) -> dict[str, str]:
    found = _of_ground(ground)
    found["day_fits"] = found["day_fits"] or _unfit_day(entry, ground.on, changes_state=changes_state)
    return found


def _unfit_day(entry: ListEntry, on: date, *, changes_state: bool) -> str:
    if (entry.listed_on and on < entry.listed_on) or on.year < entry.year:
        return f"日期{on:%Y-%m-%d}早于列入名单的日期。"
    last = entry.events.filter(sets__has_key="state", on__isnull=False).order_by("-number").first() if changes_state else None
    if last and last.on and on < last.on:
        return f"日期早于上一次变动（{last.get_kind_display()}，{last.on:%Y-%m-%d}）。"
    return ""


def _ended(reason: str) -> str:
    """A reason as the end of a sentence: those proposed by rule come with their full stop."""
    return f"{reason.rstrip('。')}。"
