"""The page of templates: download the default, upload it edited, see every fault with its place, use and stop versions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlist.casework.directory.models import Membership
from greenlist.casework.stationery.models import PaperTemplate
from greenlist.papers.stationery.fields import stationery
from tests.casework.cast import JIUJIANG
from tests.papers.reading import DEMO_LINE, paragraphs
from tests.papers.stationery.editing import edited, replaced
from tests.portals.doorman import faults

TABLE = "summary_table"


@pytest.fixture
def officer(province):
    client = Client()
    user = Membership.objects.get(user__username=f"bureau{JIUJIANG}").user
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(response):
    """The page's text, after the doorman has let it through."""
    text = response.content.decode()
    assert faults(text) == []
    return text


def posted(client, body, paper=TABLE):
    return client.post("/templates/", {"paper": paper, "note": "加一行", "file": SimpleUploadedFile("模板.docx", body)})


def test_a_bureau_edits_the_default_and_uses_it(officer):
    page = read(officer.get("/templates/"))
    assert page.count("现在用默认模板") == 3
    default = b"".join(officer.get(f"/templates/{TABLE}/default.docx"))
    assert default == stationery()[TABLE].default
    assert officer.get("/templates/nothing/default.docx").status_code == 404
    broken = posted(officer, replaced(TABLE, "行.区县", "行.县区", table=1))
    assert broken.status_code == 409
    assert "第2张表第4行第3格：没有“行.县区”这一项，是不是“行.区县”。" in read(broken)
    body = edited(TABLE, lambda document: document.add_paragraph("一式三份。"))
    assert posted(officer, body).status_code == 302
    template = PaperTemplate.objects.get()
    page = read(officer.get("/templates/"))
    assert "现在用默认模板" in page and "还没有看过样张" in page
    assert officer.post(f"/templates/{template.pk}/use/").status_code == 409
    assert b"".join(officer.get(f"/templates/{template.pk}/file.docx")) == body
    sample = officer.post(f"/templates/{template.pk}/preview/").content
    assert paragraphs(sample)[0] == DEMO_LINE
    assert "一式三份。" in paragraphs(sample)
    assert "现在用本单位第1版" in officer.post(f"/templates/{template.pk}/use/", follow=True).content.decode()
    for act, words in (("stop", "现在用默认模板"), ("use", "现在用本单位第1版")):
        assert words in officer.post(f"/templates/{template.pk}/{act}/", follow=True).content.decode()
    assert officer.post(f"/templates/{template.pk}/use/").status_code == 409
    assert officer.post("/templates/", {"paper": TABLE}).status_code == 409
