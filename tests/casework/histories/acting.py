"""What an act is: somebody does something through the real services, all its choices drawn from the dice of its step."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from tests.casework.histories.world import World

T = TypeVar("T")
FITTING = 0.9  # how often an act takes what fits, the other times anything


class Idle(Exception):
    """There is nothing this act could work on."""


@dataclass
class Play:
    """One history under way: the world, its clock, and the dice of this step."""

    world: World
    at: datetime
    dice: Random = field(default_factory=lambda: Random(0))

    def one(self, rows: Iterable[T], fits: Callable[[T], Any] = lambda row: True) -> T:
        """One of the rows, mostly one that fits. Raises Idle when there is none."""
        known = list(rows)
        fitting = [row for row in known if fits(row)]
        chosen = fitting if fitting and self.dice.random() < FITTING else known if self.dice.random() > FITTING else fitting
        if not chosen:
            raise Idle
        return self.dice.choice(chosen)

    def perhaps(self, share: float) -> bool:
        return self.dice.random() < share


Act = Callable[[Play], None]
ACTS: dict[str, tuple[int, Act]] = {}  # name: how often it is taken, the act
KEPT: dict[str, frozenset[str]] = {}  # tables in which an act keeps rows though it was refused: what was found must be there to be judged


def act(weight: int, keeps: Sequence[str] = ()) -> Callable[[Act], Act]:
    """Enter an act under the name of its function."""

    def enter(function: Act) -> Act:
        name = function.__name__
        ACTS[name] = (weight, function)
        KEPT[name] = frozenset(keeps)
        return function

    return enter
