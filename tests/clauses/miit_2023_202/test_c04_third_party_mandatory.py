"""C-04 选择具备相应能力的第三方机构 (2023): a third party evaluates, and is named."""

from greenlist.rulebook.eligibility.declared import EvaluationMode
from tests.clauses.asking import ask


def verdict(mode: str = "", body: str = "") -> str:
    return ask("C-04", EvaluationMode(mode, body), under="miit-2023-202").verdict


def test_a_named_third_party_passes_and_a_self_evaluation_does_not():
    assert verdict("third_party", "演示绿评技术有限公司") == "met"
    assert verdict("self") == "not_met"
    assert ask("C-04", EvaluationMode("self"), under="miit-2023-202").would_pass == "委托第三方机构并写明"


def test_a_body_without_a_name_does_not_pass_and_nothing_chosen_is_unknown():
    assert (verdict("third_party"), verdict()) == ("not_met", "unknown")
