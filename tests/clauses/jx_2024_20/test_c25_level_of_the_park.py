"""C-25 省级及以上园区: provincial or national, by its document.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ParkDeclared
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-25"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-25", case)


@pytest.mark.parametrize(
    ("level", "document", "verdict"),
    [("国家级", "批复", "met"), ("省级", "批复", "met"), ("省级", "", "unknown"), ("省级以下", "批复", "not_met"), ("", "批复", "unknown"),
     ("其他", "批复", "unknown")],
)  # fmt: skip
def test_the_level_counts_with_its_document(level, document, verdict):
    assert ask("C-25", ParkDeclared(is_park=True, level=level, level_document=document)).verdict == verdict
