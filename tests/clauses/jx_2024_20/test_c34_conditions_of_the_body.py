"""C-34 第三方机构要按照《绿色制造第三方评价工作要求》开展工作: what the body is, as it declared it; undeclared is unknown.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.casework.verification.selectors import checklist
from greenlist.rehearsal import acts
from greenlist.rulebook.eligibility.declared import EvaluatorConditions
from tests.casework.cast import fresh
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-34"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-34", case)


def test_everything_lacking_is_told_at_once():
    found = ask("C-34", EvaluatorConditions(True, True, False, 8, 3, (2018,)))
    assert (found.verdict, found.fact) == (
        "not_met",
        "不是独立法人；中级以上专职8人，不足10人；高级职称3人，不足50%；2020年以来没有相关业绩",
    )


def test_the_figures_are_parameters_of_the_round():
    assert ask("C-34", EvaluatorConditions(True, True, True, 8, 4, (2024,)), evaluator_staff=8).verdict == "met"


def test_a_unit_s_line_is_open_until_its_body_has_declared(province):
    body = province.cast.evaluators[0]
    application = acts.begin(province.units[1], province.round, body=body)
    acts.accept_for(application, body)
    assert line(application) == ("unknown", "机构没有申报自身条件；请第三方机构在“机构条件”里申报并附证明材料")
    acts.declare_for(body)
    assert line(fresh(application)) == ("met", "独立法人，中级以上专职14人，其中高级8人，2023年有业绩")


def line(application):
    return next((item.verdict, item.statement) for item in checklist(application) if item.clause.id == "C-34")
