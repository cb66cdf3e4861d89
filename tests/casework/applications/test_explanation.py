"""The explanation tree as lines: every line with its clause, what is missing by name, what is unverified."""

import re
from datetime import date

import pytest

from greenlist.casework.applications.explanation import labels_in, lacking, person_words, rule_words, score_lines
from greenlist.casework.filings.selectors import newest_save, plan_of, result_of
from greenlist.casework.filings.services import save_section
from greenlist.engines.scoring import compile_plan, load_standard, read_application, score
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.standards import group, item, plan, result
from tests.rulebook.standards.test_green_park import park


def lines(application, **options):
    return {line["id"] or line["label"]: line for line in score_lines(result_of(application.filing), **options)}


def save(province, application, changes: dict[str, dict[str, str]]) -> None:
    newest = newest_save(application.filing, "10")
    body = {**newest.body, **changes}
    save_section(application.filing, "10", values=body, based_on=newest.number, actor=province.unit.engineer)


def test_the_tree_has_every_item_once_and_adds_up(province):
    application = province.application_at("draft")
    found = result_of(application.filing)
    made = score_lines(found)
    assert [line["id"] for line in made if line["depth"] == 1] == list(found.plan.items)
    assert sum(float(line["points"]) for line in made if line["depth"] == 0) == pytest.approx(float(found.total), abs=0.03)


def test_the_whole_tree_begins_with_the_requirements_and_ends_with_the_verdict(province):
    made = score_lines(result_of(province.application_at("draft").filing), is_whole=True)
    assert made[0]["rule"] == "不计分；任一不符合，结论为不符合"
    assert [line["label"] for line in made if line["depth"] and not line["clause"]] == ["结论"]
    assert [line["label"] for line in made][-4:] == ["总分与结论", "总分", "按 GB/T 8170 修约到 0.01", "结论"]
    assert made[-1]["value"] == "符合"


def test_the_steps_of_a_computed_item_go_from_the_figures_over_the_formula_to_the_points(province):
    application = province.application_at("draft")
    made = {line["id"]: line for line in score_lines(result_of(application.filing), is_whole=True)}
    values = newest_save(application.filing, "10").body
    steps = made["10.1-2"]["steps"]
    assert [(step.kind, step.clause, step.sureness) for step in steps] == [
        ("填报", "A.2", "RECALLED"),
        ("填报", "A.1", "VERIFIED"),
        ("计算", "A.2", "RECALLED"),
        ("得分", "10.1", "GUESS"),
    ]
    assert steps[2].formula == "建筑物与构筑物占地面积 ÷ 工厂用地面积 × 100"
    assert steps[2].worked == f"{values['footprint_area']['value']} ÷ {values['land_area']['value']} × 100"
    assert (steps[3].formula, steps[3].value) == ("建筑密度（%） ≥ 30", "5 分")
    assert made["5.1-1"]["steps"] == []


def test_a_maximum_that_does_not_end_stands_exactly_in_the_working():
    """EG1 of a park at its lead value: 100/24 × 1."""
    worked = [
        step.worked for line in score_lines(park(), is_whole=True) for step in line.get("steps", ()) if step.kind == "得分" and step.worked
    ]
    assert worked and all(words.startswith("25/6 × ") for words in worked)


def test_a_measured_item_says_how_its_share_became_points(province):
    made = {line["id"]: line for line in score_lines(result_of(province.application_at("draft").filing), is_whole=True)}
    assert [(step.worked, step.value) for step in made["10.4-4"]["steps"]][-1] in [
        ("4.4 × 0.5", "2.2 分"),
        ("4.4 × 1", "4.4 分"),
        ("", "0 分"),
    ]


def test_what_was_chosen_shared_out_and_weighed_has_lines_of_its_own():
    leaves = [item(name, points="5", may_be_not_applicable=True) for name in "PQR"]
    whole = group("A", item("X", may_be_not_applicable=True), item("Y"), groups=(group("B", *leaves, best=2),), weight="60")
    found = score_lines(
        result(plan(whole, maximum="60"), items={"P": "4", "Q": "2", "R": "3", "Y": "5"}, not_applicable={"X": "没有"}), is_whole=True
    )
    told = [(line["kind"], line["label"], line["value"], line["rule"], line["note"]) for line in found if line["kind"]]
    assert told[:4] == [
        ("group", "组B", "", "", ""),
        ("choose", "组B：取得分最高的2项", "", "", "未计入：项Q"),
        ("redistribute", "组A：不适用项的分值按比例分给其余项", "10 分", "", ""),
        ("formula", "组A（加权）", "", "18 ÷ 30 × 60", ""),
    ]


def test_what_a_computed_item_waits_for_is_named(province):
    application = province.application_at("draft")
    save(province, application, {"land_area": {}, "footprint_area": {"value": "9", "last_year": "90000"}})
    made = lines(application)
    assert made["10.1-2"]["note"] == "存疑：建筑物与构筑物占地面积；未填：工厂用地面积，按0计"
    assert made["10.1-2"]["state"] == "missing"
    assert made["10.1-1"]["note"] == "未填：工厂用地面积，按0计"


