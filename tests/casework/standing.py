"""The small province, entered once a run through the services; every other test is given its rows, in a tenth of the time."""

import pickle

from django.apps import apps
from django.db import connection, models

from tests.casework.cast import Province, make_province

_KEPT: dict[
    str, bytes
] = {}  # by database: the province and its rows as they were entered, written as bytes so that no test shares an object


def standing_province() -> Province:
    """`make_province()`, or what it left in the database when it was first asked. The clock must stand at the same instant each time."""
    if connection.vendor not in _KEPT:
        before = {model: _keys(model) for model in _tables()}
        made = make_province()
        rows = {model: [row for row in model._base_manager.all() if row.pk not in before[model]] for model in _tables()}
        _KEPT[connection.vendor] = pickle.dumps((made, {model: held for model, held in rows.items() if held}))
        return made
    province, rows = pickle.loads(_KEPT[connection.vendor])
    for model, held in rows.items():
        model._base_manager.bulk_create(held)
    return province


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]


def _keys(model: type[models.Model]) -> set[object]:
    return set(model._base_manager.values_list("pk", flat=True))
