"""A ban on a body (C-60): decided with its document, lifted with another; what it ends. What rests on the body is the affair of oversight."""

from datetime import date

from django.db import transaction

from greenlist.casework.directory.telling_services import tell
from greenlist.casework.evaluators.models import Ban, Engagement, Evaluator
from greenlist.casework.evaluators.selectors import banned_today
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain, too_long


def ban(evaluator: Evaluator, *, reason: str, document: str, years: int, actor: Actor) -> Ban:
    """The province confirms fraud or concealment: results are not accepted for `years` years from today (C-60)."""
    check_may(actor, "ban_evaluator", "不予采信只能由省厅决定。", clause="C-60")
    check_plain(reason, document)
    wrong = [words for text, words in ((reason, "请写明查实的事实。"), (document, "请填文号。")) if not text.strip()]
    if wrong := wrong + too_long(Ban, document=document.strip()):
        raise Refused("不予采信没有登记。", items=wrong, clause="C-60")
    decided_on = today()
    with transaction.atomic():
        Evaluator.objects.select_for_update().get(pk=evaluator.pk)
        if held := banned_today(evaluator):
            raise WrongState(
                f"{evaluator}已经不予采信，至{held.until_on:%Y年%-m月%-d日}（{held.document}），不必重复登记。",
                code="already",
                clause="C-60",
            )
        made = Ban.objects.create(
            evaluator=evaluator, decided_on=decided_on, until_on=_years_after(decided_on, years), reason=reason.strip(),
            document=document.strip(), decided_by=actor.name,
        )  # fmt: skip
        entry = record(
            "ban_evaluator", actor=actor, subject=evaluator, clause="C-60", reason=reason, detail={"until": made.until_on.isoformat()}
        )
        told = {
            "office": actor.organisation_name,
            "name": str(evaluator),
            "document": made.document,
            "until": f"{made.until_on:%Y年%-m月%-d日}",
        }
        tell("banned", evaluator.organisation_id, "evaluator", entry=entry, actor=actor, values=told, about_id=evaluator.pk)
    return made


def end_for_ban(engagement: Engagement, *, actor: Actor) -> None:
    """End what the body has not signed, so that the unit may ask another one at once; as with every end before the signature its place under the
    cap is given back (本轮参数: 上限的计数方式).
    """
    held = banned_today(engagement.evaluator)
    guards = {"reason_given": "", "body_banned": "" if held else f"{engagement.evaluator}没有被不予采信。"}
    with transaction.atomic():
        change(engagement, "end_for_ban", actor=actor, guards=guards, reason=f"评价结果不予采信（{held.document}）" if held else "")
        engagement.slots.filter(released_at=None).update(released_at=now())


def lift_ban(held: Ban, *, reason: str, document: str, actor: Actor) -> None:
    """The province takes its decision back from today on; what was not accepted meanwhile stays as it was decided. Raises Refused."""
    check_may(actor, "ban_evaluator", "不予采信只能由省厅解除。", clause="C-60")
    check_plain(reason, document)
    wrong = [words for text, words in ((reason, "请写明为什么解除。"), (document, "请填解除的文号。")) if not text.strip()]
    wrong += too_long(Ban, lifted_because=reason.strip(), lifted_document=document.strip())
    if wrong:
        raise Refused("不予采信没有解除。", items=wrong, then="改好之后再登记；填过的还在。", clause="C-60")
    with transaction.atomic():
        fresh = Ban.objects.select_for_update().get(pk=held.pk)
        if fresh.until_on <= today():
            over = "已经解除" if fresh.lifted_by else "已经到期"
            raise WrongState(f"这项不予采信{over}，不必重复办理。", then="刷新页面可看到最新状态。", code="already", clause="C-60")
        fresh.first_until_on, fresh.until_on = fresh.until_on, today()
        fresh.lifted_because, fresh.lifted_document, fresh.lifted_by = reason.strip(), document.strip(), actor.name
        fresh.save(update_fields=["first_until_on", "until_on", "lifted_because", "lifted_document", "lifted_by"])
        entry = record("lift_ban", actor=actor, subject=fresh.evaluator, clause="C-60", reason=reason,
                       detail={"document": fresh.document, "lifted_by_document": fresh.lifted_document})  # fmt: skip
        told = {
            "office": actor.organisation_name,
            "name": str(fresh.evaluator),
            "document": fresh.document,
            "lifted": fresh.lifted_document,
            "from_on": f"{fresh.until_on:%Y年%-m月%-d日}",
        }
        tell("ban_lifted", fresh.evaluator.organisation_id, "evaluator", entry=entry, actor=actor, values=told, about_id=fresh.evaluator_id)
    held.refresh_from_db()


def _years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