def test_more_than_two_missing_figures_are_counted(province):
    application = province.application_at("draft")
    save(province, application, {"land_area": {}, "building_area": {}, "structure_area": {}})
    found = result_of(application.filing)
    assert lacking(found, found.plan.items["10.1-1"]) == "未填：建筑物建筑面积（层高超过8 m加倍）、构筑物建筑面积等3项"
    assert lacking(found, found.plan.items["5.1-1"]) == ""


def test_the_least_sure_of_the_values_of_a_line_is_told(province):
    made = lines(province.application_at("draft"))
    assert made["5.1-1"]["unverified"] == ""
    assert made["5.1-4"]["unverified"] == "GUESS"
    assert made["10.1-1"]["unverified"] == "GUESS"
    assert made["6"]["unverified"] == "RECALLED"


def test_a_rule_says_how_a_value_becomes_points(province):
    plan = plan_of(province.application_at("draft").filing)
    assert rule_words(plan.items["5.1-1"], plan.labels) == ""
    assert rule_words(plan.items["10.1-2"], plan.labels) == "建筑密度（%） ≥ 30"
    assert rule_words(plan.items["10.1-4"], plan.labels) == "容积率 ÷ 控制指标规定的容积率；≥ 1.2 得1/2，≥ 2 得满分"


def test_a_rule_over_the_rows_of_a_small_table_is_told_in_words():
    plan = compile_plan(load_standard(standard_file("miit-general", "2025")), date(2025, 10, 22))
    said = [rule_words(item, labels_in(plan)) for item in plan.items.values()]
    assert [words for words in said if re.search("[a-z]+_[a-z]+", words)] == []
    assert "单位产品综合能耗：取最大的3行加权平均，每行 （单位产品综合能耗 − 能源消耗强度的基准值）" in rule_words(
        plan.items["E1"], labels_in(plan)
    )


def test_clauses_that_begin_alike_are_told_together():
    plan = compile_plan(load_standard(standard_file("miit-general", "2025")), date(2025, 10, 22))
    found = score_lines(score(plan, read_application(plan, {})), is_whole=True)
    assert [line["clause"] for line in found if line["label"] == "总分"] == ["评分表 序号4–7、8–11、12–14、15–17、18"]


def general_2025(**inputs: str):
    """The general standard of 2025 scored with these figures."""
    plan = compile_plan(load_standard(standard_file("gbt-36132", "2025")), date(2026, 5, 22))
    return score(plan, read_application(plan, {"inputs": inputs}))


PER_VALUE = {"by_product": "否", "energy": "500", "output_value": "10000", "value_energy_advanced": "0.02", "value_energy_average": "0.08"}


def test_of_several_ways_to_the_points_only_the_one_taken_is_told():
    made = {line["id"]: line for line in score_lines(general_2025(**PER_VALUE), is_whole=True)}["E1"]
    whole = "（单位产值综合能耗 − 单位产值综合能耗行业平均值） ÷ （单位产值综合能耗行业先进值 − 单位产值综合能耗行业平均值），在0和1之间"
    assert (made["rule"], made["points"]) == (f"单位产值综合能耗：{whole}", "4")
    assert [(step.label, step.value) for step in made["steps"]] == [
        ("强度类指标按单位产品计算（否则按单位产值）", "否"),
        ("全厂综合能耗（不含用作原料的能源）", "500\u00a0tce"),
        ("工业总产值", "10,000\u00a0万元"),
        ("单位产值综合能耗", "0.05\u00a0tce/万元"),
        ("单位产值综合能耗行业先进值", "0.02\u00a0tce/万元"),
        ("单位产值综合能耗行业平均值", "0.08\u00a0tce/万元"),
        ("", "4 分"),
    ]


def test_what_a_way_waits_for_is_told_of_that_way_alone_and_of_all_while_none_is_chosen():
    made = {line["id"]: line for line in score_lines(general_2025(**PER_VALUE | {"energy": ""}))}["E1"]
    assert made["note"] == "未填：全厂综合能耗（不含用作原料的能源），按0计"
    unchosen = {line["id"]: line for line in score_lines(general_2025(energy="500"))}["E1"]
    assert unchosen["rule"].startswith("单位产品综合能耗：（") and "；单位产值综合能耗：（" in unchosen["rule"]


def test_what_a_person_answers_says_how_it_earns_its_points_in_every_edition():
    days = {("gbt-36132", "2018"): date(2024, 5, 22), ("gbt-36132", "2025"): date(2026, 5, 22), ("green-park", "2024"): date(2024, 5, 22),
            ("green-supply-chain", "2024"): date(2024, 5, 22), ("miit-general", "2025"): date(2025, 10, 22)}  # fmt: skip
    plans = [compile_plan(load_standard(standard_file(*edition)), day) for edition, day in days.items()]
    assert {person_words(found) for plan in plans for found in plan.items.values()} == {
        "", "必选，符合得满分", "符合得满分", "可选，按符合程度给分", "按符合程度给分", "达到8项得满分，不足的按比例", "达到6项得满分，不足的按比例",
    }  # fmt: skip
