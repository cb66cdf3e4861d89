"""Groups and totals beyond sums: weights below, bonus, declared choices, rounding, grades; gates, coefficients, days."""

from datetime import date
from fractions import Fraction

import pytest

from greenlist.engines.scoring import ApplicationProblems, NotInForce, compile_plan, read_application, score
from tests.engines.scoring.standards import (
    DAY,
    THREE,
    got,
    group,
    item,
    measure,
    one,
    plan,
    result,
    source,
    stored,
)

# ---- groups, totals --------------------------------------------------------------------------------------------------


def test_a_branch_below_has_a_weight_of_its_own():
    inner = [group("I", item("X"), item("Y"), weight="6"), group("J", item("Z"), weight="4")]
    standard = stored(plan(group("G", groups=tuple(inner), weight="100"), maximum="100"))
    assert result(standard, items={"X": "5", "Y": "10", "Z": "10"}).total == Fraction(85)
    found = result(standard, items={"X": "5", "Z": "10"})
    assert found.total == 55
    assert [(gap.id, gap.gain) for gap in found.missing] == [("Y", Fraction(30))]


def test_what_does_not_apply_may_go_over_to_everything():
    a = group("A", item("X", may_be_not_applicable=True), weight="50", not_applicable="redistribute_all")
    b = group("B", item("Y"), item("Z"), weight="50")
    standard = stored(plan(a, b, maximum="100"))
    found = result(standard, items={"Y": "10", "Z": "4"}, not_applicable={"X": "没有"})
    assert found.total == 70
    assert found.trace["nodes"]["redistribute:all"]["value"]["exact"] == "50"
    found = result(standard, items={"Y": "10"}, not_applicable={"X": "没有"})
    assert (found.total, found.missing[0].gain) == (50, 50)


def test_what_does_not_apply_in_a_branch_below_goes_over_to_everything_too():
    inner = group("I", item("X", may_be_not_applicable=True), not_applicable="redistribute_all")
    standard = plan(group("A", item("Z"), groups=(inner,)), group("B", item("Y")), maximum="30")
    assert result(standard, items={"Y": "10", "Z": "4"}, not_applicable={"X": "没有"}).total == 21


def test_where_nothing_applies_that_would_go_over_to_all_others_there_are_no_points():
    standard = plan(group("A", item("X", may_be_not_applicable=True), not_applicable="redistribute_all"))
    found = result(standard, not_applicable={"X": "没有"})
    assert (found.total, found.verdict) == (0, "qualified")


def test_a_branch_below_without_a_weight_is_not_rounded():
    total = {"round": "0.1", "maximum": "20", "round_group": "1"}
    standard = plan(group("A", item("X"), groups=(group("B", item("Y")),)), total=total)
    assert result(standard, items={"X": "1.2", "Y": "1.4"}).total == 3


def test_a_bonus_is_added_above_the_maximum_up_to_its_limit_and_is_never_missing():
    standard = stored(plan(group("G", item("X")), group("P", item("Y", points="2"), item("Z", points="2"), bonus=True, most="3")))
    assert result(standard, items={"X": "10", "Y": "2", "Z": "2"}).total == 13
    assert result(standard, items={"X": "10", "Y": "2"}).total == 12
    assert (result(standard, items={"X": "10"}).verdict, result(standard, items={"X": "10"}).missing) == ("qualified", ())


DECLARED = {"best": 1, "choose_by": "declared"}


def test_the_applicant_may_say_which_items_count():
    standard = stored(plan(group("G", item("X"), item("Y"), **DECLARED)))

    def of(**content):
        return score(standard, read_application(standard, content))

    assert of(items={"X": "4", "Y": "9"}, chosen={"G": ["X"]}).total == 4
    found = of(items={"X": "4", "Y": "9"})
    assert (found.total, found.verdict, found.missing[0].label) == (0, "incomplete", "组G：还要选定1项")
    found = of(items={"X": "4"}, chosen={"G": ["X"]})
    assert (found.total, found.verdict) == (4, "qualified")
    with pytest.raises(ApplicationProblems) as problems:
        of(chosen={"G": ["X", "Y", "Q"], "H": []})
    assert problems.value.problems == [
        "组G：“Q”不是这一组的项目。",
        "组G：只能选1项，现在选了3项。",
        "“H”不是可以自选的一组；请删去或核对编号。",
    ]


def test_items_and_groups_may_be_rounded_on_the_way():
    total = {"round": "0.01", "maximum": "10", "round_item": "0.1", "round_group": "1"}
    standard = stored(
        plan(group("G", measure("M", points="5", kind="pos", lead="3"), measure("N", points="5", kind="pos", lead="3")), total=total)
    )
    found = result(standard, inputs={"a": "1"})
    assert (found.items["M"].points, found.total) == (Fraction("1.7"), 3)


@pytest.mark.parametrize(("compare", "verdict"), [("full", "not_qualified"), ("rounded", "qualified")])
def test_a_line_is_held_against_the_full_or_the_rounded_total(compare, verdict):
    total = {"round": "1", "maximum": "10", "compare": compare, "pass_line": "8"}
    found = result(stored(plan(group("G", item("X")), total=total)), items={"X": "7.5"})
    assert (found.verdict, found.trace["nodes"]["compare"]["inputs"]) == (verdict, ["total" if compare == "full" else "round"])


