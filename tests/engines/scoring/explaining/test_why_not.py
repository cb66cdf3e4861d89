"""Why not: the smallest set of what stands in the way, each with its clause."""

from dataclasses import replace
from fractions import Fraction

import pytest

from greenlist.engines.scoring import read_application, score
from greenlist.engines.scoring.explaining.why_not import why_not
from tests.engines.scoring.standards import group, item, measure, plan, result

GATES = [{"id": "g1", "label": "守法", "clause": "4.1"}, {"id": "g2", "label": "无事故", "clause": "4.2"}]


def standard(**more):
    block = group("A", item("P", "required"), item("Q", "required"), item("R"), required_block=True)
    choice = group("B", *[item(name, points="5") for name in "UVW"], best=2)
    return plan(block, choice, maximum="40", gates=GATES, **more)


MET = {"g1": "met", "g2": "met", "P": "met", "Q": "met", "R": "10", "U": "5", "V": "5"}


def reasons(items, pass_line=None):
    return [(r.kind, r.id, r.words, r.clause) for r in why_not(result(standard(), items=items, pass_line=pass_line))]


def test_nothing_stands_in_the_way_of_what_is_qualified():
    assert reasons(MET, "40") == []


def test_gates_requirements_doubts_and_gaps_are_named_in_their_order():
    items = MET | {"g1": "not_met", "g2": "", "P": "not_met", "Q": {"value": "met", "doubtful": True}, "R": "", "U": ""}
    assert reasons(items) == [
        ("gate", "g1", "“守法”不符合", "4.1"),
        ("open", "g2", "“无事故”未填", "4.2"),
        ("required", "P", "“项P”不符合", "§P"),
        ("open", "Q", "“项Q”存疑，尚未弄清", "§Q"),
        ("open", "R", "“项R”未填", "§R"),
        ("open", "U", "“项U”未填", "§U"),
    ]


def test_of_a_choice_only_as_many_gaps_stand_in_the_way_as_it_still_needs():
    assert [r[1] for r in reasons(MET | {"U": "", "V": ""})] == ["U", "V"]
    assert [r[1] for r in reasons(MET | {"V": ""})] == ["V"]


@pytest.mark.parametrize(
    ("items", "line", "expected"),
    [
        ({"P": "not_met"}, "40", ["P"]),  # met again, the block has its points back: the line is no second reason
        ({"P": "not_met", "R": "9"}, "40", ["P", "total"]),
        ({"R": "9"}, "40", ["total"]),
        ({"R": "9"}, "39", []),
    ],
)
def test_the_line_is_named_only_where_it_is_missed_with_all_else_in_order(items, line, expected):
    assert [r[1] for r in reasons(MET | items, line)] == expected


def test_the_words_say_that_the_line_is_missed_even_then():
    assert reasons(MET | {"P": "not_met", "R": "9"}, "40")[1][2:] == ("总分39，低于合格线40（以上各项都满足之后）", "本轮参数")
    assert reasons(MET | {"R": "9"}, "40")[0][2] == "总分39，低于合格线40"


def test_the_same_result_may_be_asked_at_another_line():
    found = result(standard(), items=MET)
    assert (why_not(found), [r.kind for r in why_not(replace(found, pass_line=Fraction(41)))]) == ((), ["line"])


def test_a_total_is_told_with_four_decimals():
    found = result(plan(group("A", measure("M", kind="pos", lead="3"))), inputs={"a": "1"}, pass_line="5.123456")
    assert [reason.words for reason in why_not(found)] == ["总分3.3333，低于合格线5.1235"]


def test_the_line_is_cited_by_who_draws_it():
    standard = plan(group("A", item("X")), total={"round": "1", "maximum": "10", "pass_line": "8"})
    assert [why_not(result(standard, items={"X": "5"}, pass_line=line))[0].clause for line in ("8", "7")] == ["T/TINY 1", "本轮参数"]


def test_of_a_choice_made_by_the_applicant_the_first_that_are_left_are_named_as_many_as_are_lacking():
    leaves = [item("P", points="5", may_be_not_applicable=True), *[item(name, points="5") for name in "QRST"]]
    standard = plan(group("G", *leaves, best=3, choose_by="declared"))
    typed = {"items": dict.fromkeys("QRST", "5"), "not_applicable": {"P": "没有"}, "chosen": {"G": ["R"]}}
    found = score(standard, read_application(standard, typed))
    assert [(r.kind, r.id, r.words) for r in why_not(found)] == [("open", "Q", "“项Q”还没有选定计入"), ("open", "S", "“项S”还没有选定计入")]


def test_what_is_added_on_top_need_not_be_filled():
    bonus = group("B", item("Y", points="5"), bonus=True, most="3")
    assert why_not(result(plan(group("A", item("X")), bonus), items={"X": "8"})) == ()


@pytest.mark.parametrize(("chosen", "answers", "named"), [("QR", "QRST", []), ("QR", "QST", ["R"]), ("QT", "QRST", [])])
def test_of_a_choice_made_by_the_applicant_a_chosen_gap_stands_in_the_way_whatever_else_is_filled(chosen, answers, named):
    standard = plan(group("G", *[item(name, points="5") for name in "QRST"], best=2, choose_by="declared"))
    typed = {"items": dict.fromkeys(answers, "5"), "chosen": {"G": list(chosen)}}
    assert [r.id for r in why_not(score(standard, read_application(standard, typed)))] == named
