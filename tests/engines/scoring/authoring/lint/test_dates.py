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
