"""role × URL × method × {own, other city, other unit}: the hand-written routes.yaml against the running application."""

from pathlib import Path

import pytest
import yaml
from django.urls import URLPattern, URLResolver, get_resolver

ROUTES = yaml.safe_load(Path(__file__).with_name("routes.yaml").read_text(encoding="utf-8"))
ACTORS = ["anonymous", "applicant", "applicant_other", "filler", "county", "county_other", "evaluator", "evaluator_other", "bureau", "bureau_other", "province", "director", "centre", "expert",
          "expert_other", "system_admin", "security_admin", "audit_admin"]  # fmt: skip
DOWNLOADS = {"admin:openings"}  # a POST because it is written down; its answer is a file
LIBRARY = ("account_", "set_password")


def names(resolver: URLResolver, space: str = ""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_no_route_is_declared_twice():
    lines = Path(__file__).with_name("routes.yaml").read_text(encoding="utf-8").splitlines()
    keys = [line.split(": ")[0] for line in lines if line and line[0] not in "# "]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_no_name_leads_to_two_addresses():
    real = [name for name in names(get_resolver()) if not name.startswith(LIBRARY)]
    assert sorted({name for name in real if real.count(name) > 1}) == []


def test_every_route_is_declared_and_every_declared_route_exists():
    real = {name for name in names(get_resolver()) if not name.startswith(LIBRARY)}
    assert real == set(ROUTES)


def call(client, route, ids, method):
    path = route["path"].format(**ids)
    return client.post(path) if method == "POST" else client.get(path)


def expected(route: dict, actor: str) -> set[int]:
    """The statuses this actor may get on the route's own method."""
    if route.get("public"):
        return {200, 301, 404} if route["path"] == "/api/" else {200, 301}
    if actor == "anonymous":
        return {401} if route["path"].startswith("/api/") else {302}  # a program is told, a person sent to sign in
    if "signed_in" in route:
        return {route["signed_in"]}
    if actor in route["ok"]:
        return {200, 302, 409, 404} if route.get("method") == "POST" and "assignment" in route["path"] else {200, 302, 409}
    return {404}


def test_the_whole_matrix(whole):
    """Own objects through the whole case; other cities' and units' actors on the same objects."""
    wrong = []
    for name, route in ROUTES.items():
        method = route.get("method", "GET")
        for actor in ACTORS:
            if method == "POST" and actor in route.get("ok", []):
                continue
            response = call(whole.client(actor), route, whole.ids, method)
            if response.status_code not in expected(route, actor):
                wrong.append((name, actor, method, response.status_code))
            if name != "home" and actor == "anonymous" and response.status_code == 302 and "/accounts/login/" not in response["Location"]:
                wrong.append((name, actor, "redirects to", response["Location"]))
    assert wrong == []


def test_acts_answer_get_with_405_and_never_change_anything(whole):
    from greenlist.casework.journal.models import JournalEntry

    before = JournalEntry.objects.count()
    for name, route in ROUTES.items():
        if route.get("method") == "POST":
            actor = route.get("ok", ["province"])[0]
            assert whole.client(actor).get(route["path"].format(**whole.ids)).status_code == 405, name
    assert JournalEntry.objects.count() == before


def test_acts_on_a_closed_case_are_refused_in_words_not_in_traces(whole):
    """Every act tried by the one who may, after everything is over: a sentence (409) or a redirect, never an error."""
    wrong = []
    for name, route in ROUTES.items():
        if route.get("method") == "POST" and route.get("ok") and name not in {"admin:account_activity", "admin:membership_end"}:
            response = call(whole.client(route["ok"][0]), route, whole.ids, "POST")
            if response.status_code not in {302, 404, 409} and name not in DOWNLOADS:
                wrong.append((name, response.status_code))
    assert wrong == []


def test_a_post_without_its_token_is_a_plain_page(whole):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(whole.users["applicant"], backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(f"/applicant/applications/{whole.ids['application']}/withdrawal/")
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"])
def test_every_page_carries_its_headers(db, client, header):
    response = client.get("/")
    assert header in response.headers
    assert "unsafe" not in response.headers["Content-Security-Policy"]
