"""Anybody on a narrow screen, by keyboard: the list loads light, a unit is found, figures lead to their rows; every page clean for axe."""

from datetime import date

import pytest

from greenlist.casework.register.models import ListEntry, ListEvent
from tests.walks.conftest import open_journal

MOST_BYTES = 100_000
SCRIPTS = {"keys.js", "forms.js"}


@pytest.fixture
def listed(transactional_db):
    """Thirty rows in two cities, one of them taken off."""
    for number in range(30):
        gone = number == 7
        entry = ListEntry.objects.create(
            origin="published", name=f"演示{number:02d}号水泥有限公司", category="factory", level="provincial", year=2023, industry="3011",
            document="演1号", document_row=number, unit="360400" if number % 3 else "360700", credit_code=f"91369901MA00000{number:03d}",
            listed_on=date(2023, 9, 28), state="listing_removed" if gone else "listing_standing", removed_on=date(2024, 5, 10) if gone else None,
        )  # fmt: skip
        ListEvent.objects.create(
            entry=entry, number=1, kind="entry_listed", on=date(2023, 9, 28), sets={"state": "listing_standing"}, public_text="列入",
            entered_by="演示", entered_at="2024-05-01T00:00:00+08:00",
        )  # fmt: skip
    yield
    open_journal()


def test_the_list_loads_light_and_is_used_by_keyboard(visitor, listed):
    reader = visitor(360, 740)
    received, page = _received(reader), reader.page
    reader.go("/")
    page.wait_for_load_state("networkidle")
    assert 20_000 < sum(received.values()) <= MOST_BYTES, received
    scripts = page.evaluate("Array.from(document.scripts, (script) => script.src.split('/').pop())")
    assert set(scripts) == SCRIPTS
    reader.look()
    page.keyboard.press("/")
    page.keyboard.type("演示08号")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    row = page.get_by_role("link", name="演示08号水泥有限公司")
    row.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.says("现在在册")
    reader.go("/dashboard/")
    reader.look()
    assert page.get_by_role("link", name="九江市 19").is_visible()
    reader.follow("赣州市 10")
    assert page.locator("tr[data-row]").count() == 10
    for path in ("/benchmarks/", "/open-data/"):
        reader.go(path)
        reader.look()


def test_the_places_stand_in_one_line_at_the_width_of_a_desk(visitor, listed):
    desk = visitor(1440)
    desk.go("/dashboard/")
    assert desk.page.locator(".topbar").evaluate("bar => bar.offsetHeight") <= 60
    desk.look()


def _received(reader):
    """{address: bytes over the wire}, heads and bodies, filled as the page loads."""
    asked, received = {}, {}
    network = reader.context.new_cdp_session(reader.page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda told: asked.__setitem__(told["requestId"], told["response"]["url"]))
    network.on("Network.loadingFinished", lambda told: received.__setitem__(asked.get(told["requestId"]), told["encodedDataLength"]))
    return received
