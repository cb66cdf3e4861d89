"""年度填报 opened and 年度移出建议 settled, as the province answers it."""

from datetime import date

from django.test import Client

from greenlist.casework.directory.models import Membership
from greenlist.casework.filings.selectors import saved_sections
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.event_services import enter_removal
from greenlist.casework.register.models import ListEntry
from greenlist.casework.yearly_tables import jobs
from greenlist.casework.yearly_tables.grading_services import propose_removals
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from tests.casework.yearly_tables.conftest import list_unit


def signed_in(**who):
    client = Client()
    member = Membership.objects.filter(**(who or {"role": "province"})).first()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_year_is_opened_to_many_in_the_background(province, may, monkeypatch):
    list_unit(province, province.unit)
    may(3, 1)
    monkeypatch.setattr(jobs, "AT_ONCE_UNITS", 0)
    assert signed_in().post("/yearly/opening/")["Location"].startswith("/jobs/")
    assert not YearlyTable.objects.exists()
    job = run_next(runner=uuid7())
    assert (job.state, job.leads_to, YearlyTable.objects.count()) == ("job_done", "/yearly/", 1)


def test_a_section_saved_by_itself_tells_the_page_what_is_still_missing(province, may):
    list_unit(province, province.unit)
    may(3, 1)
    (table,) = open_year(2024, actor=province.cast.province).made
    number, told = saved_sections(table.filing)["unit"]
    body = {"based_on": number, "v-unit_name": told["unit_name"]["value"]}
    client = signed_in(role="applicant", organisation=table.site.organisation)
    answer = client.post(f"/applicant/yearly/{table.pk}/sections/unit/", body, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, set(answer.json())) == (200, {"number", "saved_at", "fragments", "rows"})


def test_a_unit_off_the_list_is_told_that_its_table_is_not_owed(province, may):
    list_unit(province, province.unit)
    may(3, 1)
    (table,) = open_year(2024, actor=province.cast.province).made
    unit, office = signed_in(role="applicant", organisation=table.site.organisation), signed_in()
    may(4, 20)
    assert "逾期5天" in unit.get("/applicant/yearly/").text and table.number in office.get("/yearly/").text
    enter_removal(
        ListEntry.objects.get(site=table.site), on=date(2024, 4, 19), reason="注销", clause="暂行办法第十八条", actor=province.cast.province
    )
    assert "已不在名单，不必填报" in unit.get("/applicant/yearly/").text
    assert table.number not in office.get("/yearly/").text and table.number in office.get("/yearly/?show=left").text
    assert "不必再催办" in office.get(f"/yearly/tables/{table.pk}/").text


def test_a_refusal_stands_once_and_names_the_unit(province, may):
    list_unit(province, province.unit)
    may(3, 1)
    opening = open_year(2024, actor=province.cast.province).opening
    may(4, 16)
    (proposal,) = propose_removals(opening, actor=province.cast.province)
    page = signed_in().post(f"/yearly/proposals/{proposal.pk}/settling/", {"answer": "remove", "words": " "}).text
    assert page.count("还不能移出名单") == 1 and f"{proposal.table.site.name}这一条没有办" in page


def test_an_answer_that_is_neither_removal_nor_keeping_settles_nothing(province, may):
    list_unit(province, province.unit)
    may(3, 1)
    opening = open_year(2024, actor=province.cast.province).opening
    may(4, 16)
    (proposal,) = propose_removals(opening, actor=province.cast.province)
    client = signed_in()
    for answer in ({}, {"answer": ""}, {"answer": "removed"}):
        assert client.post(f"/yearly/proposals/{proposal.pk}/settling/", answer | {"words": "演示理由"}).status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == "removal_proposed"
    assert client.post(f"/yearly/proposals/{proposal.pk}/settling/", {"answer": "keep", "words": "演示理由"}).status_code == 302
