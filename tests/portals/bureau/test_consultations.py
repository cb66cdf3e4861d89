"""征求意见 on the screen: letters from what is unknown, number and day, 逾期未复 in red, chasing, link, and the workbench's cells."""

import pytest
from django.test import Client

from greenlist.casework.consultation.models import Consultation
from greenlist.casework.directory.models import Membership
from greenlist.casework.journal.clock import today
from greenlist.casework.verification.services import record_fact
from greenlist.rehearsal import acts
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
    response = officer.post(f"{place}link/", {"until_on": "2024-05-28"})
    assert (response.status_code, response["Location"]) == (302, place)  # loading the page again makes no second link
    text = officer.get(place).content.decode()
    assert "/department/" in text
    assert "/department/" not in officer.get(place).content.decode()
    assert "早于今天" in officer.post(f"{place}link/", {"until_on": "2024-05-20"}).content.decode()
    assert "不是日期" in officer.post(f"{place}link/", {"until_on": ""}).content.decode()


def test_a_letter_nobody_answered_is_voided_with_a_reason_and_its_units_can_be_asked_anew(officer, place):
    send(officer, place)
    assert "请写明作废的理由" in officer.post(f"{place}voiding/", {"reason": " "}).content.decode()
    assert "已作废致九江市生态环境局" in officer.post(f"{place}voiding/", {"reason": "附件漏了一家"}, follow=True).content.decode()
    text = officer.get(place).content.decode()
    assert (faults(text), "附件漏了一家" in text, "登记函复" in text) == ([], True, False)
    assert officer.get("/bureau/workbench/").content.decode().count("未发函，生态环境局") == 4
    assert officer.post("/bureau/consultations/preparation/", {"department": "ecology"}).status_code == 302


def test_one_unit_gets_a_letter_to_every_department_with_something_unknown(officer, two):
    page = f"/bureau/applications/{two[0].pk}/"
    assert "为待核实项发函" in officer.get(page).content.decode()
    text = officer.post(f"{page}consultation/", follow=True).content.decode()
    assert "已为" in text and text.count("待发函") >= 4
    assert [(letter.units.count(), letter.units.get().application) for letter in Consultation.objects.all()] == [(1, two[0])] * 4
    assert "为待核实项发函" not in officer.get(page).content.decode()
    response = officer.post(f"{page}consultation/")
    assert (response.status_code, "待核实的项都已发函" in response.content.decode()) == (409, True)


def segments(officer, query=""):
    return {s["key"]: s["count"] for s in officer.get(f"/bureau/workbench/{query}").context["segments"]}


def test_units_that_wait_for_departments_alone_have_their_own_part_of_the_bar(officer, two, province, may):
    acts.verify_all(two[0], province.officer)
    record_fact(
        two[0], clause="C-48", answer="unknown", statement="正在调查", source="信用中国", looked_up_on=today(), actor=province.officer
    )
    place = officer.post("/bureau/consultations/preparation/", {"department": "ecology"})["Location"]
    assert segments(officer)["asked"] == 0  # not sent yet
    send(officer, place)
    found = segments(officer)
    assert (found["open"], found["asked"], found[""]) == (1, 1, 2)  # the second has other things unknown
    rows = {
        state: [line.application for line in officer.get(f"/bureau/workbench/?state={state}").context["lines"]]
        for state in ("open", "asked")
    }
    assert rows == {"open": [two[1]], "asked": [two[0]]}
    assert [line.application for line in officer.get("/bureau/workbench/?mark=mine").context["lines"]] == [two[1]]
    may(5, 30)
    assert segments(officer)["asked"] == 2  # whose reply is late waits for it, whatever else is unknown


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


def test_a_character_without_a_glyph_is_named_on_the_page_before_the_letter_is_printed(officer, place):
    unit = Consultation.objects.get().units.first()
    unit.printed = {**unit.printed, "name": "演示𰻞有限公司"}
    unit.save(update_fields=["printed"])
    text = officer.get(place).content.decode()
    assert "1处有字体里没有的字" in text
    assert "演示𰻞有限公司：“𰻞”（U+30EDE）" in text
    assert officer.get(f"{place}papers/letter.docx")["Content-Disposition"].startswith("attachment")
    assert officer.get(f"{place}papers/letter.pdf").status_code == 200
