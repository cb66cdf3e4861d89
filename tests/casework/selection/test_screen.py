"""The screen before publishing: all proposed rows on one day; judged by the province; precedents; one taken out, the rest re-ranked."""

from datetime import date

import pytest

from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.selection.models import PublicationScreen
from greenlist.casework.selection.selectors import moves, newest_screen, screen_lacks
from greenlist.casework.selection.services import decide, draft, screen, send_back, send_to_decision, take_out
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.precedents import precedents
from greenlist.casework.verification.selectors import findings_of
from greenlist.casework.verification.services import judge
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


def stop(application, actor, months=18):
    enter_adverse_record(application.site, kind="stopped_production", from_on=date(2022, 1, 1), until_on=date(2023, 6, 30),
                         statement=f"停产{months}个月", source="供电清单", actor=actor)  # fmt: skip


@pytest.fixture
def decided(province):
    """Two proposed units."""
    return province.kept("two decided", lambda: _decided(province))


def _decided(province):
    cases = [province.application_at("reviewed", unit) for unit in province.units]
    province._decide()
    return cases


def found(case):
    return findings_of(case).filter(clause="C-44").first()


def test_the_decision_leaves_a_screen_of_its_day_and_a_later_one_is_a_new_proof(province, decided, may):
    made = newest_screen(province.draft())
    assert (made.unit_count, made.risk_count, made.checked_on) == (2, 0, date(2024, 5, 22))
    may(5, 25)
    assert screen_lacks(province.draft()) == ""
    may(5, 26)
    assert screen_lacks(province.draft()) == "公布前查核是5月22日做的，超过3天有效期，请重新查核。"
    screen(province.draft(), actor=province.cast.province)
    assert (screen_lacks(province.draft()), PublicationScreen.objects.count()) == ("", 2)


def test_one_with_a_new_record_is_caught_and_the_proof_holds_every_line(province, decided):
    stop(decided[0], province.officer)
    made = screen(province.draft(), actor=province.cast.province)
    rows = {row["number"]: row for row in load(made.content_digest)["rows"]}
    assert made.risk_count == 1
    assert rows[decided[0].number]["open"] == ["C-44"]
    assert [r["statement"] for r in rows[decided[0].number]["records"]] == ["停产18个月"]
    assert rows[decided[1].number]["open"] == []
    assert all(len(row["lines"]) == 11 for row in rows.values())


def test_only_the_province_screens(province, decided):
    for actor in (province.cast.centre, province.officer, province.unit.engineer):
        with pytest.raises(NotAllowed):
            screen(province.draft(), actor=actor)


def test_the_province_judges_what_turned_up_and_the_bureau_no_longer_can(province, decided):
    stop(decided[0], province.officer)
    screen(province.draft(), actor=province.cast.province)
    finding = found(decided[0])
    with pytest.raises(Refused):
        judge(finding, outcome="set_aside", reason="搬迁", actor=province.officer)
    for actor in (province.cast.centre, province.unit.engineer):
        with pytest.raises(NotAllowed):
            judge(finding, outcome="set_aside", reason="搬迁", actor=actor)
    with pytest.raises(Refused, match="理由"):
        judge(finding, outcome="set_aside", reason=" ", actor=province.cast.province)
    judge(finding, outcome="set_aside", reason="政府统一搬迁", actor=province.cast.province)
    assert screen(province.draft(), actor=province.cast.province).risk_count == 0


def test_precedents_count_both_ways_with_the_range_of_the_figures(province, decided):
    earlier = [province.application_at("draft", province.other_unit)]
    for case in decided:
        stop(case, province.officer)
    screen(province.draft(), actor=province.cast.province)
    first, second = found(decided[0]), found(decided[1])
    assert precedents([second])[second.pk].count == 0
    judge(first, outcome="set_aside", reason="政府统一搬迁", actor=province.cast.province)
    sides = {side.label: (side.count, side.span, side.reasons) for side in precedents([second])[second.pk].sides}
    assert sides["不属该情形"] == (1, "18个月", ["政府统一搬迁"])
    assert sides["属该情形"] == (0, "", [])
    assert earlier


def test_one_judged_to_be_the_case_is_taken_out_and_two_persons_decide_the_next_draft(province, decided):
    stop(decided[0], province.officer)
    screen(province.draft(), actor=province.cast.province)
    judge(found(decided[0]), outcome="upheld", reason="停产属实", actor=province.cast.province)
    first = province.draft()
    with pytest.raises(Refused, match="还不能移出"):
        take_out(first, decided[0], reason=" ", clause="C-44", actor=province.cast.province)
    made = take_out(first, decided[0], reason="停产18个月", clause="C-44", actor=province.cast.province)
    assert [(m.kind, m.standing.application, m.standing.clause) for m in moves(made)] == [("out", decided[0], "C-44")]
    with pytest.raises(Refused, match="重排稿"):
        draft(province.round, line="1", actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    assert [fresh(c).state for c in decided] == ["not_selected", "proposed"]


def test_before_the_decision_an_upheld_finding_bars_the_unit_from_the_next_draft(province):
    cases = [province.application_at("reviewed", unit) for unit in province.units]
    stop(cases[0], province.officer)
    first = draft(province.round, line="", actor=province.cast.province)
    send_to_decision(first, open_because=acts.STILL_OPEN, actor=province.cast.province)
    with pytest.raises(Refused):
        decide(first, meeting=acts.meeting(), actor=province.cast.director)
    judge(found(cases[0]), outcome="upheld", reason="停产属实", actor=province.cast.province)
    send_back(first, reason="有一家停产", actor=province.cast.director)
    row = draft(province.round, line="", actor=province.cast.province).rows.get(application=cases[0])
    assert (row.outcome, row.clause) == ("not_selected", "C-44")


def test_a_unit_that_may_not_recommend_is_refused_with_its_clause(province):
    case = province.application_at("reviewed")
    type(case).objects.filter(pk=case.pk).update(unit="999999")
    with pytest.raises(Refused) as refused:
        draft(province.round, line="", actor=province.cast.province)
    assert (refused.value.clause, refused.value.items) == ("C-69", (f"{case.number} {case.site.name}：推荐单位代码“999999”",))
    assert Finding.objects.exists()
