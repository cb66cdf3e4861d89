"""The demo: only in the demo, loaded once, stands at its hour, its accounts can sign in, its file is nobody else's."""

import json
import stat

import pytest
from django.test import Client

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import DEMO_START, now
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameter
from greenlist.rehearsal.demo import ACCOUNTS, load_demo
from greenlist.rehearsal.handouts import ARCHIVE, FIRST_REPLY, FOLDER, SECOND_REPLY, SHEET, TABLE


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.DEMO, settings.VAR = True, tmp_path
    return list(load_demo(is_small=True)), tmp_path


def test_outside_the_demo_nothing_is_loaded(db, settings):
    settings.DEMO = False
    with pytest.raises(Refused, match="只能载入演示环境"):
        list(load_demo(is_small=True))
    assert (Round.objects.exists(), JournalEntry.objects.exists()) == (False, False)


def test_the_small_demo_from_every_side(demo, settings):
    """One loading, looked at from every side (a loading costs seconds)."""
    said, folder = demo
    assert said == [said[0]]
    assert said[0].startswith("演示数据：九江市22个单位，")
    assert 0 <= (now() - DEMO_START).total_seconds() < 120
    assert not JournalEntry.objects.filter(at__gt=DEMO_START).exists()
    assert parameter(Round.objects.get(), "pass_line") == "80"
    states = set(Application.objects.values_list("state", flat=True))
    assert {"draft", "submitted", "verifying"} & states
    assert not states & {"frozen", "recommended", "listed"}

    assert sorted(path.name for path in (folder / FOLDER).iterdir()) == sorted([TABLE, ARCHIVE, FIRST_REPLY, SECOND_REPLY, SHEET])

    file = folder / "demo_accounts.json"
    accounts = json.loads(file.read_text(encoding="utf-8"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [a["username"] for a in accounts] == [username for username, _ in ACCOUNTS]
    assert len({a["password"] for a in accounts}) == 1
    for account in accounts[:2]:
        client = Client()
        response = client.post("/accounts/login/", {"login": account["username"], "password": account["password"]})
        assert (response.status_code, response["Location"]) == (302, "/home/")

    lines = JournalEntry.objects.count()
    assert list(load_demo(is_small=True)) == []
    assert JournalEntry.objects.count() == lines
