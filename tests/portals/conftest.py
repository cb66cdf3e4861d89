"""A case that has been through every door, and a signed-in client for every actor."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from django.test import Client

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application, PreparedReport
from greenlist.casework.applications.services import entrust
from greenlist.casework.body_returns.services import open_returns
from greenlist.casework.consultation.models import Consultation, ConsultedUnit
from greenlist.casework.consultation.selectors import token_digest
from greenlist.casework.county.models import CountyLetter
from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import enter_site
from greenlist.casework.enrolment.services import keep_sheet
from greenlist.casework.evaluators.complaint_services import open_complaint
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.supervision_services import record_supervision, report_problem
from greenlist.casework.evaluators.tie_services import connect_bodies
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.incidents.models import Incident
from greenlist.casework.inspections.draw_services import draw_units, publish_draw
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.inspections.services import add_photograph, conclude_fine
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM
from greenlist.casework.journal.clock import now, today
from greenlist.casework.outbox.models import Message
from greenlist.casework.oversight.ban_services import ban_and_check
from greenlist.casework.platform.services import compare
from greenlist.casework.problem_reports.models import ProblemReport
from greenlist.casework.problem_reports.services import Said, receive_report
from greenlist.casework.publication.services import dismiss_objection, examine_objection, publish, receive_objection
from greenlist.casework.publicity.case_services import check_case, file_consent, offer_case, release_case, save_case, start_case
from greenlist.casework.publicity.event_services import enter_event, enter_placement
from greenlist.casework.publicity.picture_services import add_picture
from greenlist.casework.recommendation.jobs import PACKAGE
from greenlist.casework.recommendation.models import Batch, PlatformReceipt
from greenlist.casework.register.event_services import Ground
from greenlist.casework.register.identity_services import split_off
from greenlist.casework.register.models import ListEntry, ProposedHit
from greenlist.casework.review.group_services import make_group, pledge_day, sign_in
from greenlist.casework.review.models import Assignment, GroupOpinion, Question, ReviewGroup, StepRecord
from greenlist.casework.rounds.services import propose_parameters
from greenlist.casework.selection.services import screen
from greenlist.casework.stationery.models import PaperTemplate
from greenlist.casework.status.models import StatusPage
from greenlist.casework.yearly_tables.grading_services import propose_removals
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.papers.summary_table import SummaryRow, SummaryTable, to_docx
from greenlist.rehearsal import acts
from greenlist.rulebook.reference.regions import counties
from tests.casework.cast import JIUJIANG, Province, county_officer, join
from tests.casework.directory.test_ties import tied
from tests.casework.incidents.told import recorded
from tests.casework.inspections.drawn import closed, visited
from tests.casework.oversight.deliveries import debtor, imported, received
from tests.casework.publicity.told import CHECKED, EFFECTS, PRACTICE, TOLD, picture, placed
from tests.casework.standards.official import READ, loaded
from tests.casework.transcription.conftest import delivered

ONE_ROW = SummaryTable(2024, "演示县工业和信息化局", None, (
    SummaryRow("factory", 1, "九江市", "永修县", "演示织云服饰有限公司", "自我评价", "服饰制造", False, True),), True)  # fmt: skip

TOKEN = "the-link-of-the-whole-case"


def sent_letter(case, province) -> Consultation:
    """A letter about the case that was sent and waits for its reply, with a link."""
    officer = province.officer
    letter = Consultation.objects.create(
        round=case.round, unit=case.unit, office=officer.organisation_name, organisation_id=officer.organisation_id, department="ecology",
        addressee="九江市生态环境局", state="sent", from_on=date(2021, 5, 22), until_on=date(2024, 5, 22), letter_number="演函〔2024〕演1号",
        dated_on=date(2024, 6, 3), due_on=date(2024, 6, 11), link_digest=token_digest(TOKEN), link_until=date(2024, 6, 11),
        prepared_by=officer.name, prepared_at=now(),
    )  # fmt: skip
    printed = {"name": case.site.name, "code": "", "county": "", "address": case.site.address}
    ConsultedUnit.objects.create(consultation=letter, application=case, serial=1, printed=printed)
    return letter


@dataclass
class Whole:
    """One listed case with the ids of everything about it."""

    province: Province
    ids: dict[str, str]
    users: dict[str, User]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, actor: str) -> Client:
        """The one client of an actor of routes.yaml, signed in; `anonymous` is a new one each time, that nothing signs in."""
        if actor == "anonymous":
            return Client()
        if actor not in self.clients:
            self.clients[actor] = Client()
            self.clients[actor].force_login(self.users[actor], backend="allauth.account.auth_backends.AuthenticationBackend")
        return self.clients[actor]


def platform_file(actor, text="单位名称,统一社会信用代码,类别\n没有报送的演示厂,,工厂\n"):
    """A table that the platform gave back, stored."""
    return store_file(chunks=[text.encode()], name="平台.csv", owner=actor.organisation_id, actor=actor)


def _sheet(actor) -> str:
    head = "单位名称,统一社会信用代码,区县,姓名,登录名"
    row = "没有登记的局,,,新人（演示）,new"
    return keep_sheet(chunks=[f"{head}\n{row}\n".encode()], name="开户表.csv", actor=actor).pk


def _counties(province: Province, case) -> str:
    """Two counties' offices; the case's own holds a letter, though this round has no county step. Returns its id."""
    own = county_officer(case.site.division)
    county_officer(next(c.code for c in counties(case.unit) if c.code != case.site.division), username="county_other")
    scan = store_file(chunks=[path_of_file(case.report).read_bytes()], name="请示.pdf", owner=own.organisation_id, actor=own)
    letter = CountyLetter.objects.create(
        round=province.round, organisation_id=own.organisation_id, letter_number="演1号", dated_on=today(), sealed_letter=scan,
        numbers=[case.number], recorded_by=own.name, recorded_at=now(),
    )  # fmt: skip
    return letter.pk


@pytest.fixture
def whole(province, may, settings) -> Whole:
    """A case from draft to the published list."""
    settings.PUBLIC_URL = "https://greenlist.example"
    ids, users = province.kept("whole", lambda: _everything(province, may))
    may(6, 5)
    return Whole(province, ids, users)


def _everything(province: Province, may) -> tuple[dict[str, str], dict[str, User]]:
    """(the ids of everything about the case, the users), the fifth of June."""
    body = province.cast.evaluators[0]
    case = province.application_at("on_notice", national=True, body=body)
    objection = receive_objection(province.draft().notice, application=case, statement="有处罚记录", actor=ANONYMOUS)
    examine_objection(objection, examination="经查没有记录", actor=province.cast.province)
    dismiss_objection(objection, reason="没有查到", file=case.report, actor=province.cast.province)
    may(6, 5)
    screen(province.draft(), actor=province.cast.province)
    publication = publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assignment = Assignment.objects.get()
    delivery = delivered(province, to_docx(ONE_ROW), None)
    filler = join(province.unit.site.organisation, "filler", duty="consultant", is_restricted=True, actor=province.unit.engineer)
    entrust(filler, applications=[case], actor=province.unit.engineer)
    county_letter = _counties(province, case)
    group = _group(province, case, assignment)
    people = {m.user.username: m.user for m in Membership.objects.select_related("user")}
    other = next(m.user for m in province.cast.experts if m.user_id != assignment.expert_id)
    record = case.step_records.get(step="special")
    StepRecord.objects.filter(pk=record.pk).update(file=case.report)
    users = {
        "evaluator": people["evaluator1"], "evaluator_other": people["evaluator2"],
        "applicant": people["factory001"], "filler": filler.user,
        "county": people["county"], "county_other": people["county_other"], "applicant_other": people["factory002"], "bureau": people[f"bureau{JIUJIANG}"],
        "bureau_other": people["bureau360100"], "province": people["province"], "director": people["director"],
        "centre": people["centre"], "expert": assignment.expert, "expert_other": other, "system_admin": people["system"],
        "security_admin": people["security"], "audit_admin": people["audit"],
    }  # fmt: skip
    for number, original in ((1, case.filing.evidence.first().file), (2, case.report)):
        PreparedReport.objects.create(application=case, number=number, original=original, pages=[{"page": 1, "what": "cover"}],
                                      prepared_by="填报人（演示）", prepared_at=now())  # fmt: skip
    letter = sent_letter(case, province)
    found = record_supervision(body.evaluator, notice_id=province.round.notice, looked_on=today(), what="查阅合同", problem="没有到现场",
                               file=case.report, actor=province.officer)  # fmt: skip
    report_problem(found, actor=province.officer)
    complaint = open_complaint(body.evaluator, statement="没有到现场", engagement=Engagement.objects.get(application_number=case.number),
                               file=case.report, actor=province.unit.engineer)  # fmt: skip
    near = province.units[1].site.organisation.name.replace("有限公司", "有限责任公司")
    imported(province.cast.province, debtor(near))
    watched = received(province.cast.province, debtor(near, 2), name="二.csv")
    batch = Batch.objects.get()
    job = ask(PACKAGE, actor=province.officer, about="全套推荐材料", batch=str(batch.pk))
    acts.register_receipt(Batch.objects.get(), province.officer)
    compared = compare(province.round, file=platform_file(province.cast.province), against="batches", actor=province.cast.province)
    package = OfflinePackage.objects.create(
        round=province.round, unit=batch.unit, office=batch.office, number=batch.number, row_count=1, file=case.report, digest="sha256:0", batch=batch,
        offered_by="刘主任（演示）", offered_at=now(), taken_by="刘主任（演示）", taken_at=now(),
    )  # fmt: skip
    visit = _inspected(province, case)
    incident = _happened(province, case)
    template = PaperTemplate.objects.create(
        paper="summary_table", unit=JIUJIANG, version=1, file=case.report, uploaded_by=province.officer.name, uploaded_at=now()
    )
    listing = ListEntry.objects.get(origin="published")
    split = split_off(listing, province.units[1].site, ground=Ground(today(), "业务分立", document="演1号", file=case.report),
                      actor=province.cast.province)  # fmt: skip
    yearly = open_year(2024, actor=province.cast.province)
    yearly_table = next(table for table in yearly.made if table.site_id == case.site_id)
    propose_removals(yearly.opening, actor=province.cast.province)
    Message.objects.filter(kind="yearly_opened").update(held_until=now())
    lost = Message.objects.filter(kind="result").first()
    Message.objects.filter(pk=lost.pk).update(outcome="message_failed", channel="mail", address="a@example.cn", ended_at=now())
    other_body = province.cast.evaluators[2].evaluator
    held_ban = ban_and_check(other_body, reason="伪造检测数据", document="演函〔2024〕演3号", years=3, actor=province.cast.province)
    ids = {
        "message": Message.objects.get(kind="yearly_opened", person_id=people["factory001"].pk).pk, "lost_message": lost.pk, "occasion": lost.occasion,
        "body_tie": connect_bodies(body.evaluator, other=other_body, reason="同一控股公司", actor=province.cast.province).pk,
        "ban": held_ban.pk, "problem_report": _reported(case).pk,
        "body_return": open_returns(actor=province.cast.province)[0].returns.get().pk,
        "list_event": split.pk, "recheck": split.rechecks.get().pk,
        "yearly_table": yearly_table.pk, "yearly_proposal": yearly_table.proposals.get().pk,
        "job": job.pk, "offline_package": package.pk, "package_digest": "0" * 64, "round": province.round.pk, "supervision": found.pk, "complaint": complaint.pk,
        "consultation": letter.pk, "token": TOKEN,
        "application": case.pk, "evaluator_body": body.evaluator.pk, "evidence": case.filing.evidence.first().pk, "report": case.report_id,
        "engagement": Engagement.objects.get(application_number=case.number).pk,
        "proposal": propose_parameters(province.round, changes={"pass_line": "80"}, reason="演示", actor=province.cast.province).pk,
        "transcription": delivery.pk, "transcription_row": delivery.rows.first().pk, "transcription_table": delivery.table_id,
        "county_letter": county_letter, "filler": filler.pk, "administrator": Membership.objects.get(user=people["factory001"]).pk,
        "sheet": _sheet(province.officer), "office_sheet": _sheet(actor_in(Membership.objects.get(user=people["system"]))),
        "finding": case.findings.first().pk, "batch": batch.pk, "draft": province.draft().pk, "objection": objection.pk,
        "listing": listing.pk,
        "notice": province.draft().notice.pk, "publication": publication.pk, "paper": "list.pdf", "assignment": assignment.pk,
        "user": people["factory002"].pk, "membership": Membership.objects.get(user=people["factory002"]).pk,
        "list_delivery": watched.pk, "hit": ProposedHit.objects.get().pk,
        "unit": case.site.organisation_id, "tie": tied(case.site.organisation, province.officer).pk,
        "platform_receipt": PlatformReceipt.objects.get().pk, "platform_comparison": compared.pk,
        "template": template.pk, "standard_load": loaded(province.cast.centre, {"items.5.1-5.points": ("5.8", READ)}).pk, "status_address": StatusPage.objects.get().address,
        "incident": incident.pk, "incident_report": incident.reports.order_by("number")[0].pk,
        **_publicised(province, case, listing),
        "spot_draw": visit.draw_id, "inspection": visit.pk, "picture": visit.photographs.get().pk,
        "step_record": record.pk, "group": group.pk, "group_case": case.pk,
        "question": Question.objects.create(assignment=assignment, row="4-1", text="证明在哪一页？", asked_at=now()).pk,
    }  # fmt: skip
    return {k: str(v) for k, v in ids.items()}, users


def _happened(province: Province, case: Application) -> Incident:
    """An incident at another plant of the unit, so that the case stays as it is: the bureau's report, then the unit's own."""
    plant = enter_site(case.site.organisation, name="二厂", address="演示路2号", division=case.site.division, unit=case.site.unit,
                       actor=SYSTEM)  # fmt: skip
    made = recorded(plant, province.officer, deaths="10")
    recorded(plant, province.unit.engineer, deaths="10")
    made.reports.update(file=case.report)
    return made


def _publicised(province: Province, case: Application, listing: ListEntry) -> dict[str, object]:
    """A released case of the listed unit, an event where it was shared, and where it was published; each with a paper."""
    engineer, officer = province.unit.engineer, province.officer
    told = start_case(listing, title="窑炉余热发电", actor=engineer)
    save_case(told, title="窑炉余热发电", practice=PRACTICE, effects=EFFECTS, actor=engineer)
    shown = add_picture(told, chunks=[picture()], name="锅炉.jpg", alt="余热锅炉外景", actor=engineer)
    file_consent(told, file=case.report, signed_by="演示厂 总经理", actor=officer)
    offer_case(told, actor=engineer)
    check_case(told, checked=CHECKED, version=told.version, actor=officer)
    release_case(told, version=told.version, actor=province.cast.province)
    event = enter_event(replace(TOLD, held_on=today()), cases=[told], materials=case.report, actor=officer)
    placement = enter_placement(placed(), case=told, scan=case.report, actor=officer)
    return {"good_case": told.pk, "case_picture": shown.pk, "service_event": event.pk, "placement": placement.pk}


def _reported(case: Application) -> ProblemReport:
    """A report of the listed unit, with a paper."""
    made, _ = receive_report(Said(case.site.name, "数据不实", "举报人（演示）", "演示电话"), sender="x", file=case.report)
    return made


def _inspected(province: Province, case: Application) -> Inspection:
    """The listed unit drawn and visited, with a picture and a paper; the record of the draw is public. The day of the figure is brought forward."""
    head = province.cast.province
    draw = closed(head, budget=1)
    draw.figure_on = today()
    draw.save(update_fields=["figure_on"])
    draw_units(draw, figure="3310.98", actor=head)
    visit = draw.inspections.get()
    add_photograph(visit, file=case.report, item="", caption="厂门", actor=head)
    conclude_fine(visited(visit, head), actor=head)
    publish_draw(draw, actor=head)
    Inspection.objects.filter(pk=visit.pk).update(proof=case.report)
    return visit


def _group(province: Province, case: Application, assignment: Assignment) -> ReviewGroup:
    """The expert in a group of his own, whose opinion on the case is confirmed; he has signed today's pledge."""
    expert = next(m for m in province.cast.experts if m.user_id == assignment.expert_id)
    group = make_group(province.round, name="第一组", members=[expert], leader=expert, actor=province.cast.centre)
    sign_in(group.members.get(), actor=actor_in(expert))
    pledge_day(group.members.get(), actor=actor_in(expert))
    Assignment.objects.filter(pk=assignment.pk).update(group=group)
    GroupOpinion.objects.create(
        application=case, group=group, state="agreed", version=1, conclusion="recommend", text="建议列入。", score=assignment.score,
        is_qualified=True, content_digest=assignment.content_digest, signed_by=expert.user.name, signed_by_id=expert.user_id,
        signed_at=assignment.handed_in_at,
    )  # fmt: skip
    return group
