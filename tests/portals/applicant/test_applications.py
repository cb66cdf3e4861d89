"""The applicant's way from an empty list to a receipt, and every no on that way; another unit's things do not exist for him."""

import io
from datetime import date
from random import Random

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import start_application
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import evidence_of, form_of, newest_save
from greenlist.casework.filings.services import start_filing
from greenlist.casework.verification.services import return_for_completion
from greenlist.rehearsal import acts
from greenlist.rehearsal.filling import filled
from greenlist.rulebook.standards import standard_file
from tests.casework.cast import fresh
from tests.casework.filings.test_forms import TOY
from tests.portals.people import page, signed_in

XSS = "<script>alert(1)</script>"


def pdf(pages=2):
    document, target = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def client(province):
    return signed_in("factory001")


def posted(body):
    keys = {"value": "v", "last_year": "l", "note": "n", "not_applicable": "na"}
    return {f"{keys[k]}-{row}": v for row, entry in body.items() for k, v in entry.items()}


def at(application, rest=""):
    return f"/applicant/applications/{application.pk}/{rest}"


def test_from_nothing_to_a_receipt_by_the_pages_alone(client, province):
    from random import Random

    page(client.get("/applicant/applications/"))
    page(client.get("/applicant/applications/new/"))
    response = client.post("/applicant/applications/new/", {"site": str(province.unit.site.pk), "category": "factory"})
    application = Application.objects.get()
    assert response["Location"] == at(application)
    page(client.post(at(application, "submission/")), 409)
    assert client.post(at(application, "evaluation/"), {"provincial": "1", "mode": "self"}).status_code == 302
    for section in form_of(application.filing):
        names = {"unit_name": "甲", "address": "乙"} if section.id == "unit" else None
        newest = newest_save(application.filing, section.id)
        body = posted(filled(section, Random(7), quality=0.9, unit=names)) | {"based_on": newest.number if newest else 0}
        assert client.post(at(application, f"sections/{section.id}/"), body).status_code == 302, section.id
        page(client.get(at(application, f"sections/{section.id}/")))
    file = SimpleUploadedFile("评价报告.pdf", pdf(), "application/pdf")
    assert client.post(at(application, "report/"), {"file": file}).status_code == 302
    response = client.post(at(application, "submission/"))
    assert response["Location"] == at(application, "versions/1/")
    assert "HZ-2024-JJ-0001-1" in page(client.get(response["Location"]))
    assert client.get(at(application, "versions/1/receipt.pdf")).content.startswith(b"%PDF")
    assert fresh(application).state == "submitted"


def test_a_second_click_leads_to_the_first_receipt(client, province):
    application = province.application_at("submitted")
    response = client.post(at(application, "submission/"), follow=True)
    assert response.redirect_chain[-1][0] == at(application, "versions/1/")
    assert "没有重复提交" in page(response)
    assert FilingVersion.objects.count() == 1


def test_all_that_is_missing_is_told_on_one_page(client, province):
    application = acts.begin(province.unit, province.round)
    text = page(client.post(at(application, "submission/")), 409)
    assert ("项未填" in text, "还没有上传盖章的评价报告" in text) == (True, True)


def test_another_units_things_do_not_exist(province):
    application = province.application_at("submitted")
    evidence = evidence_of(application.filing).first()
    stranger = signed_in("factory002")
    for path in ("", "sections/10/", "score/", "versions/1/", "versions/1/receipt.pdf", "report.pdf"):
        assert stranger.get(at(application, path)).status_code == 404, path
    for path in ("submission/", "withdrawal/", "evaluation/", "report/", "evidence/", f"evidence/{evidence.pk}/removal/", "sections/10/"):
        assert stranger.post(at(application, path), {"reason": "x"}).status_code == 404, path
    assert stranger.get(f"/applicant/files/{application.report_id}/").status_code == 404
    assert application.site.name not in stranger.get("/applicant/applications/").content.decode()
    assert application.report.name not in stranger.get("/applicant/files/").content.decode()
    assert fresh(application).state == "submitted"


