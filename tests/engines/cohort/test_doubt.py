"""What floats cannot tell is decided by the exact lane: each row scored alone, so that no neighbour opens the second look."""

from fractions import Fraction

import numpy as np
import pytest

from greenlist.engines.cohort import Column, compile_program, score_batch
from tests.engines.cohort.cohorts import differences
from tests.engines.scoring.standards import group, item, measure, one, plan

WORTH_A, WORTH_B = ({"kind": "pos", "value": name, "lead": "1"} for name in "ab")
BRACKET = {"v": {"label": "v", "unit": "t", "clause": "1", "value": {"bracket": "a * 100", "at_least": [["29", "0.29"]]}}}
REST = {"d": {"label": "d", "unit": "t", "value": "a * 3 - b", "clause": "1"}}
SMALL = " * ".join(["0.000000000000001"] * 15)  # 1e-225: what it makes of a small figure no float holds
LARGE = {"d": {"label": "d", "unit": "t", "value": f"a / ({SMALL})", "clause": "1"}}
ROWS = {
    "a sum over zero, unknown": (one(measure(value="(a + c) / b", kind="neg", lead="2", when_zero="unknown")), (1, 0, 1)),
    "a sum over zero, full": (one(measure(value="(a + c) / b", kind="neg", lead="2", when_zero="full")), (1, 0, 1)),
    "a part missing over zero": (one(measure(value="a / b + c / b", kind="neg", lead="2", when_zero="zero")), (1, 0, None)),
    "a part missing over zero, full": (one(measure(value="a / b + c / b", kind="neg", lead="2", when_zero="full")), (None, 0, 1)),
    "a bracket without below": (plan(group("G", measure(kind="pos", lead="v")), derived=BRACKET), (0.29, 0, 0)),
    "another alternative missing": (
        plan(group("G", item("M", "measure", any_of=[{"label": "x", "when": "a * 100 >= 29", "score": WORTH_A},
                                                     {"label": "y", "when": None, "score": WORTH_B}]))), (0.29, None, 0)),
    "the other side missing": (one(measure(value="if_(a * 100 >= 29, a, b)", kind="pos", lead="1")), (0.29, None, 0)),
    "zero reached by a sum": (one(measure(value="a / (b + c)", kind="linear", lead="2", base="1")), (1, -1, 1)),
    "not of a number": (one(item("Y", "yes_no", test="not a")), (2, 0, 0)),
    "a rest that is zero": (one(measure(value="if_(d, 10, 2)", kind="pos", lead="10"), derived=REST), (0.1, 0.3, 0)),
    "a product too small": (one(measure(value="1 / (a * b * c * a * b)", kind="pos", lead="1", when_zero="zero")), (1e-90, 1e-90, 1e-90)),
    "a test of a product too large": (one(item("Y", "yes_no", test="100 * a / b >= 200")), (1e307, 1e307, 0)),
    "steps of a product too large": (one(measure(value="100 * a", kind="steps", steps=[["200", "1"]])), (1e307, 0, 0)),
    "steps of a quotient too large": (one(measure(value="100 * a / b", kind="steps", steps=[["200", "1"]])), (1e307, 1, 0)),
    "a factor too small": (one(item("Y", "yes_no", test=f"a * {SMALL} > 0")), (1e-99, 0, 0)),
    "a quotient too small": (one(item("Y", "yes_no", test=f"a / b * {SMALL} > 0")), (1e-99, 1e99, 0)),
    "a step too small": (one(measure(value=f"a * {SMALL}", kind="steps", steps=[["0", "0.5"]])), (-1e-99, 0, 0)),
    "a lead too small": (one(measure(value="a", kind="pos", lead=SMALL)), (1e-99, 0, 0)),
    "a factor too large": (one(measure(value="d", kind="pos", lead=SMALL), derived=LARGE), (1e-99, 0, 0)),
    "a smallest quotient of two": (one(item("Y", "yes_no", test="a / b > 0")), (1e-100, 1e100, 0)),
    "a limit below zero": (one(measure(value="a", kind="linear", lead="-3", base="-1")), (-2, 0, 0)),
    "a step at its threshold": (one(measure(value="a * 100", kind="steps", steps=[["29", "0.5"], ["58", "1"]])), (0.29, 0, 0)),
}  # fmt: skip


