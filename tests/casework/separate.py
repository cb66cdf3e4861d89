"""A database of its own for tests with threads: a copy of the test database, as a file (SQLite) or a database (PostgreSQL)."""

import contextlib
import contextvars
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connection, connections

from greenlist.config.database import SQLITE_OPTIONS


@contextlib.contextmanager
def separate_database(folder: Path) -> Iterator[None]:
    """Every thread of the block works on a fresh copy with committed rows; nothing is rolled back and nothing is left behind."""
    before, given = connections["default"], connections.settings["default"]
    copied = _on_sqlite(folder) if connection.vendor == "sqlite" else _on_postgresql(given["NAME"])
    connections.settings["default"] = {**given, **copied, "CONN_MAX_AGE": 0}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = given, before
        if before.vendor == "postgresql":
            with before._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{copied["NAME"]}" WITH (FORCE)')


def _on_sqlite(folder: Path) -> dict[str, Any]:
    file = folder / "separate.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    return {"NAME": str(file), "OPTIONS": SQLITE_OPTIONS}


def _on_postgresql(name: str) -> dict[str, Any]:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}_separate" TEMPLATE "{name}"')
    return {"NAME": f"{name}_separate"}


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts at the same instant, one thread each, on the caller's clock; their results, an exception as a result too."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [f.result() for f in [pool.submit(contextvars.copy_context().run, run, act) for act in acts]]
