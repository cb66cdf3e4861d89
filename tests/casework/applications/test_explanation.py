"""The explanation tree as lines: every line with its clause, what is missing by name, what is unverified."""

import pytest

from greenlist.casework.applications.explanation import lacking, rule_words, score_lines
from greenlist.casework.filings.selectors import newest_save, plan_of, result_of
from greenlist.casework.filings.services import save_section


def lines(application, **options):
    return {line["id"] or line["label"]: line for line in score_lines(result_of(application.filing), **options)}


def save(province, application, changes: dict[str, dict[str, str]]) -> None:
    newest = newest_save(application.filing, "10")
    body = {**newest.body, **changes}
    save_section(application.filing, "10", values=body, based_on=newest.number, actor=province.unit.engineer)


def test_the_tree_has_every_item_once_and_adds_up(province):
    application = province.application_at("draft")
    result = result_of(application.filing)
    made = score_lines(result)
    assert [line["id"] for line in made if line["depth"] == 1] == list(result.plan.items)
    assert sum(float(line["points"]) for line in made if line["depth"] == 0) == pytest.approx(float(result.total), abs=0.03)


def test_the_whole_tree_begins_with_the_requirements_and_names_the_figures_under_each_computed_item(province):
    application = province.application_at("draft")
    made = score_lines(result_of(application.filing), is_whole=True)
    assert made[0]["rule"] == "不计分；任一不符合，结论为不符合"
    assert [line["clause"] for line in made if line["depth"] and not line["clause"]] == []
    at = next(i for i, line in enumerate(made) if line["id"] == "10.1-2")
    below = made[at + 1]
    values = newest_save(application.filing, "10").body
    assert (below["depth"], below["label"], below["rule"]) == (2, "建筑密度（%）", "建筑物与构筑物占地面积 ÷ 工厂用地面积 × 100")
    assert below["note"] == f"＝{values['footprint_area']['value']} ÷ {values['land_area']['value']} × 100"


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
    result = result_of(application.filing)
    assert lacking(result, result.plan.items["10.1-1"]) == "未填：建筑物建筑面积（层高超过8 m加倍）、构筑物建筑面积等3项"
    assert lacking(result, result.plan.items["5.1-1"]) == ""


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
