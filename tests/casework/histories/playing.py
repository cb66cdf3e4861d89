"""A history: steps drawn from a seed, each an act by somebody through the real services; after each the tables are read and asked.

A step is one number, from which everything it chooses is drawn, so that a history can be played again, and shortened by leaving steps out.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from django.db import transaction

from greenlist.casework.journal import clock
from greenlist.casework.journal.refusals import Refused
from tests.casework.histories import office_acts, province_acts, unit_acts
from tests.casework.histories.acting import ACTS, KEPT, Act, Idle, Play
from tests.casework.histories.invariants import broken
from tests.casework.histories.reading import Reading, read
from tests.casework.histories.world import ROUNDS, World, morning

ROOMS = (unit_acts, office_acts, province_acts)  # importing them enters their acts
TRIES = 4  # acts that find nothing to work on give way to another, and at last to time


@dataclass
class Outcome:
    """What a history gave: acts by (name, accepted or refused), and what was broken, with the step that broke it."""

    steps: int = 0
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


class _Undo(Exception):
    """Rolls a history back."""


def drawn(seed: int, length: int) -> list[int]:
    """The steps of a history."""
    dice = Random(seed)
    return [dice.getrandbits(32) for _ in range(length)]


@contextmanager
def opened(world: World, start: int) -> Iterator[Play]:
    """How histories begin in one of the rounds: four units have handed in. Undone at the end, as is every history played in it."""
    notice = list(ROUNDS)[(1, 1, 0, 2)[start % 4]]
    begun = Play(world, morning(*ROUNDS[notice]))
    try:
        with transaction.atomic():
            with clock.at(begun.at):
                unit_acts.hand_in_four(begun, notice)
            yield begun
            raise _Undo
    except _Undo:
        pass


def play(begun: Play, steps: Sequence[int], only: Sequence[str] = ()) -> Outcome:
    """Play the steps from where histories begin, and undo them; stops at the first thing broken. `only` narrows the acts."""
    outcome = Outcome()
    try:
        with transaction.atomic():
            _play(Play(begun.world, begun.at), steps, outcome, {name: ACTS[name] for name in only or ACTS})
            raise _Undo
    except _Undo:
        return outcome


def shortest(steps: Sequence[int], fails: Callable[[Sequence[int]], bool]) -> list[int]:
    """Leave out steps as long as what is left still fails: halves, quarters …, single steps."""
    kept, size = list(steps), max(1, len(steps) // 2)
    while size:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            if fewer and fails(fewer):
                kept = fewer
            else:
                at += size
        size //= 2
    return kept


def _play(now: Play, steps: Sequence[int], outcome: Outcome, acts: dict[str, tuple[int, Act]]) -> None:
    with clock.at(now.at):
        before = read()
    for step in steps:
        now.dice = Random(step)
        with clock.at(now.at):
            name, end = _act(now, acts)
            if name == "":
                continue
        with clock.at(now.at):
            after = read()
            outcome.broken += broken(before, after) + _left_behind(name, end, before, after)
        outcome.steps += 1
        outcome.acts[name, end.split("：")[0]] += 1
        outcome.told.append(f"{now.at:%Y-%m-%d %H:%M} {name} {end}")
        if outcome.broken:
            return
        before = after


def _act(now: Play, acts: dict[str, tuple[int, Act]]) -> tuple[str, str]:
    """Take one act; its name and how it ended: done, refused, or broken by an exception that is no refusal."""
    names, weights = list(acts), [weight for weight, _ in acts.values()]
    last = ["time_goes_on"] if "time_goes_on" in acts else []
    for name in [*now.dice.choices(names, weights, k=TRIES), *last]:
        try:
            acts[name][1](now)
        except Idle:
            continue
        except Refused as refusal:
            return name, f"refused：{refusal.what}{'；'.join(refusal.items)}"
        except Exception as fault:
            return name, f"fault：{type(fault).__name__} {fault}"
        return name, "done"
    return "", ""


def _left_behind(name: str, end: str, before: Reading, after: Reading) -> list[str]:
    """A refused act leaves nothing behind, and no act ends in anything but done or refused."""
    if end.startswith("fault"):
        return [f"{name}: {end}"]
    if end == "done":
        return []
    left = [table for table, count in after.counts.items() if before.counts[table] != count and table not in KEPT[name]]
    changed = [
        part for part in ("applications", "engagements", "slots", "batches", "hits", "entries") if before.part(part) != after.part(part)
    ]
    return [f"{name} was refused and left {left + changed}"] if left or changed else []
