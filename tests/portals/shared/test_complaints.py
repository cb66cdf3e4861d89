"""投诉 through the pages: a unit complains with a file, the body reads it without the name, the bureau closes it; the record shows it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.evaluators.models import Complaint
from greenlist.casework.files.models import StoredFile
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG, blank_pdf
from tests.portals.people import page, signed_in


def test_a_complaint_from_the_unit_to_its_end(province):
    body = province.cast.evaluators[0]
    application = acts.begin(province.unit, province.round, body=body)
    acts.accept_for(application, body)
    unit, manager, officer = signed_in("factory001"), signed_in("evaluator1"), signed_in(f"bureau{JIUJIANG}")
    at, stored = f"/applicant/applications/{application.pk}/complaint/", StoredFile.objects.count()
    assert "请写明投诉的事实" in page(unit.post(at, {"statement": " ", "file": SimpleUploadedFile("信.pdf", blank_pdf())}), 409)
    assert StoredFile.objects.count() == stored
    assert "能推知是贵单位" in (form := page(unit.get(at))) and 'data-limit-mb="300"' in form
    unit.post(at, {"statement": "没有到现场", "file": SimpleUploadedFile("信.pdf", blank_pdf())})
    made = Complaint.objects.get()
    seen = page(manager.get("/evaluator/complaints/"))
    assert "没有到现场" in seen and application.number in seen and "信.pdf" not in seen and f"{province.unit.engineer.name}" not in seen
    listed = page(officer.get("/complaints/"))
    assert "机构还没有答复" in listed and '<a href="/bureau/evaluators/" aria-current="page">' in listed
    assert "请写明答复" in page(manager.post(f"/evaluator/complaints/{made.pk}/answer/", {"answer": ""}), 409)
    manager.post(f"/evaluator/complaints/{made.pk}/answer/", {"answer": "已到现场"})
    assert "已到现场" in page(officer.get("/complaints/")) and "信.pdf" in page(officer.get("/complaints/"))
    assert page(officer.post(f"/complaints/{made.pk}/closing/", {"reason": ""}), 409)
    officer.post(f"/complaints/{made.pk}/closing/", {"reason": "查签到记录，到过"})
    assert "查签到记录，到过" in page(unit.get(at))
    record = page(officer.get(f"/evaluators/{body.evaluator.pk}/record/"))
    assert "投诉 1件" in record and "评价分与评审分之差" not in record
    assert "不足以判断" in page(signed_in("province").get(f"/evaluators/{body.evaluator.pk}/record/"))


def test_an_office_enters_a_letter(province):
    body, client = province.cast.evaluators[0].evaluator, signed_in("province")
    at = f"/complaints/new/{body.pk}/"
    assert page(client.get(at)) and "请写明投诉的事实" in page(client.post(at, {"complainant": "来信人（演示）"}), 409)
    assert client.post(at, {"statement": "代企业编数据", "complainant": "来信人（演示）"}).status_code == 302
    assert "来信人（演示）" in page(client.get("/complaints/"))
