"""The link of a department: no sign-in, one letter, until its date; strangers see the plain 404, every sender is journalled."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlist.casework.consultation.models import Consultation, DepartmentAnswer, LinkOpening
from greenlist.casework.consultation.selectors import is_link_open
from greenlist.casework.consultation.services import answer_by_link, give_link, prepare_letter, send_letter, void_letter
from greenlist.casework.directory.models import Membership
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.verification.models import ProofDocument, RecordedFact
from tests.casework.cast import blank_pdf
from tests.portals.doorman import faults


@pytest.fixture
def two(province):
    return [province.application_at("submitted", unit) for unit in province.units]


@pytest.fixture
def letter(province, two):
    made = prepare_letter(province.round, to="ecology", applications=two[:1], actor=province.officer)
    send_letter(made, letter_number="九工信函〔2024〕演3号", dated_on=date(2024, 5, 21), actor=province.officer)
    return made


@pytest.fixture
def path(province, letter):
    return f"/department/{give_link(letter, until_on=date(2024, 5, 28), actor=province.officer)}/"


def answers(two, **changed):
    key = f"{two[0].pk}-C-48"
    return {
        "name": "环保员（演示）",
        f"answer-{key}": "found",
        f"statement-{key}": "罚款2.4万元",
        f"from_on-{key}": "2023-08-14",
        **changed,
    }


def test_the_officer_sees_only_his_units_and_the_sentence_of_scope(client, two, path):
    response = client.get(path)
    text = response.content.decode()
    assert (response.status_code, faults(text)) == (200, [])
    assert two[0].site.name in text
    assert two[1].site.name not in text
    assert "不代表同意申报" in text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    entry = JournalEntry.objects.get(action="open_link")
    assert (entry.detail, entry.actor_name) == ({"address": "127.0.0.1", "open": True}, "持链接者")


def test_a_stranger_finds_the_plain_404_and_after_its_date_the_page_says_closed(client, path, may):
    assert client.get("/department/not-the-token/").status_code == 404
    may(5, 29)
    text = client.get(path).content.decode()
    assert "链接已关闭" in text
    assert "2024年5月28日" in text
    assert faults(text) == []
    client.post(path, {"name": "晚到的人"})
    assert not DepartmentAnswer.objects.exists()
    assert JournalEntry.objects.filter(action="open_link", detail__open=False).count() == 1


def test_one_sender_leaves_one_line_an_hour_however_often_he_opens_the_link(path, may):
    may(5, 22, 10)
    for address in ("10.0.0.1", "10.0.0.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"):
        assert Client(REMOTE_ADDR=address).get(path).status_code == 200
    may(5, 22, 12)
    Client(REMOTE_ADDR="10.0.0.1").get(path)
    told = [e.detail["address"] for e in JournalEntry.objects.filter(action="open_link").order_by("at", "id")]
    assert told == ["10.0.0.1", "2001:db8::/64", "2001:db8:0:1::/64", "10.0.0.1"]
    assert LinkOpening.objects.values("sender").distinct().count() == 1


def test_guessing_is_slowed_down(client, path):
    assert {client.get(f"/department/guess-{n}/").status_code for n in range(60)} == {404}
    assert client.get(path).status_code == 429


def test_guesses_are_counted_for_all_processes_and_no_longer_than_a_minute(client, path, may):
    for n in range(60):
        client.get(f"/department/guess-{n}/")
    assert LinkOpening.objects.count() == 60
    assert Client(REMOTE_ADDR="10.9.8.7").get(path).status_code == 200
    may(5, 22, 11)
    assert client.get(path).status_code == 200
    assert LinkOpening.objects.count() == 1
    assert "127.0.0.1" not in str(list(LinkOpening.objects.values_list("sender", flat=True)))


def test_a_link_takes_so_many_answers_and_pages_of_a_limited_size_and_no_more(client, two, letter, path, province):
    sign_parameters(province.round, changes={"link_answers": 2, "link_upload_mb": 1}, reason="演示", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    before = StoredFile.objects.count()
    big = SimpleUploadedFile("盖章页.pdf", blank_pdf() + b" " * 1_100_000)
    assert "超过单个文件 1 MB 的上限" in client.post(path, {**answers(two), "file": big}).content.decode()
    for _ in range(2):
        client.post(path, {**answers(two), "file": SimpleUploadedFile("盖章页.pdf", blank_pdf())})
    assert (letter.answers.count(), StoredFile.objects.count()) == (2, before + 2)
    response = client.post(path, {**answers(two), "file": SimpleUploadedFile("盖章页.pdf", blank_pdf())})
    assert "已答复2次，不能再答复" in response.content.decode()
    client.post(path, {**answers(two, name=" "), "file": SimpleUploadedFile("盖章页.pdf", blank_pdf())})
    assert (letter.answers.count(), StoredFile.objects.count()) == (2, before + 2)


def test_a_page_that_comes_with_no_valid_answer_is_not_stored(client, two, path):
    before = StoredFile.objects.count()
    client.post(path, {**answers(two, name=" "), "file": SimpleUploadedFile("盖章页.pdf", blank_pdf())})
    assert StoredFile.objects.count() == before


def test_a_voided_letter_has_a_dead_link(client, letter, path, province):
    void_letter(letter, reason="单位已撤回申报", actor=province.officer)
    assert "已作废这份征求意见函" in client.get(path).content.decode()
    assert not is_link_open(letter)
    client.post(path, {"name": "晚到的人", "seal_follows": "on"})
    assert not DepartmentAnswer.objects.exists()


def test_an_answer_to_a_letter_voided_while_the_page_was_open_is_not_kept(two, letter, path, province):
    seen = Consultation.objects.get(pk=letter.pk)
    void_letter(letter, reason="单位已撤回申报", actor=province.officer)
    line = {"unit": str(two[0].pk), "clause": "C-48", "answer": "not_found", "statement": "未发现"}
    with pytest.raises(Refused) as refused:
        answer_by_link(seen, lines=[line], name="环保员（演示）", file=None, seal_follows=True)
    assert "链接已经关闭。" in refused.value.items


def test_an_answer_must_name_its_author_and_bring_or_promise_the_seal(client, two, path):
    response = client.post(path, answers(two, name=" "))
    text = response.content.decode()
    assert response.status_code == 409
    assert "请填答复人姓名" in text
    assert "盖章页随后送达" in text
    assert 'value="罚款2.4万元"' in text
    response = client.post(path, answers(two, **{f"from_on-{two[0].pk}-C-48": "去年", "seal_follows": "on"}))
    assert "不是日期" in response.content.decode()
    assert "还有1处没有结论" in client.post(path, {"name": "环保员", "seal_follows": "on"}).content.decode()
    assert not DepartmentAnswer.objects.exists()


def test_the_answer_becomes_facts_only_when_the_bureau_accepts_it(client, two, letter, path):
    sealed = SimpleUploadedFile("盖章页.pdf", blank_pdf())
    assert "答复已收到" in client.post(path, {**answers(two), "file": sealed}).content.decode()
    assert not RecordedFact.objects.exists()
    officer = Client()
    user = Membership.objects.get(user__username="bureau360400").user
    officer.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "环保员（演示）" in officer.get(f"/bureau/consultations/{letter.pk}/").content.decode()
    response = officer.get(f"/bureau/proofs/?consultation={letter.pk}&answer=1")
    form = response.context["form"]
    assert faults(response.content.decode()) == []
    assert (form.lines[0]["statement"], form.lines[0]["from_on"], form.file.name) == ("罚款2.4万元", "2023-08-14", "盖章页.pdf")
    posted = {
        **form.typed, "consultation": str(letter.pk), "clause": form.clauses, "application": list(form.chosen),
        "file_id": str(form.file.pk), **{f"x_{name}": value for name, value in form.lines[0].items()},
    }  # fmt: skip
    text = officer.post("/bureau/proofs/storage/", posted, follow=True).content.decode()
    assert "1项：0项未发现，1项发现，0项仍待核实" in text
    letter.refresh_from_db()
    assert (letter.state, letter.reply) == ("replied", ProofDocument.objects.get())
    assert "已经登记" in client.get(path).content.decode()
