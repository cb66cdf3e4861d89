"""What every test stands on: its own data folder, quick password hashes, an open round, a cast through the front door."""

import gc
import os
import tempfile
from datetime import datetime
from pathlib import Path

os.environ.setdefault("GREENLIST_SECRET_KEY", "only-for-tests")
if place := os.environ.get("GREENLIST_VAR"):
    os.environ.setdefault("GREENLIST_KERNEL", place)  # the kernel compiled at install serves every test process
os.environ["GREENLIST_VAR"] = tempfile.mkdtemp(prefix="greenlist-tests-")

import pytest
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from greenlist.casework.journal import clock
from tests.migrated import MIGRATED, lay_ready

drawing.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("shared machine")


def pytest_collection_finish():
    """What is loaded by now stays to the end: it is not searched for garbage again and again, and what tests leave more seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """A copy laid ready is used as it is."""
    return django_db_keepdb or bool(MIGRATED and connection.vendor == "sqlite")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """On SQLite each process begins with its own copy of the migrated database."""
    if connection.vendor == "sqlite":
        lay_ready(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(autouse=True)
def quick_settings(settings, tmp_path):
    """A fresh file store a test, a hasher that costs nothing, static files looked for when they are asked for, not by every client; and
    no page kept, for the clock of a test stands still and steps.
    """
    settings.KEPT_PAGE_SECONDS = 0
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def open_round(db):
    """The round of jx-2024-20 with parameter version 1."""
    from greenlist.casework.journal.actors import SYSTEM
    from greenlist.casework.rounds.services import open_round as open_it

    return open_it("jx-2024-20", actor=SYSTEM)


@pytest.fixture
def may(db):
    """The clock stands at 2024-05-22 09:41 while the test runs; call it with (month, day, hour) to step."""
    held = []

    def step(month: int, day: int, hour: int = 10):
        while held:
            held.pop().__exit__(None, None, None)
        context = clock.at(datetime(2024, month, day, hour, tzinfo=clock.SHANGHAI))
        context.__enter__()
        held.append(context)

    step(5, 22, 9)
    yield step
    while held:
        held.pop().__exit__(None, None, None)


@pytest.fixture
def province(may):
    """A small province in May: the cast, the round, two units in 九江 and one in 南昌, nothing filled in."""
    from tests.casework.standing import standing_province

    return standing_province()
