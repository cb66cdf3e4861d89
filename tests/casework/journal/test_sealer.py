"""The chain: sealed in order, whole when untouched, and a changed byte is named."""

import pytest
from django.db import connection

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.door import record
from greenlist.casework.journal.models import JournalEntry, JournalSeal
from greenlist.casework.journal.sealer import GENESIS, seal_all, verify

pytestmark = pytest.mark.django_db


def lines(n):
    return [record("note", actor=SYSTEM, subject=None, detail={"n": str(i)}) for i in range(n)]


def test_seals_follow_the_order_of_the_entries():
    entries = lines(3)
    assert seal_all() == 3
    seals = list(JournalSeal.objects.order_by("seq"))
    assert [s.entry_id for s in seals] == [e.pk for e in entries]
    assert seals[0].previous == GENESIS
    assert seals[1].previous == seals[0].digest
    assert seals[0].digest.startswith("sm3:")


def test_an_untouched_chain_is_whole_and_counts_what_is_not_sealed():
    lines(2)
    seal_all()
    lines(1)
    result = verify()
    assert (result.is_whole, result.sealed, result.unsealed) == (True, 2, 1)


def test_sealing_twice_seals_nothing_twice():
    lines(2)
    assert (seal_all(), seal_all()) == (2, 0)


def test_a_changed_byte_is_named():
    entries = lines(3)
    seal_all()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_journalentry_no_update" if connection.vendor == "sqlite"
                       else "ALTER TABLE journal_journalentry DISABLE TRIGGER USER")  # fmt: skip
    JournalEntry.objects.filter(pk=entries[1].pk).update(reason="后补的理由")
    result = verify()
    assert not result.is_whole
    assert result.fault.startswith("第2号封条")
