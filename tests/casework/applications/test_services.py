"""Starting, handing in, withdrawing: guards told at once, immutable receipts, no second submission."""

import pytest

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.applications.services import set_evaluation, start_application, submit, withdraw
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from tests.casework.cast import fresh


def test_numbers_run_on_within_a_bureau(province):
    first = province.application_at("draft")
    second = province.application_at("draft", province.units[1])
    assert (first.number, second.number) == ("2024-JJ-0001", "2024-JJ-0002")


def test_a_site_applies_once_a_round_and_again_after_withdrawal(province):
    unit = province.unit
    application = province.application_at("draft")
    with pytest.raises(Refused, match="已有同类申报件"):
        start_application(unit.site, round_=province.round, category="factory", actor=unit.engineer)
    withdraw(application, reason="重填", actor=unit.engineer)
    assert start_application(unit.site, round_=province.round, category="factory", actor=unit.engineer).state == "draft"


def test_only_the_unit_itself_may_apply(province):
    with pytest.raises(NotAllowed):
        start_application(province.unit.site, round_=province.round, category="factory", actor=province.units[1].engineer)


def test_everything_missing_is_told_at_once(province):
    application = start_application(province.unit.site, round_=province.round, category="factory", actor=province.unit.engineer)
    with pytest.raises(Refused) as refused:
        submit(application, actor=province.unit.engineer)
    assert len(refused.value.items) == 2
    assert "项未填" in refused.value.items[0]
    assert "评价报告" in refused.value.items[1]
    assert not FilingVersion.objects.exists()


def test_no_level_is_refused(province):
    application = province.application_at("draft")
    with pytest.raises(Refused) as refused:
        set_evaluation(application, national=False, provincial=False, mode="third_party", third_party=" ", actor=province.unit.engineer)
    assert len(refused.value.items) == 2
    assert refused.value.clause == "C-67"


def test_a_second_click_finds_the_first_receipt(province):
    application = province.application_at("submitted")
    with pytest.raises(WrongState) as refused:
        submit(application, actor=province.unit.engineer)
    assert refused.value.code == "already"
    assert FilingVersion.objects.get().receipt == "HZ-2024-JJ-0001-1"


def test_after_the_deadline_nothing_can_be_handed_in(province, may):
    application = province.application_at("draft")
    may(5, 28, 0)
    with pytest.raises(Refused) as refused:
        submit(application, actor=province.unit.engineer)
    assert any("已过" in item for item in refused.value.items)


def test_a_frozen_application_cannot_be_withdrawn(province):
    application = province.application_at("frozen")
    with pytest.raises(WrongState):
        withdraw(application, reason="不报了", actor=province.unit.engineer)


def test_rows_are_scoped_in_the_query(province):
    mine = province.application_at("submitted")
    elsewhere = province.application_at("submitted", province.other_unit)
    assert set(visible_to(province.unit.engineer)) == {mine}
    assert set(visible_to(province.officer)) == {mine}
    assert set(visible_to(province.cast.bureaus["360100"])) == {elsewhere}
    assert set(visible_to(province.cast.province)) == set()
    assert set(visible_to(ANONYMOUS)) == set()


def test_a_draft_is_not_the_bureaus_business(province):
    province.application_at("draft")
    assert not visible_to(province.officer).exists()


def test_a_resubmission_needs_one_sentence(province):
    from greenlist.casework.verification.services import return_for_completion

    application = province.application_at("submitted")
    return_for_completion(application, items=[("10", "", "请补材料。")], actor=province.officer)
    with pytest.raises(Refused, match="一句话"):
        submit(fresh(application), actor=province.unit.engineer)
