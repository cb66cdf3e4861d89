"""The test of the test: five faults planted in the services one at a time, and how many steps it takes to find each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from greenlist.casework.evaluators import services as evaluators
from greenlist.casework.verification import services as verification
from tests.casework.histories.playing import drawn, opened, play
from tests.casework.histories.world import World

Planting = Callable[[], Any]


def found_after(world: World, invariant: str, *, seed: int, most: int, length: int = 50) -> int:
    """With the fault of this invariant planted: after how many steps was it found? 0 when it was not found in `most` steps.

    Only the acts that bear on it are taken, so that the search is short.
    """
    steps, (plant, acts) = 0, FAULTS[invariant]
    with opened(world, 0) as begun, plant():
        while steps < most:
            outcome = play(begun, drawn(seed, length), acts)
            steps, seed = steps + outcome.steps, seed + 1
            if any(sentence.startswith(f"{invariant}:") for sentence in outcome.broken):
                return steps
    return 0


@contextmanager
def _instead(module: Any, name: str, planted: Any) -> Iterator[None]:
    """For the time of the block `module.name` is something else."""
    kept = getattr(module, name)
    setattr(module, name, planted)
    try:
        yield
    finally:
        setattr(module, name, kept)


def _without_cap() -> Any:
    reserve = evaluators.reserve
    return _instead(evaluators, "reserve", lambda engaged, limit, **more: reserve(engaged, limit + 9, **more))


def _without_ban() -> Any:
    return _instead(evaluators, "_ban_sentence", lambda body: "")


@contextmanager
def _without_constraint() -> Iterator[None]:
    """The database no longer keeps a second application of the same site, round and category out."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_application_each")
    yield  # comes back when the histories are undone


def _without_exclusions() -> Any:
    return _instead(verification, "open_exclusions", lambda application: [])


def _without_another_look() -> Any:
    return _instead(verification, "check_neighbours", lambda application, actor: None)


# invariant: (what is planted, the acts that bear on it)
FAULTS: dict[str, tuple[Planting, tuple[str, ...]]] = {
    "cap": (_without_cap, ("start", "accept_project", "cancel_project")),
    "ban": (_without_ban, ("start", "ban_body", "accept_project", "sign")),
    "one live": (_without_constraint, ("start", "withdraw_application")),
    "open": (_without_exclusions, ("find", "judge_condition", "mark", "look_up")),
    "re-check": (_without_another_look, ("find", "prove", "judge_found")),
}
