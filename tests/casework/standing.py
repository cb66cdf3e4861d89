"""The small province, and cases in it, entered once a run through the services; every other test is given their rows, in a tenth of the time.

What is given is exactly what the services left: `tests/casework/test_standing.py` compares every row of every table.
"""

import contextlib
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

from greenlist.casework.journal import clock
from greenlist.casework.journal.models import JournalEntry
from tests.casework.cast import Province, make_province

Rows = dict[type[models.Model], dict[Any, models.Model]]
Inserts = list[tuple[str, tuple[Any, ...]]]  # statements as the database takes them, with their values: to build them again costs most
_KEPT: dict[Any, tuple[Any, ...]] = {}  # by database and question; what is returned as bytes, so that no test shares an object
_ASKED: set[Any] = set()  # walked once and not kept: to keep costs half of a short walk, and most are never asked again
_passed_over = 0


def standing_province() -> Province:
    """`make_province()`, or what it left in the database when it was first asked. The clock must stand at the same instant each time."""
    if connection.vendor not in _KEPT:
        before = _rows()
        province = make_province()
        province.keeper = case_at
        _KEPT[connection.vendor] = pickle.dumps(province), _new(before, _rows())
    else:
        made, rows = _KEPT[connection.vendor]
        province = pickle.loads(made)
        _enter(rows)
    _go_on(province, (connection.vendor,))
    return province


def walked_province() -> Province:
    """The same for a walk, where the demo clock runs: it stands afterwards where it stood when the province had been made."""
    key = f"{connection.vendor}, walked"
    if key not in _KEPT:
        before = _rows()
        province = make_province()
        _KEPT[key] = pickle.dumps(province), _new(before, _rows()), clock.now()
    else:
        made, rows, made_at = _KEPT[key]
        province = pickle.loads(made)
        with transaction.atomic():
            _enter(rows)
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
    after = _rows()
    gone = [(model, pk) for model, held in before.items() for pk in held if pk not in after[model]]
    changed = [
        (model, pk, told)
        for model, held in after.items()
        for pk, row in held.items()
        if pk in before[model] and (told := _differences(before[model][pk], row))
    ]
    files = {file.relative_to(settings.MEDIA_ROOT): file.read_bytes() for file in _files() if file not in there}
    _KEPT[question] = pickle.dumps(made), _new(before, after), changed, gone, files
    return made


def _give(made: bytes, rows: Inserts, changed: list[Any], gone: list[Any], files: dict[Path, bytes]) -> Any:
    _enter(rows)
    for model, pk, told in changed:
        model._base_manager.filter(pk=pk).update(**told)
    for model, pk in gone:
        model._base_manager.filter(pk=pk)._raw_delete(connection.alias)
    for name, content in files.items():
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return pickle.loads(made)


def _rows() -> Rows:
    models_ = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]
    return {model: {row.pk: row for row in model._base_manager.all()} for model in models_}


def _new(before: Rows, after: Rows) -> Inserts:
    """What enters the rows that came."""
    found = []
    for model, held in after.items():
        rows = [row for pk, row in held.items() if pk not in before[model]]
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        size = connection.ops.bulk_batch_size(fields, rows) if rows else 1
        for at in range(0, len(rows), size):
            query = InsertQuery(model)
            query.insert_values(fields, rows[at : at + size], raw=True)
            found += query.get_compiler(connection=connection).as_sql()
    return found


def _enter(rows: Inserts) -> None:
    with connection.cursor() as cursor:
        for statement, values in rows:
            cursor.execute(statement, values)


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _differences(before: models.Model, after: models.Model) -> dict[str, Any]:
    was = _values(before)
    return {name: value for name, value in _values(after).items() if value != was[name]}


def _files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []
