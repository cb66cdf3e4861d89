"""C-04 可采取自我评价的方式或委托第三方机构: one of two, and the body named.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import EvaluationMode
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-04"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-04", case)


def test_the_words_of_a_self_evaluated_row_are_a_parameter_of_the_round():
    assert ask("C-04", EvaluationMode("self")).fact == "第三方机构名称栏写“自我评价”"
    assert ask("C-04", EvaluationMode("self"), self_evaluation_words="自评").fact == "第三方机构名称栏写“自评”"


def test_a_body_without_a_name_does_not_pass():
    assert ask("C-04", EvaluationMode("third_party")).verdict == "not_met"
    assert ask("C-04", EvaluationMode("third_party", "演示绿评技术有限公司")).fact == "委托演示绿评技术有限公司"
