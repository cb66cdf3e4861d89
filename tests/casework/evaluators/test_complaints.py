"""Complaints about a body: who may open one, who reads it, the body's answer, how it is closed; it decides nothing."""

import pytest

from greenlist.casework.evaluators.complaint_services import answer_complaint, close_complaint, open_complaint
from greenlist.casework.evaluators.models import Ban, Complaint
from greenlist.casework.evaluators.selectors import complaints_of, open_engagement
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.rehearsal import acts

SAID = "没有到现场，就让盖章"


@pytest.fixture
def engaged(province):
    """(body, its accepted engagement by the first unit of 九江)"""
    body = province.cast.evaluators[0]
    application = acts.begin(province.unit, province.round, body=body)
    return body, acts.accept_for(application, body)


def complain(province, engaged, **given):
    body, engagement = engaged
    return open_complaint(body.evaluator, **{"statement": SAID, "engagement": engagement, "actor": province.unit.engineer, **given})


def test_a_unit_complains_of_its_body_and_the_bureau_of_its_region_has_it(province, engaged):
    made = complain(province, engaged)
    assert (made.channel, made.unit, made.complainant) == ("by_applicant", province.officer.unit, province.unit.engineer.organisation_name)
    readers = {"unit": province.unit.engineer, "bureau": province.officer, "province": province.cast.province, "body": engaged[0].manager}
    assert {name: list(complaints_of(actor)) for name, actor in readers.items()} == {name: [made] for name in readers}
    others = (province.units[1].engineer, province.cast.bureaus["360100"], province.cast.evaluators[1].manager)
    assert [list(complaints_of(actor)) for actor in others] == [[], [], []]


def test_a_letter_stands_in_the_name_of_its_writer_or_of_nobody_and_is_the_office_s_that_entered_it(province, engaged):
    letter = complain(province, engaged, engagement=None, actor=province.cast.province, complainant=" 来信人（演示） ")
    unsigned = complain(province, engaged, engagement=None, actor=province.officer, from_letter=True)
    own = complain(province, engaged, actor=province.officer)
    assert [(c.channel, c.unit, c.complainant) for c in (letter, unsigned, own)] == [
        ("by_letter", "", "来信人（演示）"), ("by_letter", province.officer.unit, ""),
        ("by_bureau", province.officer.unit, province.officer.organisation_name),
    ]  # fmt: skip
    assert set(complaints_of(province.officer)) == {unsigned, own}


def test_nobody_complains_about_what_is_not_his(province, engaged):
    with pytest.raises(NotAllowed):
        complain(province, engaged, actor=province.units[1].engineer)
    with pytest.raises(NotAllowed):
        complain(province, engaged, actor=province.unit.engineer, engagement=None)
    with pytest.raises(NotAllowed):
        complain(province, engaged, actor=province.cast.bureaus["360100"])
    with pytest.raises(NotAllowed):
        complain(province, engaged, actor=province.cast.evaluators[1].manager)
    with pytest.raises(Refused) as refused:
        complain(province, engaged, statement=" ", complainant="名" * 121)
    assert refused.value.items == ("“投诉人”最多120字，现在是121字。", "请写明投诉的事实：什么时候、什么事。")
    with pytest.raises(Refused) as refused:
        complain(province, engaged, actor=province.officer, complainant="来信人（演示）")
    assert refused.value.items == ("填了来信人，请勾选据群众来信登记，或删去来信人。",)
    assert not Complaint.objects.exists()


def test_the_body_answers_once_and_an_office_closes_with_a_reason(province, engaged):
    body, _ = engaged
    made = complain(province, engaged)
    with pytest.raises(NotAllowed):
        answer_complaint(made, answer="已到现场", actor=province.cast.evaluators[1].manager)
    with pytest.raises(Refused, match="答复"):
        answer_complaint(made, answer=" ", actor=body.manager)
    answer_complaint(made, answer="5月20日已到现场", actor=body.manager)
    with pytest.raises(WrongState):
        answer_complaint(made, answer="再答", actor=body.manager)
    for stranger in (province.cast.bureaus["360100"], body.manager):
        with pytest.raises(NotAllowed):
            close_complaint(made, reason="查无此事", actor=stranger)
    with pytest.raises(Refused):
        close_complaint(made, reason=" ", actor=province.officer)
    close_complaint(made, reason="查签到记录，到过现场", actor=province.officer)
    with pytest.raises(WrongState):
        close_complaint(made, reason="再办", actor=province.cast.province)
    lines = JournalEntry.objects.filter(action__endswith="_complaint").order_by("at", "id")
    assert [line.action for line in lines] == ["open_complaint", "answer_complaint", "close_complaint"]


def test_a_complaint_is_no_verdict(province, engaged):
    body, engagement = engaged
    close_complaint(complain(province, engaged), reason="属实，另作监督检查", actor=province.cast.province)
    assert not Ban.objects.exists()
    assert open_engagement(engagement.application_number).state == "engaged"


def test_the_button_pressed_twice_makes_one_complaint(province, engaged):
    assert complain(province, engaged) == complain(province, engaged)
    assert Complaint.objects.count() == 1
