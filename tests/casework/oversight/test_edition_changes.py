"""A checked table tells which past forms, sheets, orders and energy priorities would be otherwise, and changes none of them."""

from datetime import date

from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.oversight.edition_changes import NewPlans, count_of, edition_changes, editions_on
from greenlist.casework.standards.comparing import verified
from greenlist.casework.standards.held import Table
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rulebook.standards import standard_file
from tests.casework.standards.official import READ, loaded, signed

WEIGHTS = {"groups.5.weight": ("10", READ), "groups.10.weight": ("40", READ)}


def test_forms_sheets_and_the_order_are_computed_anew_and_stay_as_they_are(province):
    province.application_at("proposed")
    row = loaded(province.cast.centre, WEIGHTS)
    assert len(row.rows) == 2
    before = list(FilingVersion.objects.values_list("score", flat=True))
    steps = []
    found = edition_changes(row, lambda done, total: steps.append((done, total)))
    kinds = [told["kind"] for told in found["rows"]]
    assert {"filing", "sheet", "draft"} <= set(kinds)
    assert found["looked_at"] == count_of(row) == steps[-1][0] == steps[-1][1]
    form = next(told for told in found["rows"] if told["kind"] == "filing")
    assert [what for what, *_ in form["changes"]][:1] == ["得分"]
    assert form["changes"][0][1] == before[0] != form["changes"][0][2]
    assert list(FilingVersion.objects.values_list("score", flat=True)) == before


def test_a_value_that_is_only_confirmed_changes_nothing(province):
    province.application_at("proposed")
    row = loaded(province.cast.centre, {"groups.9.weight": ("10", READ)})
    assert edition_changes(row)["rows"] == []
    assert verified(Table(row.subject, row.plain), row.rows)["groups"][4]["weight_confidence"] == "VERIFIED"


def test_without_past_decisions_there_is_nothing_to_list(province):
    row = loaded(province.cast.centre, {"rows.2521 炼焦 顶装焦炉.benchmark": ("108", READ)}, "energy-benchmarks")
    assert edition_changes(row)["rows"] == []


def test_a_reference_table_touches_the_forms_of_the_standards_that_look_values_up_in_it(province):
    row = loaded(province.cast.centre, {"rows.GB 16780-2021 水泥 单位产品综合能耗.advanced": ("79", READ)}, "energy-limits")
    assert ("gbt-36132", "2025") in editions_on(row)
    assert ("gbt-36132", "2018") not in editions_on(row)
    assert edition_changes(row) == edition_changes(row) | {"looked_at": 0, "rows": []}
    plan = NewPlans(row).on("gbt-36132", "2025", date(2026, 5, 1))
    assert plan.content["tables"] != compile_plan(load_standard(standard_file("gbt-36132", "2025")), date(2026, 5, 1)).content["tables"]


def test_a_second_edition_looks_at_the_forms_of_the_shipped_one_and_of_the_first(province):
    first = signed(province, {"groups.9.weight": ("10", READ)})
    row = loaded(province.cast.centre, WEIGHTS)
    assert editions_on(row) == [("gbt-36132", "2018"), ("gbt-36132", first.number)]
