"""The lane itself: what it refuses, what-ifs beside each other, losses by group, threads."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from greenlist.engines.cohort import Column, compile_program, score_batch, score_overlays
from greenlist.engines.cohort.exact_rows import exact_results
from tests.engines.cohort.cohorts import differences
from tests.engines.scoring.standards import group, item, measure, plan

ROWS = 20_000


def program(lead="3", line="12"):
    leaves = (
        measure("M", kind="pos", lead=lead, cap="1.2"),
        measure("N", value="a / b", kind="neg", lead="2", when_zero="zero"),
        item("R", "required"),
    )
    return compile_program(plan(group("G", *leaves, weight="30"), maximum="30"), Fraction(line))


@pytest.fixture(scope="module")
def cohort():
    random = np.random.default_rng(7)
    figures = {name: Column(random.integers(0, 60, ROWS) / 10, random.random(ROWS) < 0.9) for name in "ab"}
    return figures | {"R": Column((random.random(ROWS) < 0.9).astype(float))}


def test_what_ifs_in_one_pass_are_what_each_gives_alone(cohort):
    programs = [program(lead) for lead in ("3", "4.5", "6")]
    together, _ = score_overlays(programs, cohort, ROWS)
    for one, scores in zip(programs, together, strict=True):
        assert np.array_equal(scores.total, score_batch(one, cohort, ROWS).total)


@pytest.mark.parametrize("is_compiled", [None, False])
def test_losses_are_the_exact_points_lost_by_group(cohort, is_compiled):
    few = {name: column.rows(0, 300) for name, column in cohort.items()}
    cities = np.arange(300) % 3
    _, (losses,) = score_overlays([program()], few, 300, cities, is_compiled=is_compiled)
    exact = np.zeros((3, 3))
    for row, result in exact_results(program(), few, range(300)):
        exact[cities[row]] += [float(found.maximum - found.points) for found in result.items.values()]
    assert losses == pytest.approx(exact)


@pytest.mark.parametrize("is_compiled", [None, False])
def test_what_the_exact_lane_scores_whole_is_lost_once(is_compiled):
    items = [measure("M", kind="pos", lead="2"), measure("N", kind="pos", lead="2", value="b")]
    chosen = compile_program(plan(group("G", *items, best=1, choose_by="declared")))
    given = {"a": Column(np.array([0.6, 0.7])), "b": Column(np.array([0.3, 0.2]))}
    _, (losses,) = score_overlays([chosen], given, 2, np.zeros(2, int), is_compiled=is_compiled)
    assert losses.tolist() == [[13.5, 17.5]]


def test_threads_change_nothing(cohort):
    alone, two = score_batch(program(), cohort, ROWS), score_batch(program(), cohort, ROWS, threads=2)
    assert np.array_equal(alone.total, two.total) and np.array_equal(alone.verdict, two.verdict)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("is_compiled", [None, False])
def test_a_value_that_is_no_number_is_refused_by_name_and_row(value, is_compiled):
    figures = {"a": Column(np.array([1.0, value])), "b": Column(np.ones(2)), "R": Column(np.ones(2))}
    with pytest.raises(ValueError, match="a, row 1"):
        score_batch(program(), figures, 2, is_compiled=is_compiled)


@pytest.mark.parametrize("mark", [-1.0, 10.5])
@pytest.mark.parametrize("is_compiled", [None, False])
def test_a_mark_that_no_form_takes_is_refused_by_name_and_row(mark, is_compiled):
    marked = compile_program(plan(group("G", item("P", may_be_not_applicable=True)), maximum="10"), Fraction(5))
    marks = np.array([0.0, 10.0, mark])
    with pytest.raises(ValueError, match=f"P, row 2: {mark} is not between 0 and 10"):
        score_batch(marked, {"P": Column(marks)}, 3, is_compiled=is_compiled)
    score_batch(marked, {"P": Column(marks, np.array([True, True, False]))}, 3, is_compiled=is_compiled)
    score_batch(marked, {"P": Column(marks), "na:P": Column(np.array([False, False, True]))}, 3, is_compiled=is_compiled)


def test_what_is_not_there_is_never_read():
    present = np.array([True, False])
    one = score_batch(program(), {"a": Column(np.array([1.0, np.nan]), present), "b": Column(np.ones(2)), "R": Column(np.ones(2))}, 2)
    assert one.missing.tolist() == [0, 2]
    assert one.verdict[1] == 2


def test_columns_of_another_length_are_told_all_at_once():
    with pytest.raises(ValueError, match="a: 3 rows, wanted 2; b: 1 rows, wanted 2"):
        score_batch(program(), {"a": Column(np.ones(3)), "b": Column(np.ones(1))}, 2)


def test_a_cohort_without_any_column_is_scored_as_not_filled():
    for is_compiled in (None, False):
        scores = score_batch(program(), {}, 2, is_compiled=is_compiled)
        assert (scores.total.tolist(), scores.missing.tolist(), scores.verdict.tolist()) == ([0, 0], [3, 3], [2, 2])


def test_a_row_on_the_line_is_decided_by_the_exact_lane():
    on_line = {"a": Column(np.array([3.0])), "b": Column(np.array([3.0])), "R": Column(np.ones(1))}
    assert score_batch(replace(program(), pass_line=Fraction(30)), on_line, 1).flagged == 1


def test_groups_three_deep_are_scored_alone_as_beside_another(cohort):
    def nested(lead):
        deep = group("D", measure("D1", kind="pos", lead="4"), measure("D2", value="b", kind="pos", lead="3"), weight="7")
        middle = group("C", measure("C1", value="a - b", kind="pos", lead=lead), groups=(deep,), weight="9")
        twin = group("T", measure("T1", value="b", kind="neg", lead="1", when_zero="zero"), weight="5")
        top = group("A", measure("A1", kind="pos", lead="2"), groups=(middle, twin), weight="20")
        return compile_program(plan(top, group("B", item("R", "required"), weight="10"), maximum="30"), Fraction(18))

    programs = [nested("2"), nested("3")]
    together, _ = score_overlays(programs, cohort, ROWS)
    for one, scores in zip(programs, together, strict=True):
        alone = score_batch(one, cohort, ROWS)
        assert np.array_equal(scores.total, alone.total)
        assert np.array_equal(scores.verdict, alone.verdict)
        assert differences(one, alone, cohort, range(0, ROWS, 50)) == []


@pytest.mark.parametrize("best", [1, 3, 4, 5, 8, 9, 10])
def test_the_best_of_ten_are_the_best_of_each_row(best):
    names = [f"x{number}" for number in range(10)]
    inputs = {name: {"label": name, "unit": "t", "clause": "1", "minimum": None} for name in names}
    leaves = [
        measure(name.upper(), value=name, kind="pos", lead="5") | {"may_be_not_applicable": number < 2} for number, name in enumerate(names)
    ]
    chosen = compile_program(plan(group("G", *leaves, best=best), inputs=inputs, maximum=str(10 * best)), Fraction(4 * best))
    random, rows = np.random.default_rng(best), 400
    given = {name: Column(random.integers(-20, 80, rows) / 10, random.random(rows) < 0.97) for name in names}
    given |= {f"na:{name.upper()}": Column(random.random(rows) < 0.3) for name in names[:2]}
    assert differences(chosen, score_batch(chosen, given, rows), given, range(rows)) == []
