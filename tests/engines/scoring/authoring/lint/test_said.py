"""What a file has to say although there is a default."""

import pytest

from greenlist.engines.scoring.authoring.lint import lint
from greenlist.engines.scoring.authoring.lint.said import said_faults
from greenlist.engines.scoring.check import check_file
from greenlist.engines.scoring.load import Source, read_standard
from greenlist.rulebook.standards import held_editions
from tests.engines.scoring.authoring.lint.saying import derived, figure
from tests.engines.scoring.authoring.lint.test_formulas import TEXT
from tests.engines.scoring.standards import group, item, measure, source

HERE = {("id",): (1, 1)}
ZERO = "分母可能为0，要写 when_zero"
SURE = "核实到哪一步（VERIFIED、VERIFIED-SECONDARY、VERIFIED-UNOFFICIAL、RECALLED、GUESS）。"


def zeros(*groups: dict, marks=(), **more) -> list[tuple]:
    """(path, offset) of every denominator of which nothing is said."""
    made = source(*groups, **more)
    faults = said_faults(Source(made.standard, made.name, HERE | dict.fromkeys(marks, (1, 1))))
    return [(fault.path, fault.offset) for fault in faults if fault.words.startswith(ZERO)]


SCORE = ("groups", 0, "items", 0, "score")


@pytest.mark.parametrize(
    ("leaf", "may"),
    [
        (measure(kind="neg", lead="10"), True),
        (measure(kind="pos", value="a / 5", lead="10"), False),
        (measure(kind="pos", value="5 / a", lead="10"), True),
        (measure(kind="pos", lead="5 / a"), True),
        (measure(kind="linear", lead="5", base="5 / a"), True),
        (measure(kind="linear", lead={"2024-01-01": "5", "2025-01-01": "5 / a"}, base="1"), True),
        (measure(kind="linear", lead={"first_of": ["5", "5 / a"]}, base="1"), False),
        (measure(kind="linear", lead="a * 2", base="1"), False),
        (measure(kind="pos", lead="a * 2"), True),
        (measure(kind="points", lead={"2024-01-01": "5", "2025-01-01": "a + 2"}), True),
        (measure(kind="pos", lead="2 * 3"), False),
        (measure(kind="pos", lead={"first_of": ["5 / a", "1"]}), False),
        (measure(kind="pos", lead={"first_of": ["-a / 5", "1"]}), True),
        (measure(kind="pos", lead={"bracket": "a", "at_least": [["5", "1"]], "below": "2"}), False),
        (measure(kind="pos", lead={"bracket": "a", "at_least": [["5", "1"]], "below": "a"}), True),
        (measure(kind="pos", lead="1", over={"rows": "p", "weight": "w", "top": 1}), False),
        (measure(kind="pos", lead="1", over={"rows": "p", "weight": "a / w", "top": 1}), True),
        (item("X"), False),
    ],
)
def test_a_denominator_that_may_be_zero_wants_a_word(leaf, may):
    assert zeros(group("G", leaf)) == [(SCORE, 0)] * may
    assert zeros(group("G", leaf), marks=[(*SCORE, "when_zero")]) == []


def test_a_derived_value_that_divides_wants_a_word_where_it_divides():
    values = {name: derived("a / b") for name in "de"}
    found = zeros(group("G", item("X")), derived=values, marks=[("derived", "d", "when_zero")])
    assert found == [(("derived", "e", "value"), 2)]


TABLE = {"key": "k", "columns": {"best": "t"}}
LOOK = {"table": "t", "column": "best"}


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ({"2024-01-01": "5", "2025-01-01": "a / b"}, ("2025-01-01",)),
        ({"bracket": "a / b", "at_least": [["5", "1"]]}, ("bracket",)),
        ({"bracket": "a", "at_least": [["5", "1"], ["2", "a / b"]]}, ("at_least", 1, 1)),
        ({"bracket": "a", "at_least": [["5", "1"]], "below": "a / b"}, ("below",)),
        ({"first_of": ["a", "a / b"]}, ("first_of", 1)),
        ({"first_of": ["a", {"2024-01-01": {"bracket": "a / b", "at_least": [["5", "1"]]}}]}, ("first_of", 1, "2024-01-01", "bracket")),
        ({"first_of": ["a / b", "5"]}, None),  # passed over
        ({"first_of": [{"first_of": ["a", "a / b"]}, "5"]}, None),
        ({"first_of": ["5", {"first_of": ["a / b", "a"]}]}, None),
        ({"first_of": ["a", "a / b", "5"]}, None),
        ({"bracket": "a", "at_least": [["5", "1 / 3"]], "below": "a / 5"}, None),
        (LOOK, None),
    ],
)
def test_a_derived_value_that_is_found_and_may_divide_wants_a_word_where_it_divides(value, at):
    more = {"derived": {"d": derived(value)}, "tables": {"t": TABLE | {"rows": {"A": {"label": "甲", "values": {"best": "1 / 3"}}}}}}
    assert zeros(group("G", item("X")), **more) == ([] if at is None else [(("derived", "d", "value", *at), 2)])
    assert zeros(group("G", item("X")), marks=[("derived", "d", "when_zero")], **more) == []


