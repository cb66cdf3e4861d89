"""C-05 对照相关标准开展评价: filled against the standard in force on the reference date.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import StandardUsed
from greenlist.rulebook.standards import applicable
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-05"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-05", case)


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 5, 22), "met"), (date(2025, 12, 30), "met"), (date(2025, 12, 31), "not_met")])
def test_the_edition_changes_with_the_day_it_comes_into_force(day, verdict):
    known = applicable("factory", "0000", day)
    facts = StandardUsed("GB/T 36132—2018", tuple((a.number, a.clause, a.is_held) for a in known), known[0].why)
    assert ask("C-05", facts, on=day).verdict == verdict


def test_another_standard_than_the_one_in_force_does_not_pass_and_both_are_named():
    finding = ask("C-05", StandardUsed("GB/T 36132—2018", (("GB/T 36132—2025", "C-17", True),)))
    assert (finding.verdict, finding.fact, finding.threshold) == ("not_met", "按 GB/T 36132—2018 填报", "按 GB/T 36132—2025 评价")
