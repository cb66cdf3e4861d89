"""What people do with one application, step by step, leaves the same traces as if they had done it by hand."""

from random import Random

import pytest

from greenlist.casework.filings.selectors import evidence_of, form_of, gaps_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import own_declaration, sheet_rows
from greenlist.casework.verification.services import open_exclusions
from greenlist.rehearsal import acts
from tests.casework.cast import fresh


def test_a_part_of_the_form_leaves_the_rest_open(province):
    application = acts.begin(province.unit, province.round)
    acts.fill(application, province.unit, Random(1), until=2)
    filled = {s.id for s in form_of(application.filing)[:2]}
    assert not {g.section for g in gaps_of(application.filing)} & filled
    assert {g.section for g in gaps_of(application.filing)} == {s.id for s in form_of(application.filing)[2:] if s.filled_rows}


def test_the_report_is_uploaded_and_bound_to_rows_with_pages_that_exist(province):
    application = acts.begin(province.unit, province.round)
    acts.fill(application, province.unit, Random(1))
    file = acts.attach_report(application, province.unit)
    assert fresh(application).report == file
    assert all(1 <= e.page <= file.pages for e in evidence_of(application.filing))
    assert evidence_of(application.filing).count() > 3


def test_from_nothing_to_handed_in(province):
    application = acts.hand_in_application(province.unit, province.round, Random(1), national=True, body=province.cast.evaluators[0])
    application = fresh(application)
    assert (application.state, application.wants_national, application.mode) == ("submitted", True, "third_party")


def test_verifying_all_but_some_leaves_just_those_open(province):
    application = province.application_at("submitted")
    acts.verify_all(application, province.officer, leave_open=("C-46", "C-50"))
    assert len(open_exclusions(fresh(application))) == 2


def test_a_batch_carries_an_invented_number(province):
    province.application_at("recommended")
    batch = Batch.objects.get()
    assert (batch.letter_number, batch.state) == ("演工信函〔2024〕演01号", "submitted")


def test_marks_cover_every_row_and_carry_reasons_where_they_are_wanted(province):
    province.application_at("reviewed")
    assignment = Assignment.objects.get()
    rows = set(sheet_rows(own_declaration(assignment)[0]))
    for strictness in (0.3, 0.9):
        given = acts.marks(assignment, Random(2), strictness=strictness)
        assert set(given) == rows
        assert all(entry["given"] for entry in given.values())


def test_somebody_without_an_organisation_uploads_nothing():
    with pytest.raises(ValueError, match="no organisation"):
        acts.upload(b"%PDF", "x.pdf", Actor(name="x", role="x"))
