"""C-31 供应商中绿色工厂数量众多的龙头企业: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ChainSuppliers
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-31"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-31", case)


def told(suppliers=None, said=None, **given):
    found = ask("C-31", ChainSuppliers(True, suppliers, is_confirmed=said, ground="已对照名单"), **given)
    return found.verdict, found.fact, found.settle_by


def test_how_many_are_many_is_a_parameter_of_the_round():
    assert told(3, True, chain_suppliers=3)[0] == "met"
    assert ask("C-31", ChainSuppliers(), chain_suppliers=3).threshold == "供应商中在册绿色工厂不少于3家"


def test_a_declared_number_waits_for_an_officer_and_one_below_is_no():
    assert told(10) == ("unknown", "填报供应商中在册绿色工厂10家，待推荐单位核对", "请对照绿色工厂名单和供应商名单核对家数")
    assert told(10, True) == ("met", "供应商中在册绿色工厂10家；核对相符：已对照名单", "")
    assert told(10, False) == ("not_met", "填报供应商中在册绿色工厂10家；核对不符：已对照名单", "")
    assert [told(9, said)[:2] for said in (None, True, False)] == [("not_met", "填报供应商中在册绿色工厂9家")] * 3


def test_nothing_declared_is_open_and_only_a_chain_is_asked():
    assert told() == ("unknown", "没有填报供应商中的绿色工厂数", "请申报单位在基本信息里填报")
    assert ask("C-31", ChainSuppliers(is_chain=False, suppliers=12)).fact == "不是供应链管理企业"
