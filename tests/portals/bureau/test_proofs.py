"""批量录入证明 on the screen: preview stores nothing, the sheet fills the page in, storing tells the sum, nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlist.casework.directory.models import Membership
from greenlist.casework.verification.models import ProofDocument, RecordedFact
from tests.casework.cast import blank_pdf
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


def upload(name, data):
    return SimpleUploadedFile(name, data)


def form(two, **changed):
    return {
        "kind": "reply", "source": "生态环境局函复", "from_on": "2021-05-22", "until_on": "2024-05-20", "looked_up_on": "2024-05-21",
        "clause": ["C-46", "C-48"], "nothing": "没有记录", "application": [str(a.pk) for a in two], **changed,
    }  # fmt: skip


def scan(pages=1):
    return upload("函复.pdf", blank_pdf(pages))


def line(unit="", clause="", answer="", statement="", page="", from_on="", until_on=""):
    values = {
        "unit": unit,
        "clause": clause,
        "answer": answer,
        "statement": statement,
        "page": page,
        "from_on": from_on,
        "until_on": until_on,
    }
    return {f"x_{name}": value for name, value in values.items()}


def test_the_empty_form_has_every_unit_chosen_and_passes_the_doorman(officer, two):
    text = officer.get("/bureau/proofs/").content.decode()
    assert faults(text) == []
    assert text.count('name="application"') == 2
    assert "已选2件，共2件" in text
    assert "2家待核实" in text


def test_the_preview_tells_the_sum_and_stores_nothing_then_it_is_stored(officer, two):
    exception = line(str(two[0].pk), "C-48", "found", "罚款2.4万元", "1")
    response = officer.post("/bureau/proofs/preview/", {**form(two, **exception), "file": scan()})
    text = response.content.decode()
    assert (response.status_code, faults(text)) == (200, [])
    assert "4项：3项未发现，1项发现，0项仍待核实" in text
    assert "罚款2.4万元" in text
    assert not RecordedFact.objects.exists()
    kept = response.context["form"].file
    response = officer.post("/bureau/proofs/storage/", form(two, **exception, file_id=str(kept.pk)), follow=True)
    assert "已存入 生态环境局函复：4项：3项未发现，1项发现，0项仍待核实" in response.content.decode()
    assert ProofDocument.objects.get().file == kept
    assert RecordedFact.objects.filter(statement="没有记录").count() == 3


def test_an_answer_sheet_fills_the_page_in_and_what_it_does_not_name_is_left_out(officer, two):
    code = two[0].site.organisation.credit_code
    rows = f"统一社会信用代码,结论,事实,页,事项\n{code},发现,罚款,3,环境污染等事故\n{code},未发现,,2,C-46\n错的代码,未发现,,,\n"
    response = officer.post("/bureau/proofs/preview/", {**form(two), "file": scan(), "sheet": upload("答复.csv", rows.encode())})
    text = response.content.decode()
    assert response.status_code == 409  # page 3 is not in the scan: told now, before anything is stored
    response = officer.post("/bureau/proofs/preview/", {**form(two), "file": scan(3), "sheet": upload("答复.csv", rows.encode())})
    text = response.content.decode()
    assert "2项：1项未发现，1项发现，0项仍待核实" in text
    assert "第4行“错的代码”" in text
    assert f"没有提到1家，已取消勾选，仍为待核实：{two[1].site.name}" in text


def test_without_a_scan_nothing_is_stored_and_the_typed_words_are_kept(officer, two):
    response = officer.post("/bureau/proofs/storage/", form(two, source="演示来源", from_on="去年"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "所查期间起日“去年”不是日期" in text
    response = officer.post("/bureau/proofs/storage/", form(two, source="演示来源"))
    assert "没有文件，不能批量录入" in response.content.decode()
    assert 'value="演示来源"' in response.content.decode()
    assert not RecordedFact.objects.exists()


def test_lines_that_contradict_or_lack_something_are_told(officer, two):
    one = str(two[0].pk)
    twice = {k: [v, v] for k, v in line(one, "C-48", "unknown", "正在调查", "x").items()}
    text = officer.post("/bureau/proofs/preview/", {**form(two, **twice), "file": scan()}).content.decode()
    assert "页码“x”不是数字" in text
    assert "写了两行" in text
    text = officer.post("/bureau/proofs/preview/", {**form(two, **line(one, "", "found", "罚款")), "file": scan()}).content.decode()
    assert "没有选发现的是哪一项" in text
    text = officer.post("/bureau/proofs/preview/", {**form(two, **line("", "", "found", "罚款")), "file": scan()}).content.decode()
    assert "没有勾选" in text


def test_rows_ticked_on_the_workbench_come_chosen(officer, two):
    response = officer.post("/bureau/proofs/preview/", {"application": [str(two[1].pk)]})
    assert response.status_code == 200  # no address that grows with the number of rows
    assert response.context["form"].chosen == {str(two[1].pk)}
    assert "已选1件，共2件" in response.content.decode()


def test_what_is_not_recommendable_is_not_silently_left_out_of_a_batch(officer, two):
    response = officer.post("/bureau/batches/signing/", {"application": [str(two[0].pk)]})
    assert response.status_code == 409
    assert f"{two[0].site.name}：已提交" in response.content.decode()
