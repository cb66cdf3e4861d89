"""C-27 优先推荐绿色工厂数量多、占比高的园区: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ParkFactories
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-27"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-27", case)


def told(factories=None, firms=None, said=None, **given):
    found = ask("C-27", ParkFactories(True, factories, firms, is_confirmed=said, ground="已对照名单"), **given)
    return found.verdict, found.fact


def test_a_declared_number_waits_for_an_officer_and_one_below_is_no():
    assert told(5, 40) == ("unknown", "填报在册绿色工厂5家，规上企业40家，待推荐单位核对")
    assert told(5, 40, True) == ("met", "在册绿色工厂5家，规上企业40家；核对相符：已对照名单")
    assert told(5, None, False) == ("not_met", "填报在册绿色工厂5家；核对不符：已对照名单")
    assert [told(4, 40, said) for said in (None, True, False)] == [("not_met", "填报在册绿色工厂4家，规上企业40家")] * 3


def test_the_share_counts_where_the_round_asks_for_it():
    given = {"park_factories_percent": "10", "said": True}
    assert [told(5, firms, **given)[0] for firms in (50, 51, None, 0)] == ["met", "not_met", "unknown", "unknown"]
    assert told(4, 40, **given)[0] == "not_met"
    assert [told(100, firms, **given)[0] for firms in (1000, 1001)] == ["met", "not_met"]
    assert told(**given) == ("unknown", "没有填报绿色工厂数或规上企业数")


def test_what_is_asked_and_what_settles_it_are_told():
    open_, empty = ask("C-27", ParkFactories(factories=5)), ask("C-27", ParkFactories())
    assert (open_.threshold, open_.settle_by) == ("在册绿色工厂不少于5家", "请对照绿色工厂名单和园区规上企业名录核对家数")
    assert (empty.fact, empty.settle_by) == ("没有填报绿色工厂数", "请申报单位在基本信息里填报")
    assert ask("C-27", ParkFactories(factories=5), park_factories_percent="10").threshold == "在册绿色工厂不少于5家，占规上企业不低于10%"
    assert ask("C-27", ParkFactories(is_park=False)).fact == "不是绿色园区"
