"""The small province, and cases in it, entered once a run through the services; every other test is given their rows, in a tenth of the time.

What is given is exactly what the services left: `tests/casework/test_standing.py` compares every row of every table.
"""

import contextlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from greenlist.casework.journal import clock
from greenlist.casework.journal.models import JournalEntry
from tests.casework.cast import Province, make_province

Rows = dict[tuple[str, tuple[str, ...]], dict[Any, tuple[Any, ...]]]  # {(table, columns, the key first): {key: values}}
Statements = list[tuple[str, list[Any]]]  # as the database takes them: to build rows and statements again would cost most
_KEPT: dict[Any, tuple[Any, ...]] = {}  # by database and question; what is returned as bytes, so that no test shares an object
_ASKED: set[Any] = set()  # walked once and not kept: to keep costs half of a short walk, and most are never asked again
MOST_AT_ONCE = 20  # rows in a statement: SQLite takes so many values
_passed_over = 0


def standing_province() -> Province:
    """`make_province()`, or what it left in the database when it was first asked. The clock must stand at the same instant each time."""
    if connection.vendor not in _KEPT:
        before = _rows()
        province = make_province()
        province.keeper = case_at
        _KEPT[connection.vendor] = pickle.dumps(province), _written(before, _rows())
    else:
        made, statements = _KEPT[connection.vendor]
        province = pickle.loads(made)
        _write(statements)
    _go_on(province, (connection.vendor,))
    return province


def walked_province() -> Province:
    """The same for a walk, where the demo clock runs: it stands afterwards where it stood when the province had been made."""
    key = f"{connection.vendor}, walked"
    if key not in _KEPT:
        before = _rows()
        province = make_province()
        _KEPT[key] = pickle.dumps(province), _written(before, _rows()), clock.now()
    else:
        made, statements, made_at = _KEPT[key]
        province = pickle.loads(made)
        with transaction.atomic():
            _write(statements)
        clock.set_demo_clock(made_at)
    return province


def case_at(province: Province, asked: tuple[Any, ...], walk: Callable[[], Any]) -> Any:
    """What `walk` returns, and the rows and files it leaves: kept ones where the same was asked before in the same place, after the same
    others. It is walked when the question is new, and as soon as anything was written beside those asked for.
    """
    if province.mark != _mark():
        return walk()
    question = (*province.given, clock.now(), *asked)
    if question in _KEPT:
        made = _give(*_KEPT[question])
    elif len(province.given) == 1 or question in _ASKED:
        made = _keep(question, walk)
    else:
        made = walk()
        _ASKED.add(question)
    _go_on(province, question)
    return made


@contextlib.contextmanager
def signing_in() -> Iterator[None]:
    """What this block writes does not count: a session and the hour of a sign-in, on which no case rests."""
    global _passed_over
    before = _changes()
    yield
    _passed_over += _changes() - before


def _go_on(province: Province, question: tuple[Any, ...]) -> None:
    """From here the province stands where these questions lead."""
    province.given, province.mark = question, _mark()


def _mark() -> tuple[Any, ...]:
    """Differs once anything was written, or what was written is taken back."""
    return _changes() - _passed_over, JournalEntry.objects.count(), tuple(sorted(_files()))


def _changes() -> int:
    """How many rows this connection has written: in all (SQLite), or in this transaction, what was taken back included (PostgreSQL)."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return connection.connection.total_changes
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def _keep(question: tuple[Any, ...], walk: Callable[[], Any]) -> Any:
    before, there = _rows(), set(_files())
    made = walk()
    files = {file.relative_to(settings.MEDIA_ROOT): file.read_bytes() for file in _files() if file not in there}
    _KEPT[question] = pickle.dumps(made), _written(before, _rows()), files
    return made


def _give(made: bytes, statements: Statements, files: dict[Path, bytes]) -> Any:
    _write(statements)
    for name, content in files.items():
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return pickle.loads(made)


def _rows() -> Rows:
    """Every row of every table, as the database holds it."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
                columns = (model._meta.pk.column, *(field.column for field in fields))
                cursor.execute(f"SELECT {_named(columns)} FROM {_named([model._meta.db_table])}")
                found[model._meta.db_table, columns] = {row[0]: row for row in cursor.fetchall()}
    return found


def _written(before: Rows, after: Rows) -> Statements:
    """What makes the rows of before those of after: those that went, changed and came."""
    went: Statements = []
    changed: Statements = []
    came: Statements = []
    for (table, columns), held in after.items():
        was, where = before[table, columns], f"WHERE {_named(columns[:1])} = %s"
        went += [(f"DELETE FROM {_named([table])} {where}", [key]) for key in was if key not in held]
        for key, row in held.items():
            if key in was and (told := [at for at, value in enumerate(row) if value != was[key][at]]):
                sets = ", ".join(f"{_named([columns[at]])} = %s" for at in told)
                changed.append((f"UPDATE {_named([table])} SET {sets} {where}", [*(row[at] for at in told), key]))
        new, each = [row for key, row in held.items() if key not in was], f"({', '.join(['%s'] * len(columns))})"
        for at in range(0, len(new), MOST_AT_ONCE):
            rows = new[at : at + MOST_AT_ONCE]
            into = f"INSERT INTO {_named([table])} ({_named(columns)}) VALUES {', '.join([each] * len(rows))}"
            came.append((into, [value for row in rows for value in row]))
    return went + changed + came


def _write(statements: Statements) -> None:
    with connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)


def _named(names: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []
