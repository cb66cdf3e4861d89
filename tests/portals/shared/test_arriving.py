"""Uploads in pieces over HTTP: the form that names what arrived is handled like any other; a refusal keeps it."""

from uuid import uuid4

from greenlist.casework.files.models import StoredFile
from greenlist.casework.transcription.models import Transcription
from greenlist.papers.summary_table import SummaryRow, SummaryTable, to_docx
from greenlist.rehearsal.county_zip import gbk_zip, report_pdf
from tests.casework.cast import JIUJIANG, blank_pdf
from tests.portals.people import page, signed_in

NAME = "演示织云服饰有限公司"


def send(client, body, *, pieces=3):
    """The body in pieces; the token they stand under."""
    place, size = f"/uploads/{uuid4()}/", -(-len(body) // pieces)
    for at in range(0, len(body), size):
        answer = client.post(place, body[at : at + size], content_type="application/octet-stream", headers={"X-Offset": str(at)})
        assert answer.json() == {"received": min(at + size, len(body))}
    assert client.get(place).json() == {"received": len(body)}
    return place.split("/")[2]


def test_a_report_that_arrived_in_pieces_is_attached_like_any_other(province):
    case = province.application_at("draft")
    client = signed_in("factory001")
    path = f"/applicant/applications/{case.pk}/report/"
    refused = send(client, b"no PDF at all")
    assert client.post(path, {"arrived": f"file {refused} 报告.pdf"}).status_code == 409
    assert client.get(f"/uploads/{refused}/").json() == {"received": 13}  # kept: nothing is sent twice
    token = send(client, blank_pdf(3))
    assert client.post(path, {"arrived": f"file {token} 盖章报告 第三版.pdf"}).status_code == 302
    case.refresh_from_db()
    assert (case.report.name, case.report.pages) == ("盖章报告 第三版.pdf", 3)
    assert client.get(f"/uploads/{token}/").json() == {"received": 0}


def test_a_table_sent_whole_and_a_zip_in_pieces_make_one_delivery(province):
    officer = signed_in(f"bureau{JIUJIANG}")
    row = SummaryRow("factory", 1, "九江市", "永修县", NAME, "自我评价", "服饰制造", False, True)
    table, archive = to_docx(SummaryTable(2024, "演示县", None, (row,), True)), gbk_zip({f"{NAME}.pdf": report_pdf(NAME, "自我评价")})
    tokens = [send(officer, body) for body in (table, archive)]
    given = {"arrived": [f"files {tokens[0]} 汇总表.docx", f"files {tokens[1]} 报告.zip"]}
    assert officer.post("/bureau/transcriptions/", given).status_code == 302
    assert (Transcription.objects.get().table.name, Transcription.objects.get().archive.name) == ("汇总表.docx", "报告.zip")


def test_what_another_person_sent_cannot_be_named_and_nonsense_is_refused(province):
    case = province.application_at("draft")
    token = send(signed_in("factory002"), blank_pdf())
    client, before = signed_in("factory001"), StoredFile.objects.count()
    path = f"/applicant/applications/{case.pk}/report/"
    assert "没有选文件" in page(client.post(path, {"arrived": f"file {token} x.pdf"}), 409)
    assert client.post(path, {"arrived": "file ../../etc/passwd x.pdf"}).status_code == 404
    assert StoredFile.objects.count() == before
    place = f"/uploads/{uuid4()}/"
    assert client.post(place, b"x", content_type="application/octet-stream", headers={"X-Offset": "-1"}).status_code == 409
    assert client.post(place, b"x" * 4_194_305, content_type="application/octet-stream", headers={"X-Offset": "0"}).status_code == 409


def test_a_form_opens_each_file_once_and_no_more_than_may_wait(province):
    case = province.application_at("draft")
    client = signed_in("factory001")
    path = f"/applicant/applications/{case.pk}/report/"
    token = send(client, blank_pdf(3))
    shown = page(client.post(path, {"arrived": [f"file {uuid4()} x.pdf" for _ in range(6)]}), 409)
    assert "一次最多提交5个文件" in shown and "分几次" in shown
    answer = client.post(path, {"arrived": [f"file {token} 报告.pdf"] * 400})
    assert answer.status_code == 302
    assert len(answer.wsgi_request.FILES.getlist("file")) == 1


def test_a_raw_list_that_was_refused_is_not_left_lying_about(province):
    officer = signed_in(f"bureau{JIUJIANG}")
    token = send(officer, b"names, and more names")
    assert officer.post("/watch/", {"arrived": f"file {token} x.csv", "looked_up_on": "gestern"}).status_code == 409
    assert officer.get(f"/uploads/{token}/").json() == {"received": 0}
