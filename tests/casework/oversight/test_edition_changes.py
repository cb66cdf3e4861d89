"""A checked table tells which past forms, sheets, orders and energy priorities would be otherwise, and changes none of them."""

from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.oversight.edition_changes import count_of, edition_changes
from greenlist.casework.standards.comparing import verified
from greenlist.casework.standards.held import Table
from tests.casework.standards.official import READ, loaded

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
