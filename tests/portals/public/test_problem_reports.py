"""实名举报 without sign-in: the receipt once, the state by the receipt, nothing anywhere else; a file is looked at before it is kept."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.files.models import StoredFile
from greenlist.casework.problem_reports.models import ProblemReport
from greenlist.casework.problem_reports.services import decide_report, examine_report
from tests.casework.cast import JIUJIANG, blank_pdf
from tests.portals.people import page, signed_in

URL = "/reports-of-problems/"
TYPED = {"statement": "夜间<b>停开</b>设施", "reporter": "张三（演示）", "contact": "演示电话"}


def test_a_report_is_sent_followed_and_answered(province, client):
    body = province.cast.evaluators[0]
    assert (
        "请填您的姓名或单位" in (refused := page(client.post(URL, TYPED | {"about": "某厂", "reporter": ""}), 409))
        and "&lt;b&gt;停开" in refused
    )
    broken = SimpleUploadedFile("证据.pdf", b"no pdf")
    assert "证据.pdf" in page(client.post(URL, TYPED | {"about": str(body.evaluator), "file": broken}), 409)
    assert not StoredFile.objects.filter(uploaded_by="实名举报人").exists()
    upload = SimpleUploadedFile("证据.pdf", blank_pdf())
    told = page(client.post(URL, TYPED | {"about": str(body.evaluator), "file": upload}))
    receipt = re.search(r"查询回执 <b class=\"nowrap\">([A-Z2-9-]{19})</b>", told)[1]
    assert receipt not in page(client.get(URL)) and receipt not in str(dict(client.session))
    held = ProblemReport.objects.get()
    asked = page(client.post(URL, {"receipt": receipt}))
    assert "举报待核查" in asked and "张三" not in asked and "停开" not in asked
    head, own = signed_in("province"), signed_in("evaluator1")
    assert "张三" in page(head.get(f"/problem-reports/{held.pk}/")) and "张三" not in page(head.get("/problem-reports/"))
    assert head.get(f"/problem-reports/{held.pk}/file/").status_code == 200
    assert (
        own.get(f"/problem-reports/{held.pk}/").status_code
        == signed_in(f"bureau{JIUJIANG}").get(f"/problem-reports/{held.pk}/").status_code
        == 404
    )
    examine_report(held, examination="查过", actor=province.cast.province)
    decide_report(held, is_true=False, reason="内部理由", answer="经查不属实", actor=province.cast.province)
    asked = page(client.post(URL, {"receipt": receipt}))
    assert "经查不属实" in asked and "内部理由" not in asked
    assert "没有这个回执" in page(client.post(URL, {"receipt": held.number}))
    for path in ("/", "/evaluators/", "/changes/"):
        assert "停开" not in page(client.get(path))
