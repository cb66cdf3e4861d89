"""待办: what waits for each role, counted, with its clock; nothing of anybody else's."""

from datetime import date

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.services import accept, assign
from greenlist.casework.rounds.selectors import deadline_of, signing_at
from greenlist.casework.rounds.services import extend_deadline, propose_parameters
from greenlist.casework.verification.services import return_for_completion
from tests.casework.cast import JIUJIANG, fresh


def waiting(actor, province):
    return {todo.key: todo.count for todo in todos_of(actor, province.round)}


def test_a_draft_waits_for_its_unit_and_a_submitted_case_for_its_bureau(province):
    province.application_at("draft")
    assert waiting(province.unit.engineer, province) == {"draft": 1}
    assert waiting(province.units[1].engineer, province) == {}
    assert waiting(province.officer, province) == {}
    case = province.application_at("submitted", province.units[1])
    assert waiting(province.officer, province) == {"submitted": 1}
    assert waiting(province.cast.bureaus["360100"], province) == {}
    return_for_completion(case, items=[("10", "energy", "请核对")], actor=province.officer)
    assert waiting(province.units[1].engineer, province) == {"returned": 1}


def test_the_clock_is_the_units_own_deadline_and_the_last_day_to_sign(province):
    province.application_at("recommendable")
    extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 31), reason="暴雨停电", actor=province.cast.province)
    (todo,) = todos_of(province.officer, province.round)
    due = deadline_of(province.round, JIUJIANG)
    assert (todo.key, todo.due_at, todo.clause) == ("recommendable", signing_at(due, 2), "C-09")
    assert not todo.is_late


def test_a_batch_waits_for_its_letter_and_then_to_be_handed_in(province):
    province.application_at("frozen")
    assert waiting(province.officer, province) == {"unsealed": 1}
    Batch.objects.update(letter_number="演1号")
    assert waiting(province.officer, province) == {"sealed": 1}


def test_a_second_signature_waits_only_for_the_other_person(province):
    propose_parameters(province.round, changes={"pass_line": "80"}, reason="厅务会", actor=province.cast.province)
    assert waiting(province.cast.province, province) == {}
    assert waiting(province.cast.director, province) == {"proposal": 1}
    assert waiting(province.cast.centre, province) == {}


def test_the_review_waits_for_the_centre_then_for_the_expert(province):
    case = province.application_at("recommended")
    assert waiting(province.cast.centre, province)["recommended"] == 1
    accept(fresh(case), actor=province.cast.centre)
    assign(fresh(case), expert=province.cast.experts[0], actor=province.cast.province)
    assert waiting(actor_in(province.cast.experts[0]), province) == {"assigned": 1}
    assert waiting(actor_in(province.cast.experts[1]), province) == {}
    assert Assignment.objects.count() == 1


def test_nobody_signed_in_has_nothing_and_before_a_round_there_is_nothing(province):
    assert todos_of(ANONYMOUS, province.round) == []
    assert todos_of(province.officer, None) == []
