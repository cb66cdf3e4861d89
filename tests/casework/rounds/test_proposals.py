"""Parameters changed by two persons: one proposes, another signs; a whole copy is kept, and decisions print it."""

import pytest

from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.rounds.models import ParameterProposal
from greenlist.casework.rounds.selectors import (
    ProposedChange,
    disclosure_classes,
    is_step_on,
    newest_version,
    open_proposal,
    parameter,
    parameters,
    proposed_changes,
)
from greenlist.casework.rounds.services import drop_proposal, propose_parameters, read_value, sign_parameters, sign_proposal
from greenlist.rulebook.notices import notice_ids, round_parameters

GIVEN = round_parameters("jx-2024-20")


def propose(province, **changes):
    return propose_parameters(province.round, changes=changes, reason="厅务会定", actor=province.cast.province)


def test_a_change_takes_two_persons_and_keeps_a_whole_copy(province):
    before = parameters(province.round)
    proposal = propose(province, pass_line="８０", notice_working_days="7")
    assert proposal.changes == {"pass_line": "80", "notice_working_days": 7}
    assert parameters(province.round) == before
    with pytest.raises(Refused, match="签署改动") as refused:
        sign_proposal(proposal, actor=province.cast.province)
    assert refused.value.items == ("提出人和签署人须是两个人。",)
    version = sign_proposal(open_proposal(province.round), actor=province.cast.director)
    assert (version.number, version.first_signed_by, version.second_signed_by) == (2, "林处长（演示）", "苏副厅长（演示）")
    assert parameters(province.round) == {**before, "pass_line": "80", "notice_working_days": 7}
    with pytest.raises(WrongState):
        sign_proposal(ParameterProposal.objects.get(), actor=province.cast.director)


def test_everything_that_cannot_be_read_is_told_at_once(province):
    with pytest.raises(Refused) as refused:
        propose(province, pass_line="八十", notice_working_days="5.5", stop_months_inclusive="也许", ranking="随便")
    assert refused.value.items == (
        "合格线：“八十”不是数字；请只填数字，例如 1284.6。", "公示期：请填整数，现在是“5.5”。", "停产月数含本数：请填“是”或“否”。",
        "排序：这一项不能在页面上改，须改通知数据。",
    )  # fmt: skip
    assert not ParameterProposal.objects.exists()


def test_what_makes_no_sense_is_told_at_once_with_what_would(province):
    """A pass line above every score, a window of no year, a file of no size: each would stop the round on the day it is signed."""
    with pytest.raises(Refused) as refused:
        propose(province, pass_line="180", selection_line="80.005", upload_limit_mb="0", lookback_years="99999", yearly_bottom_percent="-5",
                quotas="1.5", notice_working_days="0", cap_projects="", stop_months="1e3")  # fmt: skip
    assert refused.value.items == (
        "合格线：应在0和100之间，现在是“180”。", "入选线：最多两位小数，现在是“80.005”。", "单个文件上限：应在1和2000之间，现在是“0”。",
        "近三年：应在1和30之间，现在是“99999”。", "年度得分末位比例：应在0和100之间，现在是“-5”。", "名额：请填整数，现在是“1.5”。",
        "公示期：应在1和250之间，现在是“0”。", "第三方机构国家级项目上限：空着；请填整数，不改的照填现值。",
        "停产月数：应在1和360之间，现在是“1e3”。",
    )  # fmt: skip
    assert not ParameterProposal.objects.exists()


@pytest.mark.parametrize("given", [round_parameters(found) for found in ("jx-2024-20", "js-2020", "miit-2023-202")])
def test_every_value_that_a_notice_comes_with_may_be_typed_again(given):
    for one in given.parameters:
        if isinstance(one.value, int) and not isinstance(one.value, bool):
            assert read_value(one, str(one.value)) == one.value


def test_nothing_changed_or_no_reason_is_no_proposal(province):
    with pytest.raises(Refused) as refused:
        propose(province, notice_working_days="5")
    assert refused.value.items == ("没有一项与现值不同。",)
    with pytest.raises(Refused) as refused:
        propose_parameters(province.round, changes={"pass_line": "80"}, reason=" ", actor=province.cast.province)
    assert refused.value.items == ("请写明改动的理由。",)


def test_one_proposal_at_a_time_and_it_can_be_dropped(province):
    first = propose(province, pass_line="80")
    with pytest.raises(Refused, match="已有一项改动"):
        propose(province, pass_line="82")
    with pytest.raises(Refused):
        drop_proposal(first, reason=" ", actor=province.cast.province)
    drop_proposal(first, reason="改为不设线", actor=province.cast.director)
    assert newest_version(province.round).number == 1
    propose(province, pass_line="82")


