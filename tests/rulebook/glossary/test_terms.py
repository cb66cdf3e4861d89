"""The one glossary: an id and a word once, sources that exist, wrong variants that are no right words."""

import re

import pytest

from greenlist.rulebook.glossary import Term, term_ids, terms, wrong_variants
from greenlist.rulebook.glossary.terms import document, main, read_terms
from greenlist.rulebook.lifecycle import lifecycle, names
from greenlist.rulebook.notices import notice

ALL = terms()
# one word for two cases that change together: an application and the batch it is in, an application and its list
SHARED = {"送签": {"frozen", "signing"}, "已公布": {"listed", "published"}}


def test_an_id_stands_once():
    assert len(term_ids()) == len(ALL) > 90


def test_no_two_terms_have_one_chinese_word_but_the_pairs_that_change_together():
    by_word: dict[str, set[str]] = {}
    for term in ALL:
        by_word.setdefault(term.zh, set()).add(term.id)
    assert {word: ids for word, ids in by_word.items() if len(ids) > 1} == SHARED


@pytest.mark.parametrize("term", ALL, ids=lambda t: t.id)
def test_a_term_has_id_word_and_meaning(term):
    assert re.fullmatch(r"[a-z][a-z_]*", term.id)
    assert re.search(r"[\u4e00-\u9fff]", term.zh)
    assert term.definition


def test_a_source_is_a_clause_of_the_notice():
    clauses = {c.id for c in notice("jx-2024-20").clauses}
    assert {t.source for t in ALL if t.source} <= clauses


def test_a_wrong_variant_is_nowhere_a_right_word():
    right = {t.zh for t in ALL}
    for wrong in wrong_variants():
        assert [word for word in right if wrong in word] == []


def test_the_wrong_variants_and_their_right_words():
    found = wrong_variants()
    assert found["驳回"] == "退回补正"
    assert found["自评价"] == "自我评价"
    assert found["负面清单"] == "不得申报情形"
    assert found["黑名单"] == "不利记录、不得申报情形"
    assert found["除名"] == "移出"


def test_every_state_of_every_lifecycle_has_its_word_and_the_words_agree():
    words = {t.id: t.zh for t in ALL}
    for name in names():
        for state in lifecycle(name).states:
            shared = {"recommendation_batch.submitted": "已提交"}  # 已报送 on the batch: the word of the application stands for both
            assert words[state.code] == shared.get(f"{name}.{state.code}", state.label)


def test_no_definition_uses_a_wrong_variant():
    for term in ALL:
        for wrong in wrong_variants():
            assert wrong not in term.definition


def test_a_file_is_read_in_its_order_with_what_is_left_out_empty():
    assert read_terms("b: [乙, 第二]\na: [甲, 第一, C-01, [假, 伪]]\n") == (
        Term("b", "乙", "第二", "", ()),
        Term("a", "甲", "第一", "C-01", ("假", "伪")),
    )


def test_every_id_that_stands_twice_is_told_with_both_lines():
    with pytest.raises(ValueError) as found:
        read_terms("a: [甲, 一]\nb: [乙, 二]\na: [丙, 三]\nb: [丁, 四]\n")
    assert str(found.value).splitlines() == [
        "glossary.yaml:3: a stands twice, first in line 1",
        "glossary.yaml:4: b stands twice, first in line 2",
    ]


def test_the_page_has_a_line_a_term():
    lines = document().splitlines()
    assert lines[0] == "# Glossary 术语表"
    assert len([line for line in lines if line.startswith("| ") and "`" in line]) == len(ALL)
    assert "| 退回补正 | `returned` | 写明事项退回申报单位补正 | C-07 | 驳回 |" in lines


def test_a_stale_or_missing_page_is_noticed_and_written_anew(tmp_path, monkeypatch, capsys):
    page = tmp_path / "GLOSSARY.md"
    monkeypatch.setitem(main.__globals__, "PAGE", page)
    assert main(["--check"]) == 1
    assert "GLOSSARY.md is stale" in capsys.readouterr().out
    assert main([]) == 0
    assert main(["--check"]) == 0
    page.write_text(document().replace("驳回", "退件"), encoding="utf-8")
    assert main(["--check"]) == 1
