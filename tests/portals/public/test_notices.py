"""Notices and lists: names in clear, no scores, no findings, no experts, no contacts — with something there to leak."""

import pytest

from greenlist.casework.review.models import Assignment
from tests.portals.people import page


@pytest.fixture
def secrets(whole):
    """What must not be read by anybody outside: it is all there."""
    assignment = Assignment.objects.get()
    version = assignment.application.filing.versions.get()
    found = {assignment.score, version.score, assignment.expert_name, "0791-00000000", "演示联系人", "登记状态：存续", version.receipt}
    assert "" not in found
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/list.csv",
        "/notices/",
        "/notices/{notice}/",
        "/publications/{publication}/",
        "/api/list",
        "/rounds/jx-2024-20/",
        "/open-data/",
    ],
)
def test_nothing_that_is_not_public_stands_on_a_public_page(whole, client, secrets, path):
    text = b"".join(client.get(path.format(**whole.ids))).decode()
    assert [word for word in secrets if word in text] == []


def test_the_notice_and_the_list_name_the_unit(whole, client):
    name = whole.province.unit.site.name
    for path in ("/notices/{notice}/", "/publications/{publication}/", "/"):
        assert name in page(client.get(path.format(**whole.ids)))


def test_before_the_notice_nobody_outside_knows(province, client):
    application = province.application_at("proposed")
    for path in ("/", "/notices/", "/api/list", "/list.csv"):
        assert application.site.name not in b"".join(client.get(path)).decode()


def test_a_name_that_is_code_is_text_in_the_notice(province, client):
    from greenlist.casework.publication.models import PublicNotice

    application = province.application_at("on_notice")
    application.site.name = "<img src=x onerror=alert(1)>"
    application.site.save()
    text = client.get(f"/notices/{PublicNotice.objects.get().pk}/").content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text
