"""The status page behind its address: today's status, the signed file that verifies, and nothing that is not public."""

import json
from datetime import date

import pytest

from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.publication.disclosure import classes_of
from greenlist.casework.register.event_services import enter_listing, enter_removal
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.status.models import StatusPage
from greenlist.casework.status.services import open_pages
from greenlist.engines.status import read_keys, verify_status
from tests.portals.people import page as text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.VAR, settings.STATUS_KEYS, settings.PUBLIC_URL = tmp_path, "", "https://greenlist.example"


@pytest.fixture
def status(province) -> StatusPage:
    enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号",
                  listed_on=date(2023, 9, 28), third_party="演示评价公司")  # fmt: skip
    open_pages()
    return StatusPage.objects.get()


def verified(client, status, at=None):
    """The verdict on the downloaded file with the downloaded list and keys."""
    file, held, keys = (
        client.get(path).content for path in (f"/status/{status.address}/file.jws", "/status/list.jwt", "/status/keys.json")
    )
    return verify_status(file, read_keys(keys), at=at or int(clock.now().timestamp()), status_list=held)


def test_the_page_says_todays_status_and_by_which_rules(status, client):
    text = text_of(client.get(f"/status/{status.address}/"))
    for said in ("在册", "省级", "2023年", "2023年9月28日", "演1号", "数据截至", "greenlist.example", "近30天打开1次"):
        assert said in text, said
    assert "证书" not in text and "绿码" not in text
    assert "近30天打开2次" in text_of(client.get(f"/status/{status.address}/"))


def test_the_files_that_are_downloaded_verify_and_say_nothing_private(status, client):
    found = verified(client, status)
    assert (found.word, found.site) == ("在册", "https://greenlist.example")
    assert found.page == f"https://greenlist.example/status/{status.address}/"
    assert set(found.listing) <= {"name", "former_names", "credit_code", "category", "level", "year", "listed_on", "document", "state",
                                  "is_demo", "checked_on", "checked_sources", "rules"}  # fmt: skip
    assert "演示评价公司" not in json.dumps(found.listing, ensure_ascii=False)
    assert b'"d"' not in client.get("/status/keys.json").content


def test_a_removal_shows_on_the_page_and_to_whoever_holds_an_old_file(status, client, may, province):
    keys = read_keys(client.get("/status/keys.json").content)
    old, before = (client.get(path).content for path in (f"/status/{status.address}/file.jws", "/status/list.jwt"))
    signed_at = int(clock.now().timestamp())
    enter_removal(status.entry, on=date(2024, 5, 22), reason="未按期填报动态管理表", clause="暂行办法 16", actor=province.cast.province)
    text = text_of(client.get(f"/status/{status.address}/"))
    assert "已移出" in text and "未按期填报动态管理表" in text
    assert verify_status(old, keys, at=signed_at, status_list=client.get("/status/list.jwt").content).word == "已移出"
    assert verify_status(old, keys, at=signed_at + 3601, status_list=before).state == "stale"
    assert verified(client, status).listing["removal_reason"] == "未按期填报动态管理表"


def test_nothing_is_signed_with_an_address_that_the_asking_side_chose(status, client, settings):
    settings.PUBLIC_URL = ""
    for path in (f"/status/{status.address}/file.jws", "/status/list.jwt"):
        refused = client.get(path)
        assert (refused.status_code, "没有签发状态文件" in refused.content.decode()) == (409, True)
    assert client.get(f"/status/{status.address}/").status_code == 200
    settings.DEMO = True
    assert client.get("/status/list.jwt").status_code == 200


def test_an_unknown_address_is_told_as_any_page_that_is_not_there(status, client):
    texts = {
        client.get(path).content for path in ("/status/AAAAAAAAAAAAAAAAAAAAAA/", "/status/x/", f"/status/{status.entry_id}/", "/nothing/")
    }
    assert len(texts) == 1
    for path in ("file.jws", "code.svg"):
        assert client.get(f"/status/AAAAAAAAAAAAAAAAAAAAAA/{path}").status_code == 404


def test_the_list_and_the_timeline_lead_to_the_page_and_the_code_says_its_address(status, client):
    for path in ("/", f"/listings/{status.entry_id}/"):
        assert f"/status/{status.address}/" in text_of(client.get(path))
    assert client.get(f"/status/{status.address}/code.svg")["Content-Type"] == "image/svg+xml"


def test_what_the_round_keeps_back_stands_neither_on_the_page_nor_in_a_file(status, client, province):
    _keep_back(province, "credit_code", "level")
    code = status.entry.credit_code
    text = text_of(client.get(f"/status/{status.address}/"))
    assert code[-4:] not in text and "级别" not in text
    assert not {"credit_code", "level"} & set(verified(client, status).listing)
    _keep_back(province, "removal")
    assert "在册状态不公开" in text_of(client.get(f"/status/{status.address}/"))
    for path in (f"/status/{status.address}/file.jws", "/status/list.jwt"):
        assert client.get(path).status_code == 409


def _keep_back(province, *fields):
    classes = classes_of(province.round) | dict.fromkeys(fields, "内部")
    signing = {"first": province.cast.province, "second": province.cast.director}
    sign_parameters(province.round, changes={"disclosure_classes": classes}, reason="演示", **signing)
