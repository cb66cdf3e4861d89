"""C-41 征求生态环境、应急管理、市场监管等主管部门意见: who was not asked is told in time, and goes in only with a word on why.

A department has been heard about a unit when it answered the letter, when its last day is over (逾期未复 is told elsewhere), or when a
fact within its remit rests on its word. 信用中国 and the like are no department.
"""

from datetime import date

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.consultation.selectors import not_heard, unconsulted
from greenlist.casework.consultation.services import prepare_letter, send_letter
from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.services import submit_package
from greenlist.casework.verification.models import RecordedFact
from greenlist.rehearsal import acts
from tests.portals.people import page, signed_in


@pytest.fixture
def batch(province):
    """A sealed batch of one unit, for which everything was looked up on platforms and nobody was asked."""
    province.application_at("frozen")
    RecordedFact.objects.update(source="信用中国查询")
    made = Batch.objects.get()
    acts.seal_letter(made, province.officer)
    return made


def lacking():
    return [not_heard(a) for a in unconsulted(Application.objects.all())]


def test_a_package_with_a_unit_nobody_was_asked_about_goes_in_only_with_a_word_on_why(province, batch, served_omission):
    refusal = served_omission(submit_package, batch, actor=province.officer)
    name = batch.rows.get().printed["name"]
    assert refusal.items == (f"1家没有征求齐部门意见（{name}）：请写明说明。",)
    submit_package(batch, unconsulted_because="函复在途", actor=province.officer)
    batch.refresh_from_db()
    assert (batch.state, batch.unconsulted_because) == ("submitted", "函复在途")
    assert load(batch.content_digest)["unconsulted"][0]["departments"] == ["生态环境局", "应急管理局", "市场监管局"]
    assert "函复在途" in page(signed_in("province").get(f"/province/batches/{batch.pk}/"))


def test_a_letter_that_waits_for_its_reply_is_not_enough_until_its_last_day_is_over(province, may):
    case = province.application_at("verifying")
    RecordedFact.objects.update(source="信用中国查询")
    for name in ("ecology", "emergency", "market"):
        letter = prepare_letter(province.round, to=name, applications=[case], actor=province.officer)
        send_letter(letter, letter_number="演1号", dated_on=today(), actor=province.officer)
    assert lacking() == [["生态环境局", "应急管理局", "市场监管局"]]
    may(5, 29)  # five working days from 22 May
    assert lacking() == [["生态环境局", "应急管理局", "市场监管局"]]
    may(5, 30)
    assert lacking() == []


def test_a_fact_that_rests_on_a_departments_word_is_its_reply(province):
    province.application_at("verifying")
    assert lacking() == []  # each fact names the department whose reply it is
    RecordedFact.objects.filter(clause="C-48").update(source="信用中国查询")
    assert lacking() == [["生态环境局"]]
    RecordedFact.objects.filter(clause="C-49").update(source="生态环境局函复")  # not within its remit
    assert lacking() == [["生态环境局"]]


def test_the_desk_tells_it_and_turns_late_when_no_reply_can_come_before_the_last_day_to_sign(province, may):
    province.application_at("verifying")
    RecordedFact.objects.update(source="信用中国查询")
    may(5, 16)
    (todo,) = (t for t in todos_of(province.officer, province.round) if t.clause == "C-41")
    assert (todo.count, todo.due_at.date(), todo.is_late) == (1, date(2024, 5, 16), False)
    assert todo.words == "件还没有征求齐部门意见"
    may(5, 17)
    (todo,) = (t for t in todos_of(province.officer, province.round) if t.clause == "C-41")
    assert todo.is_late and todo.words.endswith("最迟发函日已过，报送时写明说明")


def test_whoever_was_asked_in_full_needs_no_word(province):
    province.application_at("frozen")
    made = Batch.objects.get()
    acts.seal_letter(made, province.officer)
    submit_package(made, unconsulted_because="用不着", actor=province.officer)
    made.refresh_from_db()
    assert (made.state, made.unconsulted_because) == ("submitted", "")


def test_a_fact_that_says_only_that_they_have_not_answered_is_no_word_of_theirs(province):
    province.application_at("verifying")
    RecordedFact.objects.update(source="市生态环境局，市应急管理局，市市场监管局")
    assert lacking() == []
    RecordedFact.objects.update(answer="unknown", statement="尚未函复")
    assert lacking() == [["生态环境局", "应急管理局", "市场监管局"]]
