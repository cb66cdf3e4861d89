"""What a standard can say beyond ratios and points: years, small tables, lookups, alternatives, weights below, bonus, grades."""

import json
from datetime import date
from fractions import Fraction

import pytest

from greenlist.engines.scoring import ApplicationProblems, NotInForce, Plan, compile_plan, form_of, read_application, score
from tests.engines.scoring.standards import DAY, group, item, measure, one, plan, result, source

PRODUCTS = {
    "label": "产品", "clause": "表1", "most": 3,
    "inputs": {
        "p": {"label": "品种", "unit": "1", "clause": "表1", "one_of": {"table": "limits"}},
        "e": {"label": "能耗", "unit": "tce", "clause": "表1"},
        "q": {"label": "产量", "unit": "产品", "clause": "表1"},
    },
}  # fmt: skip
LIMITS = {
    "key": "p", "columns": {"l1": "tce/产品", "l2": "tce/产品"},
    "rows": {
        "x": {"label": "甲品", "values": {"l1": "1", "l2": "2"}},
        "y": {"label": "乙品", "values": {"l1": "-30", "l2": "-12"}},
        "z": {"label": "丙品", "values": {"l1": "1", "l2": None}},
        "w": {"label": "丁品", "values": {"l1": "1 + (c - 75) * 0.1", "l2": "3"}},
    },
}  # fmt: skip


def stored(standard: Plan) -> Plan:
    """The plan as it comes back from the store."""
    return Plan.from_content(json.loads(json.dumps(standard.as_content())))


def inputs(**more) -> dict:
    return {name: {"label": name.upper(), "unit": "1", "clause": name, "minimum": None} | entry for name, entry in more.items()}


def got(standard: Plan, name: str = "M", **typed) -> tuple[str, str]:
    found = result(stored(standard), **typed).items[name]
    return found.status, str(found.points)


# ---- years ----------------------------------------------------------------------------------------------------------

THREE = inputs(a={"years": 3}, b={"years": 3}, c={})


def test_a_window_of_years_is_scored_from_every_year():
    standard = one(measure(value="mean_years(a / b, 3)", kind="pos", lead="2"), inputs=THREE)
    typed = {"a": "6", "b": "3", "a[-1]": "2", "b[-1]": "2", "a[-2]": "0", "b[-2]": "1"}
    assert got(standard, inputs=typed) == ("scored", "5")
    assert got(standard, inputs={name: value for name, value in typed.items() if name != "b[-2]"}) == ("missing", "0")


def test_years_may_be_told_by_their_number():
    standard = one(measure(value="a - a[-1]", kind="pos", lead="10"), inputs=THREE)
    assert got(standard, inputs={"a": {"years": {"2023": "9", "2022": {"value": "4"}}}}) == ("scored", "5")


@pytest.mark.parametrize("year", ["2024", "2020", "去年", "-1"])
def test_a_year_that_is_not_asked_is_refused(year):
    with pytest.raises(ApplicationProblems, match=f"A：只要2021至2023年的数，不要“{year}”年的"):
        read_application(one(measure(kind="pos"), inputs=THREE), {"inputs": {"a": {"years": {year: "1"}}}})


def test_what_is_derived_for_several_years_is_computed_for_each():
    derived = {"d": {"label": "比", "unit": "1", "value": "a / b", "clause": "d", "years": 2}}
    standard = one(measure(value="d / d[-1]", kind="pos", lead="4"), inputs=THREE, derived=derived)
    assert got(standard, inputs={"a": "6", "b": "3", "a[-1]": "2", "b[-1]": "2"}) == ("scored", "5")
    assert standard.labels["d[-1]"] == "比（上年）"


def test_the_form_asks_for_every_year():
    rows = form_of(one(measure(value="mean_years(a, 3)", kind="pos"), inputs=THREE)).sections[0].rows
    assert [(row.id, row.label) for row in rows[:3]] == [("a", "A"), ("a[-1]", "A（上年）"), ("a[-2]", "A（前2年）")]


@pytest.mark.parametrize("years", [11, 10**9])
def test_more_years_than_a_plan_may_have_are_refused_whoever_made_the_plan(years):
    standard = one(measure(value="a", kind="pos"), inputs=inputs(a={"years": years}))
    with pytest.raises(ValueError, match="years 最多 10"):
        _ = standard.inputs


