"""The sealer numbers committed entries it has not sealed yet and chains them with SM3 (GB/T 32905)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from greenlist.casework.journal.models import JournalEntry, JournalSeal
from greenlist.engines.ledger import canonical

GENESIS = "sm3:" + "0" * 64
BATCH = 500


@dataclass(frozen=True)
class Verification:
    """Result of walking the chain: how many seals held, the head, entries not yet sealed, and the first fault."""

    sealed: int
    head: str
    unsealed: int
    fault: str

    @property
    def is_whole(self) -> bool:
        return not self.fault


def seal_pending() -> int:
    """Seal up to BATCH entries; returns how many. A second sealer at work makes this one seal nothing."""
    try:
        with transaction.atomic():
            last = JournalSeal.objects.select_for_update().order_by("-seq").first()
            seq, previous = (last.seq, last.digest) if last else (0, GENESIS)
            pending = list(JournalEntry.objects.filter(seal=None).order_by("at", "id")[:BATCH])
            seals = []
            for entry in pending:
                seq, digest = seq + 1, link(previous, seq + 1, entry)
                seals.append(JournalSeal(seq=seq, entry=entry, previous=previous, digest=digest))
                previous = digest
            JournalSeal.objects.bulk_create(seals)
            return len(seals)
    except IntegrityError:
        return 0


def seal_all() -> int:
    """Seal everything that is committed; returns how many."""
    total = 0
    while done := seal_pending():
        total += done
    return total


def link(previous: str, seq: int, entry: JournalEntry) -> str:
    """The digest of one link: SM3 over the digest before, the number and the entry's canonical content."""
    text = f"{previous}\n{seq}\n{canonical(entry.content())}"
    return "sm3:" + hashlib.new("sm3", text.encode()).hexdigest()


def verify(heads: Mapping[int, str] | None = None) -> Verification:
    """Walk the whole chain and compare every digest; the first fault is named by number and entry.

    `heads` = {number: digest} carried away earlier: only they betray a chain that was cut at its end or written anew.
    """
    kept = dict(heads or {})
    previous, expected, fault = GENESIS, 0, ""
    for seal in JournalSeal.objects.select_related("entry").order_by("seq").iterator(chunk_size=1000):
        expected += 1
        if seal.seq != expected:
            fault = f"第{expected}号封条缺失"
        elif seal.previous != previous or seal.digest != link(previous, seal.seq, seal.entry):
            fault = f"第{seal.seq}号封条与条目 {seal.entry_id} 不符"
        elif kept.pop(seal.seq, seal.digest) != seal.digest:
            fault = f"第{seal.seq}号封条与留存的链头不符"
        if fault:
            break
        previous = seal.digest
    if kept and not fault:
        fault = f"链只到第{expected}号，留存的链头是第{max(kept)}号"
    return Verification(expected, previous, JournalEntry.objects.filter(seal=None).count(), fault)
