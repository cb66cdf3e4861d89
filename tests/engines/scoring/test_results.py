"""A result in words and figures: rounded once, what it rests on, what could still be gained."""

from fractions import Fraction

import pytest

from tests.engines.scoring.standards import group, item, measure, one, plan, result


@pytest.mark.parametrize(
    ("interval", "total", "shown"),
    [
        ("0.01", "84.995", "85.00"),
        ("0.1", "84.95", "85.0"),
        ("1", "84.5", "84"),
        ("0.5", "84.75", "85.0"),
        ("0.2", "84.9", "84.8"),
        ("0.01", "0", "0.00"),
    ],
)
def test_the_total_is_shown_rounded_once_to_the_interval_of_the_standard(interval, total, shown):
    found = result(one(item("X", points="100"), maximum="100", interval=interval), items={"X": total})
    assert (found.shown, found.total) == (shown, Fraction(total))
    assert found.rounded == Fraction(shown)


def test_a_total_is_rounded_as_a_whole_and_not_part_by_part():
    thirds = [group(name, item(f"{name}1", points="3"), weight="10") for name in "ABC"]
    found = result(plan(*thirds, maximum="30"), items={"A1": "1", "B1": "1", "C1": "1"})
    assert [str(g.weighted) for g in found.groups] == ["10/3"] * 3
    assert found.shown == "10.00"


# ---- what a score rests on ------------------------------------------------------------------------------------------


def test_every_value_that_is_not_verified_is_named_with_its_confidence():
    groups = [
        group("A", item("P", points_confidence="GUESS", confidence="RECALLED"), weight="40", weight_confidence="RECALLED"),
        group(
            "B", measure("M", kind="pos", lead="1") | {"confidence": "RECALLED"}, item("T", test="a > 1", confidence="GUESS"), weight="60"
        ),
    ]
    assert result(plan(*groups, maximum="100")).unverified == (
        ("A", "“组A”的权重", "RECALLED"),
        ("P", "“项P”的分值", "GUESS"),
        ("M", "“项M”的门槛", "RECALLED"),
        ("T", "“项T”的门槛", "GUESS"),
    )


def test_the_line_of_a_grade_is_named_and_a_weight_that_there_is_none_of_is_not():
    grades = [{"name": "一级", "at_least": "9", "clause": "5", "confidence": "GUESS"}, {"name": "二级", "at_least": "5", "clause": "5"}]
    found = result(plan(group("A", item("P"), weight_confidence="GUESS"), grades=grades))
    assert found.unverified == (("一级", "等级“一级”的分数线", "GUESS"),)


def test_a_standard_that_is_verified_throughout_names_nothing():
    assert result(plan(group("A", item("P"), weight="10"))).unverified == ()


# ---- what could still be gained -------------------------------------------------------------------------------------


def gains(standard, **typed) -> dict[str, str]:
    return {gap.id: str(gap.gain) for gap in result(standard, **typed).missing}


def test_nothing_missing_gains_nothing():
    found = result(one(item("X")), items={"X": "3"})
    assert (found.missing, found.gain) == ((), "0")


def test_a_gap_of_a_failed_block_can_add_nothing():
    standard = plan(group("G", item("R", "required", "4"), item("S", "required", "3"), item("O", "optional", "3"), required_block=True))
    assert gains(standard, items={"R": "not_met"}) == {"S": "0", "O": "3"}
    assert gains(standard, items={"R": "met"}) == {"S": "3", "O": "3"}


def test_gaps_of_a_best_group_add_no_more_than_the_group_counts():
    standard = plan(group("G", *(item(n, points="5") for n in "PQR"), best=2))
    assert gains(standard) == {"P": "5", "Q": "5", "R": "0"}
    assert gains(standard, items={"P": "4"}) == {"Q": "5", "R": "1"}
    assert gains(standard, items={"P": "5", "Q": "5"}) == {"R": "0"}
    assert result(standard).gain == "10"


def test_a_gap_grows_with_points_that_do_not_apply():
    leaves = (item("P", points="4"), item("Q", points="4"), item("N", points="2", may_be_not_applicable=True))
    standard = plan(group("G", *leaves, weight="100"), maximum="100")
    assert gains(standard, items={"P": "4"}, not_applicable={"N": "不生产"}) == {"Q": "50"}


def test_a_gap_with_a_cap_above_one_can_add_more_than_its_points():
    assert gains(one(measure("M", kind="pos", lead="1", cap="1.2"))) == {"M": "12"}


def test_what_is_in_doubt_is_no_gap_to_be_filled():
    found = result(one(item("X")), items={"X": {"value": "5", "doubtful": True}})
    assert (found.missing, found.verdict) == ((), "incomplete")


def test_every_gap_grows_with_points_that_do_not_apply_and_go_over_to_all():
    leaves = (item("P", points="4"), item("Q", points="4"), item("N", points="2", may_be_not_applicable=True))
    more = group("H", item("S", points="5"), item("T", points="5"))
    standard = plan(group("G", *leaves, not_applicable="redistribute_all"), more, group("B", item("Z"), bonus=True), maximum="20")
    assert gains(standard, not_applicable={"N": "不生产"}) == {"P": "40/9", "Q": "40/9", "S": "50/9", "T": "50/9"}
    found = result(standard, items={"P": "4", "Q": "4", "S": "5", "T": "4", "Z": "3"}, not_applicable={"N": "不生产"})
    assert found.total == Fraction(17) * 20 / 18 + 3


def test_a_result_is_not_changed_after_the_fact():
    found = result(one(item("X")))
    for part, name in ((found.groups[0], "points"), (found.missing[0], "gain"), (found.items["X"], "points")):
        with pytest.raises(AttributeError, match="immutable type"):
            setattr(part, name, Fraction(9))
