"""Reading the questions of experts: the asker his own, the leader those of his cases, all who gave a sheet once the last one is in."""

from django.db.models import Exists, OuterRef, QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.review.group_selectors import VALID, is_sealed, writer_of
from greenlist.casework.review.models import Assignment, GroupMember, Question, ReviewGroup

READING = ("pledged", "handed_in")  # who has declared no conflict, and reads


def own_questions(assignment: Assignment) -> dict[str, list[Question]]:
    """{row: what this expert asked about it}, the oldest first."""
    found: dict[str, list[Question]] = {}
    for question in assignment.questions.all():
        found.setdefault(question.row, []).append(question)
    return found


def leader_of(assignment: Assignment) -> GroupMember | None:
    """The leader of the group in which a case was assigned. All know who he is; whether he stepped back from the case nobody is told."""
    return GroupMember.objects.filter(group=assignment.group_id, is_leader=True, left_at=None).first() if assignment.group_id else None


def questions_for(group: ReviewGroup, actor: Actor) -> list[Question]:
    """The questions of the group for its leader, the open ones first, of the cases that he reads himself; nobody else's."""
    if not group.members.filter(expert_id=actor.user_id, is_leader=True, left_at=None).exists():
        return []
    mine = Assignment.objects.filter(group=group, expert_id=actor.user_id, state__in=READING).values("application")
    rows = Question.objects.filter(assignment__application__in=mine, assignment__group=group, assignment__state__in=VALID)
    held = rows.select_related("assignment__application__site", "assignment__application__filing")
    return sorted(held, key=lambda question: (question.answered_at is not None, question.asked_at))


def open_questions(actor: Actor) -> QuerySet[Question]:
    """The questions that wait for this leader's answer, over all his groups, in one query."""
    leads = GroupMember.objects.filter(group=OuterRef("assignment__group"), expert_id=actor.user_id, is_leader=True, left_at=None)
    reads = Assignment.objects.filter(
        application=OuterRef("assignment__application"), group=OuterRef("assignment__group"), expert_id=actor.user_id, state__in=READING
    )
    return Question.objects.filter(Exists(leads), Exists(reads), answered_at=None, assignment__state__in=VALID)


def is_answered_by(question: Question, actor: Actor) -> bool:
    """The leader answers a case that he reads himself; once the last sheet is in, also who writes the opinion."""
    case, leader = question.assignment.application, leader_of(question.assignment)
    if not case.assignments.filter(expert_id=actor.user_id, state__in=READING).exists():
        return False
    if leader is not None and leader.expert_id == actor.user_id:
        return True
    return not is_sealed(case) and writer_of(case) == actor.user_id


def questions_about(application: Application) -> list[Question]:
    """All questions about one case by row: for its opinion, once every sheet is in."""
    rows = Question.objects.filter(assignment__application=application, assignment__state__in=VALID)
    return list(rows.select_related("assignment").order_by("row", "asked_at", "id"))