def test_anothers_site_or_file_cannot_be_chosen(client, province):
    other = province.units[1]
    assert client.post("/applicant/applications/new/", {"site": str(other.site.pk), "category": "factory"}).status_code == 404
    application = province.application_at("draft")
    theirs = acts.upload(pdf(), "别家.pdf", other.engineer)
    assert client.post(at(application, "evidence/"), {"row": "energy", "stored": str(theirs.pk), "page": "1"}).status_code == 404
    assert not evidence_of(application.filing).exists()


@pytest.mark.parametrize(
    ("page_typed", "status"), [("1", 302), ("", 302), ("3", 409), ("0", 409), ("-1", 409), ("x", 409), ("9" * 25, 409), ("１", 302)]
)
def test_evidence_is_bound_to_pages_that_exist(client, province, page_typed, status):
    application = province.application_at("draft")
    file = SimpleUploadedFile("凭证.pdf", pdf(2), "application/pdf")
    response = client.post(at(application, "evidence/"), {"row": "energy", "file": file, "page": page_typed})
    assert response.status_code == status
    assert evidence_of(application.filing).count() == (1 if status == 302 else 0)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [("报告.exe", b"MZ", "不收“.exe”文件"), ("报告.pdf", b"MZ\x90", "不是真正的 pdf 文件"), ("报告.pdf", b"%PDF-1.7 x", "打不开")],
)
def test_a_bad_report_is_one_sentence(client, province, name, data, sentence):
    application = province.application_at("draft")
    response = client.post(at(application, "report/"), {"file": SimpleUploadedFile(name, data)})
    assert sentence in response.content.decode()
    assert (response.status_code, fresh(application).report) == (409, None)


def test_a_report_over_the_limit_is_one_sentence_with_both_figures(client, province):
    from greenlist.casework.rounds.services import sign_parameters

    sign_parameters(province.round, changes={"upload_limit_mb": 1}, reason="x", first=province.cast.province, second=province.cast.director)
    application = province.application_at("draft")
    response = client.post(at(application, "report/"), {"file": SimpleUploadedFile("大.pdf", b"%PDF-" + b"0" * 1_500_000)})
    assert (response.status_code, "1.4 MB，超过单个文件 1 MB 的上限" in response.content.decode()) == (409, True)


def test_no_file_is_said(client, province):
    application = province.application_at("draft")
    assert "没有选文件" in page(client.post(at(application, "report/")), 409)


def test_a_stale_save_shows_both_and_saves_the_choice(client, province):
    application = province.application_at("draft")
    old = newest_save(application.filing, "unit")
    kept = posted(old.body)
    assert client.post(at(application, "sections/unit/"), kept | {"v-address": "甲路", "based_on": old.number}).status_code == 302
    text = page(client.post(at(application, "sections/unit/"), kept | {"v-address": "乙路", "based_on": old.number}), 409)
    assert ("甲路" in text, "乙路" in text) == (True, True)
    assert newest_save(application.filing, "unit").body["address"] == {"value": "甲路"}


def test_autosave_answers_with_the_number_and_a_conflict_with_409(client, province):
    application = province.application_at("draft")
    old = newest_save(application.filing, "unit")
    body = posted(old.body) | {"v-address": "甲路", "based_on": old.number}
    answer = client.post(at(application, "sections/unit/"), body, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json()["number"]) == (200, old.number + 1)
    body["v-address"] = "乙路"
    assert client.post(at(application, "sections/unit/"), body, headers={"X-Requested-With": "fetch"}).status_code == 409


def test_after_handing_in_nothing_can_be_changed(client, province):
    application = province.application_at("submitted")
    newest = newest_save(application.filing, "unit").pk
    for path, body in (
        ("sections/unit/", {"v-address": "x", "based_on": "2"}),
        ("evaluation/", {"national": "1"}),
        ("report/", {}),
        ("evidence/", {"row": "energy"}),
    ):
        assert client.post(at(application, path), body).status_code == 409, path
    assert newest_save(application.filing, "unit").pk == newest


