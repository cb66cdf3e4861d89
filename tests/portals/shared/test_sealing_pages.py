"""盖章页 over HTTP: what is refused is not kept, files have names, the third party's unit is told where it stands, no made-up code is shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.sealing_services import MOST_SCANS, prepare_report
from greenlist.casework.files.models import StoredFile
from greenlist.papers.report import empty_chapters, to_pdf
from tests.casework.cast import blank_pdf
from tests.portals.people import signed_in


def upload(data: bytes, name: str = "扫描.pdf"):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def test_refused_scans_reports_and_twins_are_not_kept_and_too_many_are_not_even_read(province):
    application = province.application_at("draft")
    prepare_report(application, actor=province.unit.engineer)
    client, before = signed_in("factory001"), StoredFile.objects.count()
    where = f"/applicant/applications/{application.pk}/"
    many = client.post(f"{where}sealing/1/scans/", {"file": [upload(blank_pdf()) for _ in range(MOST_SCANS + 1)]})
    assert (many.status_code, "一次最多传20个扫描件" in many.content.decode()) == (409, True)
    assert client.post(f"{where}sealing/1/scans/", {"file": [upload(blank_pdf())]}).status_code == 409
    assert client.post(f"{where}sealing/preparation/", {"own": "1", "file": upload(blank_pdf())}).status_code == 409
    assert client.post(f"{where}text-twin/", {"file": upload(blank_pdf())}).status_code == 409
    assert StoredFile.objects.count() == before
    draft = client.post(f"{where}report/", {"file": upload(to_pdf(evaluation_report(application)), "草稿.pdf")})
    assert (draft.status_code, StoredFile.objects.count()) == (409, before)


def test_the_page_names_what_stays_empty_and_the_whole_paper_has_a_name(province):
    application = province.application_at("draft")
    client, where = signed_in("factory001"), f"/applicant/applications/{application.pk}/sealing/"
    (heading, *_) = empty_chapters(evaluation_report(application))
    assert f"章没有内容：{heading}" in client.get(where).content.decode()
    prepare_report(application, actor=province.unit.engineer)
    named = client.get(f"{where}1/report.pdf")["Content-Disposition"]
    assert named.startswith("inline") and named.endswith(".pdf") and "%E7%9B%96%E7%AB%A0%E7%89%88%E7%AC%AC1%E7%89%88" in named


def test_the_unit_of_a_third_party_evaluation_is_told_where_it_stands(province):
    body = province.cast.evaluators[0]
    application = province.application_at("draft", body=body)
    shown = signed_in("factory001").get(f"/applicant/applications/{application.pk}/sealing/").content.decode()
    assert f"{body.evaluator}还没有签署评价报告。" in shown and "下一步：等机构签署" in shown


@pytest.mark.parametrize(
    ("code", "status"), [("GZ-2024-JJ-0001-1", 200), ("HZ-2024-JJ-0001", 200), ("您已中奖", 404), ("GZ-2024-JJ-0001-1x", 404)]
)
def test_only_what_has_the_form_of_a_code_is_shown(province, client, code, status):
    assert client.get(f"/papers/{code}/").status_code == status
