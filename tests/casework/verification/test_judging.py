"""Judging conditions that the rules leave open: one unit or many, one reason, one ground; what changes afterwards asks anew."""

from dataclasses import replace

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.report_services import add_text_twin, store_text_twin
from greenlist.casework.applications.services import set_report, submit
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.recommendation.services import prepare_batch, send_to_sign
from greenlist.casework.verification.grounds import open_grounds
from greenlist.casework.verification.judging import judge_conditions
from greenlist.casework.verification.models import Judgement
from greenlist.casework.verification.precedents import precedents
from greenlist.casework.verification.selectors import conditions
from greenlist.casework.verification.services import mark_each_recommendable, open_conditions
from greenlist.papers.report import to_pdf
from greenlist.rehearsal import acts
from greenlist.rehearsal.county_zip import as_scan
from tests.casework.cast import fresh

WHY = "评分表未录入，已看评价报告，结论合格"


@pytest.fixture
def two(province):
    """Two units whose industry has a standard of which no table is held."""
    cases = [province.application_at("submitted", unit) for unit in province.units]
    for case in cases:
        case.site.industry = "2661"
        case.site.save()
        acts.verify_all(case, province.officer)
    return [fresh(case) for case in cases]


def line(case, clause="C-16"):
    return next(x for x in conditions(fresh(case)) if x.clause.id == clause)


def judge(cases, province, *, outcome="met", reason=WHY, clause="C-16", actor=None, **proof):
    return judge_conditions(cases, clause=clause, outcome=outcome, reason=reason, actor=actor or province.officer, **proof)


def test_many_units_open_on_one_ground_are_judged_at_once_with_one_reason(province, two):
    (ground,) = open_grounds(two)
    assert (ground.clause.id, len(ground.findings), ground.settle_by) == ("C-16", 2, "请核对评价报告所依据的标准和得分")
    assert [case for case, _ in mark_each_recommendable(two, reason="基础好", actor=province.officer)] == two
    judge(two, province, file=two[0].report, page=1)
    assert open_grounds(two) == []
    assert [(line(case).word, line(case).is_open, line(case).judgement.page) for case in two] == [("待核实", False, 1)] * 2
    written = [entries_of(case).get(action="judge_finding") for case in two]
    assert {(w.clause, w.reason, w.detail["outcome"], w.detail["units"]) for w in written} == {("C-16", WHY, "met", 2)}
    assert mark_each_recommendable([fresh(c) for c in two], reason="基础好", actor=province.officer) == []


def test_what_was_handed_in_while_the_page_was_open_is_not_judged_by_the_bureau(province, two):
    Application.objects.filter(pk=two[1].pk).update(state="recommended")
    assert two[1].state != "recommended"
    with pytest.raises(WrongState):
        judge(two, province)
    assert not Judgement.objects.exists()


def test_a_judgement_is_carried_to_the_package_and_another_fact_asks_anew(province, two):
    judge(two, province)
    mark_each_recommendable(two, reason="基础好", actor=province.officer)
    first, second = (fresh(case) for case in two)
    second.site.industry = "3011"
    second.site.save()
    batch = prepare_batch(province.round, actor=province.officer)
    with pytest.raises(Refused) as refused:
        send_to_sign(batch, applications=[first, second], actor=province.officer)
    assert [item.split("：")[:2] for item in refused.value.items] == [[second.site.name, "适用行业标准"]]
    send_to_sign(batch, applications=[first], actor=province.officer)
    assert line(first).judgement.reason == WHY


def test_judged_not_met_goes_on_blocking_and_stands_among_the_precedents_of_the_others(province, two):
    judge(two[:1], province, outcome="not_met", reason="报告按通则评价，没有按行业标准")
    assert "判断不符合" in open_conditions(two[0])[0]
    (ground,) = open_grounds(two[1:])
    assert [(side.label, side.count) for side in precedents([ground.sample])[ground.sample.pk].sides] == [
        ("判断符合", 0),
        ("判断不符合", 1),
    ]


def test_a_twin_of_a_scan_settles_nothing_by_itself_and_a_persons_judgement_on_it_does(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    pdf = to_pdf(replace(evaluation_report(application), is_draft=False, mark=None))
    scan = store_file(chunks=[as_scan(pdf)], name="扫描件.pdf", owner=engineer.organisation_id, actor=engineer)
    set_report(application, file=scan, actor=engineer)
    twin = store_text_twin(chunks=[pdf], name="文字稿.pdf", application=fresh(application), actor=engineer)
    add_text_twin(fresh(application), file=twin, actor=engineer)
    submit(fresh(application), actor=engineer)
    acts.verify_all(fresh(application), province.officer)
    case = fresh(application)
    assert (line(case, "C-06").word, line(case, "C-06").is_open) == ("待核实", True)
    judge([case], province, clause="C-06", reason="文字稿与扫描件逐页核对一致，结论合格", file=twin, page=1)
    assert (line(case, "C-06").is_open, line(case, "C-06").judgement.file) == (False, twin)


def test_all_that_is_missing_is_told_at_once_and_nothing_is_kept(province, two):
    with pytest.raises(Refused) as refused:
        judge([], province, outcome="set_aside", reason=" ", page=3)
    assert refused.value.items == (
        "请至少选一家单位。", "请选择判断：没有预选项，请自己选定。", "请写明判断的理由。", "写了页码，没有选证明材料。",
    )  # fmt: skip
    with pytest.raises(Refused, match="没有保存") as refused:
        judge(two, province, clause="C-67")
    assert {item.split("：")[0] for item in refused.value.items} == {c.site.name for c in two}
    with pytest.raises(Refused) as refused:
        judge(two, province, file=two[0].report, page=999)
    assert "没有第999页" in refused.value.items[0]
    assert not Judgement.objects.exists()


def test_units_open_for_different_causes_are_judged_apart(province, two):
    Application.objects.filter(pk=two[0].pk).update(mode="third_party", third_party="没有登记的机构", wants_national=True)
    type(two[1].report).objects.filter(pk=two[1].report_id).update(has_text=False)
    assert {g.clause.id for g in open_grounds(two)} == {"C-16"}  # as it was found last
    mark_each_recommendable([fresh(c) for c in two], reason="基础好", actor=province.officer)
    assert [g.clause.id for g in open_grounds(two)] == ["C-16", "C-06", "C-34", "C-36", "C-60"]
    with pytest.raises(Refused, match="只有“待核实”的条件由人判断"):
        judge([fresh(c) for c in two], province, clause="C-06")


def test_only_the_units_own_bureau_judges_and_only_before_handing_in(province, two):
    cast = province.cast
    for actor in (cast.bureaus["360100"], cast.province, cast.centre, province.unit.engineer):
        with pytest.raises(NotAllowed):
            judge(two, province, actor=actor)
    judge(two, province)
    mark_each_recommendable(two, reason="基础好", actor=province.officer)
    acts.hand_in_batch(acts.freeze(province.round, [fresh(c) for c in two], province.officer), province.officer)
    with pytest.raises(WrongState):
        judge([fresh(c) for c in two], province)