def test_more_rows_than_a_plan_may_have_are_refused_whoever_made_the_plan():
    standard = one(measure(**OVER), inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS | {"most": 10**9}})
    with pytest.raises(ValueError, match="most 最多 50"):
        _ = standard.inputs


# ---- what a figure may be ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "text", "words"),
    [
        ({"minimum": "0"}, "-1", "应不小于0"),
        ({"minimum": None, "maximum": "5"}, "5.01", "应不大于5"),
        ({"minimum": "0", "maximum": "100"}, "101", "应在0和100之间"),
    ],
)
def test_a_figure_outside_of_what_is_possible_is_refused(limits, text, words):
    standard = one(measure(kind="pos"), inputs=inputs(a=limits))
    with pytest.raises(ApplicationProblems, match=f"A：{words}，现在是“{text}”"):
        read_application(standard, {"inputs": {"a": text}})


def test_a_limit_holds_in_the_unit_of_the_standard():
    standard = one(measure(kind="pos"), inputs=inputs(a={"unit": "%", "minimum": "0", "maximum": "100"}))
    assert read_application(standard, {"inputs": {"a": {"value": "1", "unit": "1"}}}).inputs["a"] == 100


def test_yes_or_no_is_one_or_nought_in_a_formula():
    standard = one(measure(value="if_(h == 1, 8, 4)", kind="pos", lead="8"), inputs=inputs(h={"one_of": "yes_no"}))
    assert got(standard, inputs={"h": "是"}) == ("scored", "10")
    assert got(standard, inputs={"h": "否"}) == ("scored", "5")
    with pytest.raises(ApplicationProblems, match="只能填“是”或“否”"):
        read_application(standard, {"inputs": {"h": "也许"}})


# ---- tables, brackets, first of ------------------------------------------------------------------------------------

CHOSEN = inputs(p={"one_of": {"table": "limits"}}, a={}, c={})
LINEAR = {"kind": "linear", "lead": {"table": "limits", "column": "l1"}, "base": {"table": "limits", "column": "l2"}}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"p": "x", "a": "1.5"}, ("scored", "5")),
        ({"p": "甲品", "a": "1.5"}, ("scored", "5")),
        ({"p": "y", "a": "-30"}, ("scored", "10")),
        ({"p": "y", "a": "-21"}, ("scored", "5")),
        ({"p": "z", "a": "1"}, ("missing", "0")),
        ({"a": "1"}, ("missing", "0")),
        ({"p": "w", "a": "2", "c": "85"}, ("scored", "10")),
        ({"p": "w", "a": "2"}, ("missing", "0")),
    ],
)
def test_lead_and_base_are_looked_up_by_a_choice(typed, expected):
    assert got(one(measure(**LINEAR), inputs=CHOSEN, tables={"limits": LIMITS}), inputs=typed) == expected


def test_a_choice_that_the_table_does_not_have_is_refused():
    with pytest.raises(ApplicationProblems, match="P：“q”不在可选之列"):
        read_application(one(measure(**LINEAR), inputs=CHOSEN, tables={"limits": LIMITS}), {"inputs": {"p": "q"}})


def test_a_looked_up_value_stands_in_the_tree_with_its_row():
    standard = one(measure(**LINEAR), inputs=CHOSEN, tables={"limits": LIMITS})
    node = result(standard, inputs={"p": "x", "a": "1"}).trace["nodes"]["lead_M"]
    assert (node["kind"], node["value"]["exact"], node["inputs"], node["note"]) == ("lookup", "1", ["p", "c"], "甲品；VERIFIED")


def test_a_value_looked_up_for_several_years_is_found_by_the_one_choice():
    derived = {"d": {"label": "差", "unit": "1", "value": {"table": "limits", "column": "l2"}, "clause": "d", "years": 2}}
    asked = CHOSEN | inputs(a={"years": 2})
    standard = one(measure(value="a[-1] / d[-1]", kind="pos", lead="1"), inputs=asked, tables={"limits": LIMITS}, derived=derived)
    assert got(standard, inputs={"p": "x", "a[-1]": "1"}) == ("scored", "5")


BRACKET = {"bracket": "b", "at_least": [["10", "8"], ["5", "a * 2"]], "below": "2"}


