"""The small province, and a case in it, entered once a run through the services; every other test is given their rows, in a tenth of the time.

What is given is exactly what the services left: `tests/casework/test_standing.py` compares every row of every table.
"""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from greenlist.casework.journal import clock
from tests.casework.cast import Province, make_province

Rows = dict[type[models.Model], dict[Any, models.Model]]
_KEPT: dict[Any, bytes] = {}  # by database and question; written as bytes so that no test shares an object


def standing_province() -> Province:
    """`make_province()`, or what it left in the database when it was first asked. The clock must stand at the same instant each time."""
    if connection.vendor not in _KEPT:
        before = _rows()
        province = make_province()
        province.keeper = case_at
        _KEPT[connection.vendor] = pickle.dumps((province, _new(before, _rows())))
    else:
        province, rows = pickle.loads(_KEPT[connection.vendor])
        _enter(rows)
    province.mark = _changes()
    return province


def case_at(province: Province, asked: tuple[Any, ...], walk: Callable[[], models.Model]) -> models.Model:
    """What `walk` returns: walked when the question is new or when anything was written since the province was given, else its rows."""
    if province.mark != _changes() or any(_files()):
        return walk()
    question = (connection.vendor, clock.now(), *asked)
    if question not in _KEPT:
        before = _rows()
        made = walk()
        after = _rows()
        changed = [
            row
            for model, held in after.items()
            for pk, row in held.items()
            if pk in before[model] and _values(row) != _values(before[model][pk])
        ]
        files = {file.relative_to(settings.MEDIA_ROOT): file.read_bytes() for file in _files()}
        _KEPT[question] = pickle.dumps((made, _new(before, after), changed, files))
        return made
    made, rows, changed, files = pickle.loads(_KEPT[question])
    _enter(rows)
    for row in changed:
        type(row)._base_manager.filter(pk=row.pk).update(**_values(row))
    for name, content in files.items():
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return made


def _changes() -> int:
    """How many rows this connection has written: in all (SQLite), or in this transaction, what was taken back included (PostgreSQL)."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return connection.connection.total_changes
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def _rows() -> Rows:
    models_ = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]
    return {model: {row.pk: row for row in model._base_manager.all()} for model in models_}


def _new(before: Rows, after: Rows) -> list[list[models.Model]]:
    found = [[row for pk, row in held.items() if pk not in before[model]] for model, held in after.items()]
    return [held for held in found if held]


def _enter(rows: list[list[models.Model]]) -> None:
    for held in rows:
        type(held[0])._base_manager.bulk_create(held)


def _values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []
