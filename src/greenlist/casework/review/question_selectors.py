"""Reading the questions of experts: the asker his own, the leader those of his cases, all who gave a sheet once the last one is in."""

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.review.group_selectors import VALID, writer_of
from greenlist.casework.review.models import Assignment, Question, ReviewGroup

READING = ("pledged", "handed_in")  # who has declared no conflict, and reads


def own_questions(assignment: Assignment) -> dict[str, list[Question]]:
    """{row: what this expert asked about it}, the oldest first."""
    found: dict[str, list[Question]] = {}
    for question in assignment.questions.all():
        found.setdefault(question.row, []).append(question)
    return found


def questions_for(group: ReviewGroup, actor: Actor) -> list[Question]:
    """The questions of the group that this expert answers, the open ones first: of cases whose leader he is and that he may read."""
    mine = Assignment.objects.filter(group=group, expert_id=actor.user_id, state__in=READING).values("application")
    rows = Question.objects.filter(assignment__application__in=mine, assignment__group=group, assignment__state__in=VALID)
    held = list(rows.select_related("assignment__application__site").order_by("answered_at", "asked_at", "id"))
    led = {case.pk for case in {q.assignment.application for q in held} if writer_of(case) == actor.user_id}
    return sorted((q for q in held if q.assignment.application_id in led), key=lambda q: (q.answered_at is not None, q.asked_at))


def is_answered_by(question: Question, actor: Actor) -> bool:
    """Is this person the one who answers it: the leader of the case, who has declared no conflict with it?"""
    case = question.assignment.application
    reads = case.assignments.filter(expert_id=actor.user_id, state__in=READING).exists()
    return reads and writer_of(case) == actor.user_id


def questions_about(application: Application) -> list[Question]:
    """All questions about one case by row: for its opinion, once every sheet is in."""
    rows = Question.objects.filter(assignment__application=application, assignment__state__in=VALID)
    return list(rows.select_related("assignment").order_by("row", "asked_at", "id"))
