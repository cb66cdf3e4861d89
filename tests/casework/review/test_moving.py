"""Review work changes hands: all of a leaver's cases in one act, outside a group too; a case to another group; equal names."""

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import grant_membership
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.review.group_selectors import group_of, names_apart, orphaned, to_open, valid_sheets, writer_of
from greenlist.casework.review.group_services import assign_group, make_group, name_leader
from greenlist.casework.review.models import Assignment, GroupOpinion
from greenlist.casework.review.moving_services import leave, move_case, move_single_cases
from greenlist.casework.review.opinion_services import confirm_opinion, sign_opinion, waiting_members
from greenlist.casework.review.selectors import single_cases
from greenlist.casework.review.services import assign
from greenlist.casework.rounds.services import sign_parameters
from tests.casework.cast import fresh
from tests.casework.review.day import all_in, begin, give, member, own


def most_open(province, count):
    """Sign the most open cases an expert may hold after a move."""
    sign_parameters(province.round, changes={"expert_open_cases": count}, reason="演示", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip


def test_a_leaver_hands_all_his_open_cases_to_another_member_in_one_act(province):
    cases = [province.application_at("accepted"), province.application_at("accepted", province.units[1])]
    first, second, new = province.cast.experts[:3]
    group = make_group(province.round, name="第一组", members=[first, second], leader=first, actor=province.cast.centre)
    assign_group(group, applications=cases, actor=province.cast.centre)
    with pytest.raises(Refused) as refused:
        leave(group.members.get(expert=second.user), reason="出差", to=group.members.get(expert=first.user), actor=province.cast.centre)
    assert refused.value.items == tuple(f"{c.site.name}：{first.user.name}已在评审本件。" for c in cases)
    assert group.members.get(expert=second.user).left_at is None
    late = group.members.create(expert=new.user, expert_name=new.user.name)
    assert leave(group.members.get(expert=second.user), reason="出差", to=late, actor=province.cast.centre) == 2
    held = Assignment.objects.filter(expert=new.user)
    assert {(a.group_id, a.state) for a in held} == {(group.pk, "assigned")}
    assert JournalEntry.objects.get(action="leave_group").detail == {"expert": second.user.name, "cases": 2, "to": new.user.name}


def test_single_cases_move_together_within_the_cap_and_never_into_a_conflict(province):
    cases = [province.application_at("accepted"), province.application_at("accepted", province.units[1])]
    gone, busy, barred = province.cast.experts[:3]
    for case in cases:
        assign(case, expert=gone, actor=province.cast.province)
    rows = single_cases(province.round)
    assert [a.expert_id for a in rows] == [gone.user_id] * 2
    grant_membership(barred.user, cases[0].site.organisation, role="applicant", actor=SYSTEM)
    with pytest.raises(Refused) as refused:
        move_single_cases(rows, to=barred, reason="离任", actor=province.cast.centre)
    assert len(refused.value.items) == 1 and refused.value.items[0].endswith("须回避。")
    most_open(province, 1)
    with pytest.raises(Refused) as refused:
        move_single_cases(rows, to=busy, reason="离任", actor=province.cast.centre)
    assert refused.value.items == (f"{busy.user.name}在手0件，再加2件超过每人1件的上限（本轮参数）。",)
    with pytest.raises(NotAllowed):
        move_single_cases(rows, to=busy, reason="离任", actor=province.officer)
    assert [a.expert_id for a in single_cases(province.round)] == [gone.user_id] * 2
    most_open(province, 2)
    assert move_single_cases(rows, to=busy, reason="离任", actor=province.cast.centre) == 2
    assert [(a.expert_id, a.state) for a in single_cases(province.round)] == [(busy.user_id, "assigned")] * 2
    assert {fresh(case).state for case in cases} == {"reviewing"}
    with pytest.raises(WrongState):
        move_single_cases(rows, to=busy, reason="再来一次", actor=province.cast.centre)


def test_a_case_whose_experts_have_all_left_goes_to_another_group_and_its_sheets_count(panel, province):
    case, group, actors = panel
    centre, fourth = province.cast.centre, province.cast.experts[3]
    all_in(case, group, actors)
    other = make_group(province.round, name="第二组", members=[fourth], leader=fourth, actor=centre)
    for actor in actors[:2]:
        leave(member(group, actor), reason="会期冲突", actor=centre)
    assert (orphaned(group), writer_of(case)) == ([], actors[2].user_id)
    leave(member(group, actors[2]), reason="会期冲突", actor=centre)
    assert (orphaned(group), writer_of(case)) == ([case], None)
    with pytest.raises(Refused) as refused:
        move_case(fresh(case), to=group, reason=" ", actor=centre)
    assert refused.value.items == (
        "请写明移交的理由。", "第一组还没有推举组长。", "第一组没有可以评审本件的专家：都须回避，或已经评过。",
    )  # fmt: skip
    assert move_case(fresh(case), to=other, reason="原组专家都已离组", actor=centre) == 1
    leader = actor_in(fourth)
    assert (orphaned(group), group_of(case), writer_of(case)) == ([], other, leader.user_id)
    begin(other, leader)
    give(case, leader)
    assert to_open(other, leader) == [case]
    opinion = sign_opinion(fresh(case), conclusion="recommend", text="建议列入。", actor=leader)
    assert (opinion.group, len(valid_sheets(case)), waiting_members(opinion)) == (other, 4, [])
    assert (fresh(case).state, GroupOpinion.objects.get().state) == ("reviewed", "agreed")


def test_a_case_moves_while_one_of_its_experts_stays_and_he_confirms_too(panel, province):
    case, group, actors = panel
    centre, fourth = province.cast.centre, province.cast.experts[3]
    begin(group, actors[0])
    give(case, actors[0])
    other = make_group(province.round, name="第二组", members=[fourth], leader=fourth, actor=centre)
    assert move_case(fresh(case), to=other, reason="第一组人手不够", actor=centre) == 1
    assert {own(case, a).state for a in actors[1:]} == {"released"}
    leader = actor_in(fourth)
    begin(other, leader)
    give(case, leader)
    opinion = sign_opinion(fresh(case), conclusion="recommend", text="建议列入。", actor=leader)
    assert [s.expert_id for s in waiting_members(opinion)] == [actors[0].user_id]
    confirm_opinion(opinion, actor=actors[0])
    assert fresh(case).state == "reviewed"


def test_a_case_that_moved_on_while_the_page_was_open_is_not_moved(panel, province):
    case, _, _ = panel
    fourth = province.cast.experts[3]
    other = make_group(province.round, name="第二组", members=[fourth], leader=fourth, actor=province.cast.centre)
    Application.objects.filter(pk=case.pk).update(state="reviewed")
    assert case.state != "reviewed"
    with pytest.raises(Refused) as refused:
        move_case(case, to=other, reason="第一组人手不够", actor=province.cast.centre)
    assert refused.value.items == ("本件现在是“已评审”，不能移交。",)


def test_for_a_leader_who_left_another_is_named_though_opinions_are_signed(panel, province):
    case, group, actors = panel
    all_in(case, group, actors)
    sign_opinion(case, conclusion="recommend", text="建议列入。", actor=actors[0])
    with pytest.raises(WrongState, match="不能再换组长"):
        name_leader(member(group, actors[1]), actor=province.cast.centre)
    leave(member(group, actors[0]), reason="生病", actor=province.cast.centre)
    name_leader(member(group, actors[1]), actor=province.cast.centre)
    assert member(group, actors[1]).is_leader


def test_two_of_one_name_are_told_apart_by_their_unit_and_each_answers_for_himself(province):
    three = province.cast.experts[:3]
    User.objects.filter(pk__in=[m.user_id for m in three[1:]]).update(name="王工（演示）")
    Organisation.objects.filter(pk=three[1].organisation_id).update(name="演示第一设计院")
    if three[1].organisation_id == three[2].organisation_id:
        pytest.fail("the two experts should come from two units")
    three = [type(m).objects.select_related("user", "organisation").get(pk=m.pk) for m in three]
    case = province.application_at("accepted")
    group = make_group(province.round, name="第一组", members=three, leader=three[0], actor=province.cast.centre)
    assign_group(group, applications=[case], actor=province.cast.centre)
    actors = [actor_in(m) for m in three]
    all_in(case, group, actors)
    opinion = sign_opinion(fresh(case), conclusion="recommend", text="建议列入。", actor=actors[0])
    assert list(names_apart(waiting_members(opinion)).values()) == [
        "王工（演示）（演示第一设计院）",
        f"王工（演示）（{three[2].organisation.name}）",
    ]
    confirm_opinion(opinion, actor=actors[1])
    with pytest.raises(WrongState):
        confirm_opinion(GroupOpinion.objects.get(), actor=actors[1])
    assert [s.expert_id for s in waiting_members(GroupOpinion.objects.get())] == [actors[2].user_id]
