"""Review work changes hands on the province's pages; a step record is corrected there and shown with the version before."""

import pytest

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import end_membership
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.review.group_services import assign_group, declare, make_group, pledge_day, sign_in
from greenlist.casework.review.models import Assignment, StepRecord
from greenlist.casework.review.moving_services import leave
from greenlist.casework.review.services import assign, hand_in, save_sheet
from greenlist.rehearsal import acts
from tests.portals.people import page, signed_in

INDEX = "/province/groups/"


@pytest.fixture
def centre():
    return lambda: signed_in("centre")


def test_all_open_cases_of_one_expert_outside_a_group_are_given_to_another_at_once(province, centre):
    gone, other = province.cast.experts[:2]
    for case in (province.application_at("accepted"), province.application_at("accepted", province.units[1])):
        assign(case, expert=gone, actor=province.cast.province)
    assert "单独指派、评分未交" in page(centre().get(INDEX))
    posted = {"expert": gone.user_id, "to": other.pk, "reason": " "}
    assert "请写明改派的理由" in page(centre().post(f"{INDEX}single-cases/", posted), 409)
    assert "请选改派给哪位专家" in page(centre().post(f"{INDEX}single-cases/", posted | {"to": ""}), 409)
    assert centre().post(f"{INDEX}single-cases/", posted | {"reason": "离任"}).status_code == 302
    assert list(Assignment.objects.filter(state="assigned").values_list("expert_id", flat=True)) == [other.user_id] * 2


def test_a_member_whose_position_ended_is_marked_and_leaves_his_cases_to_another(province, centre):
    first, second, third = province.cast.experts[:3]
    case = province.application_at("accepted")
    group = make_group(province.round, name="第一组", members=[first, second], leader=first, actor=province.cast.centre)
    assign_group(group, applications=[case], actor=province.cast.centre)
    end_membership(second, reason="离职", actor=SYSTEM)
    late = group.members.create(expert=third.user, expert_name=third.user.name)
    where = f"{INDEX}{group.pk}/"
    shown = page(centre().get(where))
    assert "专家岗位已止" in shown and f"1件交给{third.user.name}" in shown
    member = group.members.get(expert=second.user)
    assert centre().post(f"{where}leaving/", {"member": member.pk, "to": late.pk, "reason": "离职"}).status_code == 302
    assert Assignment.objects.get(expert=third.user).state == "assigned"


def test_a_case_nobody_can_conclude_is_shown_and_moved_to_another_group(province, centre):
    first, second = province.cast.experts[:2]
    case = province.application_at("accepted")
    group = make_group(province.round, name="第一组", members=[first], leader=first, actor=province.cast.centre)
    assign_group(group, applications=[case], actor=province.cast.centre)
    member, actor = group.members.get(), actor_in(first)
    sign_in(member, actor=actor)
    pledge_day(member, actor=actor)
    declare(member, recusals={}, actor=actor)
    sheet = Assignment.objects.get()
    save_sheet(sheet, values=acts.marks(sheet, acts.Random(3), strictness=0.9), based_on=0, actor=actor)
    hand_in(sheet, actor=actor)
    leave(member, reason="生病", actor=province.cast.centre)
    where = f"{INDEX}{group.pk}/"
    assert "本轮没有别的专家组" in page(centre().get(where))
    other = make_group(province.round, name="第二组", members=[second], leader=second, actor=province.cast.centre)
    assert "没有人起草专家组意见的件" in page(centre().get(where))
    posted = {"application": case.pk, "to": other.pk, "reason": ""}
    assert "请写明移交的理由" in page(centre().post(f"{where}moving/", posted), 409)
    assert centre().post(f"{where}moving/", posted | {"reason": "原组专家都已离组"}).status_code == 302
    assert "没有人起草专家组意见的件" not in page(centre().get(where))
    assert Assignment.objects.get(expert=second.user).group == other


def test_a_step_record_is_corrected_and_both_versions_are_shown(province, centre):
    case = province.application_at("accepted")
    acts.review(case, province.cast, acts.Random(3), strictness=0.9)
    acts.pass_steps(province.round, [type(case).objects.get(pk=case.pk)], province.cast.centre)
    kept = StepRecord.objects.get(step="special")
    assert "更正专项审查记录" in page(centre().get(f"/province/steps/special/?correct={kept.pk}"))
    where = f"/province/steps/records/{kept.pk}/correction/"
    posted = {"document": "演专审11号", "sheet": "", "reason": "", "correction": ""}
    refused = page(centre().post(where, posted), 409)
    assert "请写明更正的理由" in refused and 'value="演专审11号"' in refused
    assert centre().post(where, posted | {"correction": "文号抄错"}).status_code == 302
    shown = page(centre().get("/province/steps/special/"))
    assert "第2版，更正：文号抄错" in shown and f'<s class="second">{kept.document}</s>' in shown and "演专审11号" in shown
    assert "第2版，已更正" in page(centre().get(f"/province/applications/{case.pk}/"))
    assert centre().post(where, posted | {"correction": "再来"}).status_code == 409
