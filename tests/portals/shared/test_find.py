"""One field finds what is the person's own to see and no more: in every leak test something lies there to be found."""

import pytest

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.register.event_services import enter_listing
from tests.portals.people import page, signed_in


def find(username, text):
    return signed_in(username).get("/find/", {"text": text}, follow=True).content.decode()


@pytest.fixture
def two(province):
    """A submitted case of each of two cities; a third unit has only a draft."""
    return province.application_at("submitted"), province.application_at("submitted", province.other_unit)


def test_visitors_sign_in_first(db, client):
    assert client.get("/find/?text=x")["Location"].startswith("/accounts/login/?next=/find/")


@pytest.mark.parametrize(
    ("username", "own", "other"),
    [
        ("factory001", True, False),
        ("bureau360400", True, False),
        ("bureau360100", False, True),
        ("province", False, False),
        ("expert1", False, False),
        ("audit", False, False),
    ],
)
def test_a_case_is_found_by_its_own_people_only(two, username, own, other):
    for application, is_found in zip(two, (own, other), strict=True):
        for text in (application.number, application.site.organisation.credit_code):
            assert (application.site.name in find(username, text)) is is_found, (username, text)


def test_the_province_finds_what_was_handed_in(province):
    application = province.application_at("recommended")
    assert application.site.name in find("province", application.number)


def test_an_expert_finds_his_own_and_not_his_colleagues(province):
    from greenlist.casework.review.services import assign

    application = province.application_at("accepted")
    assign(application, expert=province.cast.experts[0], actor=province.cast.province)
    assert application.site.name in find("expert1", application.number)
    assert application.site.name not in find("expert2", application.number)


def test_a_published_row_and_a_clause_are_found_by_everybody(province):
    enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号")
    for username in ("factory002", "bureau360100", "expert1", "audit"):
        assert province.unit.site.name in find(username, province.unit.site.name)
        assert "停产" in find(username, "C-44")


def test_a_single_hit_opens_at_once_and_none_is_said(two):
    response = signed_in("bureau360400").get("/find/", {"text": two[0].number})
    assert (response.status_code, response["Location"]) == (302, f"/bureau/applications/{two[0].pk}/")
    page(signed_in("bureau360400").get("/find/", {"text": "没有这一家"}))
    page(signed_in("bureau360400").get("/find/", {"text": ""}))


def test_what_is_typed_comes_back_escaped(province):
    text = find("bureau360400", "<script>alert(1)</script>")
    assert "<script>alert(1)</script>" not in text
    assert "&lt;script&gt;" in text
