"""Several sealers at once: each entry is sealed once, in order, and nobody is stopped by an error."""

from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.door import record
from greenlist.casework.journal.models import JournalSeal
from greenlist.casework.journal.sealer import Verification, seal_all, seal_pending, verify
from tests.casework.separate import separate_database, together


def lines(n):
    return [record("note", actor=SYSTEM, subject=None, detail={"n": str(i)}) for i in range(n)]


def order():
    return list(JournalSeal.objects.order_by("seq").values_list("seq", "entry_id"))


def test_two_sealers_at_once_seal_each_entry_once_and_in_order(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), separate_database(tmp_path):
        entries = lines(60)
        results = together(seal_all, seal_all, seal_all)
        assert not [r for r in results if isinstance(r, Exception)]
        assert sum(results) <= 60
        seal_all()
        assert order() == [(n, e.pk) for n, e in enumerate(entries, start=1)]
        assert verify() == Verification(60, JournalSeal.objects.get(seq=60).digest, 0, "")


def test_lines_written_while_a_sealer_works_are_sealed_later_and_none_is_lost(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), separate_database(tmp_path):
        lines(10)
        results = together(lambda: lines(20), seal_pending, lambda: lines(20), seal_pending)
        assert not [r for r in results if isinstance(r, Exception)]
        seal_all()
        assert [seq for seq, _ in order()] == list(range(1, 51))
        assert (verify().is_whole, verify().unsealed) == (True, 0)
