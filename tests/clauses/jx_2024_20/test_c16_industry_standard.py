"""C-16 已发布绿色工厂评价行业标准的，按照相关行业标准: the industry's own standard comes first.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import StandardUsed
from greenlist.rulebook.standards import applicable
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-16"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-16", case)


DAY = date(2024, 5, 22)


def in_force(industry, used):
    known = applicable("factory", industry, DAY)
    return StandardUsed(used, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why)


def test_a_standard_known_and_not_held_stays_open_and_the_general_one_does_not_take_its_place():
    finding = ask("C-16", in_force("3011", "GB/T 36132—2018"))
    assert (finding.verdict, finding.threshold) == ("unknown", "按 JC/T 2634—2021 评价")


def test_held_and_used_passes_and_another_one_used_does_not():
    held = (("JC/T 2634—2021", "C-16", True), ("GB/T 36132—2018", "C-17", True))
    assert ask("C-16", StandardUsed("JC/T 2634—2021", held)).verdict == "met"
    assert ask("C-16", StandardUsed("GB/T 36132—2018", held)).verdict == "not_met"


def test_an_industry_without_a_standard_is_left_to_the_general_one():
    assert ask("C-16", in_force("0000", "GB/T 36132—2018")).verdict == "not_applicable"
