"""Everything that has to be a number is one."""

import pytest

from tests.engines.scoring.authoring.lint.saying import figure, of
from tests.engines.scoring.standards import group, item, measure


def test_everything_that_is_to_be_a_number_is_checked_at_once():
    leaves = [item("X", points="four"), measure("M", "0", kind="pos", cap="x", floor="y", lead="1")]
    leaves += [measure("S", "-1", kind="steps", steps=[["a", "1"], ["2", "b"]]), item("C", "count", count_of=3, full_at="z")]
    more = {"grades": [{"name": "甲", "at_least": "no", "clause": "A"}], "ranks": [{"name": "甲", "share": "1.5", "clause": "A"}]}
    more["inputs"] = {"a": figure(minimum="m", maximum="n")}
    more["total"] = {"round": "fine", "maximum": "ten", "pass_line": "p"}
    found = of(group("G", *leaves, weight="much", bonus=True, most="all"), **more)
    wrong = [p.partition("“")[2].partition("”")[0] for p in found if "应写" in p]
    assert sorted(wrong) == sorted(["four", "0", "x", "y", "-1", "a", "b", "z", "no", "1.5", "m", "n", "fine", "ten", "p", "much", "all"])
    assert "points：“four”不是数；应写大于0的数，只用数字，例如 0.1 或 43/8。" in found
    assert "points：应写大于0的数，这里是“0”。" in found


@pytest.mark.parametrize("text", ["1e3", "1_000", "0x10", ".5", "5.", "+5", "∞", "inf", ".nan", "５", "1/2/3", "--1", "", " 5"])
def test_a_number_is_digits_only(text):
    assert f"points：“{text}”不是数；应写大于0的数，只用数字，例如 0.1 或 43/8。" in of(group("G", item("X", points=text)))


def test_a_number_has_at_most_fifteen_digits():
    forty = "1234567890" * 4
    assert of(group("G", item("X", points=forty))) == [f"points：“{forty}”超过 15 位有效数字；请写到 15 位以内，或写成分数。"]
    assert of(group("G", item("X", points="1/" + forty))) == [
        f"points：“{('1/' + forty)[:40]}”超过 15 位有效数字；请写到 15 位以内，或写成分数。"
    ]
    fifteen = "0.00000123456789012345"
    assert not [p for p in of(group("G", item("X", points=fifteen))) if "有效数字" in p]


def test_a_fraction_over_zero_is_refused():
    assert of(group("G", item("X", points="1/0"))) == ["points：“1/0”的分母是0。"]


def test_the_thresholds_of_a_bracket_are_numbers():
    lead = {"bracket": "b", "at_least": [["viel", "1"]], "below": "2"}
    assert of(group("G", measure(kind="pos", lead=lead))) == ["at_least：“viel”不是数；应写数，只用数字，例如 0.1 或 43/8。"]
