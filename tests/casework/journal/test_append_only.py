"""Entries, seals and contents: both databases refuse to change or delete a row, by SQL and by the ORM; inserts go on."""

import pytest
from django.db import DatabaseError, connection, transaction

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.journal.models import Content, JournalEntry, JournalSeal
from greenlist.casework.journal.sealer import seal_all

pytestmark = pytest.mark.django_db
MODELS = (JournalEntry, JournalSeal, Content)
FIELDS = {JournalEntry: "reason", JournalSeal: "digest", Content: "body"}


@pytest.fixture
def rows():
    record("note", actor=SYSTEM, subject=None, reason="原来的理由")
    seal_all()
    store("plan", {"weight": "20"})
    return {model: model.objects.get() for model in MODELS}


def values(model):
    return list(model.objects.values_list())


@pytest.mark.parametrize("model", MODELS)
def test_a_row_cannot_be_changed_by_sql(rows, model):
    before = values(model)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {FIELDS[model]} = 'x'")
    assert values(model) == before


@pytest.mark.parametrize("model", MODELS)
def test_a_row_cannot_be_deleted_by_sql(rows, model):
    before = values(model)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
    assert values(model) == before


@pytest.mark.parametrize("model", MODELS)
def test_a_row_cannot_be_saved_again_by_the_orm(rows, model):
    row = rows[model]
    setattr(row, FIELDS[model], "x")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()
    assert getattr(model.objects.get(), FIELDS[model]) != "x"


@pytest.mark.parametrize("model", [JournalSeal, Content])
def test_a_row_cannot_be_deleted_by_the_orm(rows, model):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows[model].delete()
    assert model.objects.count() == 1


def test_new_rows_still_go_in(rows):
    record("note", actor=SYSTEM, subject=None)
    store("plan", {"weight": "30"})
    assert (JournalEntry.objects.count(), Content.objects.count(), seal_all()) == (2, 2, 1)
