"""C-09 推荐文件、推荐汇总表、评价报告: all three, and a report for every row.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import PackageParts
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-09"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-09", case)


def test_everything_that_is_missing_is_told_at_once():
    finding = ask("C-09", PackageParts(has_letter=False, rows=0, without_report=2))
    assert finding.fact == "还没有登记文号和盖章的推荐文件。推荐汇总表没有一行。2件没有评价报告。"


def test_one_row_with_everything_is_a_package():
    assert ask("C-09", PackageParts(has_letter=True, rows=1)).fact == "推荐文件、汇总表1行、评价报告齐全"
