"""The checklist of one and of many: every exclusion in order, words by kind, counts that agree, looks that remember a version."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import submit
from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import Look, RecordedFact
from greenlist.casework.verification.reading import Reading
from greenlist.casework.verification.selectors import (
    changed_since_look,
    checklist,
    look_of,
    newest_facts,
    newest_findings,
    open_counts,
    replay,
    sources_of,
)
from greenlist.casework.verification.services import note_look, record_fact, return_for_completion
from greenlist.rehearsal import acts
from greenlist.rulebook.notices import notice
from tests.casework.cast import fresh

TEXT = notice("jx-2024-20")


def look_up(province, application, clause="C-53", day=20, **more):
    given = {"answer": "not_found", "statement": "没有", "source": "执行信息公开网", **more}
    return record_fact(fresh(application), clause=clause, looked_up_on=date(2024, 5, day), actor=province.officer, **given)


def test_every_exclusion_of_the_notice_stands_in_the_list_in_order(province):
    items = [i for i in checklist(province.application_at("submitted")) if i.kind == "exclusion"]
    assert [i.clause.id for i in items] == [f"C-{n}" for n in range(43, 54)] == list(exclusion_labels())
    assert all(i.clause.quote and i.label for i in items)
    assert {i.clause.passage.startswith("3.1") for i in items} == {True}


def test_the_conditions_cite_their_clauses(province):
    items = [i for i in checklist(province.application_at("submitted")) if i.kind == "condition"]
    words = {i.clause.id: i.word for i in items}
    standard = words.pop("C-16", "") or words.pop("C-17", "")
    assert (standard, "C-05" in words) == ("待核实", False)  # told once, by the line of the standard
    assert words == dict.fromkeys(["C-04", "C-06", "C-67"], "符合")
    assert {i.fact for i in items} == {None}


def test_a_missing_report_and_level_do_not_pass(province):
    application = province.application_at("submitted")
    application.report, application.wants_provincial = None, False
    assert {i.clause.id: i.word for i in checklist(application) if i.kind == "condition"}["C-06"] == "不符合"
    assert {i.clause.id: i.word for i in checklist(application) if i.kind == "condition"}["C-67"] == "不符合"


def test_an_earlier_listing_is_told_and_does_not_bar(province):
    application = province.application_at("submitted")
    enter_listing(application.site, actor=SYSTEM, level="provincial", category="factory", year=2021, document="演1号")
    line = next(i for i in checklist(application) if i.clause.id == "C-14")
    assert (line.word, line.statement) == ("符合", "2021年省级在册，本次不报国家级")


def test_the_newest_fact_counts_and_the_others_stay(province):
    application = province.application_at("submitted")
    look_up(province, application, statement="第一次")
    second = look_up(province, application, statement="第二次")
    assert Reading(application).facts["C-53"].statement == newest_facts(application)["C-53"].statement == "第二次"
    assert newest_findings([application])[(application.pk, "C-53")] == second
    assert "C-43" not in Reading(application).facts
    assert RecordedFact.objects.count() == 2


def test_sources_carry_the_newest_day_each(province):
    application = province.application_at("submitted")
    look_up(province, application, "C-53", 18)
    look_up(province, application, "C-49", 20)
    look_up(province, application, "C-43", 19, source="公示系统")
    assert sources_of(application) == [["公示系统", "2024-05-19"], ["执行信息公开网", "2024-05-20"]]


def test_counts_of_many_agree_with_each_checklist_in_one_query(province):
    first, second = province.application_at("verifying"), province.application_at("submitted", province.units[1])
    look_up(province, first, answer="found", statement="在名单")
    look_up(province, second)
    with CaptureQueriesContext(connection) as seen:
        counts = open_counts([first, second])
    assert counts == {first.pk: (0, 1), second.pk: (10, 0)}
    assert len(seen) == 1
    for application in (first, second):
        lines = [i for i in checklist(application) if i.kind == "exclusion"]
        assert counts[application.pk] == (sum(i.word == "待核实" for i in lines), sum(i.word == "发现" for i in lines))
    assert open_counts([]) == {}


def test_every_finding_of_a_case_replays(province):
    application = province.application_at("verifying")
    findings = list(application.findings.all())
    assert len(findings) >= 22
    assert [f for f in findings if replay(f) != f.verdict] == []


def second_version(province, application):
    return_for_completion(fresh(application), items=[("10", "energy", "请核对。")], actor=province.officer)
    newest = newest_save(application.filing, "10")
    save_section(application.filing, "10", values=newest.body | {"energy": {"value": "11111"}}, based_on=newest.number,
                 actor=province.unit.engineer)  # fmt: skip
    submit(fresh(application), actor=province.unit.engineer, reason="改了")


def test_a_first_look_is_kept_until_the_officer_has_seen_more(province):
    application, officer = province.application_at("submitted"), province.officer
    note_look(application, version=1, actor=officer, is_first=True)
    second_version(province, application)
    everything = Application.objects.all()
    assert changed_since_look(everything, officer) == [application.pk]
    note_look(application, version=2, actor=officer, is_first=True)
    assert look_of(application, officer).version == 1
    note_look(application, version=2, actor=officer)
    assert (look_of(application, officer).version, changed_since_look(everything, officer), Look.objects.count()) == (2, [], 1)


def test_another_officers_look_is_his_own(province):
    application = province.application_at("submitted")
    note_look(application, version=1, actor=province.officer)
    assert look_of(application, province.cast.province) is None
    with pytest.raises(NotAllowed):
        note_look(application, version=1, actor=province.cast.bureaus["360100"])


def test_what_a_line_rests_on_is_said_in_one_breath(province):
    application = province.application_at("submitted")
    look_up(province, application, source="国家企业信用信息公示系统", statement="登记状态：存续", clause="C-43", page=None)
    line = next(i for i in checklist(application) if i.clause.id == "C-43")
    assert (line.source, line.ground) == ("公示系统", "公示系统 · 登记状态：存续")
    empty = next(i for i in checklist(application) if i.clause.id == "C-44")
    assert (empty.source, empty.ground) == ("", empty.statement)


def test_a_proof_is_named_with_its_page(province):
    application = province.application_at("submitted")
    proof = acts.upload(acts.report_paper.to_pdf(acts.evaluation_report(application)), "函复.pdf", province.officer)
    look_up(province, application, file=proof, page=2)
    assert next(i for i in checklist(application) if i.clause.id == "C-53").source == "执行信息公开网 第2页"
