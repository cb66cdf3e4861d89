"""C-28 已发布行业指标体系的按照指标体系: machinery, cars and electronics have their own.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import StandardUsed
from greenlist.rulebook.standards import applicable
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-28"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-28", case)


DAY = date(2024, 5, 22)


def in_force(industry, used):
    known = applicable("supply_chain", industry, DAY)
    return StandardUsed(used, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why)


@pytest.mark.parametrize("industry", ["3411", "3611", "3911"])
def test_an_index_known_and_not_held_stays_open(industry):
    assert ask("C-28", in_force(industry, "工信部节〔2024〕13号附件")).verdict == "unknown"


def test_held_and_used_passes_and_the_general_one_does_not():
    held = (("2024年国家清单附件3", "C-28", True),)
    assert ask("C-28", StandardUsed("2024年国家清单附件3", held)).verdict == "met"
    assert ask("C-28", StandardUsed("工信部节〔2024〕13号附件", held)).verdict == "not_met"