@pytest.mark.parametrize(("size", "points"), [("10", "5"), ("9.9", "5"), ("5", "5"), ("4.9", "10")])
def test_a_lead_by_the_size_of_another_figure(size, points):
    assert got(one(measure(kind="pos", lead=BRACKET)), inputs={"a": "4", "b": size}) == ("scored", points)


def test_without_a_lowest_bracket_there_is_no_value_below():
    lead = {key: value for key, value in BRACKET.items() if key != "below"}
    assert got(one(measure(kind="pos", lead=lead)), inputs={"a": "4", "b": "1"}) == ("missing", "0")


CITED = one(
    measure(kind="pos", lead={"first_of": [{"table": "limits", "column": "l2"}, "b"]}),
    inputs=CHOSEN | inputs(b={}),
    tables={
        "limits": {**LIMITS, "none": "没有适用的限额", "rows": {**LIMITS["rows"], "v": {"label": "戊品", "values": {"l1": "1", "l2": "c"}}}}
    },
)


@pytest.mark.parametrize(
    ("typed", "expected", "why"),
    [
        ({"p": "x", "b": "4"}, ("scored", "5"), "A"),
        ({"p": "v", "b": "4", "c": "2"}, ("scored", "5"), "A"),
        ({"p": "z", "b": "4"}, ("scored", "5/2"), "A"),  # the table has no value for it
        ({"p": "none", "b": "4"}, ("scored", "5/2"), "A"),
        ({"p": "没有适用的限额", "b": "4"}, ("scored", "5/2"), "A"),
        ({"b": "4"}, ("missing", "0"), "还没有选“P”；没有的请选“没有适用的限额”"),
        ({"p": {"value": "x", "doubtful": True}, "b": "4"}, ("missing", "0"), "“P”存疑，弄清之前不能取值"),
        ({"p": {"value": "none", "doubtful": True}, "b": "4"}, ("missing", "0"), "“P”存疑，弄清之前不能取值"),
        ({"p": "v", "b": "4"}, ("missing", "0"), "还没有填“C”"),
        ({"p": "z"}, ("missing", "0"), "还没有填“B”"),
        ({"p": "none"}, ("missing", "0"), "还没有填“B”"),
    ],
)
def test_the_next_value_is_taken_only_where_it_is_known_that_there_is_none(typed, expected, why):
    found = result(stored(CITED), inputs={"a": "1", **typed})
    item = found.items["M"]
    assert ((item.status, str(item.points)), item.note) == (expected, why)
    assert found.verdict == ("qualified" if expected[0] == "scored" else "incomplete")
    if expected[0] == "missing":
        assert found.trace["nodes"]["lead_M"]["note"] == why


def test_a_bracket_by_a_size_that_is_not_known_is_not_passed_over():
    lead = {"first_of": [{"bracket": "b", "at_least": [["10", "8"]]}, "4"]}
    standard = one(measure(kind="pos", lead=lead))
    assert got(standard, inputs={"a": "2", "b": "10"}) == ("scored", "5/2")
    assert got(standard, inputs={"a": "2", "b": "9"}) == ("scored", "5")
    assert got(standard, inputs={"a": "2"}) == ("missing", "0")


def test_the_first_place_of_several_is_asked_in_any_case():
    asked = {row.id: row.is_required for section in form_of(CITED).sections for row in section.rows if row.is_input}
    assert asked == {"p": True, "c": False, "b": False, "a": True}


def test_a_plan_stored_before_passes_over_what_is_not_known_as_it_did():
    content = stored(CITED).as_content()
    assert content["derived"]["lead_M"]["value"].pop("unknown") == "stays"
    before = Plan.from_content(content)
    for typed in ({}, {"p": "z"}, {"p": "v"}, {"p": {"value": "x", "doubtful": True}}):
        assert result(before, inputs={"a": "1", "b": "4", **typed}).items["M"].points == Fraction(5, 2)
    assert result(before, inputs={"a": "1", "b": "4", "p": "x"}).items["M"].points == 5
    assert not {row.id: row for section in form_of(before).sections for row in section.rows}["p"].is_required


