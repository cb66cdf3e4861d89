"""What a plan prepares of its leaves and branches is what is made anew of any other answer."""

import pytest

from greenlist.engines.scoring import Application, ApplicationProblems, read_application, score
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.planned import MET_WORDS
from greenlist.engines.scoring.rational import ONE, ZERO, Rational
from tests.engines.scoring.standards import group, item, measure, one, plan

FIVE = one(item("X", kind="optional", points="5"))
COUNT = one(item("X", kind="count", points="6", count_of=12))
REQUIRED = one(item("X", kind="required", points="5"))


def only(of) -> object:
    return of.items["X"]


@pytest.mark.parametrize("of", [REQUIRED, one(item("X", kind="yes_no", points="5"))])
def test_what_is_met_or_not_is_answered_by_words_and_has_no_marks(of):
    assert only(of).prepared_answers is MET_WORDS
    assert (only(of).marks, len(only(of).prepared)) == ({}, 3)


def test_the_marks_that_are_prepared_are_those_in_tenths_of_the_points():
    texts = ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]
    assert list(only(FIVE).prepared_answers.items()) == [(text, Rational(text)) for text in texts]
    assert only(FIVE).marks[Rational("1.5")] == ItemResult("X", "scored", Rational("1.5"), Rational(5), "1.5", "")
    assert len(only(FIVE).prepared) == 3 + 11


def test_of_a_checklist_the_first_counts_are_prepared_and_the_others_are_counted_alike():
    assert list(only(COUNT).prepared_answers) == [str(n) for n in range(11)]
    assert only(COUNT).marks[Rational(3)] == ItemResult("X", "scored", Rational("1.5"), Rational(6), "3", "")
    assert [score(COUNT, read_application(COUNT, {"items": {"X": str(n)}})).total for n in (0, 3, 10, 11, 12)] == [0, 1.5, 5, 5.5, 6]
    assert list(only(one(item("X", kind="count", points="6", count_of=2))).prepared_answers) == ["0", "1", "2"]


def test_a_mark_that_its_text_does_not_tell_in_full_is_not_prepared():
    of = one(item("X", kind="optional", points="0.0125"))
    assert list(only(of).prepared_answers) == ["0", "0.0025", "0.005", "0.0075", "0.01", "0.0125"]  # 0.00125 would be shown as 0.0012
    assert score(of, read_application(of, {"items": {"X": "0.00125"}})).total == Rational("0.00125")
    with pytest.raises(ApplicationProblems):
        read_application(of, {"items": {"X": "0.0126"}})


@pytest.mark.parametrize("text", ["0.50", " 0.5", "０.5", ".5", 0.5])
@pytest.mark.parametrize("of", [FIVE, one(item("X", kind="optional", points="5", full_at="2"))])
def test_a_mark_in_another_text_is_the_same_mark(of, text):
    prepared, other = (score(of, read_application(of, {"items": {"X": said}})) for said in ("0.5", text))
    assert (prepared.total, prepared.items, prepared.trace) == (other.total, other.items, other.trace)


@pytest.mark.parametrize(("text", "points"), [("0", "0"), ("1", "5/2"), ("2", "5"), ("2.5", "5")])
def test_from_where_all_counts_a_mark_is_worth_all(text, points):
    found = only(one(item("X", kind="optional", points="5", full_at="2"))).marks[Rational(text)]
    assert (found.status, found.points, found.value) == ("scored", Rational(points), text)


def test_nothing_and_all_are_the_numbers_themselves():
    assert only(FIVE).marks[ZERO].points is ZERO
    assert only(FIVE).marks[Rational(5)].points is only(FIVE).points
    assert only(FIVE).with_mark(Rational("0.3")).points == Rational("0.3")


def test_an_answer_of_one_point_is_no_yes():
    found = score(REQUIRED, Application({}, {"X": ONE}, {})).items["X"]
    assert found == ItemResult("X", "scored", ONE, Rational(5), "1", "")
    yes, no, nothing = (score(REQUIRED, Application({}, given, {})).items["X"] for given in ({"X": True}, {"X": False}, {}))
    assert [yes, no, nothing] == [ItemResult("X", s, p, Rational(5), "", "") for s, p in (("met", 5), ("not_met", 0), ("missing", 0))]


def test_nothing_is_prepared_of_what_is_computed():
    of = one(measure("X", value="a", kind="pos", lead="2"))
    assert only(of).prepared == ()
    assert not only(of).is_answered_by_person


def test_a_branch_knows_its_own_points_and_what_is_required_of_it():
    inner = group("B", item("Y", points="7"))
    of = plan(
        group("A", item("X", kind="required", points="5"), item("Z", kind="optional", points="3"), groups=[inner], weight="10"),
        maximum="10",
    )
    (top,) = of.groups
    assert (top.whole, top.required) == (Rational(8), frozenset({"X"}))
    assert (top.groups[0].whole, top.groups[0].required) == (Rational(7), frozenset())
