"""Facts, findings, judgements: unknown blocks, found blocks, set aside passes; findings replay from stored content."""

from datetime import date

import pytest

from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.verification.selectors import checklist, open_counts, replay
from greenlist.casework.verification.services import (
    check_application,
    judge,
    mark_recommendable,
    open_exclusions,
    record_fact,
    refuse,
    return_for_completion,
)  # fmt: skip
from greenlist.rehearsal import acts
from tests.casework.cast import fresh

STOP = [(date(2022, 1, 1), date(2022, 12, 31))]


def stopped(application, officer, stops=STOP, answer="found"):
    return record_fact(application, clause="C-44", answer=answer, statement="用电量为零", source="供电清单", looked_up_on=date(2024, 5, 20),
                       actor=officer, intervals=stops)  # fmt: skip


def test_nothing_looked_up_is_unknown_and_blocks(province):
    application = province.application_at("submitted")
    items = checklist(application)
    assert [i.word for i in items if i.kind == "exclusion"] == ["待核实"] * 11
    assert len(open_exclusions(application)) == 11


def test_recording_the_first_fact_starts_the_verification(province):
    application = province.application_at("submitted")
    stopped(application, province.officer, stops=(), answer="not_found")
    assert fresh(application).state == "verifying"


def test_twelve_months_are_found_block_and_quote_the_clause(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    finding = stopped(application, province.officer)
    assert finding.verdict == "not_met"
    with pytest.raises(Refused) as refused:
        mark_recommendable(fresh(application), reason="基础好", actor=province.officer)
    assert "连续停产12个月以上：发现" in refused.value.items[0]
    assert AdverseRecord.objects.get().from_on == date(2022, 1, 1)


def test_eleven_months_do_not_block(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    assert stopped(application, province.officer, stops=[(date(2022, 1, 1), date(2022, 11, 30))]).verdict == "met"
    acts.mark(fresh(application), province.officer)


def test_one_unknown_is_enough_to_block(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-50",))
    assert open_counts([application])[application.pk] == (1, 0)
    with pytest.raises(Refused):
        mark_recommendable(fresh(application), reason="基础好", actor=province.officer)


def test_a_finding_set_aside_with_a_reason_passes_and_the_judgement_is_carried_on(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    finding = stopped(application, province.officer)
    with pytest.raises(Refused, match="理由"):
        judge(finding, outcome="set_aside", reason=" ", actor=province.officer)
    judge(finding, outcome="set_aside", reason="省厅认可的技改停产", actor=province.officer)
    acts.mark(fresh(application), province.officer)
    check_application(application, stage="recommendation", actor=province.officer)
    assert open_exclusions(application) == []


def test_an_upheld_finding_still_blocks(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-44",))
    judge(stopped(application, province.officer), outcome="upheld", reason="属实", actor=province.officer)
    assert len(open_exclusions(application)) == 1


def test_a_finding_replays_from_its_stored_content(province):
    application = province.application_at("submitted")
    finding = stopped(application, province.officer)
    AdverseRecord.objects.update(until_on=date(2022, 2, 1))
    assert replay(finding) == "not_met"
    other = record_fact(application, clause="C-53", answer="found", statement="在名单", source="执行信息公开网", looked_up_on=date(2024, 5, 20),
                        actor=province.officer)  # fmt: skip
    assert replay(other) == "not_met"


def test_all_that_is_wrong_with_a_fact_is_told_at_once(province):
    application = province.application_at("submitted")
    with pytest.raises(Refused) as refused:
        record_fact(
            application, clause="C-44", answer="found", statement="", source=" ", looked_up_on=date(2024, 6, 1), actor=province.officer
        )
    assert len(refused.value.items) == 4
    assert fresh(application).state == "submitted"


def test_another_bureau_may_not_touch_it(province):
    application = province.application_at("submitted")
    other = province.cast.bureaus["360100"]
    for act in (
        lambda: stopped(application, other),
        lambda: refuse(application, reason="x", actor=other),
        lambda: return_for_completion(application, items=[("10", "", "x")], actor=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_return_names_at_least_one_place(province):
    application = province.application_at("submitted")
    with pytest.raises(Refused, match="退回补正"):
        return_for_completion(application, items=[("10", "energy", "  ")], actor=province.officer)
    assert fresh(application).state == "submitted"


def test_a_standard_known_but_not_held_reads_unknown(province):
    application = province.application_at("submitted")
    application.site.industry = "3011"
    application.site.save()
    line = next(i for i in checklist(fresh(application)) if i.clause.id == "C-16")
    assert (line.word, "JC/T 2634—2021 评分表未录入" in line.statement) == ("待核实", True)


def note(application, officer, **more):
    given = {"clause": "C-53", "answer": "not_found", "statement": "没有", "source": "公开网", "looked_up_on": date(2024, 5, 20), **more}
    return record_fact(application, actor=officer, **given)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"clause": "C-01"}, "清单中没有这一项。"), ({"answer": ""}, "请选择未发现、发现或待核实。"), ({"answer": "maybe"}, "请选择未发现、发现或待核实。"),
        ({"statement": " "}, "请写明查到的事实。"), ({"source": ""}, "请写明来源。"), ({"looked_up_on": date(2024, 5, 23)}, "查询日期2024-05-23晚于今天。"),
        ({"statement": "长" * 301}, "“事实”最多300字，现在是301字。"), ({"source": "长" * 201}, "“来源”最多200字，现在是201字。"),
        ({"page": 0}, "页码应在1和100000之间，现在是0。"), ({"page": 10**20}, f"页码应在1和100000之间，现在是{10**20}。"),
        ({"clause": "C-44", "answer": "found"}, "发现停产的，请填停产起止日期。"),
        ({"clause": "C-44", "answer": "found", "intervals": [(date(2022, 5, 1), date(2022, 1, 1))]}, "止日2022-01-01早于起日2022-05-01。"),
    ],
)  # fmt: skip
def test_each_fault_of_a_fact_is_one_sentence_and_nothing_is_written(province, more, sentence):
    application = province.application_at("submitted")
    lines = JournalEntry.objects.count()
    with pytest.raises(Refused) as refused:
        note(application, province.officer, **more)
    assert refused.value.items == (sentence,)
    assert refused.value.clause == more.get("clause", "C-53")
    assert (application.facts.count(), AdverseRecord.objects.count(), JournalEntry.objects.count()) == (0, 0, lines)


def test_a_page_beyond_the_end_of_the_proof_is_refused(province):
    application = province.application_at("submitted")
    proof = acts.upload(acts.report_paper.to_pdf(acts.evaluation_report(application)), "函复.pdf", province.officer)
    with pytest.raises(Refused) as refused:
        note(application, province.officer, file=proof, page=proof.pages + 1)
    assert refused.value.items == (f"“函复.pdf”只有{proof.pages}页，没有第{proof.pages + 1}页。",)


@pytest.mark.parametrize("state", ["returned", "recommended", "reviewed", "not_recommended", "withdrawn", "draft"])
def test_facts_are_written_down_only_while_the_bureau_holds_the_case(province, state):
    from greenlist.casework.applications.models import Application

    application = province.application_at("submitted")
    Application.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(WrongState, match="不能再录入查核结果"):
        note(fresh(application), province.officer)


def test_others_write_no_facts(province):
    application, cast = province.application_at("submitted"), province.cast
    for actor in (cast.bureaus["360100"], cast.province, cast.centre, province.unit.engineer, acts.actor_in(cast.experts[0])):
        with pytest.raises(NotAllowed):
            note(application, actor)
    assert not application.facts.exists()


def test_a_fact_is_one_line_with_clause_and_source_and_moves_the_case_to_the_top(province, may):
    application = province.application_at("submitted")
    may(5, 23)
    note(application, province.officer)
    line = entries_of(application).get(action="record_fact")
    assert (line.clause, line.detail) == ("C-53", {"answer": "not_found", "source": "公开网"})
    assert fresh(application).changed_at > application.submitted_at


def test_the_same_fact_twice_makes_no_second_finding(province):
    application = province.application_at("submitted")
    assert note(application, province.officer) == note(fresh(application), province.officer)
    assert application.findings.filter(clause="C-53", stage="verification").count() == 1


@pytest.mark.parametrize(("until", "verdict"), [(date(2022, 11, 30), "met"), (date(2022, 12, 31), "not_met"), (None, "not_met")])
def test_a_stop_is_counted_to_its_end_or_to_today(province, until, verdict):
    application = province.application_at("submitted")
    assert stopped(application, province.officer, stops=[(date(2022, 1, 1), until)]).verdict == verdict


def test_stops_outside_the_window_do_not_count(province):
    application = province.application_at("submitted")
    assert stopped(application, province.officer, stops=[(date(2018, 1, 1), date(2020, 12, 31))]).verdict == "met"


def test_a_look_up_older_than_the_window_leaves_unknown(province):
    application = province.application_at("submitted")
    old = record_fact(application, clause="C-44", answer="not_found", statement="没有停产", source="供电清单", looked_up_on=date(2020, 5, 20),
                      actor=province.officer)  # fmt: skip
    assert old.verdict == "unknown"


def test_all_that_keeps_a_case_back_is_told_at_once(province):
    application = province.application_at("submitted")
    note(application, province.officer)
    application = fresh(application)
    application.report, application.wants_provincial = None, False
    application.save()
    with pytest.raises(Refused) as refused:
        mark_recommendable(fresh(application), reason="基础好", actor=province.officer)
    exclusions, conditions, report = refused.value.items
    assert exclusions.count("待核实") == 10
    assert "申报级别：没有选级别（依据 5）" in conditions
    assert report == "没有评价报告。"
    assert refused.value.clause == "C-40"
    assert fresh(application).state == "verifying"


def test_a_return_says_what_and_where_and_an_overlong_word_is_told(province):
    application = province.application_at("submitted")
    with pytest.raises(Refused) as refused:
        return_for_completion(application, items=[("10", "energy", "长" * 301)], actor=province.officer)
    assert refused.value.items == ("“退回意见”最多300字，现在是301字。",)
    return_for_completion(
        application, items=[("10", "energy", " 请核对单位。 "), ("unit", "", "整节"), ("10", "x", " ")], actor=province.officer
    )
    items = [(i.section, i.row, i.words, i.version) for i in application.return_items.order_by("words")]
    assert items == [("unit", "", "整节", 1), ("10", "energy", "请核对单位。", 1)] or sorted(items) == sorted(
        [("10", "energy", "请核对单位。", 1), ("unit", "", "整节", 1)]
    )
    assert {i.label for i in application.return_items.all()} >= {"基本信息"}
    assert entries_of(application).get(action="return_for_completion").detail == {"places": 2}


def test_a_refusal_needs_a_reason_and_the_unit_can_read_it(province):
    application = province.application_at("verifying")
    with pytest.raises(Refused) as refused:
        refuse(application, reason="  ", actor=province.officer)
    assert (refused.value.items, refused.value.clause) == (("请写明不予推荐的理由。",), "C-42")
    refuse(application, reason="停产满12个月", actor=province.officer)
    assert (fresh(application).state, entries_of(application).get(action="refuse").reason) == ("not_recommended", "停产满12个月")


def test_a_check_computes_all_eighteen_once_a_stage_and_writes_one_line(province):
    application = province.application_at("verifying")
    before = application.findings.count()
    found = check_application(application, stage="recommendation", actor=province.officer)
    assert (len(found), application.findings.count()) == (18, before + 18)
    check_application(application, stage="recommendation", actor=province.officer)
    assert application.findings.count() == before + 18
    assert [e.detail for e in entries_of(application).filter(action="check_application")][-1] == {"stage": "recommendation"}


def test_the_day_of_handing_in_is_checked_too(province):
    application = province.application_at("submitted")
    assert {f.stage for f in application.findings.all()} == {"submission"}
    assert application.findings.count() == 18
