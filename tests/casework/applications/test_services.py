"""Starting, handing in, withdrawing: guards told at once, immutable receipts, no second submission."""

from datetime import timedelta

import pytest

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.applications.services import before_deadline, set_evaluation, set_report, start_application, submit, withdraw
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.verification.services import return_for_completion
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.hostile.makers.pictures import png


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
        set_evaluation(application, national=False, provincial=False, mode="third_party", actor=province.unit.engineer)
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


def test_a_unit_may_withdraw_while_the_letter_is_being_signed_but_not_once_it_is_handed_in(province):
    application = province.application_at("frozen")
    withdraw(application, reason="不报了", actor=province.unit.engineer)
    assert fresh(application).state == "withdrawn"


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


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("shift", "is_over"), [(-SECOND, False), (-timedelta(microseconds=1), False), (0 * SECOND, True), (SECOND, True)])
def test_the_27th_counts_to_its_last_second_and_24_00_is_too_late(province, shift, is_over):
    application = province.application_at("draft")
    acts.attach_report(application, province.unit)
    with clock.at(province.round.deadline_at + shift):
        assert bool(before_deadline(province.round, province.unit.site.unit)) is is_over
        if is_over:
            with pytest.raises(Refused) as refused:
                submit(application, actor=province.unit.engineer)
            assert refused.value.items == ("报送截止时间（2024年5月27日24:00）已过，以服务器时间为准。",)
        else:
            submit(application, actor=province.unit.engineer)
    assert fresh(application).state == ("draft" if is_over else "submitted")


def test_what_was_returned_in_time_may_be_completed_after_the_deadline(province, may):
    application = province.application_at("submitted")
    return_for_completion(application, items=[("10", "", "请补材料。")], actor=province.officer)
    may(5, 28, 9)
    assert submit(fresh(application), actor=province.unit.engineer, reason="补了材料").number == 2


def test_all_four_things_that_are_missing_are_told_at_once_with_their_clause(province, may):
    unit = province.unit
    application = start_application(unit.site, round_=province.round, category="factory", actor=unit.engineer)
    application.wants_provincial = False
    application.save()
    may(5, 28, 0)
    with pytest.raises(Refused) as refused:
        submit(application, actor=unit.engineer)
    assert (len(refused.value.items), refused.value.clause, refused.value.what) == (4, "C-06", "还不能提交申报。")
    assert [("项未填" in i, "评价报告" in i, "至少选一级" in i, "已过" in i) for i in refused.value.items] == [
        (True, False, False, False), (False, True, False, False), (False, False, True, False), (False, False, False, True),
    ]  # fmt: skip
    assert [e.action for e in entries_of(application)] == ["start_application"]


def test_gaps_are_named_the_first_three_and_counted(province):
    application = start_application(province.unit.site, round_=province.round, category="factory", actor=province.unit.engineer)
    with pytest.raises(Refused, match="还不能提交") as refused:
        submit(application, actor=province.unit.engineer)
    assert refused.value.items[0].count("·") == 3
    assert refused.value.items[0].endswith("等。")


def test_a_category_that_the_round_does_not_have_is_refused(province):
    with pytest.raises(Refused) as refused:
        start_application(province.unit.site, round_=province.round, category="shop", actor=province.unit.engineer)
    assert refused.value.clause == "C-02"


def test_one_site_may_apply_in_two_categories(province):
    unit = province.unit
    for category in ("factory", "supply_chain"):
        assert start_application(unit.site, round_=province.round, category=category, actor=unit.engineer).category == category


def test_an_application_carries_the_bureau_of_its_site(province):
    application = province.application_at("draft", province.other_unit)
    assert (application.unit, application.number) == ("360100", "2024-NC-0001")


def evaluate(application, province, **more):
    given = {"national": False, "provincial": True, "mode": "self", **more}
    set_evaluation(application, actor=province.unit.engineer, **given)
    return fresh(application)


