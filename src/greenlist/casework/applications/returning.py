"""Sending an application back with the places to be mended, and adding further places to it."""

from django.db import transaction

from greenlist.casework.applications.models import Application, ReturnItem
from greenlist.casework.applications.selectors import latest_version, place_names
from greenlist.casework.applications.telling_services import tell_unit
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import too_long

Places = list[tuple[str, str, str]]


def send_back(application: Application, action: str, *, items: Places, guard: str, actor: Actor) -> None:
    """Return with the places to be mended, (section, row or '', words) each, by the transition `action` of the office that reads it."""
    named = [(section, row, words.strip()) for section, row, words in items if words.strip()]
    wordy = [sentence for _, _, words in named for sentence in too_long(ReturnItem, words=words)]
    guards = {guard: "；".join(wordy) if named else "请至少写明一处要补正的内容。"}
    with transaction.atomic():
        entry = change(application, action, actor=actor, guards=guards, fields={"changed_at": now()}, detail={"places": len(named)})
        _name_places(application, named, actor)
        tell_unit("returned", application, entry=entry, actor=actor, values={"places": len(named)})


def add_to_return(application: Application, *, items: Places, actor: Actor) -> None:
    """Further places to be mended, from a second officer, while the unit has not handed in again."""
    if application.unit != actor.unit or not actor.may("read_region"):
        raise NotAllowed("这不是本地区的申报件。")
    named = [(section, row, words.strip()) for section, row, words in items if words.strip()]
    problems = [sentence for _, _, words in named for sentence in too_long(ReturnItem, words=words)]
    if not named or problems:
        raise Refused("没有补充退回意见。", items=problems or ["请至少写明一处要补正的内容。"], clause="C-07")
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application.pk)
        if held.state != "returned":
            raise WrongState(
                f"本件现在是“{held.get_state_display()}”，不能补充退回意见。", then="请刷新页面，按最新状态办理。", clause="C-07"
            )
        _name_places(held, named, actor)
        record("add_to_return", actor=actor, subject=held, clause="C-07", detail={"places": len(named)})


def _name_places(application: Application, named: Places, actor: Actor) -> None:
    version, names = latest_version(application), place_names(application)
    ReturnItem.objects.bulk_create(
        ReturnItem(
            application=application, version=version.number if version else 0, section=section, row=row,
            label=names.get((section, row)) or names.get((section, ""), section), words=words, returned_by=actor.name, returned_at=now(),
        )
        for section, row, words in named
    )  # fmt: skip
