"""Experts in groups: attendance and pledge first, conflicts before content, sealed sheets, one opinion that all confirm."""

from fractions import Fraction

import pytest

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import grant_membership
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import NotAllowed, Overtaken, Refused, WrongState
from greenlist.casework.review.group_selectors import is_sealed, members_of, to_open, writer_of
from greenlist.casework.review.group_services import assign_group, declare, make_group, name_leader, pledge_day, sign_in
from greenlist.casework.review.models import Assignment, GroupOpinion
from greenlist.casework.review.moving_services import hand_over, leave
from greenlist.casework.review.opinion_services import confirm_opinion, dispute_opinion, sign_opinion, waiting_members
from greenlist.casework.review.papers import group_opinion
from greenlist.casework.review.scores import scores_of_record
from greenlist.casework.review.selectors import handed_in_result
from greenlist.casework.review.services import pledge, save_sheet
from greenlist.casework.selection.selectors import replay
from greenlist.casework.selection.services import draft
from greenlist.engines.scoring.rounding import decimal_text, round_to
from tests.casework.cast import fresh
from tests.casework.review.day import all_in, arrive, begin, give, member, own
from tests.casework.separate import together


def named(opinion):
    return [sheet.expert_name for sheet in waiting_members(opinion)]


def test_the_whole_day_of_a_group_ends_in_one_score_that_replays(panel, province):
    application, group, (leader, second, third) = panel
    all_in(application, group, (leader, second, third))
    assert fresh(application).state == "reviewing"
    opinion = sign_opinion(application, conclusion="recommend", text="材料齐全。\r\n\r\n  建议列入。\n", actor=leader)
    assert group_opinion(opinion).paragraphs == ("评审意见：", "材料齐全。", "建议列入。")
    confirm_opinion(opinion, actor=second)
    assert (fresh(application).state, named(opinion)) == ("reviewing", [third.name])
    confirm_opinion(GroupOpinion.objects.get(), actor=third)
    assert (fresh(application).state, GroupOpinion.objects.get().state) == ("reviewed", "agreed")
    totals = [handed_in_result(a).total for a in Assignment.objects.all()]
    mean = decimal_text(round_to(sum(totals, Fraction(0)) / 3, Fraction(1, 100)), Fraction(1, 100))
    scored = scores_of_record(province.round)[0]
    assert (scored.score, scored.basis) == (mean, "group")
    made = draft(province.round, line="", actor=province.cast.province)
    assert (made.rows.get().score, replay(made).differing) == (mean, ())
    assert len(load(made.content_digest)["rows"][0]["sheets"]) == 3


def test_nothing_is_declared_marked_or_read_before_attendance_and_the_days_pledge(panel, may):
    application, group, (leader, second, _) = panel
    with pytest.raises(Refused, match="没有签署") as refused:
        pledge_day(member(group, leader), actor=leader)
    with pytest.raises(Refused) as refused:
        declare(member(group, leader), recusals={}, actor=leader)
    assert refused.value.items == ("今天还没有签署承诺书。",)
    with pytest.raises(Refused, match="今天还没有签署承诺书"):
        pledge(own(application, leader), declares_no_conflict=True, actor=leader)
    begin(group, leader)
    may(5, 25)
    with pytest.raises(Refused, match="今天还没有签署承诺书"):
        save_sheet(own(application, leader), values={"4-1": {"given": "met"}}, based_on=0, actor=leader)
    arrive(group, leader)
    save_sheet(own(application, leader), values={"4-1": {"given": "met"}}, based_on=0, actor=leader)
    with pytest.raises(NotAllowed):
        pledge_day(member(group, second), actor=leader)


def test_the_centre_signs_in_for_an_expert_and_another_expert_does_not(panel, province):
    _, group, (leader, second, _) = panel
    assert sign_in(member(group, second), actor=province.cast.centre).signed_in_by == province.cast.centre.name
    with pytest.raises(NotAllowed):
        sign_in(member(group, second), actor=leader)


def test_a_member_with_a_conflict_gets_no_assignment_and_one_who_steps_back_leaves_it_to_the_others(province):
    application = province.application_at("accepted")
    three = province.cast.experts[:3]
    grant_membership(three[2].user, application.site.organisation, role="applicant", actor=SYSTEM)
    group = make_group(province.round, name="第一组", members=three, leader=three[0], actor=province.cast.centre)
    assign_group(group, applications=[application], actor=province.cast.centre)
    assert {a.expert_id for a in Assignment.objects.all()} == {three[0].user_id, three[1].user_id}
    leader, second = actor_in(three[0]), actor_in(three[1])
    arrive(group, leader)
    with pytest.raises(Refused) as refused:
        declare(member(group, leader), recusals={str(own(application, leader).pk): " "}, actor=leader)
    assert refused.value.items == (f"{application.site.name}：请写明与哪一方、什么关系",)
    assert declare(member(group, leader), recusals={str(own(application, leader).pk): "曾任顾问"}, actor=leader) == (0, 1)
    assert fresh(application).state == "reviewing"
    begin(group, second)
    give(application, second)
    assert writer_of(application) == second.user_id
    sign_opinion(fresh(application), conclusion="recommend", text="建议列入。", actor=second)
    assert fresh(application).state == "reviewed"


