"""Reading review groups: members, the day's attendance, what waits for whom, the score over the sealed sheets."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Membership
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.review.models import Assignment, Attendance, GroupMember, GroupOpinion, ReviewGroup
from greenlist.casework.review.selectors import handed_in_result
from greenlist.engines.scoring import Plan, Result
from greenlist.engines.scoring.rounding import decimal_text, round_to

VALID = ("assigned", "pledged", "handed_in")


@dataclass(frozen=True)
class GroupScore:
    """The score of record over several sheets: the mean as decimal text, and whether the majority found it qualified."""

    score: str
    is_qualified: bool


def visible_groups(actor: Actor) -> QuerySet[ReviewGroup]:
    """An expert's own groups, the province's all; nothing otherwise."""
    rows = ReviewGroup.objects.select_related("round").order_by("name", "id")
    if actor.may("read_assigned"):
        return rows.filter(members__expert_id=actor.user_id, members__left_at=None)
    return rows if actor.may("read_province") else rows.none()


def members_of(group: ReviewGroup) -> list[GroupMember]:
    """The members who have not left, the leader first."""
    return list(group.members.filter(left_at=None).select_related("expert").order_by("-is_leader", "id"))


def names_apart(people: Iterable[GroupMember | Assignment]) -> dict[Any, str]:
    """{expert's user id: his name}; who shares it with another one bears his unit beside it."""
    names = {one.expert_id: one.expert_name for one in people}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    ids = [pk for pk, name in names.items() if name in shared]
    rows = Membership.objects.filter(role="expert", user__in=ids).order_by("from_on", "id") if ids else Membership.objects.none()
    units = dict(rows.values_list("user_id", "organisation__name"))
    return {pk: f"{name}（{units[pk]}）" if pk in units else name for pk, name in names.items()}


def membership_in(group: ReviewGroup, actor: Actor) -> GroupMember | None:
    """The actor's own place in the group."""
    return group.members.filter(expert_id=actor.user_id, left_at=None).first()


def attendance_today(members: Iterable[GroupMember]) -> dict[Any, Attendance]:
    """{member id: today's line of the attendance list}."""
    return {line.member_id: line for line in Attendance.objects.filter(member__in=list(members), day=today())}


def has_pledged_today(group: ReviewGroup, expert_id: Any) -> bool:
    """Has this expert signed the pledge of today's review?"""
    return Attendance.objects.filter(member__group=group, member__expert_id=expert_id, day=today(), pledged_at__isnull=False).exists()


def own_cases(group: ReviewGroup, actor: Actor) -> list[Assignment]:
    """The actor's own assignments in the group, in the order of their numbers."""
    rows = Assignment.objects.filter(group=group, expert_id=actor.user_id).select_related(
        "application__site__organisation", "application__round"
    )
    return list(rows.order_by("application__number", "id"))


def valid_sheets(application: Application) -> list[Assignment]:
    """The assignments that count: neither recused nor given to somebody else."""
    return list(application.assignments.filter(state__in=VALID).order_by("assigned_at", "id"))


def group_of(application: Application) -> ReviewGroup | None:
    """The group that answers for the case now: that of its newest assignment (a case may have been moved to another one)."""
    grouped = application.assignments.filter(state__in=VALID, group__isnull=False).select_related("group")
    newest = grouped.order_by("assigned_at", "id").last()
    return newest.group if newest else None


def writer_of(application: Application) -> Any:
    """The user id of who writes the group opinion: the leader, or where he stepped back the next member in the group's order. None
    when nobody of the group with a sheet of this case is left.
    """
    group = group_of(application)
    if group is None:
        return None
    experts = [sheet.expert_id for sheet in valid_sheets(application)]
    found = GroupMember.objects.filter(group=group, expert_id__in=experts, left_at=None).order_by("-is_leader", "id").first()
    return found.expert_id if found else None


def orphaned(group: ReviewGroup) -> list[Application]:
    """The cases under review whose opinion nobody of the group can write any more: all their experts have left it."""
    held = Application.objects.filter(assignments__group=group, assignments__state__in=VALID, state="reviewing").distinct()
    rows = held.select_related("site").order_by("number")
    return [case for case in rows if group_of(case) == group and writer_of(case) is None]


def is_sealed(application: Application) -> bool:
    """Are sheets of a group still out? Until the last one is in, nobody sees another's."""
    return application.assignments.filter(group__isnull=False, state__in=("assigned", "pledged")).exists()


def to_open(group: ReviewGroup, actor: Actor) -> list[Application]:
    """The cases whose sheets are all in and whose opinion this expert has to write or to confirm; only those he handed in himself."""
    mine = Assignment.objects.filter(group=group, expert_id=actor.user_id, state="handed_in").values("application_id")
    rows = Application.objects.filter(pk__in=mine).select_related("site__organisation").order_by("number")
    out = Count("assignments", filter=Q(assignments__state__in=("assigned", "pledged")))
    return list(rows.annotate(out=out).filter(out=0))


def opinions_of(cases: Iterable[Application]) -> dict[Any, GroupOpinion]:
    """{application id: its opinion}."""
    return {opinion.application_id: opinion for opinion in GroupOpinion.objects.filter(application__in=list(cases))}


def group_progress(group: ReviewGroup) -> list[dict[str, Any]]:
    """Per member: how many sheets are in and out, for the centre: who is stuck."""
    counts = {
        row["expert_id"]: row
        for row in Assignment.objects.filter(group=group).values("expert_id").order_by().annotate(
            handed_in=Count("pk", filter=Q(state="handed_in")), out=Count("pk", filter=Q(state__in=("assigned", "pledged"))),
            recused=Count("pk", filter=Q(state="recused")),
        )
    }  # fmt: skip
    empty = {"handed_in": 0, "out": 0, "recused": 0}
    return [{"member": member, **{k: counts.get(member.expert_id, empty)[k] for k in empty}} for member in members_of(group)]


def group_score(results: list[Result], plan: Plan) -> GroupScore:
    """The arithmetic mean of the exact totals, rounded once; not qualified when more than half of the sheets say so."""
    mean = sum((result.total for result in results), Fraction(0)) / len(results)
    unfit = sum(1 for result in results if result.verdict == "not_qualified")
    return GroupScore(decimal_text(round_to(mean, plan.interval), plan.interval), 2 * unfit <= len(results))


def score_of(sheets: list[Assignment]) -> GroupScore:
    """The same, read from the stored content of handed-in sheets."""
    results = [handed_in_result(sheet) for sheet in sheets]
    return group_score(results, results[0].plan)
