"""The evaluating body confirms its value of every indicator; the expert reads it beside the unit's own."""

import pytest

from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.filings.selectors import plan_of
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.review.evaluation_services import confirm_marks
from greenlist.casework.review.selectors import sheet_rows, third_marks

GIVEN = {"4-1": "met", "7.1-4": "1"}


@pytest.fixture
def engaged(province):
    """(application, its engagement, the body's manager)"""
    body = province.cast.evaluators[0]
    application = province.application_at("submitted", national=True, body=body)
    return application, Engagement.objects.get(application_number=application.number), body.manager


def test_the_values_stand_with_the_engagement_and_their_content_in_the_journal(engaged):
    application, engagement, manager = engaged
    assert set(third_marks(application)) <= set(sheet_rows(plan_of(application.filing))) and engagement.marked_by == manager.name
    assert confirm_marks(engagement, marks={**GIVEN, "7.1-3": " ", "unknown": "met"}, actor=manager) == 2
    assert third_marks(application) == GIVEN
    line = JournalEntry.objects.filter(action="confirm_marks").latest("at", "id")
    assert (line.detail["rows"], load(line.detail["digest"])["marks"]) == (2, GIVEN)


def test_what_cannot_stand_is_told_row_by_row_and_another_body_enters_nothing(engaged, province):
    _, engagement, manager = engaged
    before = dict(engagement.marks)
    with pytest.raises(Refused) as refused:
        confirm_marks(engagement, marks={"4-1": "yes", "7.1-4": "99"}, actor=manager)
    assert refused.value.items[0] == "4-1：请选符合或不符合。" and refused.value.items[1].startswith("7.1-4：应在0和")
    with pytest.raises(Refused) as refused:
        confirm_marks(engagement, marks={}, actor=manager)
    assert refused.value.items == ("还没有填一项。",)
    with pytest.raises(NotAllowed):
        confirm_marks(engagement, marks=GIVEN, actor=province.cast.evaluators[1].manager)
    assert Engagement.objects.get().marks == before


def test_once_the_city_holds_the_case_for_recommendable_all_read_the_same_values(province):
    body = province.cast.evaluators[0]
    application = province.application_at("recommendable", national=True, body=body)
    with pytest.raises(WrongState, match="不能再改"):
        confirm_marks(Engagement.objects.get(application_number=application.number), marks=GIVEN, actor=body.manager)


def test_a_unit_that_evaluated_itself_has_no_second_column(province):
    assert third_marks(province.application_at("submitted")) == {}
