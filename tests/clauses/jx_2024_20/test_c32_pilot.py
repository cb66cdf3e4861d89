"""C-32 汽车产品生产者责任延伸试点企业: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ChainPilot
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-32"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-32", case)


NAMED = "演文〔2021〕演1号"


def told(**facts):
    found = ask("C-32", ChainPilot(**facts))
    return found.verdict, found.fact, found.settle_by


def test_a_named_document_waits_for_an_officer_who_reads_it():
    assert told(pilot_document=NAMED) == ("unknown", f"填报试点文件：{NAMED}，待推荐单位核对", "请对照试点文件的名单核对")
    assert told(pilot_document=NAMED, is_confirmed=True, ground="附件第2项") == ("met", f"试点文件：{NAMED}；核对相符：附件第2项", "")
    assert told(pilot_document=NAMED, is_confirmed=False, ground="没有本企业")[0] == "not_met"


def test_a_document_decides_whatever_else_was_said():
    assert told(pilot_document=NAMED, is_no_pilot=True, is_confirmed=True)[0] == "met"


def test_without_a_document_what_was_said_stands():
    assert told(is_no_pilot=True, is_confirmed=True) == ("not_met", "填报不是试点企业", "")
    assert told() == ("unknown", "没有填报是否试点企业，试点名单也没有录入", "请申报单位在基本信息里填报")
    assert told(is_chain=False, pilot_document=NAMED) == ("not_applicable", "不是供应链管理企业", "")
    assert ask("C-32", ChainPilot()).threshold == "列入汽车产品生产者责任延伸试点"
