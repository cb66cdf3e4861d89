"""One person, several positions: he acts in one at a time, chooses among his own, and loses what has ended."""

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.services import end_membership, grant_membership
from greenlist.casework.journal.actors import SYSTEM
from tests.portals.people import page, signed_in


@pytest.fixture
def doubled(province):
    """The engineer is also an officer of 南昌."""
    user = User.objects.get(username="factory001")
    bureau = Organisation.objects.get(kind="bureau", unit="360100")
    return user, grant_membership(user, bureau, role="bureau", actor=SYSTEM)


def choose(client, membership):
    return client.post("/positions/", {"membership": str(membership)})


def test_home_is_the_first_page_of_the_position(province):
    for username, there in (("factory001", "/applicant/applications/"), ("bureau360400", "/bureau/workbench/"), ("province", "/province/round/"),
                            ("centre", "/province/round/"), ("expert1", "/expert/assignments/"), ("system", "/admin/accounts/"),
                            ("security", "/admin/memberships/"), ("audit", "/admin/journal/")):  # fmt: skip
        assert signed_in(username).get("/home/")["Location"] == there


def test_switching_changes_what_is_seen_and_back_again(doubled):
    user, second = doubled
    client = signed_in("factory001")
    assert client.get("/applicant/applications/").status_code == 200
    assert client.get("/bureau/workbench/").status_code == 404
    assert choose(client, second.pk)["Location"] == "/bureau/workbench/"
    assert "南昌市工业和信息化局" in page(client.get("/bureau/workbench/"))
    assert client.get("/applicant/applications/").status_code == 404
    first = Membership.objects.get(user=user, role="applicant")
    assert choose(client, first.pk)["Location"] == "/applicant/applications/"


def test_a_choice_is_remembered_for_the_session_only(doubled):
    choose(signed_in("factory001"), doubled[1].pk)
    assert signed_in("factory001").get("/home/")["Location"] == "/applicant/applications/"


def test_somebody_elses_position_cannot_be_taken(doubled):
    client = signed_in("factory001")
    other = Membership.objects.get(user__username="province")
    assert choose(client, other.pk).status_code == 404
    assert client.get("/province/round/").status_code == 404


@pytest.mark.parametrize("value", ["", "x", "0", "../1", "01900000-0000-7000-8000-000000000000", "\0", "' OR 1=1"])
def test_a_malformed_choice_is_the_plain_404(doubled, value):
    assert choose(signed_in("factory001"), value).status_code == 404


def test_a_position_that_ends_is_gone_at_the_next_click(doubled):
    client = signed_in("factory001")
    choose(client, doubled[1].pk)
    end_membership(doubled[1], reason="调离", actor=SYSTEM)
    assert client.get("/bureau/workbench/").status_code == 404
    assert client.get("/home/")["Location"] == "/applicant/applications/"


def test_without_any_position_nothing_opens_but_the_public_pages(province):
    for membership in Membership.objects.filter(user__username="factory001"):
        end_membership(membership, reason="离职", actor=SYSTEM)
    client = signed_in("factory001")
    assert client.get("/home/")["Location"] == "/"
    assert client.get("/applicant/applications/").status_code == 404
    page(client.get("/"))


def test_a_visitor_chooses_nothing(db, client):
    assert client.post("/positions/", {"membership": "x"})["Location"] == "/accounts/login/"
    assert client.get("/positions/").status_code == 405
