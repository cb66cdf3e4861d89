"""Every value is of a kind, and a column or a row may be called as the parts of a file are without being taken for one."""

from typing import get_args

from greenlist.engines.scoring.values import Kind, Placed, plain_standard, values_of, with_values
from tests.engines.scoring.standards import group, item, source
from tests.engines.scoring.test_values import EVERYTHING


def test_every_kind_of_value_occurs_and_no_other():
    assert {value.kind for value in values_of(plain_standard(EVERYTHING.standard)).values()} == set(get_args(Kind))
    assert Placed("a", ("a",), "项", "值", "t", "5", "§1", "GUESS", None).kind == "number"


def test_what_can_be_chosen_is_told_in_words():
    asked = {"label": "选择", "unit": "1", "clause": "附录"}
    inputs = {"p": asked | {"one_of": "yes_no"}, "q": asked | {"one_of": {"x": "甲", "y": "乙"}}}
    values = values_of(plain_standard(source(group("G", item("X")), inputs=inputs).standard))
    assert {place: value.value for place, value in values.items() if place.startswith("inputs.")} == {
        "inputs.p.one_of": "是或否", "inputs.q.one_of": "甲、乙",
    }  # fmt: skip


def test_columns_may_be_called_as_a_lookup_or_the_parts_of_a_figure_are():
    lookup = {"columns": {"table": "t", "column": "t"}, "rows": {"A": {"values": {"table": "5", "column": "6"}}}}
    figure = {"rows": {"B": {"values": {"unknown": "1", "one_of": "2", "minimum": None}}}}
    values = values_of({"tables": {"t": lookup, "u": figure}})
    assert {place: (value.kind, value.value) for place, value in values.items()} == {
        "tables.t.rows.A.table": ("number", "5"),
        "tables.t.rows.A.column": ("number", "6"),
        "tables.u.rows.B.unknown": ("number", "1"),
        "tables.u.rows.B.one_of": ("number", "2"),
    }


def test_a_count_of_one_is_a_value_and_the_name_of_a_reference_table_is_none():
    tables = {"limits": {"key": "p", "columns": {"advanced": "kgce/t"}, "of": "gb-16780/2021"}}
    values = values_of(plain_standard(source(group("G", item("X"), best=1), tables=tables).standard))
    assert values["groups.G.best"].value == "1"
    assert not [place for place in values if place.startswith("tables.")]


def test_only_a_lowest_value_can_be_set_to_none():
    made = with_values(plain_standard(EVERYTHING.standard), {"inputs.a.unit": "无", "inputs.a.minimum": "无"})
    assert (made["inputs"]["a"]["unit"], made["inputs"]["a"]["minimum"]) == ("无", None)
