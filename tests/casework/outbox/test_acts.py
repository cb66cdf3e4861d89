"""Which acts tell whom: through the real services, each once, and nothing of anybody else's."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import entrust
from greenlist.casework.applications.telling_services import tell_units
from greenlist.casework.body_returns.models import BodyReturn
from greenlist.casework.body_returns.services import open_returns, send_back_return
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.services import end_membership
from greenlist.casework.evaluators.complaint_services import open_complaint
from greenlist.casework.evaluators.models import Ban
from greenlist.casework.incidents.services import add_report, report_incident
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.outbox.models import Message, OpenedGate
from greenlist.casework.oversight.ban_services import ban_and_check, lift_and_check
from greenlist.casework.publication.services import publish
from greenlist.casework.register.event_services import Ground
from greenlist.casework.register.identity_services import move_site
from greenlist.casework.review.services import refuse_formally
from greenlist.casework.rounds.services import extend_deadline
from greenlist.casework.selection.services import screen
from greenlist.casework.verification.services import refuse, return_for_completion
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.rehearsal.acts import accept_for, begin
from tests.casework.cast import JIUJIANG, join
from tests.casework.incidents.told import recorded, reported
from tests.casework.incidents.told import told as report_of
from tests.casework.yearly_tables.conftest import list_unit

SECRET = "热耗虚报百分之三十"


def told(kind: str) -> dict[str, str]:
    """{login name: subject} of the messages of a kind, one each."""
    names = {m.user_id: m.user.username for m in Membership.objects.select_related("user")}
    rows = [(names[m.person_id], m.subject) for m in Message.objects.filter(kind=kind)]
    assert len(rows) == len(dict(rows)), "somebody was told twice"
    return dict(rows)


def test_a_return_is_told_to_the_people_who_may_read_the_case(province):
    case = province.application_at("submitted")
    owner, organisation = province.unit.engineer, province.unit.site.organisation
    join(organisation, "colleague", actor=owner)
    join(organisation, "outsider", duty="consultant", is_restricted=True, actor=owner)
    consultant = join(organisation, "consultant", duty="consultant", is_restricted=True, actor=owner)
    entrust(consultant, applications=[case], actor=owner)
    return_for_completion(case, items=[("10", "energy", SECRET)], actor=province.officer)
    assert set(told("returned")) == {"factory001", "colleague", "consultant"}
    message = Message.objects.filter(kind="returned").first()
    assert (message.about_id, message.office_name) == (case.pk, province.officer.organisation_name) and SECRET not in message.text
    with pytest.raises(Refused):
        return_for_completion(case, items=[("10", "energy", SECRET)], actor=province.officer)
    assert len(told("returned")) == 3


def test_a_refusal_is_told_without_its_outcome_or_reason(province):
    case = province.application_at("verifying")
    refuse(case, reason=SECRET, actor=province.officer)
    assert set(told("not_recommended")) == {"factory001"}
    message = Message.objects.get(kind="not_recommended")
    assert SECRET not in message.text and "不予推荐" not in message.subject + message.text


def test_each_applicant_is_told_the_result_once_and_nobody_before_publication(province, may):
    out = province.application_at("recommended", province.units[1])
    refuse_formally(out, reason=SECRET, actor=province.cast.province)
    province.application_at("on_notice")
    assert told("result") == {} and not OpenedGate.objects.exists()
    may(6, 5)
    screen(province.draft(), actor=province.cast.province)
    publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assert set(told("result")) == {"factory001", "factory002"}
    texts = {m.text.replace(m.subject, "") for m in Message.objects.filter(kind="result")}
    assert all("结果请登录后看" in text and SECRET not in text and "未入选" not in text for text in texts)
    assert set(Message.objects.filter(kind="result").values_list("gate", flat=True)) == {OpenedGate.objects.get().name}


def test_many_units_are_told_in_the_same_few_queries(province):
    cases = [province.application_at("draft", unit).pk for unit in province.units]
    entry, counts = JournalEntry.objects.order_by("at", "id").last(), []
    for some in (cases[:1], cases):
        rows = list(Application.objects.filter(pk__in=some).select_related("site").order_by("number"))
        with CaptureQueriesContext(connection) as queries:
            values = {"title": "名单（演示）", "document": "演60号"}
            assert tell_units("result", rows, entry=entry, actor=province.cast.province, values=values, is_once=True) == 1
        counts.append(len(queries))
    assert counts[0] == counts[1] and set(told("result")) == {"factory001", "factory002"}


def test_an_extension_is_told_to_the_bureau_and_a_ban_to_the_body_and_the_units_that_can_still_choose(province):
    head, body = province.cast.province, province.cast.evaluators[0]
    province.application_at("verifying", body=body)
    extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 31), reason=SECRET, actor=head)
    assert told("extension") == {"bureau360400": "报送截止延至5月31日24:00"}
    ban_and_check(body.evaluator, reason=SECRET, document="演9号", years=3, actor=head)
    assert set(told("banned")) == {"evaluator1"} and set(told("banned_unit")) == {"factory001"}
    lift_and_check(Ban.objects.get(), reason=SECRET, document="演10号", actor=head)
    assert set(told("ban_lifted")) == {"evaluator1"} and set(told("ban_lifted_unit")) == {"factory001"}
    assert not Message.objects.filter(text__contains=SECRET).exists()


def test_a_complaint_is_told_to_the_body_without_who_complained_or_of_what(province):
    open_complaint(province.cast.evaluators[0].evaluator, statement=SECRET, actor=province.officer)
    assert set(told("complaint")) == {"evaluator1"}
    assert SECRET not in Message.objects.get().text and province.officer.organisation_name not in Message.objects.get().text


def test_an_incident_is_told_up_the_line_but_not_to_who_records_or_reports_it(province):
    recorded(province.unit.site, province.unit.engineer)
    assert set(told("incident")) == {"bureau360400"} and told("incident_reported") == {}
    Message.objects.all().delete()
    reported(province.units[1].site, province.officer)
    assert told("incident") == {} and set(told("incident_reported")) == {"province", "director"}


def test_a_further_report_is_told_when_the_table_says_something_else(province):
    made = recorded(province.unit.site, province.officer, deaths="1")
    add_report(made, report_of(deaths="2"), actor=province.officer)
    assert told("incident_changed") == {}
    recorded(province.unit.site, province.unit.engineer, deaths="12")
    assert set(told("incident_changed")) == {"bureau360400"}
    report_incident(made, actor=province.officer)
    Message.objects.all().delete()
    add_report(made, report_of(deaths="30"), actor=province.officer)
    assert set(told("incident_changed")) == {"province", "director"}


def test_a_body_is_told_that_its_return_is_opened_and_sent_back_without_the_reason(province):
    body = province.cast.evaluators[0]
    accept_for(begin(province.unit, province.round, body=body), body)
    open_returns(actor=province.cast.centre)
    assert told("return_opened") == {"evaluator1": "2024年机构年度报告可以填报"}
    BodyReturn.objects.update(state="return_filed")
    send_back_return(BodyReturn.objects.get(), reason=SECRET, actor=province.cast.province)
    assert set(told("return_sent_back")) == {"evaluator1"} and not Message.objects.filter(text__contains=SECRET).exists()


def test_a_year_and_a_move_are_told_to_the_unit_and_its_bureau(province, may):
    list_unit(province, province.unit)
    may(3, 1)
    open_year(2024, actor=province.cast.centre)
    assert told("yearly_opened") == {"factory001": "2024年度动态管理表可以填报"}
    ground = Ground(date(2024, 2, 10), "搬迁", "暂行办法第十九条")
    move_site(province.unit.site, address="瑞昌市演示大道1号", division="360481", ground=ground, actor=province.cast.province)
    assert set(told("recheck")) == {"bureau360400"}


def test_whoever_leaves_his_position_is_told_nothing_that_was_still_held(province):
    case = province.application_at("submitted")
    return_for_completion(case, items=[("10", "energy", "请核对")], actor=province.officer)
    end_membership(Membership.objects.get(user__username="factory001"), actor=province.officer, reason="离职")
    assert [m.outcome for m in Message.objects.filter(kind="returned")] == ["message_withdrawn"]
