"""C-27 优先推荐绿色工厂数量多、占比高的园区: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraph below adds the edge.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ParkFactories
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-27"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-27", case)


def test_the_share_counts_where_the_round_asks_for_it():
    given = {"park_factories_percent": "10"}
    assert [ask("C-27", ParkFactories(True, 5, firms), **given).verdict for firms in (50, 51, None)] == ["met", "not_met", "unknown"]
