"""Public pages kept for everybody: the same bytes until anybody acts; never an office's page, never one with a form of ours."""

import gzip
from datetime import date

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.test import Client

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.register.event_services import enter_listing, enter_removal
from greenlist.casework.register.models import ListEntry
from tests.portals.people import page
from tests.portals.public.test_listing import entry


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEPT_PAGE_SECONDS = 60
    caches["pages"].clear()


def test_a_second_visitor_costs_one_question(db, client, django_assert_num_queries):
    entry("演示甲公司")
    first = client.get("/")
    ListEntry.objects.filter(name="演示甲公司").update(name="没有经办的改动")
    with django_assert_num_queries(1):
        second = client.get("/")
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert (second["X-Frame-Options"], second["Content-Type"]) == ("DENY", "text/html; charset=utf-8")


def test_an_act_is_seen_at_once(province, client):
    row = enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号",
                        listed_on=date(2023, 9, 28))  # fmt: skip
    assert "已移出 <b>0</b>" in client.get("/").content.decode()
    enter_removal(row, on=date(2024, 5, 1), reason="演示", clause="办法18", actor=province.cast.province)
    assert "已移出 <b>1</b>" in client.get("/").content.decode()


def test_a_page_of_its_age_is_made_anew(db, client, settings):
    settings.KEPT_PAGE_SECONDS = 0
    client.get("/")
    entry("演示甲公司")
    assert "演示甲公司" in client.get("/").content.decode()


def test_who_is_signed_in_has_a_page_of_his_own_and_leaves_none(whole, client):
    office = whole.client("bureau")
    own = office.get("/").content.decode()
    public = client.get("/").content.decode()
    assert "退出登录" in own
    assert "退出登录" not in public
    assert "退出登录" in office.get("/").content.decode()


def test_pages_are_told_apart_by_address_question_and_coding(db, client):
    entry("演示甲公司")
    entry("演示乙公司", 2)
    texts = [client.get(path).content.decode() for path in ("/", "/?text=甲", "/?text=乙", "/changes/", "/?page=2")]
    assert len(set(texts)) == 5
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content).decode() == texts[0]
    assert client.get("/").content.decode() == texts[0]


def test_a_browser_that_holds_the_page_is_told_so(db, client):
    for coding in ("identity", "gzip"):
        tag = client.get("/", headers={"accept-encoding": coding})["ETag"]
        again = client.get("/", headers={"accept-encoding": coding, "if-none-match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_nothing_is_kept_of_other_answers(whole):
    held = caches["pages"]._cache
    for path in ("/self-check/", "/no/such/page/", "/?as=csv", "/listings/00000000-0000-7000-8000-000000000000/", "/list.csv"):
        Client().get(path)
    Client().head("/")
    Client().get("/", headers={"host": "elsewhere.example"})
    assert not held
    page(Client().get("/"))
    assert len(held) == 1


def test_a_status_page_is_made_anew_each_time_so_that_openings_are_counted(whole):
    for _ in range(2):
        page(Client().get(f"/status/{whole.ids['status_address']}/"))
    assert not caches["pages"]._cache


def test_it_stands_below_the_headers_and_above_everything_that_asks_the_database():
    order = [name.rpartition(".")[2] for name in configured.MIDDLEWARE]
    assert order.index("CSPMiddleware") < order.index("KeptPagesMiddleware") < order.index("SessionMiddleware")


def test_whether_the_process_answers_is_asked_without_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
