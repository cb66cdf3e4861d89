"""The notice, its clauses and parameters; faults are told at file:line, all at once."""

import shutil

import pytest

from greenlist.rulebook.eligibility.registry import rule_names
from greenlist.rulebook.glossary import terms
from greenlist.rulebook.lifecycle import diagram, lifecycle, names
from greenlist.rulebook.notices import notice, round_parameters
from greenlist.rulebook.notices.clauses import read_clauses
from greenlist.rulebook.notices.notice import FOLDER
from greenlist.rulebook.problems import DataProblems

TEXT = notice("jx-2024-20")


def test_the_notice_has_69_clauses_each_quoting_its_passage():
    assert [c.id for c in TEXT.clauses] == [f"C-{n:02d}" for n in range(1, 70)]
    for clause in TEXT.clauses:
        assert clause.quote in TEXT.passage(clause.passage).text


def test_the_kinds_follow_the_letters():
    letters = {"H": "rule", "E": "rule", "P": "duty", "D": "information"}
    for clause in TEXT.clauses:
        expected = letters.get(clause.letter[0])
        assert clause.kind == expected if expected else clause.kind in {"priority", "judgement"}
    assert {c.id for c in TEXT.clauses if c.kind == "priority"} == {"C-18", "C-19", "C-27", "C-30", "C-31", "C-32"}


def test_passages_hold_the_clauses_the_house_says():
    assert [c.id for c in TEXT.clauses_of("3.1.1")] == ["C-43", "C-44", "C-45"]
    assert [c.id for c in TEXT.clauses_of("2.4")] == [f"C-{n}" for n in range(34, 40)]


def test_contacts_are_masked_in_public():
    assert "88916336" in TEXT.passage("4").text
    assert "88916336" not in TEXT.passage("4").public_text


def test_every_fault_of_a_clause_file_is_told_with_its_line(tmp_path):
    file = tmp_path / "clauses.yaml"
    shutil.copy(FOLDER / "jx-2024-20" / "clauses.yaml", file)
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("quote: 工商注销", "quote: 工商注消").replace("rule: stopped_production", "rule: halted"), encoding="utf-8"
    )
    with pytest.raises(DataProblems) as problems:
        read_clauses(file, TEXT.passages, rule_names(), frozenset(round_parameters("jx-2024-20").keys()))
    assert len(problems.value.problems) == 2
    assert problems.value.problems[0].startswith("clauses.yaml:385: C-43")
    assert "halted" in problems.value.problems[1]


def test_every_parameter_says_whether_the_notice_says_it():
    given = round_parameters("jx-2024-20")
    assert {p.key for p in given.parameters if p.in_notice} == {"stop_months", "cap_projects"}
    assert given.parameter("pass_line").value is None
    assert len(given.units) == 12
    assert given.unit("GJXQ").office == "赣江新区经济发展局"
    with pytest.raises(KeyError, match="C-69"):
        given.unit("360000")


def test_every_lifecycle_loads_and_draws():
    assert set(names()) == {"application", "recommendation_batch", "review_assignment", "selection_draft"}
    for name in names():
        assert diagram(lifecycle(name)).startswith("stateDiagram-v2")


def test_the_glossary_has_one_entry_a_word():
    found = terms()
    assert len({t.id for t in found}) == len(found) > 90
