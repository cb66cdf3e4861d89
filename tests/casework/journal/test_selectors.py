"""Reading the journal: the lines of one case, the newest of many in one query, all of them newest first with their seal."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.door import record
from greenlist.casework.journal.sealer import seal_all
from greenlist.casework.journal.selectors import entries_of, newest_entries, recent_entries
from greenlist.casework.recommendation.models import Batch

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 5, 22, 12, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture
def batches(open_round):
    return [
        Batch.objects.create(number=f"T-{n}", round=open_round, unit="360400", office="九江市工业和信息化局", created_at=NOON)
        for n in range(3)
    ]


def note(action, subject, minutes=0):
    with clock.at(NOON + timedelta(minutes=minutes)):
        return record(action, actor=SYSTEM, subject=subject)


def test_only_the_lines_of_the_case_and_oldest_first_whatever_the_order_of_writing(batches):
    late, early = note("late", batches[0], 9), note("early", batches[0], 1)
    note("other", batches[1])
    note("none", None)
    assert list(entries_of(batches[0])) == [early, late]


def test_a_case_of_another_kind_with_the_same_id_has_its_own_lines(batches, open_round):
    other = type(open_round)(pk=batches[0].pk)
    note("prepare_batch", batches[0])
    assert not entries_of(other).exists()


def test_the_newest_line_of_each_case_in_one_query(batches):
    note("first", batches[0], 1)
    newest = note("second", batches[0], 2)
    only = note("only", batches[1])
    with CaptureQueriesContext(connection) as seen:
        found = newest_entries(batches)
    assert found == {batches[0].pk: newest, batches[1].pk: only}
    assert len(seen) == 1


def test_no_cases_no_lines(db):
    assert newest_entries([]) == {}


def test_all_lines_newest_first_with_their_seal_in_one_query(db):
    first, second = note("first", None, 1), note("second", None, 2)
    seal_all()
    third = note("third", None, 3)
    with CaptureQueriesContext(connection) as seen:
        rows = list(recent_entries()[:3])
        seals = [getattr(row, "seal", None) and row.seal.seq for row in rows]
    assert rows == [third, second, first]
    assert seals[0] is None
    assert seals[1] == seals[2] + 1
    assert len(seen) == 1
