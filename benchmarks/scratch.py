"""A throw-away data folder with its own SQLite file, migrated; gone when the process ends."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from secrets import token_hex

import django
from django.core.management import call_command


def set_up() -> None:
    """Point greenlist at a fresh folder, set Django up, make the tables. Call it before importing any model."""
    folder = tempfile.mkdtemp(prefix="greenlist-benchmark-")
    Path(folder, "static").mkdir()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(GREENLIST_VAR=folder, GREENLIST_DATABASE_URL="", GREENLIST_DEMO="", GREENLIST_SECRET_KEY=token_hex(32),
                      DJANGO_SETTINGS_MODULE="greenlist.config.settings")  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0)
