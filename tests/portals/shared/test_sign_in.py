"""Signing in: rotated sessions, hardened cookies, no open redirect, no sign-up, and a lock that only the guesser himself runs into."""

import pytest
from axes.utils import reset
from django.core.cache import cache
from django.test import Client

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.selectors import sign_ins
from greenlist.casework.accounts.services import set_active
from greenlist.casework.journal.actors import Actor
from tests.casework.cast import PASSWORD
from tests.portals.people import page, signed_in

LOGIN = "/accounts/login/"


@pytest.fixture
def locks(province, settings):
    """The counting of wrong passwords, as outside the tests."""
    settings.AXES_ENABLED = True
    cache.clear()
    reset()
    yield province
    cache.clear()


def attempt(password, username="province", address="10.0.0.1"):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"login": username, "password": password})


def is_in(response):
    return response.status_code == 302 and response["Location"] == "/home/"


def test_the_page_passes_the_doorman_and_offers_no_sign_up(db, client):
    text = page(client.get(LOGIN))
    assert "signup" not in text


def test_the_right_password_leads_home_and_a_wrong_one_says_nothing_about_the_account(province, client):
    assert is_in(attempt(PASSWORD))
    known, unknown = attempt("wrong-password"), attempt("wrong-password", "nobody")
    for response in (known, unknown):
        assert response.status_code == 200
    strip = lambda r: r.content.decode().replace("nobody", "province").split("<main")[1].split("csrfmiddlewaretoken")[0]  # noqa: E731
    assert strip(known) == strip(unknown)


def test_five_wrong_passwords_lock_the_guesser_out_even_with_the_right_one(locks):
    for _ in range(5):
        attempt("wrong-password")
    locked = attempt(PASSWORD)
    assert not is_in(locked)
    assert locked.status_code in {200, 403, 429}


def test_writing_the_name_another_way_gives_no_further_guesses(locks):
    for name in ("province", "Province", "PROVINCE", " province", "provincE"):
        attempt("wrong-password", name)
    assert not is_in(attempt(PASSWORD))


def test_the_lock_page_says_what_happened_and_passes_the_doorman(locks):
    for _ in range(4):
        attempt("wrong-password")
    locked = attempt("wrong-password")
    assert locked.status_code in {403, 429}
    page(locked, locked.status_code)


def test_a_stranger_cannot_lock_an_account_from_elsewhere(locks):
    for _ in range(12):
        attempt("wrong-password", address="10.9.9.9")
    assert is_in(attempt(PASSWORD, address="10.0.0.1"))


def test_another_account_at_the_same_address_is_not_locked(locks):
    for _ in range(5):
        attempt("wrong-password", "province")
    assert is_in(attempt(PASSWORD, "director"))


def test_four_wrong_ones_and_a_right_one_begin_the_count_anew(locks):
    for _ in range(2):
        for _ in range(4):
            attempt("wrong-password")
        assert is_in(attempt(PASSWORD))


def test_an_ended_account_cannot_sign_in_and_its_open_session_ends(province):
    client = signed_in("province")
    assert client.get("/province/round/").status_code == 200
    admin = Actor(name="x", role="system_admin", acts=frozenset({"manage_accounts"}))
    set_active(User.objects.get(username="province"), is_active=False, reason="离职", actor=admin)
    response = client.get("/province/round/")
    assert (response.status_code, "/accounts/login/" in response["Location"]) == (302, True)
    assert not is_in(attempt(PASSWORD))


def test_the_session_key_changes_at_sign_in_and_dies_at_sign_out(province):
    client = Client()
    client.get(LOGIN)
    client.session["x"] = 1
    client.session.save()
    before = client.session.session_key
    client.post(LOGIN, {"login": "province", "password": PASSWORD})
    key = client.session.session_key
    assert key and key != before
    client.post("/accounts/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get("/province/round/").status_code == 302


def test_cookies_are_out_of_reach_for_scripts_and_other_sites_and_end_with_the_browser(province, settings):
    assert settings.SESSION_COOKIE_AGE <= 8 * 3600
    response = Client().post(LOGIN, {"login": "province", "password": PASSWORD})
    cookie = response.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


@pytest.mark.parametrize(
    "there",
    ["https://evil.example/", "//evil.example/", "https:evil.example", "javascript:alert(1)", "/\\evil.example", "http:///evil.example"],
)
def test_next_never_leads_to_another_site(province, there):
    response = Client().post(f"{LOGIN}?next={there}", {"login": "province", "password": PASSWORD, "next": there})
    assert (response.status_code, response["Location"]) == (302, "/home/")


def test_next_leads_to_the_page_that_was_asked_for(province, client):
    asked = client.get("/province/intake/?unit=360400")
    assert asked["Location"] == "/accounts/login/?next=/province/intake/%3Funit%3D360400"
    response = Client().post(asked["Location"], {"login": "province", "password": PASSWORD, "next": "/province/intake/?unit=360400"})
    assert response["Location"] == "/province/intake/?unit=360400"


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"])
def test_nobody_opens_an_account_for_himself(db, client, path):
    before = User.objects.count()
    client.get(path)
    client.post(path, {"username": "eve", "password1": "a-long-password", "password2": "a-long-password", "email": "x@example.org"})
    assert User.objects.count() == before


def test_signing_out_by_a_link_is_not_done_at_once(province):
    client = signed_in("province")
    client.get("/accounts/logout/")
    assert client.get("/province/round/").status_code == 200


def test_a_form_without_its_token_is_not_accepted(province):
    response = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "province", "password": PASSWORD})
    assert response.status_code == 403
    assert "页面已过期" in page(response, 403)


def lines_of_sign_in():
    return [(e.action, e.actor_name, e.detail["username"], e.detail["address"]) for e in sign_ins().order_by("at", "id")]


def test_sign_ins_and_sign_outs_leave_a_line_and_refusals_one_an_hour_without_a_password(locks):
    client = Client(REMOTE_ADDR="10.0.0.1")
    client.post(LOGIN, {"login": "Province", "password": PASSWORD})
    client.post("/accounts/logout/")
    attempt("a-secret-in-the-wrong-field", "a-secret-in-the-wrong-field")
    for _ in range(5):
        attempt("wrong-password")
    name = User.objects.get(username="province").name
    assert lines_of_sign_in() == [
        ("signed_in", name, "province", "10.0.0.1"),
        ("signed_out", name, "province", "10.0.0.1"),
        ("sign_in_refused", "未登录访问者", "没有这个登录名", "10.0.0.1"),
        ("sign_in_refused", "未登录访问者", "province", "10.0.0.1"),
        ("sign_in_locked", "未登录访问者", "province", "10.0.0.1"),
    ]
    assert not any(secret in str(e.content()) for e in sign_ins() for secret in ("a-secret", "wrong-password", PASSWORD))


def test_refusals_of_another_address_or_hour_leave_their_own_line(province, may):
    may(5, 22, 10)
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:db8::2"):
        attempt("wrong-password", address=address)
    may(5, 22, 12)
    attempt("wrong-password")
    told = [line[3] for line in lines_of_sign_in()]
    assert told == ["10.0.0.1", "10.0.0.2", "2001:db8::/64", "10.0.0.1"]


@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_the_administrators_see_who_signed_in(province, who):
    attempt(PASSWORD)
    attempt("wrong-password", "director")
    text = page(signed_in(who).get("/admin/sign-ins/"))
    assert "登录被拒" in text and "10.0.0.1" in text
    narrowed = page(signed_in(who).get("/admin/sign-ins/?action=signed_in"))
    assert "director" not in narrowed.split("<tbody")[1] and "province" in narrowed


def test_a_changed_password_leaves_a_line_too(province):
    client, new = signed_in("province"), "another-long-password"
    posted = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", posted).status_code == 302
    line = sign_ins(action="password_changed").get()
    assert (line.actor_name, line.detail) == (User.objects.get(username="province").name, {"username": "province"})
    assert new not in str(line.content())