def test_sheets_stay_sealed_until_the_last_one_is_in(panel):
    application, group, (leader, second, third) = panel
    for actor in (leader, second):
        begin(group, actor)
        give(application, actor)
    assert is_sealed(application)
    assert to_open(group, leader) == []
    with pytest.raises(Refused) as refused:
        sign_opinion(application, conclusion="recommend", text="x", actor=leader)
    assert refused.value.items == ("还有1份评分表没有交。",)
    begin(group, third)
    give(application, third)
    assert not is_sealed(application)
    assert to_open(group, leader) == [application]
    with pytest.raises(NotAllowed):
        sign_opinion(application, conclusion="recommend", text="x", actor=second)


@pytest.mark.parametrize(("unfit", "is_qualified"), [(1, True), (2, False)])
def test_the_majority_decides_on_qualified_and_disagreement_has_to_be_told(panel, province, unfit, is_qualified):
    application, group, actors = panel
    all_in(application, group, actors, unfit=unfit)
    with pytest.raises(Refused) as refused:
        sign_opinion(application, conclusion="recommend", text="", actor=actors[0])
    told = list(refused.value.items)
    assert ("请写专家组意见。" in told, "各专家对是否合格看法不一，请写明分歧。" in told) == (True, True)
    assert any("超过半数" in sentence for sentence in told) is not is_qualified
    conclusion = "recommend" if is_qualified else "decline"
    opinion = sign_opinion(application, conclusion=conclusion, text="见表。", disputes="一位专家认为证明不足。", actor=actors[0])
    for actor in actors[1:]:
        confirm_opinion(GroupOpinion.objects.get(pk=opinion.pk), actor=actor)
    assert scores_of_record(province.round)[0].is_qualified is is_qualified
    made = draft(province.round, line="", actor=province.cast.province)
    assert (made.rows.get().is_qualified, replay(made).differing) == (is_qualified, ())


def test_an_objection_sends_the_opinion_back_to_the_leader_and_all_confirm_anew(panel):
    application, group, (leader, second, third) = panel
    all_in(application, group, (leader, second, third))
    opinion = sign_opinion(application, conclusion="recommend", text="建议列入。", actor=leader)
    confirm_opinion(opinion, actor=second)
    with pytest.raises(Refused):
        dispute_opinion(GroupOpinion.objects.get(), reason=" ", actor=third)
    dispute_opinion(GroupOpinion.objects.get(), reason="能耗数据没有核对", actor=third)
    with pytest.raises(WrongState):
        confirm_opinion(GroupOpinion.objects.get(), actor=second)
    again = sign_opinion(fresh(application), conclusion="recommend", text="能耗数据已核对，建议列入。", actor=leader)
    assert (again.version, named(again)) == (2, [second.name, third.name])
    for actor in (second, third):
        confirm_opinion(GroupOpinion.objects.get(), actor=actor)
    assert fresh(application).state == "reviewed"
    with pytest.raises(WrongState):
        sign_opinion(fresh(application), conclusion="decline", text="改", actor=leader)


def test_an_opinion_from_an_older_window_is_shown_beside_the_newer_one(panel):
    application, group, (leader, second, third) = panel
    all_in(application, group, (leader, second, third))
    sign_opinion(application, conclusion="recommend", text="建议列入。", actor=leader, seen=0)
    with pytest.raises(Overtaken) as overtaken:
        sign_opinion(fresh(application), conclusion="decline", text="另一窗口写的", actor=leader, seen=0)
    assert [(p.label, p.mine, p.theirs) for p in overtaken.value.places] == [
        ("结论", "不建议列入", "建议列入"), ("意见", "另一窗口写的", "建议列入。"), ("分歧", "", "")]  # fmt: skip
    assert overtaken.value.seen == {}
    dispute_opinion(GroupOpinion.objects.get(), reason="没有核对", actor=third, seen=1)
    sign_opinion(fresh(application), conclusion="recommend", text="已核对。", actor=leader, seen=1)
    with pytest.raises(Overtaken) as overtaken:
        confirm_opinion(GroupOpinion.objects.get(), actor=second, seen=1)
    assert overtaken.value.seen == {"seen": "2"}
    confirm_opinion(GroupOpinion.objects.get(), actor=second, seen=2)