def test_a_reference_table_is_taken_into_the_plan_in_the_unit_of_the_column():
    limits = {"key": "p", "of": "energy-limits", "columns": {"advanced": "tce/产品", "limit": "tce/产品"}}
    asked = CHOSEN | inputs(clinker_percent={}, altitude_m={}, pressure_pa={})
    standard = one(measure(kind="neg", lead={"table": "limits", "column": "advanced"}), inputs=asked, tables={"limits": limits})
    codes = {words: code for code, words in standard.choices["p"].items()}
    code = next(code for words, code in codes.items() if "水泥" in words and "综合能耗" in words and "熟料" not in words)
    assert got(standard, inputs={"p": code, "a": "0.08", "clinker_percent": "75"}) == ("scored", "10")
    assert got(standard, inputs={"p": code, "a": "0.149", "clinker_percent": "70"}) == ("scored", "5")  # 74.5 kgce/t
    assert not [row for row in standard.content["tables"]["limits"]["rows"].values() if "kWh" in str(row)]


# ---- small tables --------------------------------------------------------------------------------------------------

OVER = {"value": "e / q", **LINEAR, "over": {"rows": "products", "weight": "e", "top": 2}}


def products(*rows) -> tuple[str, str]:
    standard = stored(one(measure(**OVER), inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS}))
    content = {"rows": {"products": [dict(zip("peq", row, strict=True)) for row in rows]}}
    found = score(standard, read_application(standard, content)).items["M"]
    return found.status, str(found.points)


def test_the_largest_products_count_by_their_weight():
    assert products(("x", "10", "10")) == ("scored", "10")
    assert products(("x", "10", "10"), ("x", "30", "20")) == ("scored", "25/4")  # 1 × 10/40 + 0.5 × 30/40
    assert products(("x", "10", "10"), ("x", "30", "20"), ("x", "20", "20")) == ("scored", "7")  # 0.5 × 30/50 + 1 × 20/50


def test_of_equal_weights_the_earlier_row_is_taken():
    assert products(("x", "10", "10"), ("x", "10", "5"), ("x", "20", "20")) == ("scored", "10")
    assert products(("x", "10", "5"), ("x", "10", "10"), ("x", "20", "20")) == ("scored", "20/3")


def test_a_row_half_filled_or_no_row_at_all_is_unknown():
    assert products() == ("missing", "0")
    assert products(("x", "10", "")) == ("missing", "0")
    assert products(("x", "10", "10"), ("", "", "")) == ("scored", "10")
    assert products(("x", "10", "10"), ("", "5", "")) == ("missing", "0")


def test_weights_of_nothing_are_a_division_by_zero():
    assert products(("x", "0", "10")) == ("missing", "0")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"products": [{}, {}, {}, {}]}, "最多填3行，现在有4行"),
        ({"products": [{"o": "1"}]}, "产品第1行：“o”不是本表的数据项"),
        ({"others": []}, "“others”不是本标准的小表"),
        ({"products": "x"}, "“products”不是本标准的小表"),
    ],
)
def test_a_small_table_of_another_shape_is_refused(rows, words):
    standard = one(measure(**OVER), inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS})
    with pytest.raises(ApplicationProblems, match=words):
        read_application(standard, {"rows": rows})


# ---- alternatives, kinds -------------------------------------------------------------------------------------------

ANY = [
    {"label": "有限额", "when": "h == 1", "score": {"kind": "neg", "value": "a", "lead": "2"}},
    {"label": "无限额", "when": None, "score": {"kind": "pos", "value": "b", "lead": "10"}},
]


@pytest.mark.parametrize(
    ("typed", "expected", "note"),
    [
        ({"h": "是", "a": "4"}, ("scored", "5"), "有限额：A"),
        ({"h": "否", "b": "5"}, ("scored", "5"), "无限额：B"),
        ({"h": "否", "a": "4"}, ("missing", "0"), "无限额：B"),
        ({"a": "4", "b": "5"}, ("missing", "0"), "不知道按哪一种办法计分"),
    ],
)
def test_the_first_way_whose_condition_holds_is_taken(typed, expected, note):
    standard = one(item("M", "measure", any_of=ANY), inputs=inputs(a={}, b={}, h={"one_of": "yes_no"}))
    found = result(stored(standard), inputs=typed).items["M"]
    assert ((found.status, str(found.points)), found.note) == (expected, note)


def test_without_a_way_that_holds_it_is_unknown():
    standard = one(item("M", "measure", any_of=ANY[:1]), inputs=inputs(a={}, b={}, h={"one_of": "yes_no"}))
    assert got(standard, inputs={"h": "否"}) == ("missing", "0")


