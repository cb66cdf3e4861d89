"""C-21 以产品制造和能源供给为主要功能: the park's plan says so.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ParkDeclared
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-21"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-21", case)


def test_another_main_function_fails_whatever_the_document_is():
    finding = ask("C-21", ParkDeclared(True, "以其他功能为主", "园区总体规划"))
    assert (finding.verdict, finding.fact) == ("not_met", "园区以其他功能为主")


def test_the_function_counts_with_its_document_and_is_unknown_without():
    assert ask("C-21", ParkDeclared(True, "以产品制造和能源供给为主", "园区总体规划")).verdict == "met"
    finding = ask("C-21", ParkDeclared(True, "以产品制造和能源供给为主"))
    assert (finding.verdict, finding.fact, finding.settle_by) == ("unknown", "没有写明规划文件", "请核对园区规划文件所定的主要功能")
    assert ask("C-21", ParkDeclared(True)).fact == "没有写明主要功能"
