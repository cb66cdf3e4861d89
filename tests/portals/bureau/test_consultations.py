"""征求意见 on the screen: letters from what is unknown, number and day, 逾期未复 in red, chasing, link, and the workbench's cells."""

import pytest
from django.test import Client

from greenlist.casework.consultation.models import Consultation
from greenlist.casework.directory.models import Membership
from tests.portals.doorman import faults


@pytest.fixture
def two(province):
    return [province.application_at("submitted", unit) for unit in province.units]


@pytest.fixture
def officer(two):
    client = Client()
    user = Membership.objects.get(user__username="bureau360400").user
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def place(officer):
    response = officer.post("/bureau/consultations/preparation/", {"department": "ecology"})
    return response["Location"]


def send(officer, place, **changed):
    return officer.post(f"{place}dispatch/", {"letter_number": "九工信函〔2024〕演3号", "dated_on": "2024-05-21", **changed}, follow=True)


def test_a_letter_is_made_for_all_that_is_unknown_and_not_twice(officer, two, place):
    assert Consultation.objects.get().units.count() == 2
    text = officer.get("/bureau/consultations/").content.decode()
    assert faults(text) == []
    assert "没有要征求的单位" in text
    response = officer.post("/bureau/consultations/preparation/", {"department": "ecology"})
    assert response.status_code == 409
    assert "请至少选一家单位" in response.content.decode()


def test_number_and_day_are_recorded_and_the_due_day_and_the_text_for_chasing_shown(officer, place):
    assert faults(officer.get(place).content.decode()) == []
    assert "不是日期" in send(officer, place, dated_on="昨天").content.decode()
    assert "请填文号" in send(officer, place, letter_number=" ").content.decode()
    text = send(officer, place).content.decode()
    assert faults(text) == []
    assert "请于 2024年5月28日 前函复" in text
    assert "请于5月28日前函复。请填附件表并盖章" in text
    assert "已催1次" in officer.post(f"{place}reminder/", follow=True).content.decode()


def test_the_papers_can_be_had_and_another_name_is_404(officer, place):
    assert officer.get(f"{place}papers/letter.pdf").content.startswith(b"%PDF")
    assert officer.get(f"{place}papers/annex.xlsx")["Content-Disposition"].startswith("attachment")
    assert officer.get(f"{place}papers/other.pdf").status_code == 404


def test_a_link_is_shown_once(officer, place):
    send(officer, place)
    text = officer.post(f"{place}link/", {"until_on": "2024-05-28"}).content.decode()
    assert "/department/" in text
    assert "/department/" not in officer.get(place).content.decode()
    assert "早于今天" in officer.post(f"{place}link/", {"until_on": "2024-05-20"}).content.decode()
    assert "不是日期" in officer.post(f"{place}link/", {"until_on": ""}).content.decode()


def test_the_workbench_says_who_is_asked_and_since_when_the_reply_is_late(officer, two, place, may):
    assert officer.get("/bureau/workbench/").content.decode().count("未发函，生态环境局") == 4  # title and word of two rows
    send(officer, place)
    text = officer.get("/bureau/workbench/").content.decode()
    assert text.count("函询中，生态环境局") == 4
    may(5, 30)
    text = officer.get("/bureau/workbench/").content.decode()
    assert text.count("逾期未复，生态环境局") == 4
    assert "等生态环境局" in text
    assert "逾期2天" in text
    assert "逾期2天未复" in officer.get(place).content.decode()
    assert "逾期未复" in officer.get("/bureau/consultations/").content.decode()
