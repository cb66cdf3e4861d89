"""One playing of a round: its cast, its script, and when a bureau works."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.rounds.models import Round
from greenlist.rehearsal.cast import Cast
from greenlist.rehearsal.script import Script


@dataclass
class Year:
    """The state of one playing: cast, round, random source, script, applications by bureau, officers by county."""

    random: Random
    cast: Cast
    round: Round
    script: Script
    applications: dict[str, list[Application]] = field(default_factory=dict)
    stories: dict[UUID, str] = field(default_factory=dict)
    counties: dict[str, Actor] = field(default_factory=dict)


def at(month: int, day: int, hour: int = 10, minute: int = 0, *, year: int = 2024) -> datetime:
    """An instant in Asia/Shanghai, of 2024 unless told."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Calendar:
    """When a bureau works: verifies from a day on within so many days, has returns completed, hands in."""

    verifies_from: datetime
    verifies_days: int
    completes: datetime
    hands_in: datetime


END = datetime(2024, 12, 31, 23, 0, tzinfo=SHANGHAI)
NORMAL = Calendar(at(5, 6), 13, at(5, 23, 16), at(5, 24, 9))
EARLY = Calendar(at(5, 6), 4, at(5, 11, 16), at(5, 13, 9))