def test_the_line_of_the_round_comes_before_that_of_the_standard():
    standard = plan(group("G", item("X")), total={"round": "1", "maximum": "10", "pass_line": "8"})
    assert result(standard, items={"X": "5"}, pass_line="4").verdict == "qualified"


STARS = [{"name": f"{n}星", "at_least": str(low), "clause": "表"} for n, low in (("铜", 5), ("金", 9), ("银", 7))]


@pytest.mark.parametrize(("mark", "grade"), [("9", "金星"), ("8.99", "银星"), ("5", "铜星"), ("4.99", "")])
def test_the_grade_is_the_highest_that_is_reached(mark, grade):
    found = result(stored(plan(group("G", item("X")), grades=STARS)), items={"X": mark})
    assert (found.grade, found.trace["nodes"].get("grade", {}).get("state", "")) == (grade, grade)


def test_who_is_not_qualified_has_no_grade():
    gate = {"id": "G1", "label": "守法", "clause": "4"}
    assert result(plan(group("G", item("X")), grades=STARS, gates=[gate]), items={"X": "9", "G1": "not_met"}).grade == ""
    assert result(plan(group("G", item("X")), grades=STARS, gates=[gate]), items={"X": "9"}).grade == ""


# ---- gates, coefficients, in force -----------------------------------------------------------------------------------


def test_a_gate_that_encourages_is_told_and_decides_nothing():
    gates = [{"id": "G1", "label": "鼓励", "clause": "1.7", "encouraged": True}]
    standard = stored(plan(group("G", item("X")), gates=gates))
    for answer in ({}, {"G1": "not_met"}):
        found = result(standard, items={"X": "9", **answer})
        assert (found.verdict, found.unmet) == ("qualified", ())
    assert found.gates == {"G1": "not_met"}
    assert found.trace["nodes"]["G1"]["note"] == "鼓励项，不影响结论"


def test_a_gate_that_looks_back_names_its_days():
    gates = [{"id": "G1", "label": "近三年无事故", "clause": "4", "look_back": 3, "test": "all_years(a == 0, 3)"}]
    standard = stored(plan(group("G", item("X")), gates=gates, inputs=THREE))
    found = result(standard, inputs={"a": "0", "a[-1]": "0", "a[-2]": "1"}, items={"X": "9"})
    assert (found.gates, found.trace["nodes"]["G1"]["note"]) == ({"G1": "not_met"}, "查2021-05-27至2024-05-27")
    assert result(standard, inputs={"a": "0", "a[-1]": "0"}, items={"X": "9"}).verdict == "incomplete"
    leap = compile_plan(source(group("G", item("X")), gates=gates, inputs=THREE), date(2024, 2, 29))
    assert leap.content["gates"][0]["look_back"]["from"] == "2021-02-28"


def test_a_coefficient_is_a_cited_constant():
    coefficients = {
        "k": {"label": "电力折标系数", "unit": "kgce/kWh", "of": "gbt-2589/2020#电力（当量值）", "clause": "GB/T 2589 表A.1"},
        "m": {"label": "系数", "unit": "1", "value": "2", "clause": "表2", "confidence": "RECALLED"},
    }
    standard = one(measure(value="a * k * m", kind="pos", lead="1"), coefficients=coefficients)
    found = result(stored(standard), inputs={"a": "5"})
    assert found.items["M"].points == 10  # 5 × 0.1229 × 2 is above the lead
    assert found.trace["nodes"]["M"]["evidence"] == "1.229"
    assert Fraction(found.trace["nodes"]["k"]["value"]["exact"]) == Fraction("0.1229")


def test_a_coefficient_without_one_value_is_refused():
    coefficients = {"k": {"label": "天然气", "unit": "kgce/m³", "of": "gbt-2589/2020#天然气", "clause": "表A.1"}}
    with pytest.raises(NotInForce, match="没有单一的值"):
        one(measure(kind="pos"), coefficients=coefficients)


def test_past_the_day_it_was_reviewed_until_nothing_is_computed():
    force = {"from": "2024-01-01", "to": None, "reviewed_until": "2024-12-31"}
    assert compile_plan(source(group("G", item("X")), in_force=force), date(2024, 12, 31))
    with pytest.raises(NotInForce, match="核对到2024-12-31为止"):
        compile_plan(source(group("G", item("X")), in_force=force), date(2025, 1, 1))


def test_a_dated_value_inside_a_reference_is_resolved_for_the_day():
    lead = {"first_of": [{"bracket": "b", "at_least": [["5", {"2024-01-01": "4", "2025-01-01": "8"}]]}, "2"]}
    leaf = measure(kind="pos", lead=lead)
    assert got(compile_plan(source(group("G", leaf)), DAY), inputs={"a": "2", "b": "5"}) == ("scored", "5")
    assert got(compile_plan(source(group("G", leaf)), date(2025, 1, 1)), inputs={"a": "2", "b": "5"}) == ("scored", "5/2")
