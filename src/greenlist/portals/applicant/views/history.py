"""The history of a case for reading: newest first, the same act done many times in a row told once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from greenlist.casework.journal.models import JournalEntry


@dataclass(frozen=True)
class Fold:
    """One line: who did what, why, how often, from when until when."""

    action: str
    actor: str
    office: str
    reason: str
    count: int
    first_at: datetime
    last_at: datetime


def folded(history: Iterable[JournalEntry]) -> list[Fold]:
    """The lines, newest first; neighbours that differ in nothing but the time become one."""
    newest_first = sorted(history, key=lambda e: (e.at, str(e.id)), reverse=True)
    runs = (list(run) for _, run in groupby(newest_first, key=_told))
    return [_fold(run) for run in runs]


def _told(entry: JournalEntry) -> tuple[str, str, str, str]:
    return entry.action, entry.actor_name, entry.actor_organisation, entry.reason


def _fold(run: list[JournalEntry]) -> Fold:
    newest, oldest = run[0], run[-1]
    return Fold(newest.action, newest.actor_name, newest.actor_organisation, newest.reason, len(run), oldest.at, newest.at)
