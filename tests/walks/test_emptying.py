"""After a walk nothing is left, however much there was."""

from django.core.management import call_command
from django.db import connection

from greenlist.casework.journal.models import JournalEntry
from tests.walks import emptying
from tests.walks.conftest import open_journal


def rows() -> dict[str, int]:
    """How many rows each table holds; Django's own lists of applications and content types are made anew by every flush."""
    with connection.cursor() as cursor:
        counted = {}
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counted[table] = cursor.fetchone()[0]
    return {table: count for table, count in counted.items() if count and table != "django_content_type"}


def test_a_province_and_what_only_grows_are_gone_by_either_way(demo_province, monkeypatch):
    for most in (emptying.MOST_BYTES, 0):
        monkeypatch.setattr(emptying, "MOST_BYTES", most)
        JournalEntry.objects.create(
            at="2024-05-22T09:41+08:00", actor_name="x", actor_role="x", action="x", subject_kind="x", subject_label="x"
        )
        assert rows()
        open_journal()
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
        assert rows() == {}
