"""What a formula of a standard tells of itself."""

import pytest

from greenlist.engines.scoring.authoring.branches import branches
from greenlist.engines.scoring.authoring.lint.reading import Use
from tests.engines.scoring.authoring.lint.saying import derived
from tests.engines.scoring.authoring.lint.test_said import zeros
from tests.engines.scoring.standards import group, item, source


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("a / b", True),
        ("a / (b - 2)", True),
        ("5 + a * (2 / (3 * b[-1]))", True),
        ("b / 2", False),
        ("a / (2 * 3)", False),
        ("a / -1.2", False),
        ("b", False),
        ("a /", False),
    ],
)
def test_only_a_denominator_that_is_filled_in_may_be_zero(text, may):
    assert Use((), text).may_divide_by_zero is may


@pytest.mark.parametrize(
    ("text", "may"),
    [("a", True), ("5", False), ("0", False), ("a * 2", True), ("2 * 3", False), ("5 / a", False), ("a / 5", True), ("abs(a)", True),
     ("-(5 / a)", False), ("5 / a + 1", True), ("max(a, b)", True), ("a *", False), ("2 * a", True), ("2 * (5 / a)", False),
     ("abs(5 / a)", False)],
)  # fmt: skip
def test_what_is_filled_in_may_be_zero_unless_it_only_divides(text, may):
    assert Use((), text).may_be_zero is may


def test_a_denominator_of_numbers_alone_is_neither_asked_for_a_word_nor_a_branch():
    values = {"d": derived("a / (2 * 3)"), "e": derived("a / (2 * b)")}
    assert zeros(group("G", item("X")), derived=values) == [(("derived", "e", "value"), 2)]
    found = branches(source(group("G", item("X")), derived=values).standard)
    assert [branch.key for branch in found if branch.path[0] == "derived"] == ["zero"]