def test_one_word_is_asked_however_often_a_value_divides():
    value = {"bracket": "a / b", "at_least": [["5", "a / b"]], "below": "1 + b / a"}
    assert zeros(group("G", item("X")), derived={"d": derived(value)}) == [(("derived", "d", "value", "bracket"), 2)]


def test_a_value_looked_up_where_a_row_divides_wants_a_word_where_it_is_looked_up():
    rows = {"A": {"label": "甲", "values": {"best": "1"}}, "B": {"label": "乙", "values": {"best": "a / b"}}}
    made = source(group("G", item("X")), derived={"d": derived({"first_of": ["a", LOOK]})}, tables={"t": TABLE | {"rows": rows}})
    found = [fault for fault in said_faults(Source(made.standard, made.name, HERE)) if "when_zero" in fault.words]
    assert [(fault.path, fault.offset) for fault in found] == [(("derived", "d", "value", "first_of", 1), 0)]
    assert found[0].words == "表“t”中“B”的分母可能为0，要写 when_zero：算不出来（unknown）还是按0（zero）。"


@pytest.mark.parametrize(("held", "may"), [("1", False), ("5 / a", False), ("a * 2", True)])
def test_a_lead_looked_up_where_a_row_may_be_zero_wants_a_word(held, may):
    tables = {"t": TABLE | {"rows": {"A": {"label": "甲", "values": {"best": held}}}}}
    assert zeros(group("G", measure(kind="pos", lead=LOOK)), tables=tables) == [(SCORE, 0)] * may


def test_a_test_that_divides_is_not_asked():
    gates = [{"id": "G1", "label": "门槛", "clause": "1", "test": "a / b > 1"}]
    assert zeros(group("G", item("X")), gates=gates) == []


def test_a_file_says_how_sure_each_value_is_and_all_that_is_unsaid_is_told_with_the_faults(tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(TEXT.replace(", confidence: GUESS", "").replace(", points_confidence: GUESS", ""), encoding="utf-8")
    found = [line.removeprefix(f"{tmp_path.name}/1.yaml:") for line in check_file(file)]
    assert [line for line in found if SURE in line] == [
        f"11:11: 要写 confidence：{SURE}",
        f"13:6: 要写 confidence：{SURE}",
        f"14:6: 要写 confidence：{SURE}",
        f"15:6: 要写 confidence：{SURE}",
        f"20:9: 要写 confidence：{SURE}",
        f"20:9: 要写 points_confidence：{SURE}",
    ]
    assert "13:40: 没有“eergy”这个名称；是不是“energy”？" in found


def test_every_part_that_has_a_sureness_is_asked():
    entry = {"label": "甲", "clause": "1"}
    made = source(
        group("G", item("X"), weight="10"), inputs={}, gates=[{**entry, "id": "G1"}], grades=[{"name": "甲", "at_least": "9", "clause": "1"}],
        ranks=[{"name": "A", "share": "0.1", "clause": "1"}], conventions=[{**entry, "id": "c", "why": "约定"}],
        rows={"p": {"label": "表", "clause": "1", "most": 2, "inputs": {"w": figure()}}},
        tables={"t": {"key": "k", "columns": {"best": "t"}, "rows": {"A": {"label": "甲", "values": {"best": "1"}}}}},
    )  # fmt: skip
    faults = said_faults(Source(made.standard, made.name, HERE))
    told = sorted((".".join(map(str, fault.path)), fault.words.removesuffix(f"：{SURE}")) for fault in faults)
    assert told == [
        ("conventions.0", "要写 confidence"), ("gates.0", "要写 confidence"), ("grades.0", "要写 confidence"),
        ("groups.0", "要写 weight_confidence"), ("groups.0.items.0", "要写 confidence"), ("groups.0.items.0", "要写 points_confidence"),
        ("ranks.0", "要写 confidence"), ("rows.p.inputs.w", "要写 confidence"), ("tables.t.rows.A", "要写 confidence"),
    ]  # fmt: skip


def test_what_was_stored_before_keeps_its_defaults():
    stored = source(group("G", measure(kind="neg", lead="10")))
    assert list(said_faults(stored)) == []
    text = TEXT.replace(", confidence: GUESS", "")
    assert not [line for line in lint(read_standard(text.replace("many", "10"), "s/1.yaml")) if SURE in line]


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_standard_held_says_all(path):
    assert check_file(path) == []
