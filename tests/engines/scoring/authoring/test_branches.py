"""Every way a standard may go, from its file alone, in words."""

import pytest

from greenlist.engines.scoring.authoring.branches import branches
from tests.engines.scoring.standards import group, item, measure, source

FIGURE = {"label": "数", "unit": "t", "clause": "A"}
INPUTS = {**dict.fromkeys("abc", FIGURE), "k": {"label": "种类", "unit": "1", "clause": "A", "one_of": {"table": "t"}}}
TABLES = {"t": {"key": "k", "columns": {"best": "t"}, "rows": {"x": {"label": "钢", "values": {"best": "5"}}}}}
ROWS = {"products": {"label": "产品", "clause": "A", "most": 2, "inputs": {"p": FIGURE | {"minimum": "-1"}, "w": FIGURE}}}
LOOK = {"table": "t", "column": "best"}
BRACKET = {"bracket": "b", "at_least": [["100", "10"], ["50", "20"]], "below": "30"}
WAYS = [
    {"label": "小", "when": "b > 1", "score": {"kind": "neg", "value": "a", "lead": BRACKET}},
    {"label": "其余", "when": None, "score": {"kind": "steps", "value": "a", "steps": [["1", "1/2"], ["2", "1"]]}},
]
TOP = {"rows": "products", "weight": "w", "top": 1}
GROUPS = (
    group("R", item("R1", "required"), item("R2", "optional", test="a > 5"), required_block=True),
    group("S", item("S1"), item("S2", may_be_not_applicable=True), best=1),
    group(
        "M",
        measure("M1", kind="pos", value="p", lead="10", cap="1.2", over=TOP),
        measure("M2", kind="linear", base="5", lead=LOOK),
        item("M3", "measure", any_of=WAYS),
    ),
    group("Z", item("Z1"), bonus=True, most="3"),
)
EXPECTED = [
    ("derived/d", "d.zero", "分母为0"),
    ("derived/e", "e.first:0", "取第1种值"),
    ("derived/e", "e.first:1", "取第2种值"),
    ("gates/0", "G1.met", "符合"),
    ("gates/0", "G1.not_met", "不符合"),
    ("gates/0", "G1.missing", "没有填或缺数据"),
    ("groups/0", "group:R.emptied", "有必选项不符合，本块必选分为0"),
    ("groups/1", "group:S.spare", "填的项多于计入的项"),
    ("groups/1", "group:S.short", "填的项少于计入的项"),
    ("groups/3", "group:Z.over_most", "加分超过上限"),
    ("groups/0/items/0", "R1.met", "符合"),
    ("groups/0/items/0", "R1.not_met", "不符合"),
    ("groups/0/items/0", "R1.missing", "没有填或缺数据"),
    ("groups/0/items/1", "R2.met", "符合"),
    ("groups/0/items/1", "R2.not_met", "不符合"),
    ("groups/0/items/1", "R2.missing", "没有填或缺数据"),
    ("groups/1/items/0", "S1.full", "满分"),
    ("groups/1/items/0", "S1.part", "得一部分分"),
    ("groups/1/items/0", "S1.none", "得0分"),
    ("groups/1/items/0", "S1.missing", "没有填或缺数据"),
    ("groups/1/items/1", "S2.not_applicable", "不适用"),
    ("groups/1/items/1", "S2.full", "满分"),
    ("groups/1/items/1", "S2.part", "得一部分分"),
    ("groups/1/items/1", "S2.none", "得0分"),
    ("groups/1/items/1", "S2.missing", "没有填或缺数据"),
    ("groups/2/items/0", "M1.below_lead", "没有达到引领值"),
    ("groups/2/items/0", "M1.at_lead", "达到或优于引领值"),
    ("groups/2/items/0", "M1.capped", "达到上限"),
    ("groups/2/items/0", "M1.negative", "值小于0"),
    ("groups/2/items/0", "M1.zero", "分母为0"),
    ("groups/2/items/0", "M1.more_rows", "填的行多于计入的行"),
    ("groups/2/items/0", "M1.missing", "没有填或缺数据"),
    ("groups/2/items/1", "M2.below_base", "差于基准值"),
    ("groups/2/items/1", "M2.at_base", "恰为基准值"),
    ("groups/2/items/1", "M2.between", "在基准值和引领值之间"),
    ("groups/2/items/1", "M2.at_lead", "达到或优于引领值"),
    ("groups/2/items/1", "M2.zero", "分母为0"),
    ("groups/2/items/1", "M2.missing", "没有填或缺数据"),
    ("groups/2/items/1/score/lead", "lead_M2.no_value", "表中没有值"),
    ("groups/2/items/2", "M3.missing", "没有填或缺数据"),
    ("groups/2/items/2/any_of/0", "M3.1/below_lead", "第1种情形，没有达到引领值"),
    ("groups/2/items/2/any_of/0", "M3.1/at_lead", "第1种情形，达到或优于引领值"),
    ("groups/2/items/2/any_of/0", "M3.1/zero", "第1种情形，分母为0"),
    ("groups/2/items/2/any_of/1", "M3.2/below_steps", "第2种情形，没有达到第一档"),
    ("groups/2/items/2/any_of/1", "M3.2/step:0", "第2种情形，达到第1档"),
    ("groups/2/items/2/any_of/1", "M3.2/step:1", "第2种情形，达到第2档"),
    ("groups/2/items/2/any_of/0/score/lead", "lead_M3_1.step:0", "达到第1档"),
    ("groups/2/items/2/any_of/0/score/lead", "lead_M3_1.step:1", "达到第2档"),
    ("groups/2/items/2/any_of/0/score/lead", "lead_M3_1.below_steps", "没有达到第一档"),
    ("groups/3/items/0", "Z1.full", "满分"),
    ("groups/3/items/0", "Z1.part", "得一部分分"),
    ("groups/3/items/0", "Z1.none", "得0分"),
    ("groups/3/items/0", "Z1.missing", "没有填或缺数据"),
    ("grades/0", "grade.grade:甲", "评为甲"),
]


