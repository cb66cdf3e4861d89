"""A real Chromium against the live server; console errors and unexpected statuses fail the walk; axe on every page."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate
from playwright.sync_api import sync_playwright

from greenlist.casework.journal.clock import DEMO_START, set_demo_clock
from running import machine
from tests.casework.cast import PASSWORD
from tests.casework.standing import walked_province
from tests.walks.emptying import empty_quickly

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip
LOOKING = Path(__file__).with_name("looking.js").read_text(encoding="utf-8")
PASSED: set[str] = set()  # the styles of texts whose contrast was found good in this process
TABLES = ("journal_journalentry", "journal_journalseal", "journal_content", "register_listevent", "outbox_attempt", "outbox_openedgate")


@pytest.fixture(scope="session", autouse=True)
def short_flush(django_db_setup, django_db_blocker):
    """The flush after a walk enters neither content types nor permissions anew, which nothing of ours reads, and leaves empty tables alone."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    with django_db_blocker.unblock():
        empty_quickly()


@pytest.fixture(scope="session")
def chromium():
    """One browser for all walks."""
    with sync_playwright() as playwright:
        path = os.environ.get("GREENLIST_CHROMIUM") or machine.browser()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def demo_province(transactional_db, settings):
    """A small province on the demo clock, reachable from the live server's thread."""
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    yield walked_province()
    open_journal()


def open_journal() -> None:
    """Let the flush after a walk empty the append-only tables (PostgreSQL truncates them anyway)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")


def follow(place) -> None:
    """Click what leads to another page and wait until that page stands: a click alone returns while the old one still does."""
    with place.page.expect_navigation():
        place.click()


class Visitor:
    """One person at one browser window; `faults` collects what must not happen."""

    def __init__(self, chromium, base: str, width: int = 1440, height: int = 900) -> None:
        # The shell asks where a window lets a page copy; nobody would answer.
        person = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "permissions": ["clipboard-write"]}
        self.context = chromium.new_context(viewport={"width": width, "height": height}, **person)
        self.page, self.base = self.context.new_page(), base
        self.page.set_default_timeout(15_000)  # two walks share the machine
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.page.on("console", self._console)
        self.page.on("response", self._response)
        self.page.on("request", self._request)

    def _console(self, message) -> None:
        if message.type == "error" and not ("409" in message.text and 409 in self.expected):
            self.faults.append(message.text)

    def _response(self, response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} {response.url}")

    def _request(self, request) -> None:
        """Nothing is fetched from elsewhere: the system works with the network cable pulled."""
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.go("/accounts/login/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", password)
        follow(self.page.locator("text=登录系统").first)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def look(self) -> None:
        """axe finds nothing serious on the page as it stands, and the page does not scroll sideways."""
        self.page.evaluate(AXE_SCRIPT)
        found, passed = self.page.evaluate(LOOKING, list(PASSED))
        PASSED.update(passed)
        serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in {"serious", "critical"}]
        assert serious == [], (self.page.url, serious)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url

    def explain_what_is_open(self) -> None:
        """Where the selection page tells what the round leaves open: why it goes on all the same."""
        if self.page.locator("#open_because").count():
            self.page.fill("#open_because", "其余各件另作一批研究")

    def press(self, name: str) -> None:
        """Press the button (or follow the link) with this name and wait for the page."""
        button = self.page.get_by_role("button", name=name).first
        button.evaluate("place => place.scrollIntoView({block: 'center'})")
        follow(button)

    def follow(self, name: str, **by) -> None:
        """Follow the link with this name."""
        follow(self.page.get_by_role("link", name=name, **by).first)

    def says(self, text: str) -> None:
        assert text in self.page.inner_text("body"), f"{self.page.url} does not say {text!r}:\n{self.page.inner_text('body')[:1500]}"


@contextlib.contextmanager
def windows(chromium, base: str) -> Iterator[Callable[..., Visitor]]:
    """window(width): a new one. At the end all are closed, and none may have seen a fault."""
    opened: list[Visitor] = []

    def open_window(width: int = 1440, height: int = 900) -> Visitor:
        opened.append(Visitor(chromium, base, width, height))
        return opened[-1]

    yield open_window
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []


@pytest.fixture
def visitor(chromium, live_server):
    """visitor(width): a new window on the live server."""
    with windows(chromium, live_server.url) as open_window:
        yield open_window
