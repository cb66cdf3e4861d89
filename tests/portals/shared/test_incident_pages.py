"""事故与突发事件 as pages: recorded with its proof, the unit sees its own word and nothing of the offices, the way decided by its buttons."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from greenlist.casework.accounts.models import User
from greenlist.casework.files.models import StoredFile
from greenlist.casework.incidents.models import Incident, IncidentProposal
from greenlist.casework.register.models import ListEntry
from tests.casework.incidents.told import listed

TYPED = {"kind": "production_accident", "happened_on": "2024-05-21", "known_at": "2024-05-22T08:00", "source": "应急管理局来函（演示）",
         "account": "反应釜泄漏，已停产", "deaths": "10", "injured": "", "loss": ""}  # fmt: skip


def of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def proof() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("L", (8, 8)).save(data, "PDF")
    return SimpleUploadedFile("来函.pdf", data.getvalue(), "application/pdf")


@pytest.fixture
def recorded(province):
    """Recorded by the bureau, with proof, at a listed unit."""
    listed(province.unit.site, province.cast.province)
    bureau = of("bureau360400")
    answer = bureau.post("/incidents/recording/", TYPED | {"site": province.unit.site.name, "file": proof()})
    made = Incident.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/incidents/{made.pk}/")
    return made


def test_a_refused_record_keeps_what_was_typed_and_no_file(province):
    answer = of("bureau360400").post("/incidents/recording/", TYPED | {"site": province.unit.site.name, "deaths": "十", "file": proof()})
    page = answer.content.decode()
    assert (answer.status_code, Incident.objects.count(), StoredFile.objects.count()) == (409, 0, 0)
    assert "“死亡”请填数字" in page and 'value="十"' in page and "反应釜泄漏，已停产" in page and 'value="2024-05-22T08:00"' in page
    elsewhere = of("bureau360100").post("/incidents/recording/", TYPED | {"site": province.unit.site.name})
    assert "没有找到名称或信用代码" in elsewhere.content.decode()


def test_from_the_bureau_to_the_removal(province, recorded):
    where, bureau, head = f"/incidents/{recorded.pk}/", of("bureau360400"), of("province")
    assert "市级办结" in bureau.get(where).content.decode()
    assert bureau.post(f"{where}onward/", {"act": "report"}).status_code == 302
    assert head.post(f"{where}proposal/", {"act": "remove", "decision": "演决定1号"}).status_code == 409
    assert head.post(f"{where}level/", {"level": "level_major", "reason": "死亡人数已达"}).status_code == 302
    assert head.post(f"{where}proposal/", {"act": "remove", "decision": "演决定1号"}).status_code == 302
    assert (IncidentProposal.objects.get().state, ListEntry.objects.get().state) == ("consequence_removed", "listing_removed")
    assert head.post(f"{where}onward/", {"act": "ministry", "on": "2024-05-22", "document": "演2号"}).status_code == 302
    assert head.post(f"{where}onward/", {"act": "close", "outcome": "整改"}).status_code == 302
    assert "重大" in b"".join(bureau.get("/incidents/?as=csv").streaming_content).decode()
    public = Client().get(reverse("public:listing", args=[ListEntry.objects.get().pk])).content.decode()
    assert "2024年5月21日发生重大生产安全事故" in re.sub(r"\s", "", public) and "反应釜" not in public


def test_the_unit_sees_its_own_word_and_nothing_of_the_offices(province, recorded):
    unit, where = of("factory001"), f"/incidents/{recorded.pk}/"
    assert unit.get(where).status_code == 404
    typed = TYPED | {"site": province.unit.site.name, "source": "本单位", "account": "本单位初步了解的情况", "deaths": "9"}
    assert unit.post("/incidents/recording/", typed).status_code == 302
    page = unit.get(where).content.decode()
    assert "本单位初步了解的情况" in page
    for internal in ("反应釜", "来函.pdf", "应急管理局", "认定等级", "名单处理建议", "上报期限", "龚科长"):
        assert internal not in page, internal
    first = recorded.reports.get(number=1)
    assert unit.get(f"/incidents/reports/{first.pk}/file/").status_code == 404
    assert of("bureau360400").get(f"/incidents/reports/{first.pk}/file/").status_code == 200
    assert of("bureau360100").get(where).status_code == 404
