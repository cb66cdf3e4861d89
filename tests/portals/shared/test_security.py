"""On every page: headers, no framing, no inline code; odd ids, odd numbers and NULs get a plain page, never a trace."""

import pytest
from django.test import Client

from greenlist.casework.filings.selectors import newest_save
from tests.portals.people import page, signed_in

PAGES = [
    "/",
    "/notices/",
    "/clauses/jx-2024-20/3.1.1/",
    "/accounts/login/",
    "/no/such/page/",
    "/api/list",
    "/list.csv",
    "/healthz",
    "/home/",
]


@pytest.mark.parametrize("path", PAGES)
def test_headers(db, client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert response["Referrer-Policy"] == "same-origin"


ODD = ["x", "0", "..%2f..%2fetc%2fpasswd", "01900000-0000-7000-8000-000000000000", "%00", "1%27%20OR%201=1", "%E2%80%AE", "9" * 400]
PLACES = {
    "factory001": ["/applicant/applications/{}/", "/applicant/applications/{}/score/", "/applicant/files/{}/",
                   "/applicant/files/{}/pages/1/"],
    "bureau360400": ["/bureau/applications/{}/", "/bureau/applications/{}/filing/", "/bureau/batches/{}/"],
    "province": ["/province/applications/{}/"], "expert1": ["/expert/assignments/{}/"],
}  # fmt: skip


@pytest.mark.parametrize("username", PLACES)
def test_an_id_that_is_none_or_nobodys_is_the_plain_404(province, username):
    client = signed_in(username)
    for place in PLACES[username]:
        for odd in ODD:
            response = client.get(place.format(odd))
            assert response.status_code == 404, (place, odd)
    assert "没有这一页" in page(client.get(PLACES[username][0].format("x")), 404)


@pytest.mark.parametrize(
    "path",
    [f"/notices/{o}/" for o in ODD[:5]]
    + [f"/publications/{o}/" for o in ODD[:5]]
    + ["/clauses/nosuch/", "/clauses/jx-2024-20/99/", "/standards/x/1/", "/standards/gbt-36132/..%2f..%2f/", "/rounds/nosuch/"],
)
def test_an_odd_public_address_is_the_plain_404(db, client, path):
    assert client.get(path).status_code == 404


NUMBERS = ["0", "-1", "abc", "²", "٣", "1e3", "99999999999999999999999", "1.5", ""]


@pytest.mark.parametrize("number", NUMBERS)
def test_an_odd_page_number_still_shows_a_page(whole, number):
    for actor, path in (("anonymous", "/?page={}"), ("anonymous", "/?year={}"), ("anonymous", "/published-lists/?page={}"),
                        ("applicant", "/applicant/files/{report}/?page={}"), ("applicant", "/applicant/applications/?page={}"),
                        ("bureau", "/bureau/applications/{application}/?page={}"), ("bureau", "/bureau/workbench/?page={}"),
                        ("province", "/province/applications/{application}/?page={}"), ("province", "/province/intake/?page={}"),
                        ("expert", "/expert/assignments/{assignment}/?page={}"), ("audit_admin", "/admin/journal/?page={}")):  # fmt: skip
        response = whole.client(actor).get(path.replace("={}", f"={number}").format(**whole.ids))
        assert response.status_code == 200, (path, number)


@pytest.mark.parametrize("number", ["0", "99999", "9" * 30])
def test_a_page_that_the_file_does_not_have_is_the_plain_404(whole, number):
    for actor, path in (("applicant", "/applicant/files/{report}/pages/{n}/"),
                        ("bureau", "/bureau/applications/{application}/files/{report}/pages/{n}/"),
                        ("province", "/province/applications/{application}/files/{report}/pages/{n}/"),
                        ("expert", "/expert/assignments/{assignment}/files/{report}/pages/{n}/"),
                        ("applicant", "/applicant/applications/{application}/versions/{n}/")):  # fmt: skip
        response = whole.client(actor).get(path.format(**whole.ids, n=number))
        assert response.status_code == 404, path


@pytest.mark.parametrize(
    "path", ["/?text=%00", "/list.csv?text=%00%00", "/api/list?text=a%00b", "/published-lists/?text=%00", "/find/?text=%00"]
)
def test_a_nul_in_the_address_is_dropped(province, path):
    assert signed_in("bureau360400").get(path).status_code == 200


def test_a_nul_in_a_form_is_one_sentence_and_nothing_is_saved(province):
    application = province.application_at("draft")
    before = newest_save(application.filing, "unit").pk
    client = signed_in("factory001")
    for path, posted in (
        ("sections/unit/", {"v-address": "甲\0乙", "based_on": "2"}),
        ("evaluation/", {"provincial": "1", "mode": "third_party", "third_party": "甲\0"}),
    ):  # fmt: skip
        response = client.post(f"/applicant/applications/{application.pk}/{path}", posted)
        assert response.status_code in {302, 409}
    assert newest_save(application.filing, "unit").pk == before


@pytest.mark.parametrize("based_on", ["abc", "-5", "9" * 30, "1.5", "²", "\0"])
def test_an_odd_version_number_saves_nothing_and_breaks_nothing(province, based_on):
    application = province.application_at("draft")
    before = newest_save(application.filing, "unit").pk
    response = signed_in("factory001").post(
        f"/applicant/applications/{application.pk}/sections/unit/", {"v-address": "甲", "based_on": based_on}
    )
    assert response.status_code == 409
    assert newest_save(application.filing, "unit").pk == before


def test_a_refusal_that_no_view_catches_is_a_page_with_what_to_do(province):
    application = province.application_at("recommended")
    text = page(signed_in("factory001").post(f"/applicant/applications/{application.pk}/withdrawal/", {"reason": "不报了"}), 409)
    assert "不能撤回申报" in text
    assert "按最新状态办理" in text


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "head", "trace"])
def test_other_methods_change_nothing(province, method):
    from greenlist.casework.journal.models import JournalEntry

    application = province.application_at("draft")
    lines = JournalEntry.objects.count()
    for path in (f"/applicant/applications/{application.pk}/", f"/applicant/applications/{application.pk}/submission/", "/"):
        assert getattr(signed_in("factory001"), method)(path).status_code < 500
    assert JournalEntry.objects.count() == lines


def test_an_unknown_host_is_refused(db):
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
