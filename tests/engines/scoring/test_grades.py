"""Grades by relative rank."""

from fractions import Fraction

from greenlist.engines.scoring.grades import grades_by_rank
from tests.engines.scoring.standards import group, item, plan

RANKS = [{"name": name, "share": share, "clause": "通知"} for name, share in (("A+", "0.05"), ("A", "0.35"), ("B", "0.6"))]
STANDARD = plan(group("G", item("X")), ranks=RANKS)


def test_the_best_share_has_the_best_grade():
    grades = grades_by_rank(STANDARD, {n: Fraction(n) for n in range(1, 21)})
    assert [n for n, grade in grades.items() if grade == "A+"] == [20]
    assert sorted(n for n, grade in grades.items() if grade == "A") == list(range(13, 20))


def test_what_is_published_alike_is_graded_alike():
    grades = grades_by_rank(STANDARD, {"甲": Fraction("9.001"), "乙": Fraction("9.0009")} | {n: Fraction(1) for n in range(38)})
    assert grades["甲"] == grades["乙"] == "A+"


def test_a_standard_without_ranks_gives_none():
    assert grades_by_rank(plan(group("G", item("X"))), {"甲": Fraction(9)}) == {}
