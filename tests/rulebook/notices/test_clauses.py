"""The 69 clauses: each quotes its own passage, its kind follows its letter, its faults are told at file:line."""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.registry import rule_names
from greenlist.rulebook.notices import Binding, notice, round_parameters
from greenlist.rulebook.notices.clauses import KINDS, read_clauses
from greenlist.rulebook.notices.notice import FOLDER
from greenlist.rulebook.problems import DataProblems

FILE = FOLDER / "jx-2024-20" / "clauses.yaml"
NOTICE = notice("jx-2024-20")
PARAMETERS = frozenset(round_parameters("jx-2024-20").keys())


def numbers(first: int, last: int) -> list[str]:
    return [f"C-{n:02d}" for n in range(first, last + 1)]


PLACES = {
    "0": numbers(69, 69), "1.1": numbers(1, 6), "1.2": numbers(7, 10), "1.3": numbers(11, 14), "2.1": numbers(15, 19), "2.2": numbers(20, 27),
    "2.3": numbers(28, 33), "2.4": numbers(34, 39), "3.1": numbers(40, 42), "3.1.1": numbers(43, 45), "3.1.2": numbers(46, 49),
    "3.1.3": numbers(50, 50), "3.1.4": numbers(51, 51), "3.1.5": numbers(52, 52), "3.1.6": numbers(53, 53), "3.2": numbers(54, 57),
    "3.3": numbers(58, 60), "3.4": numbers(61, 62), "4": numbers(63, 65), "5": numbers(66, 68),
}  # fmt: skip
COMPUTED = {"C-18", "C-19", "C-27", "C-30", "C-31", "C-32"}


def test_there_are_69_clauses_in_order():
    assert [c.id for c in NOTICE.clauses] == numbers(1, 69)


@pytest.mark.parametrize("clause", NOTICE.clauses, ids=lambda c: c.id)
def test_a_clause_quotes_its_own_passage_word_for_word(clause):
    assert clause.quote
    assert clause.quote in NOTICE.passage(clause.passage).text


@pytest.mark.parametrize("clause", NOTICE.clauses, ids=lambda c: c.id)
def test_the_kind_follows_the_first_letter(clause):
    expected = {"H": "rule", "E": "rule", "P": "duty", "D": "information", "S": "priority" if clause.id in COMPUTED else "judgement"}
    assert clause.kind == expected[clause.letter[0]]


@pytest.mark.parametrize("passage", NOTICE.passages, ids=lambda p: p.id)
def test_a_passage_holds_the_clauses_it_is_said_to_hold(passage):
    assert [c.id for c in NOTICE.clauses_of(passage.id)] == PLACES[passage.id]


def test_every_passage_has_its_place_in_the_list():
    assert {p.id for p in NOTICE.passages} == set(PLACES)


def test_no_two_clauses_quote_the_same_words_of_a_passage():
    assert len({(c.passage, c.quote) for c in NOTICE.clauses}) == 69


def test_how_many_clauses_there_are_of_each_kind():
    assert {kind: sum(c.kind == kind for c in NOTICE.clauses) for kind in KINDS} == {
        "rule": 36, "priority": 6, "judgement": 3, "duty": 18, "information": 6,
    }  # fmt: skip


@pytest.mark.parametrize("clause", NOTICE.clauses, ids=lambda c: c.id)
def test_a_clause_says_whose_it_is_what_we_do_and_since_when(clause):
    assert clause.actor in {"applicant", "evaluator", "bureau", "province", "centre", "listed_unit", "all", "none"}
    assert clause.obligation
    assert clause.kind_label in {"规则", "优先", "人工判断", "职责", "说明"}
    assert (clause.in_force_from, clause.in_force_until) == (date(2024, 4, 2), None)
    assert clause.articles_confidence == "RECALLED"


@pytest.mark.parametrize("clause", NOTICE.clauses, ids=lambda c: c.id)
def test_a_clause_stands_in_its_line_of_the_file(clause):
    assert FILE.read_text(encoding="utf-8").splitlines()[clause.line - 1] == f"  - id: {clause.id}"


def test_the_rule_of_c44_and_its_parameters():
    assert NOTICE.clause("C-44").binding == Binding("stopped_production", ("lookback_years", "stop_months", "stop_months_inclusive"))


def test_only_rules_and_priorities_are_bound_to_a_rule():
    assert {c.kind for c in NOTICE.clauses if c.binding} <= {"rule", "priority"}


# ---- faults ---------------------------------------------------------------------------------------------------------


def faults(tmp_path, *changes: tuple[str, str]) -> list[str]:
    text = FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "clauses.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as found:
        read_clauses(file, NOTICE.passages, rule_names(), PARAMETERS)
    return found.value.problems


def line_of(clause: str) -> int:
    return NOTICE.clause(clause).line


@pytest.mark.parametrize(
    ("old", "new", "clause", "expected"),
    [
        ("quote: 工商注销", "quote: 工商注消", "C-43", "C-43: quote is not in passage 3.1.1; copy it from text.md"),
        ("quote: 工商注销", "quote: 失信被执行人", "C-43", "C-43: quote is not in passage 3.1.1; copy it from text.md"),
        ("rule: stopped_production", "rule: halted", "C-44", "C-44: no rule 'halted' in rulebook/eligibility"),
        ("parameters: [lookback_years, stop", "parameters: [lookback_yrs, stop", "C-44", "C-44: no parameter 'lookback_yrs' in round.yaml"),
        ('passage: "3.1.6"', 'passage: "3.1.7"', "C-53", "C-53: no passage '3.1.7' in text.md"),
        ("kind: priority", "kind: wish", "C-18", "C-18: kind 'wish'; use one of rule, priority, judgement, duty, information"),
        ("id: C-06", "id: C-05", "C-05", "C-05 stands twice; keep one"),
    ],
)
def test_a_fault_of_a_clause_file_is_told_with_its_line(tmp_path, old, new, clause, expected):
    found = faults(tmp_path, (old, new))
    line = line_of("C-06") if new == "id: C-05" else line_of(clause)
    assert found == [f"clauses.yaml:{line}: {expected}"]


def test_every_fault_of_a_clause_file_is_told_at_once(tmp_path):
    found = faults(tmp_path, ("quote: 工商注销", "quote: 工商注消"), ("rule: stopped_production", "rule: halted"))
    assert [p.split(":")[1] for p in found] == [str(line_of("C-43")), str(line_of("C-44"))]
