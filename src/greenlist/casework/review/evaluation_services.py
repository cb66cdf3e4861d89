"""The evaluating body's value of every indicator, as its report has it: what the expert reads beside the unit's own and his."""

from collections.abc import Mapping

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.services import check_own
from greenlist.casework.filings.selectors import plan_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.review.selectors import problem_of, sheet_rows
from greenlist.rulebook.reference.units import plain_digits

STILL_WITH_THE_UNIT = ("draft", "screening", "submitted", "verifying", "returned")


def confirm_marks(engagement: Engagement, *, marks: Mapping[str, str], actor: Actor) -> int:
    """Confirm the values of the report, row by row; what is left empty is told as absent. Returns how many rows have one.

    Possible from acceptance until the city holds the case for recommendable: from then on all read the same values.
    """
    check_own(engagement.evaluator, actor)
    application = Application.objects.select_related("filing").get(number=engagement.application_number)
    if engagement.state not in {"engaged", "signed"}:
        then = "请先受理委托，再填评价值。" if engagement.state == "asked" else "请联系申报单位；需要评价的，由它重新委托。"
        raise WrongState(f"这项委托{engagement.get_state_display()}，不能填评价值。", then=then, clause="C-35")
    if application.state not in STILL_WITH_THE_UNIT:
        raise WrongState(
            f"申报件现在是“{application.get_state_display()}”，评价值不能再改。", then="确需更正的，请联系推荐单位退回补正。", clause="C-35"
        )
    plan = plan_of(application.filing)
    body = {row: plain_digits(marks[row].strip()) for row in sheet_rows(plan) if marks.get(row, "").strip()}
    problems = [f"{row}：{problem}" for row, mark in body.items() if (problem := problem_of(plan, row, mark))]
    problems += [] if body else ["还没有填一项。"]
    if problems:
        raise Refused("评价值没有保存。", items=problems, then="改好之后再保存；已填的还在。", clause="C-35")
    with transaction.atomic():
        engagement.marks, engagement.marked_by, engagement.marked_at = body, actor.name, now()
        engagement.save(update_fields=["marks", "marked_by", "marked_at"])
        record("confirm_marks", actor=actor, subject=engagement, clause="C-35",
               detail={"rows": len(body), "digest": store("evaluation_marks", {"plan": plan.digest, "marks": body})})  # fmt: skip
    return len(body)
