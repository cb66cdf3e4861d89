"""催办: who is behind, and the words to paste into a chat group or a text message."""

from dataclasses import dataclass
from datetime import datetime

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import end_of, now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import day_before, deadline_of, extensions_of
from greenlist.casework.yearly_tables.models import YearlyOpening
from greenlist.casework.yearly_tables.selectors import UNFILED, coverage_of, owed, visible_to
from greenlist.rulebook.notices import newest_notice, round_parameters
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


def behind_yearly(actor: Actor, opening: YearlyOpening) -> list[Behind]:
    """Who has not filed the table of a year: a bureau's units, by county; for the province how many in each region. [] for anybody else."""
    due_at = end_of(opening.due_on)
    if actor.may("read_region"):
        rows = owed(visible_to(actor).filter(opening=opening, state__in=UNFILED)).order_by("site__division", "site__name", "id")
        words = {"table_open": "动态管理表尚未填报", "table_returned": "动态管理表退回后尚未再次提交"}
        return [Behind(one.site.name, words[one.state], division_name(one.site.division), due_at) for one in rows]
    if not actor.may("read_province"):
        return []
    offices = {unit.code: unit.office for unit in round_parameters(newest_notice()).units}
    missing = [(line.unit, line.unfiled + line.returned) for line in coverage_of(opening, actor)]
    return [Behind(offices.get(unit, unit), f"{count}家在册单位没有交齐动态管理表", "推荐单位", due_at) for unit, count in missing if count]


def reminder_text(rows: list[Behind], *, what: str, sender: str) -> str:
    """The words: who, what is missing, until when (the earliest deadline of these), by whom. Raises ValueError without rows."""
    last = day_before(min(one.deadline_at for one in rows))
    lines = [f"{number}. {one.name}：{one.missing}" for number, one in enumerate(rows, 1)]
    head = f"【{what}】截至{now():%-m月%-d日%H:%M}，下列{len(rows)}家还没有办完："
    until = f"请于{last:%-m月%-d日}24:00前办理" if last >= today() else f"期限{last:%-m月%-d日}24:00已过，请尽快办理"
    foot = f"{until}，以服务器时间为准。已办的请忽略。——{sender}"
    return "\n".join([head, *lines, foot])


def note_reminder(subject: Round | YearlyOpening, *, names: list[str], channel: str, actor: Actor) -> JournalEntry:
    """Write down that these were reminded, and how (a call, a chat group); the reminding itself is done by people."""
    if not names or not channel.strip():
        raise Refused("没有记下催办。", items=["请写明催办的方式，例如电话、微信群。"] if names else ["没有要催的单位。"])
    return record("remind", actor=actor, subject=subject, detail={"names": names, "channel": channel.strip()[:40]})


def reminders_of(subject: Round | YearlyOpening, actor: Actor) -> list[JournalEntry]:
    """What this office has reminded so far, newest first."""
    return list(entries_of(subject).filter(action="remind", actor_organisation=actor.organisation_name).order_by("-at")[:20])


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
