"""C-04 不再需要提交第三方评价报告 (2025): how a unit was evaluated decides nothing."""

from greenlist.rulebook.eligibility.declared import EvaluationMode
from tests.clauses.asking import ask


def test_whoever_evaluated_the_clause_bars_nobody():
    for mode in ("self", "third_party", ""):
        assert ask("C-04", EvaluationMode(mode), under="miit-2025-390").verdict == "not_applicable"
