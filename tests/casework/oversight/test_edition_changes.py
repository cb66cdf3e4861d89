"""A checked table tells which past forms, sheets, orders and energy priorities would be otherwise, and changes none of them."""

from datetime import date
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.directory.models import Site
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import store
from greenlist.casework.oversight.edition_changes import NewPlans, basis_of, count_of, edition_changes, editions_on
from greenlist.casework.standards.comparing import verified
from greenlist.casework.standards.held import Table
from greenlist.casework.standards.selectors import loaded_references, reference_tables, source_called, tables_begun_with
from greenlist.casework.standards.services import withdraw
from greenlist.casework.verification.services import submit_and_check
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.engines.scoring.earlier import passing_unknown
from greenlist.rehearsal import acts
from greenlist.rulebook.standards import standard_file
from tests.casework.standards.coal import PAGE, SUBJECT, place, standard_of_coal
from tests.casework.standards.official import READ, loaded, signed

DAY = date(2026, 5, 1)
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
    used = compile_plan(load_standard(standard_file("gbt-36132", "2025")), DAY)
    plan = NewPlans(row).instead_of(store("plan", used.as_content()))
    assert plan.content["tables"] != used.content["tables"]


def test_past_forms_are_computed_with_the_signed_reference_tables_that_they_were_begun_with(province, may):
    place = "rows.GB 16780-2021 水泥 单位产品综合能耗.advanced"
    signed(province, {place: ("79", READ)}, "energy-limits")
    then = reference_tables(loaded_references(today()), DAY)
    used = compile_plan(load_standard(standard_file("gbt-36132", "2025")), DAY, then)
    digest = store("plan", used.as_content())
    may(5, 22, 15)
    signed(province, {place: ("78", READ)}, "energy-limits")
    plan = NewPlans(loaded(province.cast.centre, {"inputs.clinker_percent.maximum": ("99", READ)}, "gbt-36132/2025")).instead_of(digest)
    assert plan.content["tables"] == used.content["tables"]
    assert plan.content["tables"] != compile_plan(load_standard(standard_file("gbt-36132", "2025")), DAY).content["tables"]


@pytest.mark.parametrize(
    ("subject", "place", "value"),
    [
        ("energy-limits", "rows.GB 16780-2021 水泥 单位产品综合能耗.advanced", "79"),
        ("gbt-36132/2025", "inputs.clinker_percent.maximum", "99"),
    ],
)
def test_a_form_begun_by_an_earlier_engine_is_computed_anew_with_what_an_unknown_meant_then(province, subject, place, value):
    """Also by a new edition of its standard: the form it was filled in on had no words for none."""
    row = loaded(province.cast.centre, {place: (value, READ)}, subject)
    today_s = compile_plan(load_standard(standard_file("gbt-36132", "2025")), DAY)
    for used in (today_s, passing_unknown(today_s)):
        plan = NewPlans(row).instead_of(store("plan", used.as_content()))
        assert plan.content != used.content
        assert plan.content["derived"] == used.content["derived"]


def test_a_second_edition_looks_at_the_forms_of_the_shipped_one_and_of_the_first(province):
    first = signed(province, {"groups.9.weight": ("10", READ)})
    row = loaded(province.cast.centre, WEIGHTS)
    assert editions_on(row) == [("gbt-36132", "2018"), ("gbt-36132", first.number)]


def test_the_priorities_of_energy_are_found_anew_with_queries_that_do_not_grow_with_the_factories(province):
    place = "rows.GB 16780-2021 水泥熟料 单位产品综合能耗.advanced"
    said = {"energy_product": "GB 16780 水泥熟料 单位产品综合能耗", "energy_value": "99", "energy_clinker": "75"}

    def handed_in(unit):
        Site.objects.filter(pk=unit.site.pk).update(industry="1411")
        application = acts.begin(unit, province.round)
        acts.fill(application, unit, Random(7), quality=0.9, **said)
        acts.attach_report(application, unit)
        submit_and_check(application, actor=unit.engineer)

    def looked():
        with CaptureQueriesContext(connection) as queries:
            found = edition_changes(row)
        return len(queries), [(told["kind"], told["changes"]) for told in found["rows"]]

    handed_in(province.unit)
    row = loaded(province.cast.centre, {place: ("98", READ)}, "energy-limits")
    changes = ("energy", [["能耗参照值", "100", "98"], ["能耗优先", "待核实", "没有达到优先水平"]])
    few, found = looked()
    assert found == [changes]
    handed_in(province.units[1])
    handed_in(province.other_unit)
    assert looked() == (few, [changes] * 3)


