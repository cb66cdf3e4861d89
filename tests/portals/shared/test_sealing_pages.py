"""盖章页 over HTTP: what is refused is not kept, files have names, the third party's unit is told where it stands, no made-up code is shown."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.report_services import add_text_twin, store_text_twin
from greenlist.casework.applications.sealing_services import MOST_SCANS, prepare_report
from greenlist.casework.applications.services import set_report, submit
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.papers.report import empty_chapters, to_pdf
from greenlist.rehearsal import acts
from greenlist.rehearsal.county_zip import as_scan
from tests.casework.cast import JIUJIANG, blank_pdf, fresh
from tests.portals.people import page, signed_in


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
    assert f"章没有内容</span>：{heading}" in client.get(where).content.decode()
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


def test_the_bureau_is_told_that_a_text_twin_settles_nothing_by_itself(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    pdf = to_pdf(replace(evaluation_report(application), is_draft=False, mark=None))
    scan = store_file(chunks=[as_scan(pdf)], name="扫描件.pdf", owner=engineer.organisation_id, actor=engineer)
    set_report(application, file=scan, actor=engineer)
    twin = store_text_twin(chunks=[pdf], name="文字稿.pdf", application=fresh(application), actor=engineer)
    add_text_twin(fresh(application), file=twin, actor=engineer)
    submit(fresh(application), actor=engineer)
    acts.verify_all(fresh(application), province.officer)
    shown = page(signed_in(f"bureau{JIUJIANG}").get(f"/bureau/applications/{application.pk}/?item=C-06"))
    assert "系统不据此判为符合" in shown and "证明材料可选“文字稿.pdf”" in shown
