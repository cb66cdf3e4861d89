"""Trying a line writes nothing; comparing two orders; what stands open for the proposed units."""

from datetime import date
from types import SimpleNamespace

import pytest

from greenlist.casework.review.models import Assignment
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.ranking import Bounds
from greenlist.casework.selection.selectors import changes, handed_in, places_of, risks_of, standings_of, standings_of_each, tried
from greenlist.casework.selection.services import draft
from greenlist.casework.verification.models import RecordedFact
from greenlist.casework.verification.services import check_application


@pytest.fixture
def two(province):
    """Two reviewed applications with 90.00 and 80.00 points."""
    cases = [province.application_at("reviewed"), province.application_at("reviewed", province.units[1])]
    for case, score in zip(cases, ("90.00", "80.00"), strict=True):
        Assignment.objects.filter(application=case).update(score=score)
    return cases


def test_trying_a_line_writes_nothing_and_says_who_is_in(province, two):
    standings = tried(handed_in(province.round), Bounds("85.00"))
    assert [(s.application, s.is_in, s.rank) for s in standings] == [(two[0], True, 1), (two[1], False, 2)]
    assert "低于入选线" in standings[1].reason
    assert SelectionDraft.objects.count() == 0


def test_equal_scores_keep_the_order_of_their_numbers(province, two):
    Assignment.objects.update(score="85.00")
    assert [s.application.number for s in tried(handed_in(province.round), Bounds(""))] == sorted(case.number for case in two)


def test_the_changes_name_who_enters_who_leaves_whose_score_changed_and_who_is_new_or_gone(province, two):
    everyone = tried(handed_in(province.round), Bounds(""))
    high = tried(handed_in(province.round), Bounds("85.00"))
    assert [(c.kind, c.standing.application) for c in changes(everyone, high)] == [("out", two[1])]
    assert [(c.kind, c.standing.application) for c in changes(high, everyone)] == [("in", two[1])]
    assert [(c.kind, c.standing.application) for c in changes(everyone[:1], everyone)] == [("new", two[1])]
    assert [(c.kind, c.before) for c in changes(everyone, everyone[:1])] == [("gone", "80.00")]
    Assignment.objects.filter(application=two[1]).update(score="81.50")
    again = tried(handed_in(province.round), Bounds(""))
    assert [(c.kind, c.before, c.standing.score) for c in changes(everyone, again)] == [("score", "80.00", "81.50")]
    assert changes(everyone, everyone) == []


def test_a_unit_marked_unfit_in_a_required_item_stays_out_whatever_its_score_and_the_stored_rows_say_so_too(province, two):
    Assignment.objects.filter(application=two[0]).update(is_qualified=False)
    standings = tried(handed_in(province.round), Bounds("85.00"))
    assert [(s.is_in, s.is_qualified) for s in standings] == [(False, False), (False, True)]
    stored = standings_of(draft(province.round, line="85.00", actor=province.cast.province))
    assert [(s.application, s.is_in, s.is_qualified) for s in stored] == [(two[0], False, False), (two[1], False, True)]


def test_the_rows_of_several_drafts_come_in_one_query(province, two, django_assert_num_queries):
    drafts = [draft(province.round, line=line, actor=province.cast.province) for line in ("85", "")]
    with django_assert_num_queries(1):
        first, second = standings_of_each(drafts)
    assert (first, second) == (standings_of(drafts[0]), standings_of(drafts[1]))
    assert standings_of_each([]) == []


def test_the_risks_are_the_unsettled_exclusions_with_where_and_since_when(province, two, django_assert_num_queries):
    assert risks_of([case.pk for case in two]) == []
    for case, clause, answer in ((two[0], "C-53", "found"), (two[1], "C-53", "found"), (two[1], "C-46", "unknown")):
        RecordedFact.objects.create(
            application=case, clause=clause, answer=answer, statement="演示", source="演示", looked_up_on=date(2024, 5, 22),
            recorded_by="演示", recorded_at=case.changed_at,
        )  # fmt: skip
        check_application(case, stage="publication", actor=province.cast.province)
    with django_assert_num_queries(1):
        found = risks_of([case.pk for case in two])
    assert [(r.clause, r.verdict, len(r.applications)) for r in found] == [("C-46", "unknown", 1), ("C-53", "not_met", 2)]
    assert found[0].since == date(2024, 5, 22)


def test_a_place_is_counted_within_the_category_who_is_proposed_first():
    def row(rank, category, outcome="proposed"):
        return SimpleNamespace(rank=rank, outcome=outcome, application=SimpleNamespace(category=category))

    rows = [row(1, "park", "not_selected"), row(2, "factory"), row(3, "park"), row(4, "factory", "not_selected"), row(7, "factory")]
    assert [(place, r.application.category, r.rank) for place, r in places_of(rows)] == [
        (1, "factory", 2), (2, "factory", 7), (3, "factory", 4), (1, "park", 3), (2, "park", 1),
    ]  # fmt: skip
