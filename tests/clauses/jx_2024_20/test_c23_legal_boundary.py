"""C-23 具有法定边界和范围: a document of approval and an area.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ParkDeclared
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-23"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-23", case)


def test_document_and_area_are_both_asked():
    finding = ask("C-23", ParkDeclared(is_park=True))
    assert (finding.verdict, finding.fact) == ("unknown", "没有写明批准文件和面积")
    assert ask("C-23", ParkDeclared(is_park=True, boundary_document="批复")).fact == "没有写明面积"
    assert ask("C-23", ParkDeclared(is_park=True, boundary_document="批复", area="18.6")).fact == "批复，18.6 km²"