def test_others_may_neither_propose_nor_sign(province):
    with pytest.raises(NotAllowed):
        propose_parameters(province.round, changes={"pass_line": "80"}, reason="试", actor=province.officer)
    proposal = propose(province, pass_line="80")
    for actor in (province.officer, province.cast.centre):
        with pytest.raises(NotAllowed):
            sign_proposal(proposal, actor=actor)
    assert parameter(province.round, "pass_line") is None


@pytest.mark.parametrize(("key", "text", "value"), [
    ("pass_line", "", None), ("pass_line", "82.5", "82.5"), ("quotas", "1,000", "1000"), ("signing_working_days", "３", 3),
    ("park_firms", "是", True), ("park_firms", "否", False),
])  # fmt: skip
def test_a_typed_value_is_read_as_the_kind_of_its_parameter(key, text, value):
    assert read_value(GIVEN.parameter(key), text) == value


def test_steps_are_switched_by_two_persons_in_the_order_of_the_notice(province):
    on = ["special", "county", "city", "hand_in", "experts", "notice", "publication"]
    proposal = propose_parameters(province.round, changes={}, steps_on=on, reason="设县级初审", actor=province.cast.province)
    assert [(c.label, c.after) for c in proposed_changes(proposal)] == [
        ("步骤", "县级初审 → 评估确认 → 报送 → 专家评审 → 专项审查 → 公示 → 公布")
    ]
    sign_proposal(proposal, actor=province.cast.director)
    assert is_step_on(province.round, "county") and not is_step_on(province.round, "formal")


def test_steps_that_were_signed_in_another_order_are_no_change(province):
    """A form that nobody touched sends the steps in the notice's order; two persons would have signed a change of nothing."""
    on = parameters(province.round)["steps_on"]
    sign_parameters(province.round, changes={"steps_on": [*on, "county"]}, reason="设县级初审", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    with pytest.raises(Refused) as refused:
        propose_parameters(province.round, changes={}, steps_on=["county", *on], reason="试", actor=province.cast.province)
    assert refused.value.items == ("没有一项与现值不同。",)
    made = propose_parameters(province.round, changes={}, steps_on=on, reason="不设初审", actor=province.cast.province)
    (change,) = proposed_changes(made)
    assert change.before.startswith("县级初审 → 评估确认") and change.after.startswith("评估确认 → 报送")


@pytest.mark.parametrize(("on", "sentence"), [
    (["city", "hand_in", "notice"], "步骤：公布不能关。"),
    (["city", "hand_in", "notice", "publication", "lottery"], "步骤：通知里没有“lottery”。"),
])  # fmt: skip
def test_a_step_no_round_can_do_without_stays_on(province, on, sentence):
    with pytest.raises(Refused) as refused:
        propose_parameters(province.round, changes={}, steps_on=on, reason="试", actor=province.cast.province)
    assert refused.value.items == (sentence,)


def test_what_becomes_public_is_changed_field_by_field(province):
    proposal = propose_parameters(province.round, changes={}, disclosure={"credit_code": "内部"}, reason="按保密审查意见",
                                  actor=province.cast.province)  # fmt: skip
    assert proposed_changes(proposal) == [ProposedChange("公开方式：统一社会信用代码", "公开", "内部", "C-65")]
    sign_proposal(proposal, actor=province.cast.director)
    assert disclosure_classes(province.round) == {**GIVEN.disclosure_classes, "credit_code": "内部"}
    with pytest.raises(Refused) as refused:
        propose_parameters(province.round, changes={}, disclosure={"name": "绝密"}, reason="试", actor=province.cast.province)
    assert refused.value.items == ("公开方式：只能选公开、依申请公开、内部。",)


@pytest.mark.parametrize("notice_id", notice_ids())
def test_every_number_of_a_notice_can_be_proposed_as_it_stands(notice_id):
    numbers = [p for p in round_parameters(notice_id).parameters if p.unit and type(p.value) in {int, str}]
    assert numbers
    assert [p.key for p in numbers if str(read_value(p, str(p.value))) != str(p.value)] == []


def test_a_comma_that_parts_no_thousands_is_asked_about_and_not_read_as_fifteen():
    cap = next(p for p in round_parameters("jx-2024-20").parameters if p.key == "cap_projects")
    with pytest.raises(ValueError, match="逗号分不清是小数点还是千分位"):
        read_value(cap, "1，5")
    assert read_value(cap, "1,500") == 1500
