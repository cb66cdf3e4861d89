"""A visit on the spot (C-57): the checklist saved as it is filled in, photographs, its conclusion, rectification, re-check, removal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from greenlist.casework.directory.telling_services import tell_bureau
from greenlist.casework.files.models import StoredFile
from greenlist.casework.incidents.permissions import check_reported
from greenlist.casework.inspections.models import Inspection, Photograph
from greenlist.casework.inspections.selectors import problems_in, unseen_in
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.oversight.removal_services import remove_if_listed
from greenlist.rulebook.inspections import Item, checklist

CLAUSE = "C-57"
ANSWERS = {"yes": "符合", "no": "有问题", "unseen": "没有看"}
MOST_NOTE = 300
MOST_PICTURES = 100
PICTURES = ("image/jpeg", "image/png")
REMOVED_UNDER = "C-50"


class StaleVisit(Refused):
    """The record was saved meanwhile from another window; both versions are here."""

    def __init__(self, *, mine: Mapping[str, str], held: Inspection) -> None:
        super().__init__("检查记录在另一窗口保存过，这里的填写还没有存入。", then="请逐项选择要保留的内容后再保存。", clause=CLAUSE)
        self.mine, self.theirs = dict(mine), typed_of(held)
        self.newest = Saved(held.version, held.saved_by, held.changed_at)


@dataclass(frozen=True)
class Saved:
    """Which save, by whom, when."""

    number: int
    saved_by: str
    saved_at: datetime


def save_visit(inspection: Inspection, *, typed: Mapping[str, str], based_on: int, actor: Actor) -> Inspection:
    """Keep what is filled in so far, whole or not. `typed`: the fields as `typed_of` gives them; others are left out.

    Raises Refused with everything that is wrong, StaleVisit when somebody saved after `based_on`.
    """
    _check_visitor(actor)
    typed = {name: typed.get(name, "").strip() for name in typed_of(inspection)}
    check_plain(*typed.values())
    items = items_of(inspection)
    day, wrong = _day(typed["visited_on"])
    wrong += too_long(Inspection, visitors=typed["visitors"], finding=typed["finding"])
    wrong += [f"“{item.label}”的说明最多{MOST_NOTE}字" for item in items if len(typed[f"n-{item.id}"]) > MOST_NOTE]
    if wrong:
        raise Refused("检查记录没有存入。", items=wrong, then="填过的内容还在，改好之后再存。", clause=CLAUSE)
    answers = {item.id: (typed[f"a-{item.id}"], typed[f"n-{item.id}"]) for item in items}
    with transaction.atomic():
        held = Inspection.objects.select_for_update(of=("self",)).select_related("entry").get(pk=inspection.pk)
        _check_waits(held, "检查已经办结，没有再存。")
        if held.version and typed == typed_of(held):
            return held  # this very record is here already: its reply was lost with the connection
        if held.version != based_on:
            raise StaleVisit(mine=typed, held=held)
        held.answers = {
            key: {"answer": answer if answer in ANSWERS else "", "note": note} for key, (answer, note) in answers.items() if answer or note
        }
        held.visited_on, held.visitors, held.finding = day, typed["visitors"], typed["finding"]
        held.version, held.saved_by, held.changed_at = held.version + 1, actor.name, now()
        held.save()
        record("save_visit", actor=actor, subject=held, clause=CLAUSE, detail={"version": held.version, "problems": problems_in(held)})
    return held


def typed_of(inspection: Inspection) -> dict[str, str]:
    """The record as a flat form: day, visitors, finding, and of every item its answer (`a-…`) and note (`n-…`)."""
    held = {"visited_on": inspection.visited_on.isoformat() if inspection.visited_on else "", "visitors": inspection.visitors}
    for item in items_of(inspection):
        told = inspection.answers.get(item.id, {})
        held |= {f"a-{item.id}": told.get("answer", ""), f"n-{item.id}": told.get("note", "")}
    return held | {"finding": inspection.finding}


def add_photograph(inspection: Inspection, *, file: StoredFile, item: str, caption: str, actor: Actor) -> Photograph:
    """Lay a picture beside an item, or beside the whole where `item` is ''. Raises what `check_photograph` raises."""
    check_photograph(inspection, item=item, caption=caption, actor=actor)
    with transaction.atomic():
        _check_waits(Inspection.objects.select_for_update().get(pk=inspection.pk), "照片没有存入，检查已经办结。")
        made = Photograph.objects.create(
            inspection=inspection, item=item, caption=caption.strip(), file=file, taken_by=actor.name, taken_at=now()
        )
        record("add_photograph", actor=actor, subject=inspection, clause=CLAUSE, detail={"item": item, "digest": file.digest})
    return made


def check_photograph(inspection: Inspection, *, item: str, caption: str, actor: Actor) -> None:
    """Would the picture be kept? Asked before it is stored."""
    _check_visitor(actor)
    check_plain(caption)
    wrong = too_long(Photograph, caption=caption.strip())
    if item and item not in {one.id for one in items_of(inspection)}:
        wrong.append("请选一个检查项")
    if inspection.photographs.count() >= MOST_PICTURES:
        wrong.append(f"一次检查最多存{MOST_PICTURES}张照片，已经存满")
    if wrong:
        raise Refused("照片没有存入。", items=wrong, then="改好之后再传，已传的部分还在。", clause=CLAUSE)
    _check_waits(inspection, "照片没有存入，检查已经办结。")


def conclude_fine(inspection: Inspection, *, actor: Actor) -> None:
    """Everything was looked at and nothing was found: the visit is over. Not while a grave incident of the unit is unreported (C-55)."""
    with _held(inspection):
        check_reported(inspection.entry, "还不能办结：这家单位有没有上报的事故。")
        found, unseen = problems_in(inspection), unseen_in(inspection)
        problem = f"检查表里有{found}项“有问题”，请要求整改或建议移出。" if found else ""
        problem += f"检查表里有{unseen}项“没有看”，没有看不等于没有问题，请补看、改好记录后再办结。" if unseen else ""
        guards = {"visit_recorded": not_recorded(inspection), "no_problem": problem}
        change(inspection, "conclude_fine", actor=actor, guards=guards, fields={"changed_at": now()})


def demand_rectification(inspection: Inspection, *, due_on: date | None, actor: Actor) -> None:
    """Something was found: it is to be put right by a day."""
    with _held(inspection):
        told = "" if inspection.finding else "请写明发现了什么问题，并保存检查记录。"
        guards = {"visit_recorded": not_recorded(inspection), "finding_given": told, "due_day_given": _not_later(due_on)}
        _demand("demand_rectification", inspection, due_on, guards, inspection.finding, {}, actor)


def check_rectification(inspection: Inspection, *, account: str, actor: Actor) -> None:
    """Would the report be kept? Asked before its proof is stored."""
    if not actor.may("read_region") or inspection.unit != actor.unit:
        raise NotAllowed("整改情况由所在地推荐单位报送。", clause=CLAUSE)
    if lacks := _lacks("account", account, "请写明每个问题怎样整改的。"):
        raise Refused("整改情况没有报送。", items=[lacks], then="填过的内容还在，改好之后再报送。", clause=CLAUSE)


def report_rectification(inspection: Inspection, *, account: str, proof: StoredFile | None, actor: Actor) -> None:
    """The bureau says how it was put right; a second report without a file leaves the proof of the first in its place."""
    check_rectification(inspection, account=account, actor=actor)
    with _held(inspection):
        fields = {"account": account.strip(), "proof": proof or inspection.proof, "changed_at": now()}
        change(inspection, "report_rectification", actor=actor, guards={"account_given": ""}, reason=account, fields=fields)


def accept_rectification(inspection: Inspection, *, recheck: str, actor: Actor) -> None:
    """Looked at again: in order."""
    guards = {"recheck_recorded": _lacks("recheck", recheck, "请写明怎样复查的、看到什么。")}
    change(inspection, "accept_rectification", actor=actor, guards=guards, reason=recheck,
           fields={"recheck": recheck.strip(), "changed_at": now()})  # fmt: skip


def demand_again(inspection: Inspection, *, recheck: str, due_on: date | None, actor: Actor) -> None:
    """Looked at again: not in order yet."""
    guards = {"recheck_recorded": _lacks("recheck", recheck, "请写明还有什么没有整改到位。"), "due_day_given": _not_later(due_on)}
    _demand("demand_again", inspection, due_on, guards, recheck, {"recheck": recheck.strip()}, actor)


def _demand(
    action: str, inspection: Inspection, due_on: date | None, guards: dict[str, str], reason: str, fields: dict[str, str], actor: Actor
) -> None:
    """Ask for rectification by a day, and tell the bureau in whose region the unit stands."""
    with transaction.atomic():
        entry = change(inspection, action, actor=actor, guards=guards, reason=reason,
                       fields={**fields, "due_on": due_on, "changed_at": now()})  # fmt: skip
        told = {"office": actor.organisation_name, "name": inspection.entry.name, "due_on": f"{due_on:%-m月%-d日}" if due_on else ""}
        tell_bureau("rectification", inspection.unit, entry=entry, actor=actor, values=told, about_id=inspection.pk)


def propose_removal(inspection: Inspection, *, reason: str, actor: Actor) -> None:
    """What was found cannot stand, or was not put right: removal is proposed, and the province decides."""
    with _held(inspection):
        guards = {"visit_recorded": not_recorded(inspection), "reason_given": _lacks("outcome", reason, "请写明为什么建议移出。")}
        change(inspection, "propose_removal", actor=actor, guards=guards, reason=reason,
               fields={"outcome": reason.strip(), "changed_at": now()})  # fmt: skip


def settle_removal(inspection: Inspection, *, is_removed: bool, reason: str, actor: Actor) -> None:
    """The province decides on a proposed removal; removed, the entry leaves the list in the same act if it stands there still."""
    guards = {"reason_given": _lacks("outcome", reason, "请写明决定的理由。")}
    action = "remove_inspected" if is_removed else "keep_inspected"
    with transaction.atomic():
        change(inspection, action, actor=actor, guards=guards, reason=reason, fields={"outcome": reason.strip(), "changed_at": now()})
        if is_removed:
            remove_if_listed(inspection.entry, reason=f"现场抽查：{reason.strip()}"[:300], clause=REMOVED_UNDER, actor=actor)


def items_of(inspection: Inspection) -> tuple[Item, ...]:
    """The checklist of this unit."""
    return checklist(inspection.entry.category)


def not_recorded(inspection: Inspection) -> str:
    """What the visit still lacks; '' when it can be concluded."""
    lacking = [] if inspection.visited_on else ["检查日期"]
    lacking += [] if inspection.visitors else ["检查人"]
    blank = [item.label for item in items_of(inspection) if not inspection.answers.get(item.id, {}).get("answer")]
    lacking += [f"{len(blank)}项检查结果（{'、'.join(blank[:3])}{'等' if len(blank) > 3 else ''}）"] if blank else []
    unexplained = sum(told["answer"] in {"no", "unseen"} and not told["note"] for told in inspection.answers.values())
    lacking += [f"{unexplained}项“有问题”或“没有看”的说明"] if unexplained else []
    return f"检查记录还缺：{'；'.join(lacking)}。" if lacking else ""


@contextmanager
def _held(inspection: Inspection) -> Iterator[None]:
    """A transaction that holds the visit and reads it anew: what a guard says is of the record as it is saved, not as a page showed it."""
    with transaction.atomic():
        inspection.refresh_from_db(from_queryset=Inspection.objects.select_for_update(of=("self",)))
        yield


def _check_visitor(actor: Actor) -> None:
    if not actor.may("inspect_units"):
        raise NotAllowed("现场检查由省厅或省融合推进中心记录。", clause=CLAUSE)


def _check_waits(held: Inspection, what: str) -> None:
    if held.state != "to_visit":
        raise WrongState(what, then="刷新页面可看到结论；复查的照片附在整改材料里。", clause=CLAUSE)


def _day(text: str) -> tuple[date | None, list[str]]:
    """The day of the visit, and what is wrong with it; it may be left empty for now."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None, ["检查日期没有看懂，请按2024-05-22这样写"]
    return day, ["检查日期不能晚于今天"] if day and day > today() else []


def _lacks(field: str, text: str, words: str) -> str:
    check_plain(text)
    return "；".join(too_long(Inspection, **{field: text.strip()})) if text.strip() else words


def _not_later(day: date | None) -> str:
    return "" if day and day > today() else "整改期限要填，晚于今天。"