def test_a_case_is_handed_over_and_a_leaver_gives_back_what_he_has_not_handed_in(panel, province):
    application, group, (leader, second, third) = panel
    centre = province.cast.centre
    begin(group, leader)
    give(application, leader)
    with pytest.raises(Refused) as refused:
        hand_over(own(application, third), to=member(group, second), reason="", actor=centre)
    assert refused.value.items == ("请写明改派的理由。", f"{second.name}已在评审本件。")
    assert leave(member(group, third), reason="生病", actor=centre) == 1
    assert own(application, third).state == "released"
    assert [m.expert_name for m in members_of(group)] == [leader.name, second.name]
    assert leave(member(group, second), reason="出差", actor=centre) == 1
    assert fresh(application).state == "reviewing"
    sign_opinion(fresh(application), conclusion="recommend", text="建议列入。", actor=leader)
    assert fresh(application).state == "reviewed"


def test_a_case_left_without_any_expert_waits_to_be_assigned_anew(province):
    application, one = province.application_at("accepted"), province.cast.experts[0]
    group = make_group(province.round, name="一人组", members=[one], leader=one, actor=province.cast.centre)
    assign_group(group, applications=[application], actor=province.cast.centre)
    leave(group.members.get(), reason="生病", actor=province.cast.centre)
    assert fresh(application).state == "accepted"
    with pytest.raises(Refused, match="没有指派给专家组"):
        assign_group(group, applications=[fresh(application)], actor=province.cast.centre)


def test_a_group_needs_a_name_experts_and_a_leader_before_it_gets_cases(province):
    application, three, centre = province.application_at("accepted"), province.cast.experts[:3], province.cast.centre
    with pytest.raises(Refused) as refused:
        make_group(province.round, name=" ", members=[], actor=centre)
    assert refused.value.items == ("请填专家组名称。", "请至少选一位专家。")
    with pytest.raises(NotAllowed):
        make_group(province.round, name="第一组", members=three, actor=province.officer)
    group = make_group(province.round, name="第一组", members=three, actor=centre)
    with pytest.raises(Refused) as refused:
        assign_group(group, applications=[application], actor=centre)
    assert refused.value.items == ("本组还没有推举组长。",)
    name_leader(group.members.get(expert=three[1].user), actor=centre)
    assert assign_group(group, applications=[application], actor=centre) == 1
    with pytest.raises(Refused, match="没有指派"):
        assign_group(group, applications=[fresh(application)], actor=centre)


def test_a_leaver_who_handed_in_is_waited_for_no_longer(panel, province):
    application, group, (leader, second, third) = panel
    all_in(application, group, (leader, second, third))
    opinion = sign_opinion(application, conclusion="recommend", text="建议列入。", actor=leader)
    confirm_opinion(opinion, actor=second)
    assert named(GroupOpinion.objects.get()) == [third.name]
    leave(member(group, third), reason="生病", actor=province.cast.centre)
    assert (GroupOpinion.objects.get().state, fresh(application).state) == ("agreed", "reviewed")
    with pytest.raises(WrongState, match="已不在本组"):
        leave(member(group, third), reason="再记一次", actor=province.cast.centre)
    with pytest.raises(WrongState, match="不能任组长"):
        name_leader(member(group, third), actor=province.cast.centre)


def test_an_opinion_signed_from_two_windows_is_signed_once(panel):
    application, group, actors = panel
    all_in(application, group, actors)
    sign_opinion(application, conclusion="recommend", text="建议列入。", actor=actors[0])
    with pytest.raises(WrongState):
        sign_opinion(application, conclusion="decline", text="不建议。", actor=actors[0])
    confirm_opinion(GroupOpinion.objects.get(), actor=actors[1])
    with pytest.raises(WrongState):
        confirm_opinion(GroupOpinion.objects.get(), actor=actors[1])


def test_two_last_members_at_once_do_not_wait_for_each_other(separate_province):
    province = separate_province
    application, three = province.application_at("accepted"), province.cast.experts[:3]
    group = make_group(province.round, name="第一组", members=three, leader=three[0], actor=province.cast.centre)
    assign_group(group, applications=[application], actor=province.cast.centre)
    actors = [actor_in(m) for m in three]
    all_in(fresh(application), group, actors)
    opinion = sign_opinion(fresh(application), conclusion="recommend", text="建议列入。", actor=actors[0])
    together(*(lambda a=a: confirm_opinion(GroupOpinion.objects.get(pk=opinion.pk), actor=a) for a in actors[1:]))
    assert (GroupOpinion.objects.get().state, fresh(application).state) == ("agreed", "reviewed")
