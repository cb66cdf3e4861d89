"""年度填报 opened and 年度移出建议 settled, as the province answers it."""

from django.test import Client

from greenlist.casework.directory.models import Membership
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.yearly_tables import jobs
from greenlist.casework.yearly_tables.grading_services import propose_removals
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from tests.casework.yearly_tables.conftest import list_unit


def signed_in():
    client = Client()
    member = Membership.objects.filter(role="province").first()
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
