"""Every number of a standard has one place, the same in the file and in its plan, and a word for how sure it is."""

from datetime import date

import pytest

from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.engines.scoring.values import plain_standard, values_of, with_values
from greenlist.rulebook.standards import standard_file


def plain(standard, edition):
    return plain_standard(load_standard(standard_file(standard, edition)).standard)


def test_each_kind_of_number_has_its_place_its_words_and_its_sureness():
    values = values_of(plain("gbt-36132", "2018"))
    points = values["items.5.1-4.points"]
    assert (points.value, points.part, points.clause, points.sureness) == ("5.4", "分值", "5.1", "GUESS")
    assert values["groups.5.weight"].sureness == "VERIFIED"
    assert values["items.10.4-4.score.steps.0.1"].part == "分档 1-2"
    assert values["derived.far.value"].value == "(building_area + structure_area) / land_area"
    assert values["total.maximum"].sure_at is None


def test_the_way_to_the_points_is_as_sure_as_it_says_and_else_as_the_row():
    values = values_of(plain("green-supply-chain", "2024"))
    lead = values["items.X26.score.lead"]
    assert (lead.value, lead.part, lead.sureness, lead.sure_at[-1]) == ("100", "引领值", "GUESS", "scoring_confidence")


def test_what_no_kind_of_score_reads_is_no_value():
    assert not [place for place in values_of(plain("gbt-36132", "2018")) if place.endswith((".cap", ".floor"))]


@pytest.mark.parametrize("standard", [("gbt-36132", "2018"), ("green-park", "2024"), ("green-supply-chain", "2024")])
def test_a_plan_has_its_numbers_at_the_same_places_as_the_file(standard):
    in_file = {p for p in values_of(plain(*standard)) if not p.startswith("total.")}
    plan = compile_plan(load_standard(standard_file(*standard)), date(2024, 5, 27))
    assert in_file <= set(values_of(plan.as_content()))


def test_other_values_make_a_copy_and_leave_the_first_as_it_was():
    first = plain("green-park", "2024")
    second = with_values(first, {"items.RG4.score.lead": "1400", "items.RG10.points": "4"})
    assert values_of(second)["items.RG4.score.lead"].value == "1400"
    assert values_of(first)["items.RG4.score.lead"].value == "1500"


def test_a_place_that_there_is_none_of_is_named():
    with pytest.raises(KeyError, match=r"items\.RG99\.points"):
        with_values(plain("green-park", "2024"), {"items.RG99.points": "4"})


def test_rows_of_tables_grades_and_the_top_rows_have_places_too():
    plain = {
        "tables": {"limits": {"rows": {"A": {"label": "熟料", "values": {"advanced": "100"}, "confidence": "GUESS"}}}},
        "grades": [{"name": "一级", "at_least": "90", "confidence": "VERIFIED"}],
        "groups": [
            {"id": "1", "items": [{"id": "a", "points": "5", "score": {"kind": "pos", "value": "x", "over": {"weight": "e", "top": 3}}}]}
        ],
    }
    values = values_of(plain)
    assert {place: v.value for place, v in values.items()} == {
        "tables.limits.rows.A.advanced": "100", "grades.一级.at_least": "90", "items.a.points": "5", "items.a.score.value": "x",
        "items.a.score.over.top": "3",
    }  # fmt: skip
    assert values["tables.limits.rows.A.advanced"].sure_at == ("tables", "limits", "rows", "A", "confidence")