def row_of(figures):
    return {
        name: Column(np.array([0.0 if value is None else value]), np.array([value is not None]))
        for name, value in zip("abc", figures, strict=True)
    }


@pytest.mark.parametrize("is_compiled", [None, False])
@pytest.mark.parametrize("case", ROWS)
def test_a_row_alone_is_published_as_the_exact_lane_says(case, is_compiled):
    standard, figures = ROWS[case]
    program, given = compile_program(standard, Fraction(5)), row_of(figures)
    assert differences(program, score_batch(program, given, 1, is_compiled=is_compiled), given, range(1)) == []


@pytest.mark.parametrize("is_compiled", [None, False])
def test_a_missing_denominator_is_no_doubt(is_compiled):
    program = compile_program(one(measure(value="if_(c > 0, a / b, 1)", kind="pos", lead="1")), Fraction(5))
    assert score_batch(program, row_of((1, None, 1)), 1, is_compiled=is_compiled).flagged == 0


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("is_compiled", [None, False])
def test_what_is_no_number_is_refused_where_only_a_test_reads_it(value, is_compiled):
    program = compile_program(one(item("Y", "yes_no", test="a > 5 and b > 0")), Fraction(5))
    with pytest.raises(ValueError, match="a, row 0"):
        score_batch(program, row_of((value, 1, 1)), 1, is_compiled=is_compiled)


LIGHT = {
    "a light row that may be negative": (measure(value="q - r - s", kind="pos", lead="1", when_negative="unknown"), (0.3, 0.1, 0.2)),
    "a light row whose lead may equal its base": (measure(value="q", kind="linear", lead="r + s", base="0.3"), (0.5, 0.1, 0.2)),
    "a light row that may be divided by zero": (measure(value="1 / (q - r - s)", kind="pos", lead="1"), (0.3, 0.1, 0.2)),
    "a light row without a value": (measure(value="q", kind="pos", lead="1"), (None, 0.1, 0.2)),
    "a light row surely negative": (measure(value="q", kind="pos", lead="1", when_negative="unknown"), (-1, 0.1, 0.2)),
}


@pytest.mark.parametrize("is_compiled", [None, False])
@pytest.mark.parametrize("case", LIGHT)
def test_doubt_of_a_row_too_light_to_count_is_doubt_of_the_item(case, is_compiled):
    leaf, light = LIGHT[case]
    leaf["score"]["over"] = {"rows": "products", "weight": "w", "top": 1}
    figures = {name: {"label": name, "unit": "t", "clause": "1", "minimum": None} for name in "wqrs"}
    program = compile_program(one(leaf, rows={"products": {"label": "产品", "clause": "1", "most": 2, "inputs": figures}}), Fraction(5))
    rows = {1: dict(zip("wqrs", (9, 1, 0.5, 0.25), strict=True)), 2: dict(zip("wqrs", (1, *light), strict=True))}
    given = {f"{name}#{row}": Column(np.array([value or 0.0]), np.array([value is not None]))
             for row, filled in rows.items() for name, value in filled.items()}  # fmt: skip
    assert differences(program, score_batch(program, given, 1, is_compiled=is_compiled), given, range(1)) == []


ANSWERED = plan(
    group("G", item("R", "required"), item("Y", "yes_no"), item("C", "count", count_of="4"), measure("M", kind="pos", lead="3"))
)


@pytest.mark.parametrize("is_compiled", [None, False])
@pytest.mark.parametrize("answers", [(2, -1, 3.5, -2), (0.5, 0, 0.25, 1e9), (-0.0, 1e-99, 4, -0.0), (1, 7, 0, 1e-101)])
def test_answers_and_figures_that_no_form_gives_are_published_as_the_exact_lane_says(answers, is_compiled):
    """A direct call is checked for marks and counts outside their points; a yes is anything but 0, a figure may be any number."""
    program = compile_program(ANSWERED, Fraction(5))
    given = {name: Column(np.array([float(value)])) for name, value in zip(("R", "Y", "C", "a"), answers, strict=True)}
    assert differences(program, score_batch(program, given, 1, is_compiled=is_compiled), given, range(1)) == []
