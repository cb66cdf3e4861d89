"""Two lists published at the same instant: each listing gets a place of its own."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction

from greenlist.casework.register.models import ListEntry
from greenlist.casework.status.models import StatusPage
from greenlist.casework.status.services import open_pages
from tests.casework.separate import separate_database, together

WAIT_S = 0.3  # long enough for the other one to come to the lock


@pytest.mark.parametrize("before", [0, 3])
def test_who_opens_pages_while_another_does_waits_and_goes_on_from_there(django_db_setup, django_db_blocker, tmp_path, before):
    opened = Event()

    def first():
        with transaction.atomic():
            made = open_pages()
            opened.set()
            sleep(WAIT_S)
        return made

    def second():
        opened.wait()
        return open_pages()

    with django_db_blocker.unblock(), separate_database(tmp_path):
        rows = [
            ListEntry(name=f"演示{n}", origin="published", level="provincial", category="factory", year=2023, document="演1号")
            for n in range(9)
        ]
        ListEntry.objects.bulk_create(rows[:before])
        open_pages()
        ListEntry.objects.bulk_create(rows[before:])
        assert together(first, second) == [9 - before, 0]
        assert list(StatusPage.objects.order_by("place").values_list("place", flat=True)) == list(range(9))