@pytest.mark.parametrize(("national", "provincial"), [(True, False), (False, True), (True, True)])
def test_one_level_or_both(province, national, provincial):
    application = evaluate(province.application_at("draft"), province, national=national, provincial=provincial)
    assert (application.wants_national, application.wants_provincial) == (national, provincial)


def test_a_mode_that_does_not_exist_is_refused(province):
    with pytest.raises(Refused):
        evaluate(province.application_at("draft"), province, mode="friend")


def test_only_an_own_pdf_becomes_the_report(province):
    application = province.application_at("draft")
    engineer, other = province.unit.engineer, province.units[1].engineer
    picture = acts.store_file(chunks=[png(1, 1)], name="图.png", owner=engineer.organisation_id, actor=engineer)
    with pytest.raises(Refused, match="须为 PDF"):
        set_report(application, file=picture, actor=engineer)
    theirs = acts.upload(acts.report_paper.to_pdf(acts.evaluation_report(application)), "别家.pdf", other)
    with pytest.raises(NotAllowed, match="本单位的材料"):
        set_report(application, file=theirs, actor=engineer)
    assert fresh(application).report is None


def test_a_withdrawal_needs_a_reason_and_keeps_what_was_handed_in(province):
    application = province.application_at("submitted")
    with pytest.raises(Refused) as refused:
        withdraw(application, reason=" ", actor=province.unit.engineer)
    assert (refused.value.items, refused.value.clause) == (("请写明撤回的理由。",), "C-03")
    withdraw(application, reason="产线改造", actor=province.unit.engineer)
    assert (fresh(application).state, FilingVersion.objects.count()) == ("withdrawn", 1)
    assert entries_of(application).get(action="withdraw").reason == "产线改造"


@pytest.mark.parametrize("state", ["draft", "submitted", "verifying", "recommendable"])
def test_until_the_package_is_frozen_it_can_be_withdrawn(province, state):
    application = province.application_at(state)
    withdraw(application, reason="不报了", actor=province.unit.engineer)
    assert fresh(application).state == "withdrawn"


@pytest.mark.parametrize("state", ["recommended", "accepted", "reviewed", "proposed", "on_notice"])
def test_from_then_on_it_cannot(province, state):
    application = province.application_at(state)
    with pytest.raises(WrongState, match="不能撤回申报"):
        withdraw(application, reason="不报了", actor=province.unit.engineer)


def test_a_completion_is_a_new_version_with_its_reason_and_its_own_receipt(province):
    application = province.application_at("submitted")
    return_for_completion(application, items=[("10", "", "请补材料。")], actor=province.officer)
    second = submit(fresh(application), actor=province.unit.engineer, reason="补了材料")
    first = FilingVersion.objects.get(number=1)
    assert (second.number, second.reason, second.receipt) == (2, "补了材料", "HZ-2024-JJ-0001-2")
    assert (first.receipt, first.reason) == ("HZ-2024-JJ-0001-1", "")


def test_a_reason_longer_than_its_column_is_told_in_words_and_nothing_is_handed_in(province):
    application = province.application_at("submitted")
    return_for_completion(application, items=[("10", "", "请补材料。")], actor=province.officer)
    with pytest.raises(Refused) as refused:
        submit(fresh(application), actor=province.unit.engineer, reason="长" * 301)
    assert refused.value.items == ("“更改理由”最多300字，现在是301字。",)
    assert fresh(application).state == "returned"


def test_when_the_version_cannot_be_stored_the_state_does_not_change(province):
    application = province.application_at("draft")
    acts.attach_report(application, province.unit)
    FilingVersion.objects.create(
        filing=acts.begin(province.units[1], province.round).filing, number=1, content_digest="x", score="0", unverified_count=0,
        receipt="HZ-2024-JJ-0001-1", submitted_by="x", submitted_at=clock.now(),
    )  # fmt: skip
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        submit(application, actor=province.unit.engineer)
    assert fresh(application).state == "draft"
    assert not entries_of(application).filter(action="submit").exists()
