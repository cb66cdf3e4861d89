"""疑问交组长: an expert asks the leader of his group about one indicator; the leader answers. Nobody else reads it before all is sealed."""

from django.db import transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.review.models import Assignment, Question
from greenlist.casework.review.question_selectors import is_answered_by, leader_of
from greenlist.casework.review.selectors import own_declaration, sheet_rows
from greenlist.casework.review.services import check_day, check_own


def ask_leader(assignment: Assignment, *, row: str, text: str, actor: Actor) -> Question:
    """Ask the leader about one row of the own sheet, before it is handed in. Raises Refused where no leader answers for the case."""
    check_own(assignment, actor)
    if assignment.state != "pledged":
        raise WrongState("本件评分现在不能再提疑问。", then="签署承诺书之后、提交评分之前可以提。", clause="C-11")
    check_day(assignment)
    check_plain(text)
    leader = leader_of(assignment)
    problems = [] if row in sheet_rows(own_declaration(assignment)[0]) else ["请选一项指标。"]
    problems += [] if text.strip() else ["请写明疑问。"]
    problems += ["本件没有编入专家组，或本组没有组长。"] if leader is None else []
    problems += ["您就是本组的组长。"] if leader and leader.expert_id == actor.user_id else []
    problems += too_long(Question, text=text.strip())
    if problems:
        raise Refused("疑问没有交组长。", items=problems, then="改好之后再交；已填的还在。", clause="C-11")
    with transaction.atomic():
        asked = Question.objects.create(assignment=assignment, row=row, text=text.strip(), asked_at=now())
        record("ask_leader", actor=actor, subject=asked, reason=asked.text, clause="C-11", detail={"row": row})
    return asked


def answer_question(question: Question, *, answer: str, actor: Actor) -> None:
    """The leader answers, once; the asker reads it beside the row."""
    if not is_answered_by(question, actor):
        raise NotAllowed("疑问由本件的组长答复。", clause="C-11")
    check_day(
        Assignment.objects.get(application=question.assignment.application_id, expert_id=actor.user_id, state__in=("pledged", "handed_in"))
    )
    check_plain(answer)
    problems = [] if answer.strip() else ["请写答复。"]
    problems += too_long(Question, answer=answer.strip())
    if problems:
        raise Refused("疑问没有答复。", items=problems, then="改好之后再答复。", clause="C-11")
    with transaction.atomic():
        held = Question.objects.select_for_update().get(pk=question.pk)
        if held.answered_at:
            raise WrongState("这条疑问已经答复。", then="刷新页面可看到答复。", code="already", clause="C-11")
        held.answer, held.answered_by, held.answered_by_id, held.answered_at = answer.strip(), actor.name, actor.user_id, now()
        held.save(update_fields=["answer", "answered_by", "answered_by_id", "answered_at"])
        record("answer_question", actor=actor, subject=held, reason=held.answer, clause="C-11", detail={"row": held.row})
