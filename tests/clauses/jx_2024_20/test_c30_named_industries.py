"""C-30 优先推荐汽车、机械、电子、纺织、通信制造等行业: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ChainIndustry
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-30"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-30", case)


def test_the_industries_are_a_parameter_of_the_round():
    found = ask("C-30", ChainIndustry(industry="3011"), chain_industries=["301", 36])
    assert (found.verdict, found.fact, found.threshold) == ("met", "行业代码3011", "行业代码以301、36开头")
    assert ask("C-30", ChainIndustry(industry="3611"), chain_industries=["301", 36]).verdict == "met"


def test_the_class_is_on_record_so_nobody_need_confirm_it():
    assert [ask("C-30", ChainIndustry(industry=code)).verdict for code in ("3611", "1711", "3011", "")] == [
        "met",
        "met",
        "not_met",
        "unknown",
    ]
    assert (ask("C-30", ChainIndustry()).fact, ask("C-30", ChainIndustry()).settle_by) == ("没有行业代码", "请申报单位在基本信息里填报")
    assert ask("C-30", ChainIndustry(is_chain=False, industry="3611")).fact == "不是供应链管理企业"
