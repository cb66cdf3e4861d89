"""What experts of a group do on a review day, through the real services."""

from random import Random

from greenlist.casework.review.group_services import declare, pledge_day, sign_in
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.services import hand_in, save_sheet
from greenlist.rehearsal import acts


def member(group, actor):
    return group.members.get(expert_id=actor.user_id)


def own(application, actor):
    return Assignment.objects.get(application=application, expert_id=actor.user_id)


def arrive(group, actor):
    sign_in(member(group, actor), actor=actor)
    pledge_day(member(group, actor), actor=actor)


def begin(group, actor):
    arrive(group, actor)
    declare(member(group, actor), recusals={}, actor=actor)


def give(application, actor, *, strictness=0.95, unfit=False):
    """Mark every row and hand in; `unfit` marks the first gate 不符合."""
    assignment = own(application, actor)
    marks = acts.marks(assignment, Random(3), strictness=strictness)
    if unfit:
        marks[next(iter(marks))] = {"given": "not_met", "reason": "没有证明"}
    save_sheet(assignment, values=marks, based_on=0, actor=actor)
    return hand_in(own(application, actor), actor=actor)


def all_in(application, group, actors, unfit=0):
    for position, actor in enumerate(actors):
        begin(group, actor)
        give(application, actor, strictness=0.7 + position / 10, unfit=position < unfit)
