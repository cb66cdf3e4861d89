"""Priorities: declared, confirmed by an officer, held by the newest finding; they rank and never hold back."""

from random import Random

import pytest

from greenlist.casework.applications.services import start_application
from greenlist.casework.directory.models import Site
from greenlist.casework.filings.selectors import saved_sections
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.selection.selectors import candidates, handed_in, unsettled_of
from greenlist.casework.verification.grounds import open_findings, open_grounds
from greenlist.casework.verification.judging import judge_conditions
from greenlist.casework.verification.models import Judgement
from greenlist.casework.verification.priorities import held_priorities
from greenlist.casework.verification.selectors import checklist, replay
from greenlist.casework.verification.services import check_application, return_for_completion, submit_and_check
from greenlist.rehearsal import acts
from tests.casework.cast import fresh

PULP = "GB 31825 漂白化学木浆(自用)"
REACHED = f"{PULP} 185 kgce/Adt，达到 200 kgce/Adt（GB 31825-2015）"
WHY = "与能源统计报表205-1一致"


def submitted(province, unit, category="factory", industry="2211", **said):
    Site.objects.filter(pk=unit.site.pk).update(industry=industry)
    unit.site.refresh_from_db()
    application = start_application(unit.site, round_=province.round, category=category, actor=unit.engineer)
    acts.fill(application, unit, Random(7), quality=0.9, **said)
    acts.attach_report(application, unit)
    submit_and_check(fresh(application), actor=unit.engineer)
    return fresh(application)


def declare(application, unit, **said):
    """The unit changes what it declared, and hands in again."""
    based_on, body = saved_sections(application.filing)["unit"]
    save_section(
        application.filing, "unit", values=body | {k: {"value": v} for k, v in said.items()}, based_on=based_on, actor=unit.engineer
    )
    submit_and_check(fresh(application), actor=unit.engineer, reason="改了能耗")


def line(application, clause="C-19"):
    return next((item for item in checklist(fresh(application)) if item.clause.id == clause), None)


def told(application, clause="C-19"):
    found = line(application, clause)
    return found and (found.word, found.statement, found.is_open, found.judged_as)


def confirm(cases, actor, *, clause="C-19", outcome="met", reason=WHY, **proof):
    return judge_conditions(cases, clause=clause, outcome=outcome, reason=reason, actor=actor, **proof)


def held(*applications):
    return held_priorities(unsettled_of(a.pk for a in applications))


def test_a_declared_figure_is_held_only_once_an_officer_has_confirmed_it(province):
    first = submitted(province, province.units[0], energy_product=PULP, energy_value="185")
    second = submitted(province, province.units[1], energy_product=PULP, energy_value="230")
    third = submitted(province, province.other_unit)
    how = "请对照能源统计报表和评价报告核对产品和数值"
    assert told(first) == ("待核实", f"填报{REACHED}，待推荐单位核对；{how}", False, "")
    assert told(second)[:2] == ("不优先", f"填报{PULP} 230 kgce/Adt，未达到 200 kgce/Adt（GB 31825-2015）；达到2级（准入值） 240 kgce/Adt")
    assert (told(third), held(first, second, third)) == (None, {})
    assert third.findings.get(clause="C-19").verdict == "unknown"
    assert [(g.clause.id, g.is_priority, g.settle_by, len(g.findings)) for g in open_grounds([first, second, third])] == [
        ("C-19", True, how, 1)
    ]
    assert open_findings([first, second, third]) == []  # it holds nobody back
    confirm([first], province.officer, file=first.report, page=1)
    assert told(first) == ("优先", f"{REACHED}；核对相符：{WHY}", False, "核对相符")
    assert (line(first).judgement.page, held(first, second, third), open_grounds([first])) == (1, {first.pk: ("C-19",)}, [])
    written = entries_of(first).get(action="judge_finding")
    assert (written.clause, written.reason, written.detail["outcome"]) == ("C-19", WHY, "met")
    check_application(first, stage="recommendation", actor=province.officer)
    assert held(first) == {first.pk: ("C-19",)}
    assert [f for f in first.findings.filter(clause="C-19") if replay(f) != f.verdict] == []


def test_what_was_confirmed_falls_away_with_another_figure_and_may_be_judged_anew(province):
    unit = province.units[0]
    case = submitted(province, unit, energy_product=PULP, energy_value="185")
    confirm([case], province.officer)
    confirm([case], province.officer, outcome="not_met", reason="报表为203")
    assert told(case) == ("不优先", f"填报{REACHED}；核对不符：报表为203", False, "核对不符")
    confirm([case], province.officer)
    acts.verify_all(case, province.officer)
    return_for_completion(fresh(case), items=[("unit", "energy_value", "请核对")], actor=province.officer)
    declare(fresh(case), unit, energy_value="184")
    assert (told(case)[0], line(case).judgement, held(case)) == ("待核实", None, {})


def test_a_value_that_nobody_has_read_is_confirmed_by_an_officer_who_read_the_official_table(province):
    case = submitted(province, province.unit, industry="3140", energy_product="高碳铬铁", energy_value="700")
    assert told(case, "C-18")[:2] == (
        "待核实", "填报高碳铬铁 700 kgce/t；数值凭记忆录入，没有核对官方文件，待推荐单位核对；请读官方文本核对，理由写明读到的数值",
    )  # fmt: skip
    confirm([case], province.officer, clause="C-18", reason="已读官方表，标杆710")
    assert held(case) == {case.pk: ("C-18",)}
    assert told(case, "C-18")[1].endswith("核对相符：已读官方表，标杆710")


def test_parks_and_chains_are_confirmed_clause_by_clause(province):
    park = submitted(province, province.units[0], "park", "", park_factories="12", park_firms="80")
    chain = submitted(
        province, province.units[1], "supply_chain", "3611", chain_suppliers="11", chain_pilot="是", chain_pilot_document="演文1号"
    )
    assert held(park, chain) == {chain.pk: ("C-30",)}  # the class is on record
    confirm([park], province.officer, clause="C-27")
    confirm([chain], province.officer, clause="C-32", reason="附件第2项")
    assert held(park, chain) == {park.pk: ("C-27",), chain.pk: ("C-30", "C-32")}
    assert (line(chain, "C-31").word, line(chain, "C-31").judgement) == ("待核实", None)


def test_there_is_nothing_to_confirm_where_nothing_was_declared_or_it_falls_short(province):
    bare = submitted(province, province.units[0])
    short = submitted(province, province.units[1], energy_product=PULP, energy_value="230")
    for case in (bare, short):
        with pytest.raises(Refused, match="只有填报达到要求的优先项由人核对"):
            confirm([case], province.officer)
    assert not Judgement.objects.exists()


def test_who_holds_a_priority_ranks_before_a_higher_score(province):
    case = province.application_at("reviewed")
    [scored] = handed_in(province.round)
    [plain] = candidates([scored])
    assert (plain.priority, plain.priority_why) == (0, "")
    case.findings.filter(clause="C-19").update(verdict="met")
    [holder] = candidates([scored])
    assert (holder.priority, holder.priority_why) == (1, "C-19")
