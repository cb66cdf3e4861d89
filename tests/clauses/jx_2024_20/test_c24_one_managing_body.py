"""C-24 具备统一管理机构: its name and the document that set it up.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ParkDeclared
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-24"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-24", case)


def test_name_and_document_are_both_asked():
    finding = ask("C-24", ParkDeclared(is_park=True, body_document="批复"))
    assert (finding.verdict, finding.fact) == ("unknown", "没有写明管理机构")
    assert ask("C-24", ParkDeclared(is_park=True, body="管委会", body_document="批复")).fact == "管委会（批复）"
