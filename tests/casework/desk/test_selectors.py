"""待办: what waits for each role, counted, with its clock; nothing of anybody else's."""

from datetime import date

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM
from greenlist.casework.journal.clock import end_of
from greenlist.casework.oversight.daily_services import check_daily
from greenlist.casework.oversight.edition_changes import basis_of
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.event_services import Ground, enter_listing
from greenlist.casework.register.identity_services import move_site
from greenlist.casework.register.models import ListEntry, Recheck
from greenlist.casework.register.recheck_services import report_recheck
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.services import accept, assign
from greenlist.casework.rounds.selectors import deadline_of, signing_at
from greenlist.casework.rounds.services import extend_deadline, propose_parameters
from greenlist.casework.standards.services import name_sources, sign, sign_second
from greenlist.casework.verification.services import return_for_completion
from tests.casework.cast import JIUJIANG, fresh
from tests.casework.standards.official import READ, listed, loaded


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


def test_an_official_table_waits_for_its_sources_then_for_each_signature_until_its_day(province):
    cast, day = province.cast, date(2024, 6, 7)
    row = loaded(cast.centre, {"items.5.1-5.points": ("5.8", None)}, holds_from=day)
    assert waiting(cast.centre, province) == {"standards": 1}
    assert waiting(cast.province, province) == {}, "nothing to sign while a source is missing"
    name_sources(row, sources={}, all_others=READ, actor=cast.centre)
    row.refresh_from_db()
    assert waiting(cast.centre, province) == {}
    (todo,) = todos_of(cast.province, province.round)
    assert (todo.key, todo.words, todo.due_at, todo.clause) == ("standards", "份标准校核稿等您签署", end_of(day), "C-16")
    listed(row, cast.centre)
    sign(row, basis=basis_of(row), actor=cast.province)
    assert waiting(cast.province, province) == {}
    assert waiting(cast.director, province) == {"standards": 1}
    sign_second(row, basis=basis_of(row), actor=cast.director)
    assert waiting(cast.director, province) == {}


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


def test_a_move_waits_for_the_bureau_and_then_for_the_province(province):
    site, director = province.unit.site, province.cast.province
    enter_listing(site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号")
    ground = Ground(date(2024, 5, 10), "搬迁", "暂行办法第十九条")
    move_site(site, address="瑞昌市演示大道1号", division="360481", ground=ground, actor=province.officer)
    assert (waiting(province.officer, province), waiting(director, province)) == ({"rechecks": 1}, {})
    report_recheck(Recheck.objects.get(), opinion="仍符合", actor=province.officer)
    assert (waiting(province.officer, province), waiting(director, province)) == ({}, {"rechecks": 1})


def test_a_list_that_is_not_what_was_decided_waits_for_the_province(province):
    enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号")
    ListEntry.objects.update(state="listing_removed")
    check_daily()
    assert (waiting(province.cast.province, province), waiting(province.officer, province)) == ({"register": 1}, {})
