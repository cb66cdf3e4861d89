"""催办: who is behind, and the words to paste into a chat group or a text message."""

from dataclasses import dataclass
from datetime import datetime

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import day_before, deadline_of, extensions_of
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.reference.regions import division_name


@dataclass(frozen=True)
class Behind:
    """One party that is behind: its name, what is missing, the chat group it belongs to, and until when."""

    name: str
    missing: str
    group: str
    deadline_at: datetime


def behind(actor: Actor, round_: Round) -> list[Behind]:
    """Who waits to be reminded by this office: a bureau's units that have not handed in or were returned, by county;
    for the province the recommending units that have not handed in. [] for anybody else.
    """
    if actor.may("read_region"):
        return _units(actor, round_)
    return _bureaus(round_) if actor.may("read_province") else []


def reminder_text(rows: list[Behind], *, what: str, sender: str) -> str:
    """The words: who, what is missing, until when (the earliest deadline of these), by whom. Raises ValueError without rows."""
    last = day_before(min(one.deadline_at for one in rows))
    lines = [f"{number}. {one.name}：{one.missing}" for number, one in enumerate(rows, 1)]
    head = f"【{what}】截至{now():%-m月%-d日%H:%M}，下列{len(rows)}家还没有办完："
    foot = f"请于{last:%-m月%-d日}24:00前办理，以服务器时间为准。已办的请忽略。——{sender}"
    return "\n".join([head, *lines, foot])


def note_reminder(round_: Round, *, names: list[str], channel: str, actor: Actor) -> JournalEntry:
    """Write down that these were reminded, and how (a call, a chat group); the reminding itself is done by people."""
    if not names or not channel.strip():
        raise Refused("没有记下催办。", items=["请写明催办的方式，例如电话、微信群。"] if names else ["没有要催的单位。"])
    return record("remind", actor=actor, subject=round_, detail={"names": names, "channel": channel.strip()[:40]})


def reminders_of(round_: Round, actor: Actor) -> list[JournalEntry]:
    """What this office has reminded so far, newest first."""
    return list(entries_of(round_).filter(action="remind", actor_organisation=actor.organisation_name).order_by("-at")[:20])


def _units(actor: Actor, round_: Round) -> list[Behind]:
    rows = Application.objects.filter(round=round_, unit=actor.unit, state__in=["draft", "returned"]).select_related("site")
    deadline_at = deadline_of(round_, actor.unit)
    words = {"draft": "申报材料尚未提交", "returned": "退回补正后尚未再次提交"}
    return [
        Behind(a.site.name, words[a.state], division_name(a.site.division), deadline_at)
        for a in rows.order_by("site__division", "site__name", "id")
    ]


def _bureaus(round_: Round) -> list[Behind]:
    handed_in = set(Batch.objects.filter(round=round_, state="submitted").values_list("unit", flat=True))
    extended = {unit: extension.deadline_at for unit, extension in extensions_of(round_).items()}
    return [
        Behind(unit.office, "推荐材料尚未报送", "推荐单位", extended.get(unit.code, round_.deadline_at))
        for unit in round_parameters(round_.notice).units
        if unit.code not in handed_in
    ]
