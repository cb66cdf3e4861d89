"""Accounts and positions through the pages: done with words, refused with words, each administrator only his own part."""

import re

import pytest
from django.test import Client

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Membership
from tests.portals.people import page, signed_in

CODE = re.compile(r"\b(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b")
LONG = "a-long-password"
XSS = "<script>alert(1)</script>"


def test_an_account_is_opened_and_its_code_shown_once(province):
    client = signed_in("system")
    text = page(client.post("/admin/accounts/new/", {"username": "new", "name": "新人（演示）"}))
    (code,) = CODE.findall(text)
    assert "新人（演示）" in text
    assert code not in page(client.get("/admin/accounts/?text=new"))
    visitor = Client()
    page(visitor.get("/activation/?login=new"))
    posted = {"username": "new", "code": code, "password": LONG, "again": LONG}
    page(visitor.post("/activation/", {**posted, "again": "x"}), 409)
    assert visitor.post("/activation/", posted).status_code == 302
    assert visitor.get("/home/")["Location"] == "/"
    page(Client().post("/activation/", posted), 409)


def test_the_system_administrator_resets_offices_and_nobody_of_a_unit(province):
    client = signed_in("system")
    officer, clerk = (User.objects.get(username=name) for name in ("bureau360400", "factory001"))
    at_work = signed_in("bureau360400")
    assert at_work.get("/bureau/workbench/").status_code == 200
    page(client.post(f"/admin/accounts/{officer.pk}/reset/", {"reason": ""}), 409)
    text = page(client.post(f"/admin/accounts/{officer.pk}/reset/", {"reason": "忘记密码"}))
    assert len(CODE.findall(text)) == 1
    assert at_work.get("/bureau/workbench/").status_code == 302
    assert "由推荐单位重设" in page(client.post(f"/admin/accounts/{clerk.pk}/reset/", {"reason": "忘记密码"}), 409)


@pytest.mark.parametrize(
    "posted", [{}, {"username": "province", "name": "x"}, {"username": "x" * 81, "name": "x"}, {"username": "a\0", "name": "x"}]
)
def test_what_cannot_be_opened_is_told_and_what_was_typed_stays(province, posted):
    before = User.objects.count()
    page(signed_in("system").post("/admin/accounts/new/", posted), 409)
    assert User.objects.count() == before


def test_ending_an_account_needs_a_reason_and_not_ones_own(province):
    client, user = signed_in("system"), User.objects.get(username="factory002")
    assert client.post(f"/admin/accounts/{user.pk}/activity/", {"is_active": "0", "reason": ""}).status_code == 409
    own = User.objects.get(username="system")
    assert client.post(f"/admin/accounts/{own.pk}/activity/", {"is_active": "0", "reason": "x"}).status_code == 409
    assert client.post(f"/admin/accounts/{user.pk}/activity/", {"is_active": "0", "reason": "离职"}).status_code == 302
    assert [User.objects.get(pk=u.pk).is_active for u in (user, own)] == [False, True]


def test_a_position_is_granted_and_ended(province):
    client = signed_in("security")
    posted = {"username": "factory002", "organisation": "九江市工业和信息化局", "role": "bureau"}
    assert client.post("/admin/memberships/new/", posted).status_code == 302
    made = Membership.objects.get(user__username="factory002", role="bureau")
    assert client.post(f"/admin/memberships/{made.pk}/end/", {"reason": ""}).status_code == 409
    assert client.post(f"/admin/memberships/{made.pk}/end/", {"reason": "调离"}).status_code == 302
    assert client.post(f"/admin/memberships/{made.pk}/end/", {"reason": "再来"}).status_code == 409
    assert signed_in("factory002").get("/bureau/workbench/").status_code == 404


def test_all_that_is_wrong_with_a_grant_is_told_at_once(province):
    text = page(
        signed_in("security").post("/admin/memberships/new/", {"username": "nobody", "organisation": "没有的单位", "role": "king"}), 409
    )
    for sentence in ("没有登录名为“nobody”的账号。", "没有名为“没有的单位”的单位。"):
        assert sentence in text


def test_names_that_are_code_are_text(province):
    user = User.objects.get(username="factory002")
    user.name = XSS
    user.save()
    for username, path in (("system", "/admin/accounts/"), ("security", "/admin/memberships/"), ("system", f"/admin/accounts/?text={XSS}"),
                           ("security", f"/admin/memberships/?text={XSS}"), ("audit", f"/admin/journal/?text={XSS}")):  # fmt: skip
        assert XSS not in signed_in(username).get(path).content.decode()


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("system", "/admin/memberships/"),
        ("system", "/admin/journal/"),
        ("security", "/admin/accounts/"),
        ("security", "/admin/journal/"),
        ("audit", "/admin/accounts/"),
        ("audit", "/admin/memberships/"),
        ("province", "/admin/journal/"),
    ],
)
def test_the_parts_of_the_three_administrators_do_not_overlap(province, username, path):
    assert signed_in(username).get(path).status_code == 404


def test_the_journal_shows_acts_with_reasons_as_text(province):
    from greenlist.casework.applications.services import withdraw

    withdraw(province.application_at("draft"), reason=f"改造{XSS}", actor=province.unit.engineer)
    text = signed_in("audit").get("/admin/journal/").content.decode()
    assert "改造" in text
    assert XSS not in text


def test_a_broken_chain_is_told_on_the_page(province):
    from django.db import connection

    from greenlist.casework.journal.models import JournalEntry
    from greenlist.casework.journal.sealer import seal_all

    seal_all()
    assert "完整" in page(signed_in("audit").get("/admin/journal/verification/"))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER journal_journalentry_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE journal_journalentry DISABLE TRIGGER USER")
    JournalEntry.objects.filter(seal__seq=2).update(reason="后补")
    assert "第2号封条" in page(signed_in("audit").get("/admin/journal/verification/"))


def test_the_demo_clock_moves_forward_only_and_only_in_the_demo(province, settings):
    from greenlist.casework.journal import clock

    client = signed_in("system")
    settings.DEMO = False
    assert client.get("/admin/clock/").status_code == 404
    settings.DEMO = True
    page(client.get("/admin/clock/"))
    for wrong in ("", "morning", "2020-01-01T00:00", "2024-13-01T00:00"):
        page(client.post("/admin/clock/", {"instant": wrong}), 409)
    assert client.post("/admin/clock/", {"instant": "2024-06-18T10:00"}).status_code == 302
    token = clock._fixed.set(None)
    try:
        assert f"{clock.now():%Y-%m-%d %H:%M}" == "2024-06-18 10:00"
    finally:
        clock._fixed.reset(token)
