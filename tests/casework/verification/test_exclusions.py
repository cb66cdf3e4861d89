"""The facts of the exclusions: dated records in the register, removals it holds itself, look-ups that grow old, what is declared complete."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.register.event_services import enter_listing, enter_removal
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.verification.proving import Proof, Said, store_proof
from greenlist.casework.verification.selectors import checklist, replay
from greenlist.casework.verification.services import check_application, record_fact
from greenlist.rehearsal import acts
from tests.casework.cast import blank_pdf, fresh

DAY = date(2024, 5, 20)


def look_up(province, application, clause, answer="found", *, looked_up_on=DAY, intervals=(), statement="在名单"):
    return record_fact(fresh(application), clause=clause, answer=answer, statement=statement, source="查询", looked_up_on=looked_up_on,
                       actor=province.officer, intervals=intervals)  # fmt: skip


def verdict(application, clause):
    return next(i for i in checklist(fresh(application)) if i.clause.id == clause).verdict


@pytest.fixture
def application(province):
    return province.application_at("submitted")


def test_what_was_found_goes_into_the_register_with_its_kind_and_dates(province, application):
    finding = look_up(province, application, "C-53", intervals=[(date(2023, 3, 1), None)])
    row = AdverseRecord.objects.get()
    assert (row.kind, row.from_on, row.until_on) == ("dishonest_debtor", date(2023, 3, 1), None)
    assert (finding.verdict, finding.statement) == ("not_met", "在名单（2023-03-01起）")
    assert replay(finding) == "not_met"


def test_a_later_look_up_that_tells_the_end_lifts_the_bar(province, application):
    look_up(province, application, "C-45", intervals=[(date(2023, 3, 1), None)])
    ended = look_up(province, application, "C-45", intervals=[(date(2023, 3, 1), date(2024, 4, 1))], statement="已移出")
    assert (ended.verdict, AdverseRecord.objects.count()) == ("met", 2)


def test_an_accident_before_the_look_back_is_no_bar_and_one_inside_is(province, application):
    assert look_up(province, application, "C-46", intervals=[(date(2020, 1, 1), None)]).verdict == "met"
    assert look_up(province, application, "C-46", intervals=[(date(2022, 1, 1), None)]).verdict == "not_met"


def test_found_without_a_date_bars_until_a_later_look_up_says_otherwise(province, application):
    assert look_up(province, application, "C-49").verdict == "not_met"
    assert look_up(province, application, "C-49", "not_found", statement="查无此事").verdict == "met"


def test_dates_belong_to_what_was_found_and_do_not_lie_after_the_look_up(province, application):
    with pytest.raises(Refused) as refused:
        look_up(province, application, "C-49", "not_found", intervals=[(date(2024, 5, 21), None)])
    assert refused.value.items == ("起日2024-05-21晚于查询日期。", "只有“发现”的才填起止日期。")
    assert not AdverseRecord.objects.exists()


def test_a_removal_that_the_register_holds_is_found_whatever_was_looked_up(province, application):
    entry = enter_listing(application.site, actor=SYSTEM, level="provincial", category="factory", year=2022, document="演1号")
    enter_removal(entry, on=date(2023, 6, 1), reason="未按期填报", clause="暂行办法 16", actor=province.cast.province)
    finding = look_up(province, application, "C-50", "not_found", statement="没有移出记录")
    assert (finding.verdict, finding.statement) == ("not_met", "2022年省级名单移出：未按期填报（2023-06-01起）")


def test_a_fact_about_a_site_reaches_its_other_application_at_once(province, application):
    """Found on the factory, it bars the same site as a chain enterprise: also where that one lies frozen and nobody looks at it again."""
    unit = replace(province.unit, category="supply_chain")
    other = acts.hand_in_application(unit, province.round, Random(7), quality=0.9)
    acts.verify_all(other, province.officer)
    look_up(province, application, "C-49", intervals=[(date(2023, 6, 1), date(2023, 6, 1))], statement="罚款")
    assert verdict(other, "C-49") == "not_met"
    store_proof(
        Proof("reply", "函复", date(2021, 5, 1), DAY, DAY, acts.upload(blank_pdf(), "函复.pdf", province.officer)),
        said=[Said(application, "C-46", "found", "事故一起", from_on=date(2023, 6, 1))], actor=province.officer,
    )  # fmt: skip
    assert verdict(other, "C-46") == "not_met"


def test_a_removal_is_entered_by_the_province_and_what_is_under_way_is_checked_at_once(province, application):
    entry = enter_listing(application.site, actor=SYSTEM, level="provincial", category="factory", year=2022, document="演1号")
    look_up(province, application, "C-50", "not_found", statement="没有移出记录")
    given = {"on": DAY, "reason": "未按期填报", "clause": "暂行办法 16"}
    with pytest.raises(NotAllowed):
        remove_from_list(entry, actor=province.officer, **given)
    assert verdict(application, "C-50") == "met"
    remove_from_list(entry, actor=province.cast.province, **given)
    assert verdict(application, "C-50") == "not_met"


def test_a_register_declared_complete_needs_no_look_up(province, application):
    assert verdict(application, "C-50") == "unknown"
    declare_coverage(kind="removal", region="江西", from_year=2021, until_year=2024, actor=SYSTEM)
    check_application(application, stage="submission", actor=province.officer)
    assert verdict(application, "C-50") == "met"


@pytest.mark.parametrize("clause", ["C-43", "C-44", "C-46"])
def test_a_look_up_of_more_than_ninety_days_ago_is_unknown_and_says_so(province, application, clause):
    assert look_up(province, application, clause, "not_found", looked_up_on=date(2024, 2, 22), statement="没有").verdict == "met"
    old = look_up(province, application, clause, "not_found", looked_up_on=date(2024, 2, 21), statement="没有")
    assert old.verdict == "unknown"
    if clause != "C-44":
        assert old.statement == "查询日期过早（2024-02-21）：没有"


def test_what_was_clear_at_recommendation_is_looked_up_again_before_publication(province, application, may):
    acts.verify_all(application, province.officer)
    assert verdict(application, "C-43") == "met"
    may(9, 1)
    found = {f.clause: f.verdict for f in check_application(fresh(application), stage="publication", actor=province.officer)}
    assert {found[f"C-{n}"] for n in range(43, 54)} == {"unknown"}
