"""Two lists published at the same instant: each listing gets a place of its own."""

from greenlist.casework.register.models import ListEntry
from greenlist.casework.status.models import StatusPage
from greenlist.casework.status.services import open_pages
from tests.casework.separate import separate_database, together


def test_two_that_open_pages_at_once_give_each_listing_its_own_place(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), separate_database(tmp_path):
        rows = [
            ListEntry(name=f"演示{n}", origin="published", level="provincial", category="factory", year=2023, document="演1号")
            for n in range(9)
        ]
        ListEntry.objects.bulk_create(rows[:3])
        open_pages()
        ListEntry.objects.bulk_create(rows[3:])
        assert sorted(together(open_pages, open_pages, open_pages), key=str) == [0, 0, 6]
        assert list(StatusPage.objects.order_by("place").values_list("place", flat=True)) == list(range(9))