def test_a_coefficient_changes_the_past_decisions_of_the_standards_that_take_it_and_of_no_other(province):
    """60 % of the use of solid waste is left of 84 %: its points are lost, and the required line of 65 % as well."""
    province.application_at("proposed")
    less = {place("原煤"): ("0.5", PAGE), place("原煤", "ncv"): ("14653.8", PAGE)}
    untouched = loaded(province.cast.centre, less, SUBJECT)
    assert (editions_on(untouched), count_of(untouched), edition_changes(untouched)["rows"]) == ([], 0, [])
    assert "energy" not in basis_of(untouched)
    withdraw(untouched, reason="换一张", actor=province.cast.centre)
    made = standard_of_coal(province)
    province.application_at("submitted", province.other_unit)
    row = loaded(province.cast.centre, less, SUBJECT)
    assert editions_on(row) == [("gbt-36132", made.number)]
    before = list(FilingVersion.objects.values_list("score", flat=True))
    found = edition_changes(row)
    assert found["looked_at"] == count_of(row) and found["basis"] == basis_of(row)
    forms = [told for told in found["rows"] if told["kind"] == "filing"]
    assert [told["name"] for told in forms] == [province.other_unit.site.name], "not the form of the shipped standard"
    assert ["结论", "合格", "不合格"] in forms[0]["changes"] and forms[0]["changes"][0][0] == "得分"
    assert {told["kind"] for told in found["rows"]} <= {"filing", "sheet", "draft"}
    assert list(FilingVersion.objects.values_list("score", flat=True)) == before


def test_a_coefficient_that_is_only_confirmed_changes_no_past_decision(province):
    standard_of_coal(province)
    province.application_at("submitted")
    row = loaded(province.cast.centre, {place("原煤"): ("0.7143", PAGE), place("原煤", "ncv"): ("20934", PAGE)}, SUBJECT)
    found = edition_changes(row)
    assert (found["looked_at"], found["rows"]) == (1, [])


def test_past_forms_are_computed_with_the_coefficients_that_they_were_begun_with(province, may):
    made, day = standard_of_coal(province), date(2024, 5, 22)
    source = source_called("gbt-36132", made.number)
    shipped_one = compile_plan(source, day)
    one = {place("原煤"): ("0.7143", PAGE), place("原煤", "ncv"): ("20934", PAGE)}
    signed(province, one, SUBJECT)
    then = reference_tables(loaded_references(today()), day)
    confirmed = compile_plan(source, day, then)
    assert confirmed.digest != shipped_one.digest, "the same number, and surer"
    may(5, 22, 15)
    signed(province, {place("原煤"): ("0.6", PAGE), place("原煤", "ncv"): ("17584.56", PAGE)}, SUBJECT)
    newest = reference_tables(loaded_references(today()), day)
    assert tables_begun_with(source, day, shipped_one.content) == {}
    assert tables_begun_with(source, day, confirmed.content) == then
    assert tables_begun_with(source, day, compile_plan(source, day, newest).content) == newest == tables_begun_with(source, day, {})
    row = loaded(province.cast.centre, {"items.10.4-4.points": ("4", READ), "items.10.4-5.points": ("4.8", READ)})
    plan = NewPlans(row).instead_of(store("plan", confirmed.as_content()))
    assert (plan.content["derived"]["coal"]["value"], plan.content["derived"]["coal"]["confidence"]) == ("7143 / 10000", "VERIFIED")


def test_a_table_that_lacks_the_coefficient_is_not_one_that_a_form_was_begun_with(province, may):
    """The standard came after a table that had no single value of it any more, and after the one that gave it back."""
    day = date(2024, 5, 22)
    signed(province, {place("洗精煤"): ("按年度取值", PAGE), place("洗精煤", "ncv"): ("无", PAGE)}, SUBJECT)
    may(5, 22, 15)
    signed(province, {place("洗精煤"): ("0.9000", PAGE), place("洗精煤", "ncv"): ("26377", PAGE)}, SUBJECT)
    source = source_called("gbt-36132", standard_of_coal(province, of="gbt-2589/2020#洗精煤").number)
    shipped_one = compile_plan(source, day)
    assert tables_begun_with(source, day, shipped_one.content) == {}