def test_a_test_as_a_score_gives_all_or_nothing():
    leaf = measure(value="a >= 5", kind="yes_no")
    assert [got(one(leaf), inputs={"a": text}) for text in ("5", "4.9")] == [("scored", "10"), ("scored", "0")]


def test_steps_may_be_reached_from_above():
    leaf = measure(kind="steps", compare="at_most", steps=[["5", "0.5"], ["2", "1"]])
    assert [got(one(leaf), inputs={"a": text})[1] for text in ("5.1", "5", "2.1", "2", "-1")] == ["0", "5", "5", "10", "10"]


@pytest.mark.parametrize(("when", "expected"), [("zero", ("scored", "0")), ("full", ("scored", "10")), ("unknown", ("missing", "0"))])
@pytest.mark.parametrize("kind", ["pos", "neg", "points"])
def test_what_a_negative_value_is_worth_is_declared(kind, when, expected):
    assert got(one(measure(kind=kind, lead="3", when_negative=when)), inputs={"a": "-1"}) == expected


@pytest.mark.parametrize("kind", ["pos", "neg", "points"])
def test_a_negative_value_over_a_negative_lead_is_no_ratio_either(kind):
    assert got(one(measure(kind=kind, lead="-3")), inputs={"a": "-20"}) == ("scored", "0")


def test_a_checklist_is_full_before_all_of_it():
    leaf = item("C", "count", count_of="12", full_at="8")
    assert [got(one(leaf), "C", items={"C": text})[1] for text in ("4", "8", "12", "0")] == ["5", "10", "10", "0"]


@pytest.mark.parametrize("when_zero", ["unknown", "zero", "full"])
def test_from_a_base_that_equals_the_lead_nothing_can_be_computed_whatever_a_division_by_zero_is_worth(when_zero):
    found = result(one(measure(kind="linear", base="b", lead="c", when_zero=when_zero)), inputs={"a": "1", "b": "2", "c": "2"}).items["M"]
    assert (found.status, found.note) == ("missing", "引领值等于基准值，无法计算")


def test_a_part_that_divides_by_nothing_is_passed_over():
    lead = {"first_of": ["b / c", "4"]}
    assert got(one(measure(kind="pos", lead=lead)), inputs={"a": "2", "b": "8", "c": "0"}) == ("scored", "5")
    assert got(one(measure(kind="pos", lead=lead)), inputs={"a": "2", "b": "8", "c": "1"}) == ("scored", "5/2")


def test_a_division_by_zero_in_one_row_is_settled_for_that_row():
    leaf = measure(**{**OVER, "when_zero": "full"})
    standard = one(leaf, inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS})
    rows = [{"p": "x", "e": "10", "q": "0"}, {"p": "x", "e": "30", "q": "15"}]
    assert score(standard, read_application(standard, {"rows": {"products": rows}})).items["M"].points == Fraction(10) / 4


def test_a_coefficient_holds_in_every_year():
    coefficients = {"k": {"label": "系数", "unit": "1", "value": "2", "clause": "表2"}}
    standard = one(measure(value="mean_years(a * k, 2)", kind="pos", lead="16"), inputs=THREE, coefficients=coefficients)
    assert got(standard, inputs={"a": "6", "a[-1]": "2"}) == ("scored", "5")


# ---- groups, totals ------------------------------------------------------------------------------------------------


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


STARS = [{"name": f"{n}星", "at_least": str(low), "clause": "表"} for n, low in ((1, 5), (3, 9), (2, 7))]


@pytest.mark.parametrize(("mark", "grade"), [("9", "3星"), ("8.99", "2星"), ("5", "1星"), ("4.99", "")])
def test_the_grade_is_the_highest_that_is_reached(mark, grade):
    found = result(stored(plan(group("G", item("X")), grades=STARS)), items={"X": mark})
    assert (found.grade, found.trace["nodes"].get("grade", {}).get("state", "")) == (grade, grade)


def test_who_is_not_qualified_has_no_grade():
    gate = {"id": "G1", "label": "守法", "clause": "4"}
    assert result(plan(group("G", item("X")), grades=STARS, gates=[gate]), items={"X": "9", "G1": "not_met"}).grade == ""
    assert result(plan(group("G", item("X")), grades=STARS, gates=[gate]), items={"X": "9"}).grade == ""


# ---- gates, coefficients, in force ---------------------------------------------------------------------------------


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
