"""Notices of which only the steps were read: no word invented, the same rules asked, everything unsure marked."""

import pytest

from greenlist.rulebook.notices import newest_notice, notice, notice_ids, round_parameters
from greenlist.rulebook.notices import parameters as module
from greenlist.rulebook.problems import DataProblems

OTHERS = ["js-2020", "jx-2021-23"]
FULL = notice("jx-2024-20")


@pytest.mark.parametrize("held", OTHERS)
def test_a_clause_whose_words_were_not_read_has_no_quote_and_is_a_guess(held):
    text = notice(held)
    unread = [c for c in text.clauses if not c.quote]
    assert {(c.passage, c.confidence, c.articles) for c in unread} == {("9", "GUESS", ())}
    assert text.passage("9").text == ""
    assert all(c.quote in text.passage(c.passage).text and c.confidence == "VERIFIED" for c in text.clauses if c.quote)


@pytest.mark.parametrize("held", OTHERS)
def test_the_same_rules_are_asked_but_those_that_began_later(held):
    text = notice(held)
    bound = {c.id: c.binding for c in FULL.clauses if c.binding and c.id not in {"C-36", "C-60"}}
    assert {c.id: c.binding for c in text.clauses if c.binding} == bound
    assert (text.has_clause("C-36"), text.has_clause("C-60"), text.has_clause("C-44")) == (False, False, True)


@pytest.mark.parametrize("held", OTHERS)
def test_every_parameter_is_there_and_only_what_was_read_is_said_to_be_in_the_notice(held):
    given = round_parameters(held)
    assert given.keys() == round_parameters(FULL.id).keys()
    assert [p.key for p in given.parameters if p.in_notice] == (["notice_working_days"] if held == "js-2020" else [])
    assert given.disclosure_classes == round_parameters(FULL.id).disclosure_classes


def test_the_steps_are_those_that_were_read():
    labels = {held: [s["label"] for s in round_parameters(held).steps if s["is_on"]] for held in OTHERS}
    assert labels == {
        "jx-2021-23": ["地市推荐", "报送", "专家评审", "专项审查", "公示", "公布"],
        "js-2020": ["设区市推荐", "报送", "形式审查", "专家评审", "专题会审", "公示", "公布"],
    }
    assert {s["id"] for held in OTHERS for s in round_parameters(held).steps} <= {s["id"] for s in round_parameters(FULL.id).steps}


def test_who_recommends_and_who_decides():
    jiangsu = round_parameters("js-2020")
    assert (len(jiangsu.units), jiangsu.unit("320500").office, jiangsu.department) == (13, "苏州市工业和信息化局", "江苏省工业和信息化厅")
    assert len({u.short for held in notice_ids() for u in round_parameters(held).units}) == 25
    assert len(round_parameters("jx-2021-23").units) == 12


def test_what_was_not_read_is_marked():
    assert {n: round_parameters(n).confidence.get("deadline_on") for n in notice_ids()} == {
        "js-2020": "GUESS", "jx-2021-23": "GUESS", "jx-2024-20": None, "miit-2023-202": "GUESS", "miit-2025-390": "GUESS",
    }  # fmt: skip


def test_the_newest_notice_is_the_whole_one_issued_last():
    assert newest_notice() == "jx-2024-20"
    assert [n for n in notice_ids() if round_parameters(n).issued_on > round_parameters("jx-2024-20").issued_on] == ["miit-2025-390"]


def test_a_parameter_that_the_other_round_does_not_know_is_told(tmp_path, monkeypatch):
    source = (module.FOLDER / "js-2020" / "round.yaml").read_text(encoding="utf-8")
    for name in ("jx-2024-20", "js-2020"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "round.yaml").write_bytes((module.FOLDER / name / "round.yaml").read_bytes())
    (tmp_path / "js-2020" / "round.yaml").write_text(source.replace("  notice_working_days:", "  notice_days:"), encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    module.round_parameters.cache_clear()
    with pytest.raises(DataProblems, match="notice_days is no parameter of jx-2024-20"):
        round_parameters("js-2020")
    module.round_parameters.cache_clear()
