"""The chain: sealed in order, whole when untouched, every single kind of tampering named."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from greenlist.casework.journal import clock, sealer
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.door import record
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import JournalEntry, JournalSeal
from greenlist.casework.journal.sealer import GENESIS, link, seal_all, seal_pending, verify

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 5, 22, 12, 0, tzinfo=clock.SHANGHAI)
TABLES = ("journal_journalentry", "journal_journalseal")


def lines(n):
    return [record("note", actor=SYSTEM, subject=None, detail={"n": str(i)}) for i in range(n)]


def order():
    return list(JournalSeal.objects.order_by("seq").values_list("seq", "entry_id"))


@pytest.fixture
def sealed(db):
    """Five sealed lines, and the triggers out of the way: somebody has the password of the database."""
    entries = lines(5)
    seal_all()
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
            else:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked keeps a table from being altered
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return entries


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, [v.hex if hasattr(v, "hex") and connection.vendor == "sqlite" else v for v in values])


def test_seals_follow_the_order_of_the_entries():
    entries = lines(3)
    assert seal_all() == 3
    seals = list(JournalSeal.objects.order_by("seq"))
    assert [s.entry_id for s in seals] == [e.pk for e in entries]
    assert seals[0].previous == GENESIS
    assert seals[1].previous == seals[0].digest
    assert seals[0].digest.startswith("sm3:")


def test_an_entry_of_an_earlier_instant_is_sealed_first_and_one_that_came_late_goes_on_the_end():
    with clock.at(NOON + timedelta(hours=1)):
        second = record("note", actor=SYSTEM, subject=None)
    with clock.at(NOON):
        first = record("note", actor=SYSTEM, subject=None)
    seal_all()
    with clock.at(NOON - timedelta(hours=1)):
        late = record("note", actor=SYSTEM, subject=None)
    seal_all()
    assert order() == [(1, first.pk), (2, second.pk), (3, late.pk)]
    assert verify().is_whole


def test_an_untouched_chain_is_whole_and_counts_what_is_not_sealed():
    lines(2)
    seal_all()
    lines(1)
    result = verify()
    assert (result.is_whole, result.sealed, result.unsealed) == (True, 2, 1)


def test_an_empty_journal_is_whole_and_its_head_is_the_beginning():
    assert verify() == sealer.Verification(0, GENESIS, 0, "")


def test_the_head_is_the_digest_of_the_last_seal():
    lines(3)
    seal_all()
    assert verify().head == JournalSeal.objects.get(seq=3).digest


def test_sealing_twice_seals_nothing_twice():
    lines(2)
    assert (seal_all(), seal_all()) == (2, 0)


def test_more_than_one_portion_makes_one_chain(monkeypatch):
    monkeypatch.setattr(sealer, "BATCH", 2)
    lines(5)
    assert (seal_pending(), seal_all()) == (2, 3)
    assert [seq for seq, _ in order()] == [1, 2, 3, 4, 5]
    assert verify().is_whole


def test_the_link_is_sm3_over_all_that_the_entry_says():
    entry = lines(1)[0]
    first = link(GENESIS, 1, entry)
    assert (len(first), first[:4]) == (68, "sm3:")
    assert link(GENESIS, 2, entry) != first
    assert link("sm3:" + "1" * 64, 1, entry) != first


FIELDS = {
    "at": "2024-01-01 00:00:00+00:00", "actor_name": "别人", "actor_role": "province", "actor_organisation": "别处", "action": "withdraw",
    "subject_kind": "x.y", "subject_label": "别的件", "source": "draft", "target": "listed", "clause": "C-01", "reason": "后补的理由",
    "detail": '{"n": "99"}',
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_any_one_field_changed_behind_the_trigger_is_named(sealed, field):
    sql(f"UPDATE journal_journalentry SET {field} = %s WHERE id = %s", FIELDS[field], sealed[2].pk)
    result = verify()
    assert (result.is_whole, result.fault) == (False, f"第3号封条与条目 {sealed[2].pk} 不符")


@pytest.mark.parametrize("field", ["actor_id", "subject_id"])
def test_a_changed_person_or_case_number_is_named(sealed, field):
    sql(f"UPDATE journal_journalentry SET {field} = %s WHERE id = %s", uuid7(), sealed[0].pk)
    assert verify().fault == f"第1号封条与条目 {sealed[0].pk} 不符"


def test_a_deleted_entry_is_named_by_its_number(sealed):
    sql("DELETE FROM journal_journalseal WHERE seq = 3")
    sql("DELETE FROM journal_journalentry WHERE id = %s", sealed[2].pk)
    assert verify().fault == "第3号封条缺失"


def test_a_deleted_first_entry_is_named(sealed):
    sql("DELETE FROM journal_journalseal WHERE seq = 1")
    sql("DELETE FROM journal_journalentry WHERE id = %s", sealed[0].pk)
    assert verify().fault == "第1号封条缺失"


def test_closing_the_gap_of_a_deleted_entry_does_not_help(sealed):
    sql("DELETE FROM journal_journalseal WHERE seq = 3")
    sql("DELETE FROM journal_journalentry WHERE id = %s", sealed[2].pk)
    for seq in (4, 5):
        sql("UPDATE journal_journalseal SET seq = %s WHERE seq = %s", seq - 1, seq)
    assert verify().fault == f"第3号封条与条目 {sealed[3].pk} 不符"


def test_two_entries_in_another_order_are_named(sealed):
    for old, new in ((2, 9), (3, 2), (9, 3)):
        sql("UPDATE journal_journalseal SET seq = %s WHERE seq = %s", new, old)
    assert verify().fault == f"第2号封条与条目 {sealed[2].pk} 不符"


def test_an_entry_pushed_in_between_is_named(sealed):
    pushed = record("note", actor=SYSTEM, subject=None)
    for seq in (5, 4, 3):
        sql("UPDATE journal_journalseal SET seq = %s WHERE seq = %s", seq + 1, seq)
    second = JournalSeal.objects.get(seq=2)
    JournalSeal.objects.create(seq=3, entry=pushed, previous=second.digest, digest=link(second.digest, 3, pushed))
    assert verify().fault.startswith("第4号封条")


def test_a_changed_digest_is_named(sealed):
    sql("UPDATE journal_journalseal SET digest = %s WHERE seq = 4", "sm3:" + "a" * 64)
    assert verify().fault.startswith("第4号封条")


def test_a_field_changed_and_its_own_seal_made_to_fit_is_named_at_the_next(sealed):
    JournalEntry.objects.filter(pk=sealed[1].pk).update(reason="后补的理由")
    entry, seal = JournalEntry.objects.get(pk=sealed[1].pk), JournalSeal.objects.get(seq=2)
    JournalSeal.objects.filter(seq=2).update(digest=link(seal.previous, 2, entry))
    assert verify().fault == f"第3号封条与条目 {sealed[2].pk} 不符"


def test_a_seal_taken_off_the_end_shows_as_not_sealed(sealed):
    sql("DELETE FROM journal_journalseal WHERE seq = 5")
    assert (verify().sealed, verify().unsealed) == (4, 1)


def test_a_head_that_was_carried_away_finds_a_chain_cut_at_its_end(sealed):
    head = {5: verify().head}
    assert verify(head).is_whole
    sql("DELETE FROM journal_journalseal WHERE seq = 5")
    sql("DELETE FROM journal_journalentry WHERE id = %s", sealed[4].pk)
    assert verify().is_whole
    assert verify(head).fault == "链只到第4号，留存的链头是第5号"


def test_a_head_that_was_carried_away_finds_a_chain_written_anew(sealed):
    head = {4: JournalSeal.objects.get(seq=4).digest}
    JournalSeal.objects.all().delete()
    JournalEntry.objects.filter(pk=sealed[0].pk).update(reason="后补的理由")
    seal_all()
    assert verify().is_whole
    assert verify(head).fault == "第4号封条与留存的链头不符"
