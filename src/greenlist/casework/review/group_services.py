"""Review groups: forming, the leader, attendance and the day's pledge, cases for all members, conflicts first."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import experts
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import too_long
from greenlist.casework.review.group_selectors import has_pledged_today, members_of
from greenlist.casework.review.models import Assignment, Attendance, GroupMember, ReviewGroup
from greenlist.casework.review.selectors import conflict
from greenlist.casework.review.services import lacks_before_experts, pledge, recuse
from greenlist.casework.rounds.models import Round


def make_group(
    round_: Round,
    *,
    name: str,
    members: Iterable[Membership],
    actor: Actor,
    categories: Iterable[str] = (),
    leader: Membership | None = None,
) -> ReviewGroup:
    """Form a group of experts; the leader may be named later, by the members' vote."""
    check_may(actor)
    chosen = list(members)
    problems = [] if name.strip() else ["请填专家组名称。"]
    problems += [] if chosen else ["请至少选一位专家。"]
    problems += [f"{m.user.name}不是评审专家。" for m in chosen if m.role != "expert"]
    problems += ["组长应是本组专家。"] if leader and leader not in chosen else []
    problems += ["本轮已有同名的专家组。"] if ReviewGroup.objects.filter(round=round_, name=name.strip()).exists() else []
    problems += too_long(ReviewGroup, name=name.strip())
    if problems:
        raise Refused("专家组没有建立。", items=problems, clause="C-11")
    with transaction.atomic():
        group = ReviewGroup.objects.create(
            round=round_, name=name.strip(), categories=sorted(categories), made_by=actor.name, made_at=now()
        )
        for member in chosen:
            GroupMember.objects.create(group=group, expert=member.user, expert_name=member.user.name, is_leader=member == leader)
        record("make_group", actor=actor, subject=group, clause="C-11", detail={"members": [m.user.name for m in chosen]})
    return group


def name_leader(member: GroupMember, *, actor: Actor) -> None:
    """Record whom the members chose as leader. Once an opinion is signed he stays; only for one who left another is named."""
    check_may(actor)
    if member.left_at:
        raise WrongState(f"{member.expert_name}已不在本组，不能任组长。", clause="C-11")
    if member.group.opinions.exists() and member.group.members.filter(is_leader=True, left_at=None).exists():
        raise WrongState("本组已签过专家组意见，不能再换组长。", clause="C-11")
    with transaction.atomic():
        member.group.members.update(is_leader=False)
        member.is_leader = True
        member.save(update_fields=["is_leader"])
        record("name_leader", actor=actor, subject=member.group, clause="C-11", detail={"leader": member.expert_name})


def sign_in(member: GroupMember, *, actor: Actor) -> Attendance:
    """Sign in for today: the expert himself, or the centre for him."""
    if actor.user_id != member.expert_id and not actor.may("assign_expert"):
        raise NotAllowed("只能为本人签到；代签由省中心办理。", clause="C-11")
    if member.left_at:
        raise WrongState(f"{member.expert_name}已不在本组。", clause="C-11")
    line, is_new = Attendance.objects.get_or_create(
        member=member, day=today(), defaults={"signed_in_at": now(), "signed_in_by": actor.name, "signed_in_by_id": actor.user_id}
    )
    if is_new:
        record("sign_in", actor=actor, subject=member.group, clause="C-11", detail={"expert": member.expert_name})
    return line


def pledge_day(member: GroupMember, *, actor: Actor) -> None:
    """Sign the pledge of today's review; after signing in, by the expert himself."""
    if actor.user_id != member.expert_id:
        raise NotAllowed("承诺书由专家本人签署。", clause="C-11")
    with transaction.atomic():
        line = Attendance.objects.select_for_update().filter(member=member, day=today()).first()
        if line is None:
            raise Refused("还没有签到，没有签署承诺书。", then="请先签到。", clause="C-11")
        if line.pledged_at is None:
            line.pledged_at = now()
            line.save(update_fields=["pledged_at"])
            record("pledge_day", actor=actor, subject=member.group, clause="C-11", detail={"day": today().isoformat()})


def assign_group(group: ReviewGroup, *, applications: Iterable[Application], actor: Actor) -> int:
    """Give the cases to the group: every member without a conflict gets an assignment. Refused names every case that cannot go."""
    check_may(actor)
    held, members = list(applications), members_of(group)
    people = {m.user_id: m for m in experts()}
    problems = [] if held else ["请先勾选申报件。"]
    problems += [] if any(m.is_leader for m in members) else ["本组还没有推举组长。"]
    free = {a.pk: [m for m in members if m.expert_id in people and not conflict(a, people[m.expert_id])] for a in held}
    problems += [f"{a.site.name}：本组专家都须回避" for a in held if not free[a.pk]]
    problems += [f"{a.site.name}：现在是“{a.get_state_display()}”，不能指派" for a in held if a.state != "accepted"]
    problems += [f"{a.site.name}：{lacking}" for a in held if a.state == "accepted" and (lacking := lacks_before_experts(a))]
    if problems:
        raise Refused("没有指派给专家组。", items=problems, then="一件也没有写入；改好之后再指派。", clause="C-11")
    with transaction.atomic():
        for application in held:
            names = [m.expert_name for m in free[application.pk]]
            change(application, "assign_expert", actor=actor, guards={"no_conflict": "", "steps_recorded": ""},
                   fields={"changed_at": now()}, detail={"group": group.name, "experts": names})  # fmt: skip
            for member in free[application.pk]:
                give_case(application, member, actor)
    return len(held)


def declare(member: GroupMember, *, recusals: Mapping[str, str], actor: Actor) -> tuple[int, int]:
    """Before any content: step back from the units named (assignment id → reason), declare no conflict with all others.

    Returns how many were taken on and how many were stepped back from. Today's pledge comes first.
    """
    if actor.user_id != member.expert_id:
        raise NotAllowed("利害关系由专家本人声明。", clause="C-11")
    waiting = list(
        Assignment.objects.filter(group=member.group, expert_id=member.expert_id, state="assigned").select_related("application__site")
    )
    problems = [] if has_pledged_today(member.group, member.expert_id) else ["今天还没有签署承诺书。"]
    problems += [f"{a.application.site.name}：请写明与哪一方、什么关系" for a in waiting if not recusals.get(str(a.pk), "x").strip()]
    if problems:
        raise Refused("没有声明利害关系。", items=problems, then="填好之后再声明。", clause="C-11")
    with transaction.atomic():
        for assignment in waiting:
            if reason := recusals.get(str(assignment.pk)):
                recuse(assignment, reason=reason, actor=actor)
            else:
                pledge(assignment, declares_no_conflict=True, actor=actor)
    back = sum(1 for a in waiting if str(a.pk) in recusals)
    return len(waiting) - back, back


def give_case(application: Application, member: GroupMember, actor: Actor) -> Assignment:
    """One member gets one case; the caller has asked whether he may."""
    return Assignment.objects.create(
        application=application, group=member.group, expert=member.expert, expert_name=member.expert_name, assigned_by=actor.name,
        assigned_at=now(),
    )  # fmt: skip


def check_may(actor: Actor) -> None:
    """Raises NotAllowed unless the actor cares for experts and their groups."""
    if not actor.may("assign_expert"):
        raise NotAllowed("您当前的岗位不能办理专家组。", clause="C-11")
