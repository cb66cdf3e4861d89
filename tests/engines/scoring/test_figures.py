"""Every year and every row of a figure is a value of its own, with its own words."""

import pytest

from greenlist.engines.scoring.figures import Figures, year_words
from tests.engines.scoring.standards import group, item, plan

INPUTS = {
    "a": {"label": "能耗", "unit": "tce", "clause": "A", "years": 3},
    "c": {"label": "折标系数", "unit": "1", "clause": "A"},
    "p": {"label": "产品", "unit": "1", "clause": "A", "one_of": {"x": "甲", "y": "乙"}},
    "r": {"label": "每年产品", "unit": "1", "clause": "A", "one_of": {"table": "limits"}, "years": 2},
    "yes": {"label": "是否", "unit": "1", "clause": "A", "one_of": "yes_no"},
}
ROWS = {"fuels": {"label": "燃料", "clause": "F", "most": 2, "inputs": {"f": {"label": "用量", "unit": "t", "clause": "F"}}}}
TABLES = {"limits": {"key": "r", "columns": {"v": "t"}, "rows": {"x": {"label": "丙", "values": {"v": "2"}}}}}
DERIVED = {
    "d": {"label": "比", "unit": "1", "value": "a * c", "clause": "A", "years": 2},
    "t": {"label": "两倍", "unit": "t", "value": "f * c", "clause": "A", "rows": "fuels"},
    "s": {"label": "摊得", "unit": "t", "value": "f * d", "clause": "A", "rows": "fuels"},
    "once": {"label": "一次", "unit": "1", "value": "a + t", "clause": "A"},
}
PLAN = plan(group("G", item("X")), inputs=INPUTS, rows=ROWS, tables=TABLES, derived=DERIVED)


def test_every_year_and_every_row_of_a_figure_has_a_name_and_words_of_its_own():
    assert {name: entry["label"] for name, entry in PLAN.inputs.items()} == {
        "a": "能耗", "a[-1]": "能耗（上年）", "a[-2]": "能耗（前2年）", "c": "折标系数", "p": "产品", "r": "每年产品", "r[-1]": "每年产品（上年）",
        "yes": "是否", "f#1": "燃料1：用量", "f#2": "燃料2：用量",
    }  # fmt: skip
    assert [year_words(back) for back in (1, 2, 3)] == ["上年", "前2年", "前3年"]


def test_what_is_derived_is_written_out_for_every_year_and_every_row():
    assert {name: (entry["label"], found.names) for name, (entry, found) in PLAN.derived.items()} == {
        "d": ("比", ("a", "c")), "d[-1]": ("比（上年）", ("a[-1]", "c[-1]")),
        "t#1": ("燃料1：两倍", ("f#1", "c")), "t#2": ("燃料2：两倍", ("f#2", "c")),
        "s#1": ("燃料1：摊得", ("f#1", "d")), "s#2": ("燃料2：摊得", ("f#2", "d")), "once": ("一次", ("a", "t")),
    }  # fmt: skip


def test_a_choice_has_its_codes_of_its_own_or_of_its_table_and_yes_or_no_is_none():
    assert PLAN.choices == {"p": {"x": "甲", "y": "乙"}, "r": {"x": "丙"}, "r[-1]": {"x": "丙"}}


def test_a_choice_made_once_holds_for_earlier_years_and_one_made_every_year_does_not():
    derived = {"l": {"label": "限额", "unit": "t", "value": {"table": "limits", "column": "v"}, "clause": "A", "years": 2}}
    for years, names in ((1, ("r",)), (2, ("r[-1]",))):
        made = plan(group("G", item("X")), inputs={"r": INPUTS["r"] | {"years": years}}, tables=TABLES, derived=derived)
        assert made.derived["l[-1]"][1].names == names


def test_every_figure_and_everything_derived_has_its_words():
    assert PLAN.labels.keys() == {*PLAN.inputs, *PLAN.derived}
    assert (PLAN.labels["t#2"], PLAN.labels["a[-2]"]) == ("燃料2：两倍", "能耗（前2年）")


@pytest.mark.parametrize(("most", "years", "words"), [(51, 3, "most 最多 50，这里是 51"), (50, 11, "years 最多 10，这里是 11")])
def test_fifty_rows_and_ten_years_are_written_out_and_no_more(most, years, words):
    def made(most, years):
        inputs, rows = INPUTS | {"a": INPUTS["a"] | {"years": years}}, {"fuels": ROWS["fuels"] | {"most": most}}
        return plan(group("G", item("X")), inputs=inputs, rows=rows, tables=TABLES, derived=DERIVED)

    assert {"a[-9]", "f#50"} <= made(50, 10).inputs.keys()
    for part in ("inputs", "derived"):
        with pytest.raises(ValueError, match=words):
            getattr(made(most, years), part)
    if most > 50:
        with pytest.raises(ValueError, match=words):
            Figures(made(most, years).content).most("fuels")