def value(content: object, unit: str = "1") -> dict:
    return {"label": "值", "unit": unit, "value": content, "clause": "A"}


def test_every_branch_of_a_standard_is_told_with_its_place_in_words():
    found = branches(
        source(
            *GROUPS,
            inputs=INPUTS,
            rows=ROWS,
            tables=TABLES,
            derived={"d": value("a / b"), "e": value({"first_of": [LOOK, "b"]})},
            gates=[{"id": "G1", "label": "门槛", "clause": "1"}],
            grades=[{"name": "甲", "at_least": "9", "clause": "A"}],
        ).standard
    )
    assert [("/".join(map(str, b.path)), f"{b.id}.{b.key}", b.words) for b in found] == EXPECTED
    assert len(set(found)) == len(found)


def keys(*items: dict, **more) -> list[str]:
    """The branches of a standard of one group."""
    standard = source(group("G", *items), **{"inputs": INPUTS, "tables": TABLES, **more}).standard
    return [f"{b.id}.{b.key}" for b in branches(standard)]


@pytest.mark.parametrize(
    ("formula", "may"),
    [
        ("a", False),
        ("low", True),
        ("low[-1]", True),
        ("nought", False),
        ("a * low", True),
        ("a + b", False),
        ("-a", True),
        ("a - b", True),
        ("abs(low)", False),
        ("max(low, 0)", False),
        ("max(low, low)", True),
        ("min(low, 0)", True),
        ("rest", True),
        ("looked", False),
        ("5", False),
        ("a * rate", False),
        ("a * held", False),
        ("a * loss", True),
    ],
)
def test_what_may_fall_below_zero_has_a_branch_for_it(formula, may):
    inputs = INPUTS | {"low": FIGURE | {"minimum": "-0.5", "years": 2}, "nought": FIGURE | {"minimum": "0"}}
    derived = {"rest": value("a - b", "t"), "looked": value(LOOK, "t")}
    constant = {"label": "系数", "unit": "1", "clause": "A"}
    constants = {"rate": constant | {"value": "0.5"}, "loss": constant | {"value": "-0.5"}}
    constants["held"] = constant | {"of": "gbt-2589/2020#电力（当量值）"}
    leaf = measure(kind="pos", value=formula, lead="1")
    assert ("M.negative" in keys(leaf, inputs=inputs, derived=derived, coefficients=constants)) is may


def test_a_row_of_a_small_table_that_may_fall_below_zero_has_a_branch_for_it():
    assert "M.negative" in keys(measure(kind="pos", value="p", lead="1", over=TOP), rows=ROWS)
    assert "M.negative" not in keys(measure(kind="pos", value="w", lead="1", over=TOP), rows=ROWS)
    assert "M.zero" in keys(measure(kind="pos", value="w", lead="1", over=TOP), rows=ROWS)  # the weights may be 0
    assert "M.zero" not in keys(measure(kind="pos", value="w", lead="1", over=TOP | {"weight": "1"}), rows=ROWS)
    assert "M.more_rows" not in keys(measure(kind="pos", value="w", lead="1", over=TOP | {"top": 2}), rows=ROWS)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"required_block": True}, None),
        ({"bonus": True}, None),
        ({"most": "3"}, None),
        ({"bonus": True, "most": "3"}, "group:G.over_most"),
        ({"best": 1}, "group:G.spare"),
    ],
)
def test_a_group_has_the_branches_its_rule_can_take(more, key):
    standard = source(group("G", item("X"), **more)).standard
    assert [f"{b.id}.{b.key}" for b in branches(standard) if b.id.startswith("group")][:1] == ([key] if key else [])


def test_a_block_with_one_required_item_among_others_can_be_emptied():
    block = source(group("G", item("X"), item("R", "required"), required_block=True)).standard
    assert "group:G.emptied" in [f"{b.id}.{b.key}" for b in branches(block)]


