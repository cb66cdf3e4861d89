"""Review work changes hands: one case, all of one expert's open cases in one act, a case to another group, an expert who leaves."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import experts
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.review.group_selectors import VALID, members_of
from greenlist.casework.review.group_services import check_may, give_case
from greenlist.casework.review.models import Assignment, GroupMember, GroupOpinion, ReviewGroup
from greenlist.casework.review.opinion_services import settle_without
from greenlist.casework.review.selectors import conflict, workload
from greenlist.casework.rounds.selectors import parameters

OPEN = ("assigned", "pledged")


def hand_over(assignment: Assignment, *, to: GroupMember, reason: str, actor: Actor) -> Assignment:
    """Take a case from one expert and give it to another member of the group."""
    check_may(actor)
    person = _expert(to.expert_id)
    problems = [] if reason.strip() else ["请写明改派的理由。"]
    if to.group_id != assignment.group_id or to.left_at or person is None:
        problems.append("只能改派给本组在组的专家。")
    elif why := _why_not(assignment.application, person):
        problems.append(why)
    if problems:
        raise Refused("没有改派。", items=problems, clause="C-11")
    with transaction.atomic():
        return _move(assignment, to, reason, actor)


def leave(member: GroupMember, *, reason: str, actor: Actor, to: GroupMember | None = None) -> int:
    """An expert leaves the group. What he has not handed in goes to another member in the same act, or without one is taken back: a
    case left without any expert waits to be assigned anew. An opinion that waited only for him stands. Returns how many were open.
    """
    check_may(actor)
    if not reason.strip():
        raise Refused("没有记录离组。", items=["请写明离组的理由。"], clause="C-11")
    if member.left_at:
        raise WrongState(f"{member.expert_name}已不在本组。", code="already", clause="C-11")
    out = list(_open(Assignment.objects.filter(group=member.group, expert_id=member.expert_id)))
    if to is not None:
        _check_takes_all(out, None if to.left_at or to.group_id != member.group_id else _expert(to.expert_id))
    with transaction.atomic():
        member.left_at, member.left_reason, member.is_leader = now(), reason.strip()[:300], False
        member.save(update_fields=["left_at", "left_reason", "is_leader"])
        record("leave_group", actor=actor, subject=member.group, reason=reason, clause="C-11",
               detail={"expert": member.expert_name, "cases": len(out), "to": to.expert_name if to else ""})  # fmt: skip
        for assignment in out:
            if to is not None:
                _move(assignment, to, reason, actor)
            else:
                _take_back(assignment, reason, actor)
        settle_without(member)
    return len(out)


def move_single_cases(assignments: Iterable[Assignment], *, to: Membership, reason: str, actor: Actor) -> int:
    """Give open cases that were assigned outside a group to another expert, all in one act; he declares his conflicts before he reads.

    Raises Refused with every case that cannot go, and when he would hold more than the round allows; then none has moved.
    """
    check_may(actor)
    held = list(assignments)
    if not reason.strip():
        raise Refused("没有改派。", items=["请写明改派的理由。"], clause="C-11")
    if not held or any(a.group_id or a.state not in OPEN for a in held):
        raise WrongState("没有单独指派、还没交评分的件可以改派。", then="刷新页面可看到最新状态。", code="already", clause="C-11")
    _check_takes_all(held, _expert(to.user_id))
    with transaction.atomic():
        for assignment in held:
            change(assignment, "reassign", actor=actor, guards={"reason_given": ""}, reason=reason, detail={"to": to.user.name})
            Assignment.objects.create(
                application=assignment.application, expert=to.user, expert_name=to.user.name, assigned_by=actor.name, assigned_at=now()
            )
    return len(held)


def move_case(application: Application, *, to: ReviewGroup, reason: str, actor: Actor) -> int:
    """Move a case under review to another group: sheets that are in stay and count, open ones are taken back, and every member of the
    other group who has no conflict and no sheet of it yet gets one. Its leader writes the opinion. Returns how many got the case.
    """
    check_may(actor)
    with transaction.atomic():
        application = (
            Application.objects.select_for_update(of=("self",)).select_related("site__organisation", "round").get(pk=application.pk)
        )
        free = _free_members(application, to, reason)
        for assignment in _open(application.assignments.all()):
            change(assignment, "reassign", actor=actor, guards={"reason_given": ""}, reason=reason, detail={"to": to.name})
        for member in free:
            give_case(application, member, actor)
        record("move_case", actor=actor, subject=application, reason=reason, clause="C-11",
               detail={"group": to.name, "experts": [m.expert_name for m in free]})  # fmt: skip
    return len(free)


def _free_members(application: Application, to: ReviewGroup, reason: str) -> list[GroupMember]:
    """Who of the other group gets the case. Raises Refused with all that stands against the move."""
    people = {m.user_id: m for m in experts()}
    members = members_of(to)
    free = [m for m in members if m.expert_id in people and not _why_not(application, people[m.expert_id])]
    problems = [] if reason.strip() else ["请写明移交的理由。"]
    problems += [] if any(m.is_leader for m in members) else [f"{to.name}还没有推举组长。"]
    problems += [] if free else [f"{to.name}没有可以评审本件的专家：都须回避，或已经评过。"]
    problems += [] if application.state == "reviewing" else [f"本件现在是“{application.get_state_display()}”，不能移交。"]
    problems += ["专家组意见已经签署，不能移交。"] if GroupOpinion.objects.filter(application=application).exclude(state="disputed") else []
    if problems:
        raise Refused("本件没有移交。", items=problems, then="改好之后再移交。", clause="C-11")
    return free


def _move(assignment: Assignment, to: GroupMember, reason: str, actor: Actor) -> Assignment:
    change(assignment, "reassign", actor=actor, guards={"reason_given": ""}, reason=reason, detail={"to": to.expert_name})
    return give_case(assignment.application, to, actor)


def _take_back(assignment: Assignment, reason: str, actor: Actor) -> None:
    change(assignment, "reassign", actor=actor, guards={"reason_given": ""}, reason=reason)
    if not assignment.application.assignments.filter(state__in=VALID).exists():
        change(assignment.application, "release", actor=actor, fields={"changed_at": now()})


def _check_takes_all(held: list[Assignment], person: Membership | None) -> None:
    """Raises Refused unless this expert may take every one of these cases, and so many."""
    if person is None:
        raise Refused("没有改派。", items=["只能改派给在任的专家；在组内的，改派给本组在组的专家。"], clause="C-11")
    problems = [f"{a.application.site.name}：{why}" for a in held if (why := _why_not(a.application, person))]
    if held:
        round_ = held[0].application.round
        most, has = parameters(round_).get("expert_open_cases"), workload(round_).get(person.user_id, 0)
        if most is not None and has + len(held) > most:
            problems.append(f"{person.user.name}在手{has}件，再加{len(held)}件超过每人{most}件的上限（本轮参数）。")
    if problems:
        raise Refused("没有改派。", items=problems, then="一件也没有改派；可以换一位专家，或先逐件改派。", clause="C-11")


def _why_not(application: Application, person: Membership) -> str:
    """'' or why this expert cannot take this case."""
    if application.assignments.filter(expert_id=person.user_id, state__in=VALID).exists():
        return f"{person.user.name}已在评审本件。"
    return conflict(application, person)


def _expert(user_id: Any) -> Membership | None:
    return next((m for m in experts() if m.user_id == user_id), None)


def _open(rows: Any) -> Any:
    return rows.filter(state__in=OPEN).select_related("application__site__organisation", "application__round").order_by("assigned_at", "id")
