"""From when to when an edition and its dated values hold."""

import pytest

from tests.engines.scoring.authoring.lint.saying import derived, of
from tests.engines.scoring.standards import group, item, measure


@pytest.mark.parametrize(
    ("force", "expected"),
    [
        ({"to": None}, "in_force 要写 from：从哪一天起实施。"),
        ({"from": "2024-13-01"}, "“2024-13-01”不是日期；应写成 2024-05-27 的样子。"),
        ({"from": "20240101"}, "“20240101”不是日期；应写成 2024-05-27 的样子。"),
        ({"from": "2024-01-01", "to": "2023-01-01"}, "to 早于 from（2024-01-01）。"),
        ({"from": "2024-01-01", "reviewed_until": "2023-01-01"}, "reviewed_until 早于 from（2024-01-01）。"),
        ({"from": "2024-01-01", "until": "2025-01-01"}, "in_force 没有“until”；可写 from、to、reviewed_until。"),
    ],
)
def test_the_days_of_an_edition_are_days_in_order(force, expected):
    assert of(group("G", item("X")), in_force=force) == [expected]


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ({"maximum": "10"}, "total 要写 round。"),
        ({"round": "0.1"}, "total 要写 maximum。"),
        ({"round": "0.1", "maximum": "10", "modus": "x"}, "total 没有“modus”；可写 round、maximum、mode、round_group、"),
        ({"round": "0.1", "maximum": "10", "mode": "half_up"}, "mode 应写 gbt8170，这里是“half_up”。"),
        ({"round": "0.1", "maximum": "10", "compare": "about"}, "compare 应写 full 或 rounded，这里是“about”。"),
    ],
)
def test_what_the_total_says_means_something(total, expected):
    (found,) = of(group("G", item("X")), total=total)
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ({"2024-01-01": "1", "2025-01-01": "2"}, []),
        ({"2024-06-01": "1"}, ["从实施（2024-01-01）到 2024-06-01 没有值；最早的日期不能晚于实施日期。"]),
        ({"2024-01-01": "1", "2024-1-32": "2"}, ["“2024-1-32”不是日期；应写成 2024-05-27 的样子。"]),
        ({"2024-01-01": "1", "2027-01-01": "2"}, ["2027-01-01 在本版废止（2026-12-31）以后，用不到。"]),
    ],
)
def test_dated_values_leave_no_gap(lead, expected):
    force = {"from": "2024-01-01", "to": "2026-12-31"}
    assert of(group("G", measure(kind="pos", lead=lead)), in_force=force) == expected
    assert of(group("G", item("X")), in_force=force, derived={"d": derived(lead)}) == expected


def test_an_edition_may_end_and_be_looked_at_on_the_day_it_begins():
    force = {"from": "2024-01-01", "to": "2024-01-01", "reviewed_until": "2024-01-01"}
    assert of(group("G", item("X")), in_force=force) == []
    assert of(group("G", item("X")), in_force=force, derived={"d": derived({"2024-01-01": "1"})}) == []


def test_everything_a_total_may_say_is_let_through():
    whole = {"round": "0.1", "maximum": "10", "mode": "gbt8170", "round_group": "0.1", "round_item": "0.1", "pass_line": "5"}
    for compare in ("full", "rounded"):
        assert of(group("G", item("X")), total=whole | {"compare": compare}) == []


@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: {"first_of": ["a", v]}, lambda v: {"2024-01-01": "1", "2024-02-01": v}])
@pytest.mark.parametrize("side", ["lead", "base"])
def test_dated_values_are_looked_for_wherever_a_value_may_stand(wrap, side):
    late = {"2024-06-01": "1", "2024-07-01": "2"}
    leaf = measure(kind="linear", **({"lead": "5", "base": "6"} | {side: wrap(late)}))
    assert of(group("G", leaf)) == ["从实施（2024-01-01）到 2024-06-01 没有值；最早的日期不能晚于实施日期。"]


def test_dated_values_of_an_edition_without_a_first_day_are_no_second_fault():
    found = of(group("G", item("X")), in_force={"to": None}, derived={"d": derived({"2024-06-01": "1"})})
    assert found == ["in_force 要写 from：从哪一天起实施。"]


def test_a_value_whose_days_are_all_none_is_told_once():
    lead = {"2024-1-32": "1"}
    assert of(group("G", measure(kind="pos", lead=lead))) == ["“2024-1-32”不是日期；应写成 2024-05-27 的样子。"]