@pytest.mark.parametrize(
    ("leaf", "may"),
    [
        (measure(kind="pos", lead="10"), False),
        (measure(kind="pos", lead="b"), True),
        (measure(kind="pos", lead={"2024-01-01": "1", "2025-01-01": "b"}), True),
        (measure(kind="pos", lead={"2024-01-01": "1", "2025-01-01": "2"}), False),
        (measure(kind="pos", lead=LOOK), True),
        (measure(kind="linear", base="1", lead="2"), False),
        (measure(kind="linear", base="b", lead="2"), True),
        (measure(kind="neg", lead="10"), True),
        (measure(kind="pos", value="a / 5", lead="10"), False),
        (measure(kind="pos", value="5 / a", lead="10"), True),
        (measure(kind="pos", value="a * b", lead="10"), False),
        (measure(kind="yes_no", value="a > b"), False),
        (measure(kind="yes_no", value="a / b > 1"), True),
        (measure(kind="steps", value="a / b", steps=[["1", "1"]]), True),
        (measure(kind="steps", steps=[["1", "1"]]), False),
    ],
)
def test_a_score_whose_denominator_may_be_nought_has_a_branch_for_it(leaf, may):
    assert ("M.zero" in keys(leaf)) is may


@pytest.mark.parametrize(("cap", "may"), [("1", False), ("1.01", True), (None, False)])
def test_only_a_cap_above_the_full_score_can_be_reached_beyond_it(cap, may):
    assert ("M.capped" in keys(measure(kind="pos", lead="10", cap=cap))) is may


def test_what_is_the_same_for_everybody_is_never_missing():
    assert keys(item("T", "optional", test="1 > 0")) == ["T.met", "T.not_met"]
    assert keys(measure(kind="pos", value="5", lead="10")) == ["M.below_lead", "M.at_lead"]


def test_a_value_looked_up_directly_may_be_left_out_of_its_table_and_one_with_another_to_follow_not():
    found = keys(item("X"), derived={"d": value(LOOK), "e": value(BRACKET), "f": value({"2024-01-01": "5", "2025-01-01": BRACKET})})
    assert [k for k in found if k[:2] in {"d.", "e.", "f."}] == [
        "d.no_value", "e.step:0", "e.step:1", "e.below_steps", "f.step:0", "f.step:1", "f.below_steps",
    ]  # fmt: skip


def found_in(content: object, **more) -> list[str]:
    """The branches of a derived value d."""
    return [key.removeprefix("d.") for key in keys(item("X"), derived={"d": value(content)}, **more) if key.startswith("d.")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"bracket": "a / b", "at_least": [["5", "1"]], "below": "2"}, ["zero", "step:0", "below_steps"]),
        ({"bracket": "a", "at_least": [["5", "a / b"]], "below": "2"}, ["zero", "step:0", "below_steps"]),
        ({"bracket": "a", "at_least": [["5", "1"]], "below": "a / b"}, ["zero", "step:0", "below_steps"]),
        ({"bracket": "a / 2", "at_least": [["5", "1 / 3"]]}, ["step:0", "below_steps"]),
        ({"2024-01-01": "5", "2025-01-01": "a / b"}, ["zero"]),
        ({"first_of": [{"bracket": "a / b", "at_least": [["5", "1"]]}, "b"]}, ["first:0", "first:1", "zero", "step:0", "below_steps"]),
        ({"2024-01-01": LOOK, "2025-01-01": {"first_of": [LOOK, "b"]}}, ["no_value", "first:0", "first:1"]),
    ],
)
def test_a_value_that_is_found_has_a_branch_for_a_formula_in_it_that_divides(content, expected):
    assert found_in(content) == expected


def test_a_value_looked_up_has_a_branch_for_a_row_that_divides():
    rows = {"x": {"label": "钢", "values": {"best": "a / b"}}}
    assert found_in(LOOK, tables={"t": TABLES["t"] | {"rows": rows}}) == ["zero", "no_value"]


def test_a_dated_lead_has_the_branches_of_its_references_and_a_formula_of_it_none_of_its_own():
    found = keys(measure(kind="pos", lead={"2024-01-01": "b / c", "2025-01-01": BRACKET}))
    assert [key for key in found if key.startswith("lead_")] == ["lead_M.step:0", "lead_M.step:1", "lead_M.below_steps"]
    divided = BRACKET | {"below": "b / c"}
    assert "lead_M.zero" in keys(measure(kind="pos", lead={"2024-01-01": "b / c", "2025-01-01": divided}))


def test_a_figure_that_is_called_bracket_is_no_bracket():
    inputs = dict.fromkeys(("a", "bracket"), FIGURE)
    found = branches(source(group("G", item("X")), inputs=inputs, derived={"d": FIGURE | {"value": "bracket * 2"}}).standard)
    assert not [branch for branch in found if branch.id == "d"]


def test_a_lead_that_is_a_formula_has_no_branch_of_its_own():
    assert keys(measure(kind="pos", lead="b / c")) == ["M.below_lead", "M.at_lead", "M.zero", "M.missing"]


def test_an_item_with_alternatives_has_their_branches_and_not_those_of_an_answer():
    found = keys(item("M", "required", any_of=WAYS))
    assert [key for key in found if not key.startswith(("M.1/", "M.2/", "lead_"))] == ["M.missing"]
