"""Reads the database URL: SQLite embedded by default, PostgreSQL in production."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN: four writers, no "database is locked" (docs/decisions/0002).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-20000;PRAGMA mmap_size=134217728;"
    ),
}


def database(url: str, default_file: Path) -> dict[str, Any]:
    """Django's DATABASES entry for `postgresql://user:pass@host:port/name`, `sqlite:///path` or ''.

    Raises ValueError naming the schemes that are understood.
    """
    if not url:
        return _sqlite(str(default_file))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    raise ValueError(f"GREENLIST_DATABASE_URL: scheme {parts.scheme!r} is not known; use postgresql:// or sqlite:///")


def _sqlite(name: str) -> dict[str, Any]:
    # A file in tests too: an in-memory one locks whole tables at once, and threads would not wait for each other.
    test = {"NAME": str(Path(name).with_name("test.sqlite3"))}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": SQLITE_OPTIONS, "TEST": test, "CONN_MAX_AGE": 60}
