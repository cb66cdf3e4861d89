"""A script is a list of dated steps; playing it runs each on a stepping clock, in order of time."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from greenlist.casework.journal import clock

Act = Callable[[], None]


@dataclass
class Script:
    """Steps by instant. An act may add later steps while the script is played."""

    _steps: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _added: int = 0

    def add(self, instant: datetime, act: Act) -> None:
        """Put an act at an instant (aware). Steps at the same instant run in the order added."""
        heapq.heappush(self._steps, (instant, self._added, act))
        self._added += 1

    def __len__(self) -> int:
        return len(self._steps)

    def play(self, until: datetime, progress: Callable[[int, int], None] | None = None) -> int:
        """Run every step up to and including `until`; returns how many ran. Later steps stay."""
        done = 0
        while self._steps and self._steps[0][0] <= until:
            instant, _, act = heapq.heappop(self._steps)
            with clock.at(instant):
                act()
            done += 1
            if progress:
                progress(done, done + len(self._steps))
        return done
