"""Medians, percentiles and turns: the machine is never quiet, so the sides of a comparison take turns in one run."""

from collections.abc import Callable, Sequence
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import process_time

Side = Callable[[], object]


def cpu(work: Side) -> float:
    """Seconds of this process's CPU for one call."""
    begun = process_time()
    work()
    return process_time() - begun


def cpu_with_children(work: Side) -> float:
    """The same, with the CPU of the children that the call started and waited for."""
    begun = _spent()
    work()
    return _spent() - begun


def _spent() -> float:
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def taking_turns(sides: dict[str, Side], rounds: int, measure: Callable[[Side], float] = cpu) -> dict[str, list[float]]:
    """CPU seconds of each side in each round; another side begins every round."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    names = list(sides)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            found[name].append(measure(sides[name]))
    return found


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """Median of the round-by-round quotients: what disturbs both sides of a round cancels out."""
    return round(median(a / b for a, b in zip(above, below, strict=True)), 2)


def milliseconds(seconds: Sequence[float], share: float = 0.5) -> float:
    """The percentile `share` in milliseconds, nearest rank."""
    ordered = sorted(seconds)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)