def test_what_a_second_filler_typed_after_the_first_handed_in_is_given_back(client, province):
    case = province.application_at("submitted")
    response = client.post(f"/applicant/applications/{case.pk}/sections/unit/", {"v-contact_phone": "0792-1234567", "based_on": "1"})
    assert (response.status_code, "0792-1234567" in response.content.decode()) == (409, True)


def test_withdrawing_needs_a_reason(client, province):
    application = province.application_at("submitted")
    page(client.post(at(application, "withdrawal/"), {"reason": " "}), 409)
    assert client.post(at(application, "withdrawal/"), {"reason": "产线改造"}).status_code == 302
    assert fresh(application).state == "withdrawn"


def test_what_was_returned_is_read_in_the_officers_words_as_text(client, province):
    application = province.application_at("submitted")
    return_for_completion(application, items=[("10", "energy", f"请核对{XSS}")], actor=province.officer)
    for path in ("", "sections/10/"):
        text = client.get(at(application, path)).content.decode()
        assert "请核对" in text
        assert XSS not in text


@pytest.mark.parametrize("row", ["unit_name", "address", "main_products", "introduction", "legal_representative"])
def test_typed_code_is_text_on_every_page(client, province, row):
    application = province.application_at("draft")
    old = newest_save(application.filing, "unit")
    client.post(at(application, "sections/unit/"), posted(old.body | {row: {"value": XSS}}) | {"based_on": old.number})
    acts.attach_report(application, province.unit)
    acts.submit_and_check(fresh(application), actor=province.unit.engineer)
    officer = signed_in("bureau360400")
    for reader, path in ((client, at(application)), (client, at(application, "sections/unit/")), (client, at(application, "versions/1/")),
                         (officer, f"/bureau/applications/{application.pk}/"),
                         (officer, f"/bureau/applications/{application.pk}/filing/")):  # fmt: skip
        assert XSS not in reader.get(path).content.decode(), path


@pytest.mark.parametrize(
    ("path", "on", "words"),
    [
        (TOY, date(2024, 5, 22), ["单位产值能耗", "三项取二"]),
        (standard_file("gbt-36132", "2025"), date(2026, 5, 22), ["能源消耗强度", "（上年）"]),
        (standard_file("miit-general", "2025"), date(2025, 10, 22), ["可再生能源利用率", "产品1：", "容积率"]),
    ],
    ids=["toy", "general of 2025", "platform of 2025"],
)
def test_a_standard_goes_through_the_pages_without_any_python_of_its_own(client, province, path, on, words):
    unit = province.unit
    filing = start_filing(unit.site, subject="factory", on=on, actor=unit.engineer, standard_path=path)
    application = start_application(unit.site, round_=province.round, category="factory", actor=unit.engineer, filing=filing)
    for section in form_of(filing):
        newest = newest_save(filing, section.id)
        names = {"unit_name": "甲", "address": "乙"} if section.id == "unit" else None
        typed = filled(section, Random(7), quality=0.9, unit=names)
        body = posted(typed) | {"based_on": newest.number if newest else 0}
        assert client.post(at(application, f"sections/{section.id}/"), body).status_code == 302
        text = page(client.get(at(application, f"sections/{section.id}/")))
        assert all(escape(row.label) in text for row in section.filled_rows)
        saved = newest_save(filing, section.id).body
        assert {name: entry["value"] for name, entry in typed.items()} == {name: saved[name]["value"] for name in typed}
    said = page(client.get(at(application, "score/")))
    acts.attach_report(application, unit)
    assert client.post(at(application, "submission/"))["Location"] == at(application, "versions/1/")
    said += page(client.get(at(application, "versions/1/")))
    assert [word for word in words if word not in said] == []
    assert client.get(at(application, "report.pdf")).content.startswith(b"%PDF")
    page(signed_in("bureau360400").get(f"/bureau/applications/{application.pk}/filing/"))
