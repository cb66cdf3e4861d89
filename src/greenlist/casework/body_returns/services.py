"""The province opens a year; a body files its return, again after it was sent back; every version is kept as filed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from greenlist.casework.body_returns.models import BodyReturn, BodyReturnVersion, BodyReturnYear
from greenlist.casework.body_returns.selectors import newest_version, work_of, worked_in
from greenlist.casework.directory.telling_services import tell
from greenlist.casework.evaluators.models import Capability
from greenlist.casework.evaluators.selectors import newest_capability
from greenlist.casework.evaluators.services import check_own, declare_outside
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameter
from greenlist.rulebook.yearly.timetable import due_day

FORMAT = "greenlist.body_return/1"
CLAUSE = "C-34"
MOST_TEXT, MOST_PROJECTS = 2000, 9999


@dataclass(frozen=True)
class Told:
    """What the body adds to what our records say: its projects in other provinces, what changed with it, its year in words."""

    outside_national: int
    outside_provincial: int
    has_changed: bool | None
    changes: str
    summary: str


def open_returns(*, actor: Actor) -> tuple[BodyReturnYear, int]:
    """Open the present year to every body that worked in it; pressed again it adds those that began since. Returns how many were added.

    Raises NotAllowed, or Refused before the first round, without such a body, or when the due day is over.
    """
    check_may(actor, "manage_yearly", "机构年度报告由省厅或中心开启。", clause=CLAUSE)
    year, round_ = today().year, current_round()
    if round_ is None:
        raise Refused("没有开启机构年度报告。", items=["还没有开启轮次，期限无处可查。"], then="请先开启轮次。", clause=CLAUSE)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)  # two who press at once make no second return
        opening = BodyReturnYear.objects.filter(year=year).first() or BodyReturnYear(
            year=year, due_on=_due_on(round_, year), opened_by=actor.name, opened_at=now()
        )
        _check_not_over(opening.due_on)
        bodies = worked_in(year).exclude(returns__opening__year=year)
        made = [BodyReturn(opening=opening, evaluator=body) for body in bodies]
        if not made:
            raise Refused(
                "没有开启机构年度报告。",
                items=[f"{year}年受理过项目的机构都已开启，或一家也没有。"],
                then="有机构受理项目之后再开启。",
                clause=CLAUSE,
            )
        opening.save()
        BodyReturn.objects.bulk_create(made)
        line = record(
            "open_returns", actor=actor, subject=opening, clause=CLAUSE, detail={"bodies": [str(one.evaluator_id) for one in made]}
        )
        for one in made:
            told = {"year": year, "name": str(one.evaluator), "due_on": f"{opening.due_on:%-m月%-d日}"}
            tell("return_opened", one.evaluator.organisation_id, "evaluator", entry=line, actor=actor, values=told, about_id=one.pk)
    return opening, len(made)


def file_return(held: BodyReturn, told: Told, *, actor: Actor) -> BodyReturnVersion:
    """File the return as a new version, with what our records say on this day; its outside national projects are declared with it (C-36).

    Raises Refused with everything that is missing, the conditions of this year among it; WrongState when it is filed already.
    """
    check_own(held.evaluator, actor)
    check_plain(told.changes, told.summary)
    conditions = newest_capability(held.evaluator)
    missing = [*_missing(told), *_lacks_conditions(conditions, held.opening.year)]
    at = now()
    with transaction.atomic():
        fields: dict[str, Any] = {"filed_at": held.filed_at or at, "sent_back_because": ""}
        change(held, "file_return", actor=actor, guards={"all_answered": "；".join(missing)}, fields=fields)
        declare_outside(held.evaluator, year=held.opening.year, projects=told.outside_national, actor=actor)
        return BodyReturnVersion.objects.create(
            body_return=held, number=held.versions.count() + 1, content_digest=store("body_return", _content(held, told, conditions)),
            filed_by=actor.name, filed_at=at,
        )  # fmt: skip


def send_back_return(held: BodyReturn, *, reason: str, actor: Actor) -> None:
    """The province sends a return back with the reason that the body will read."""
    check_plain(reason)
    limit = BodyReturn._meta.get_field("sent_back_because").max_length or 0
    lacks = "请写明要更正什么。" if not reason.strip() else f"理由最多{limit}字。" if len(reason.strip()) > limit else ""
    with transaction.atomic():
        line = change(held, "send_back_return", actor=actor, guards={"reason_given": lacks}, reason=reason,
                      fields={"sent_back_because": reason.strip()})  # fmt: skip
        told = {"office": actor.organisation_name, "year": held.opening.year}
        tell("return_sent_back", held.evaluator.organisation_id, "evaluator", entry=line, actor=actor, values=told, about_id=held.pk)


def accept_return(held: BodyReturn, *, version: int, actor: Actor) -> None:
    """The province or its centre has read this version and takes it. Raises Refused when another was filed meanwhile."""
    with transaction.atomic():
        BodyReturn.objects.select_for_update().get(pk=held.pk)
        newest = newest_version(held)
        if newest and newest.number != version:
            raise Refused("没有核收：机构在您打开之后又报送过。", then=f"请看过第{newest.number}版，再核收。", clause=CLAUSE)
        change(held, "accept_return", actor=actor)


def _due_on(round_: Round, year: int) -> Any:
    try:
        due_on = due_day(str(parameter(round_, "body_return_due")), year)
    except ValueError as error:
        raise Refused("没有开启机构年度报告：期限写得不对。", items=[str(error)], then="请在本轮参数里更正。", clause=CLAUSE) from None
    _check_not_over(due_on, "请先在本轮参数里改期限。")
    return due_on


def _check_not_over(due_on: date, then: str = "期限过后不再增加机构，要了解其本年度工作的请直接联系机构。") -> None:
    """A return that is opened late would be late at once."""
    if due_on < today():
        raise Refused("没有开启机构年度报告。", items=[f"期限{due_on:%Y年%-m月%-d日}已过。"], then=then, clause=CLAUSE)


def _missing(told: Told) -> list[str]:
    lacks = [
        (not 0 <= told.outside_national <= MOST_PROJECTS, "外省国家级项目数不对"),
        (not 0 <= told.outside_provincial <= MOST_PROJECTS, "外省省级项目数不对"),
        (told.has_changed is None, "请选本年度名称、法定代表人、住所、人员条件有没有变化"),
        (told.has_changed is True and not told.changes.strip(), "请写明变化了什么"),
        (not told.summary.strip(), "请写明本年度的工作情况"),
        (max(len(told.changes), len(told.summary)) > MOST_TEXT, f"文字最多{MOST_TEXT}字"),
    ]
    return [words for is_lacking, words in lacks if is_lacking]


def _lacks_conditions(told: Capability | None, year: int) -> list[str]:
    """The conditions are declared each year, with their proof, on the body's own page."""
    is_fresh = told is not None and told.declared_at.astimezone(SHANGHAI).year >= year
    return [] if is_fresh else [f"请先在“机构条件”里申报{year}年的人员条件并附证明"]


def _content(held: BodyReturn, told: Told, conditions: Capability | None) -> dict[str, Any]:
    said = conditions and {
        "is_legal_person": conditions.is_legal_person,
        "full_time": str(conditions.full_time),
        "senior": str(conditions.senior),
        "declared_at": conditions.declared_at.isoformat(),
        "proof": conditions.file.digest,
    }
    work = [{name: str(value) for name, value in line.items()} for line in work_of(held.evaluator, held.opening.year)]
    return {
        "format": FORMAT, "body": str(held.evaluator), "year": str(held.opening.year), "work": work, "conditions": said,
        "outside_national": str(told.outside_national), "outside_provincial": str(told.outside_provincial),
        "has_changed": bool(told.has_changed), "changes": told.changes.strip() if told.has_changed else "", "summary": told.summary.strip(),
    }  # fmt: skip
