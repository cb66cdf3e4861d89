"""The review day: two groups sign in, pledge, declare no conflict, mark, and agree on one opinion a case (演示数据)."""

from random import Random

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.journal.actors import Actor
from greenlist.casework.review.group_services import assign_group, declare, make_group, pledge_day, sign_in
from greenlist.casework.review.models import Assignment, ReviewGroup
from greenlist.casework.review.opinion_services import confirm_opinion, sign_opinion
from greenlist.casework.review.services import accept, hand_in, save_sheet
from greenlist.casework.rounds.models import Round
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Cast

GROUPS = ("第一专家组", "第二专家组")  # of two experts each, the first of whom leads
WORDS = "材料齐全，指标可以核对，建议列入（演示）。"


def review_in_groups(round_: Round, applications: list[Application], cast: Cast, random: Random) -> None:
    """Accept all, deal them out to the groups, and play each group's day to its last opinion."""
    for application in applications:
        accept(application, actor=cast.centre)
    for number, group in enumerate(_groups(round_, cast)):
        members = {m.user_id: actor_in(m) for m in cast.experts[2 * number : 2 * number + 2]}
        if own := applications[number :: len(GROUPS)]:
            _review(group, own, members, cast, random)


def _groups(round_: Round, cast: Cast) -> list[ReviewGroup]:
    """Those of the round, formed once."""
    formed = list(ReviewGroup.objects.filter(round=round_, name__in=GROUPS).order_by("made_at", "id"))
    pairs = [cast.experts[2 * number : 2 * number + 2] for number in range(len(GROUPS))]
    return formed or [
        make_group(round_, name=name, members=pair, leader=pair[0], actor=cast.centre) for name, pair in zip(GROUPS, pairs, strict=True)
    ]


def _review(group: ReviewGroup, applications: list[Application], actors: dict[object, Actor], cast: Cast, random: Random) -> None:
    assign_group(group, applications=applications, actor=cast.centre)
    strictness = {application.pk: random.uniform(0.55, 1.0) for application in applications}
    for member in group.members.order_by("-is_leader", "id"):
        actor = actors[member.expert_id]
        sign_in(member, actor=actor)
        pledge_day(member, actor=actor)
        declare(member, recusals={}, actor=actor)
        own = Assignment.objects.filter(group=group, expert_id=member.expert_id, state="pledged").select_related("application__filing")
        for assignment in own.order_by("application__number"):
            values = acts.marks(assignment, random, strictness=strictness[assignment.application_id])
            save_sheet(assignment, values=values, based_on=0, actor=actor)
            hand_in(assignment, actor=actor)
    leader, *others = actors.values()
    for application in applications:
        application.refresh_from_db()
        opinion = sign_opinion(application, conclusion="recommend", text=WORDS, actor=leader)
        for other in others:
            confirm_opinion(opinion, actor=other)
