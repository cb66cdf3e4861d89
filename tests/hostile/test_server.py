"""The pages take hostile files as declared: a sentence, nothing kept, the server answers as before and holds no more than before."""

import gc
from pathlib import Path

import pytest
from django.conf import settings

from greenlist.casework.applications.models import Application
from greenlist.casework.enrolment.models import AccountSheet
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.oversight.models import ListDelivery
from tests.hostile.make import make
from tests.hostile.makers.pdf import pdf
from tests.hostile.makers.pictures import saved
from tests.portals.people import signed_in

MOST_GROWN = 48 * 1024**2
REPORT = ("js_on_opening.pdf", "bomb_in_page.pdf", "bomb_of_objects.pdf", "hundred_thousand_pages.pdf", "also_a_zip.jpg")
LISTS = ("bomb_of_size.xlsx", "bomb_of_strings.xlsx", "xxe.docx", "laughs.xlsx", "nul.csv")  # small ones: here the sender shares our memory


def held() -> int:
    """Bytes that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_hostile_files_at_the_pages_are_sentences_and_the_server_lives(province, tmp_path):
    application = province.application_at("draft")
    unit, bureau = signed_in("factory001"), signed_in("bureau360400")
    listed = {"list": "administrative_penalty", "source": "演示", "looked_up_on": "2024-05-20"}
    sent = [(unit, f"/applicant/applications/{application.pk}/report/", {}, name) for name in REPORT]
    sent += [(bureau, "/watch/", listed, name) for name in LISTS]
    sent += [(bureau, "/bureau/sheets/new/", {}, "bomb_of_merges.xlsx")]
    paths = {name: make(name, tmp_path) for *_, name in sent}
    client, address, fields, name = sent[0]  # what a first upload loads stays
    client.post(address, {**fields, "file": paths[name].open("rb")})
    before, files = held(), StoredFile.objects.count()
    for client, address, fields, name in sent:
        with paths[name].open("rb") as body:
            response = client.post(address, {**fields, "file": body})
        assert (response.status_code, "请" in response.content.decode()) == (409, True), (name, response.status_code)
        assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
    assert held() - before < MOST_GROWN
    assert (StoredFile.objects.count(), ListDelivery.objects.count(), AccountSheet.objects.count()) == (files, 0, 0)
    assert not list(Path(settings.MEDIA_ROOT).glob("incoming-*"))


@pytest.mark.parametrize(
    ("name", "body", "kind", "shown"),
    [("页\u202efdp.exe.pdf", b"<html><script>alert(1)</script>\n" + pdf(), "application/pdf", "inline"),
     ("照片.jpg", saved("JPEG") + b"PK\x03\x04", "image/jpeg", "attachment"),
     ("../../名单.csv", b"<html><script>alert(1)</script>\n", "text/csv", "attachment")],
)  # fmt: skip
def test_what_is_something_else_too_goes_out_only_as_what_it_was_taken_for(province, name, body, kind, shown):
    application, owner = province.application_at("submitted"), province.unit.engineer
    file = store_file(chunks=[body], name=name, owner=owner.organisation_id, actor=owner)
    assert (file.media_type, "\u202e" in file.name, "/" in file.name) == (kind, False, False)
    Application.objects.filter(pk=application.pk).update(report=file)
    response = signed_in("bureau360400").get(f"/bureau/applications/{application.pk}/files/{file.pk}/")
    assert (response.status_code, response["Content-Type"], response["X-Content-Type-Options"]) == (200, kind, "nosniff")
    assert response["Content-Disposition"].startswith(f"{shown}; filename*=UTF-8''")
    assert "script-src 'self'" in response["Content-Security-Policy"]
