"""What is served is computed from what a test run saw; the page and the fragments say the same."""

import json

import pytest

from greenlist.rulebook import served
from greenlist.rulebook.notices import notice
from greenlist.rulebook.problems import DataProblems, raise_if_any
from greenlist.rulebook.served import NEEDED, Places, is_served, located, merge, read_fragments, reference_page

NOTICE = "jx-2024-20"
SEEN = {"C-44": {"spec": "a.py:1", "service": "b.py:2", "screen": "c.py:3", "public": "d.py:4"}, "C-07": {"service": "e.py:5"}}


@pytest.mark.parametrize("kind", sorted(NEEDED))
def test_a_clause_is_served_when_it_has_all_places_of_its_kind_and_not_without_any_one(kind):
    whole = dict.fromkeys(NEEDED[kind], "x.py:1")
    assert is_served(kind, Places(**whole))
    for name in NEEDED[kind]:
        assert not is_served(kind, Places(**{**whole, name: ""}))


def test_what_each_kind_needs():
    six = ("data", "rule", "spec", "service", "screen", "public")
    assert {
        "rule": six,
        "priority": six,
        "duty": ("service", "screen", "spec"),
        "judgement": ("service", "screen", "spec"),
        "information": ("screen", "spec"),
    } == NEEDED


def test_fragments_are_laid_over_one_another_and_cannot_claim_data_or_rule():
    found = merge([SEEN, {"C-07": {"screen": "f.py:6", "service": ""}, "C-10": {"data": "lie.py:1", "rule": "lie.py:2"}}], NOTICE)
    assert (found["C-07"].service, found["C-07"].screen) == ("e.py:5", "f.py:6")
    assert found["C-10"].rule == ""
    assert found["C-10"].data.startswith("src/greenlist/rulebook/notices/jx-2024-20/clauses.yaml#C-10")
    assert found["C-44"].rule.startswith("src/greenlist/rulebook/eligibility/exclusions.py#stopped_production")
    assert len(found) == 69


def test_of_two_fragments_that_name_different_places_the_first_by_name_is_kept():
    other = {"C-44": {"service": "a.py:9"}}
    assert merge([SEEN, other], NOTICE)["C-44"].service == merge([other, SEEN], NOTICE)["C-44"].service == "a.py:9"


def test_the_page_can_be_read_back_as_the_fragments_it_was_made_from(tmp_path, monkeypatch):
    places = merge([SEEN], NOTICE)
    page = tmp_path / "clauses.md"
    page.write_text(reference_page(NOTICE, places), encoding="utf-8")
    monkeypatch.setattr(served, "PAGE", page)
    monkeypatch.setattr(served, "FRAGMENTS", tmp_path / "none")
    assert merge(read_fragments(), NOTICE) == places


def test_fragments_of_a_run_come_before_the_page(tmp_path, monkeypatch):
    (tmp_path / "b.json").write_text(json.dumps({"C-07": {"spec": "y.py:2"}}), encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(SEEN), encoding="utf-8")
    monkeypatch.setattr(served, "FRAGMENTS", tmp_path)
    assert read_fragments() == [SEEN, {"C-07": {"spec": "y.py:2"}}]


def test_without_run_and_page_nothing_is_claimed(tmp_path, monkeypatch):
    monkeypatch.setattr(served, "FRAGMENTS", tmp_path / "none")
    monkeypatch.setattr(served, "PAGE", tmp_path / "none.md")
    assert read_fragments() == [{}]


def test_the_page_has_a_line_a_clause_and_counts_what_is_served():
    text = reference_page(NOTICE, merge([SEEN], NOTICE))
    assert "Served: 1 of 69." in text
    assert len([line for line in text.splitlines() if line.startswith("| C-")]) == 69
    line = next(line for line in text.splitlines() if line.startswith("| C-44"))
    assert line.startswith("| C-44 | 3.1.1 | rule | 连续停产12个月以上 | src/greenlist/rulebook/notices/jx-2024-20/clauses.yaml#C-44 |")
    assert line.endswith("| a.py:1 | b.py:2 | c.py:3 | d.py:4 | yes |")


def test_a_quote_never_breaks_the_table():
    assert [c.id for c in notice(NOTICE).clauses if "|" in c.quote] == []


def test_a_stale_page_is_noticed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(served, "FRAGMENTS", tmp_path / "none")
    monkeypatch.setattr(served, "PAGE", tmp_path / "docs" / "clauses.md")
    assert served.main(["--check"]) == 1
    assert "clauses.md is stale" in capsys.readouterr().out
    assert served.main([]) == 0
    assert served.main(["--check"]) == 0


def test_problems_are_raised_all_at_once_or_not_at_all():
    raise_if_any([])
    with pytest.raises(DataProblems) as found:
        raise_if_any(["a.yaml:1: one", "a.yaml:2: two"])
    assert found.value.problems == ["a.yaml:1: one", "a.yaml:2: two"]
    assert str(found.value) == "a.yaml:1: one\na.yaml:2: two"


def test_a_place_is_located_as_the_file_stands_now_and_shown_as_it_is_when_gone():
    rule = located("src/greenlist/rulebook/eligibility/exclusions.py#stopped_production")
    file, line = rule.split(":")
    assert (served.ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1].startswith("def stopped_production(")
    data, line = located("src/greenlist/rulebook/notices/jx-2024-20/clauses.yaml#C-44").split(":")
    assert (served.ROOT / data).read_text(encoding="utf-8").splitlines()[int(line) - 1] == "  - id: C-44"
    assert located("tests/clauses/jx_2024_20/test_c44_stopped_production.py").endswith(".py:1")
    assert (located(""), located("gone.py#x")) == ("", "gone.py#x")
