"""A line over years as drawing units: what the server draws as a small SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT, MARGIN = 160, 36, 5


@dataclass(frozen=True)
class Spark:
    """The points joined by lines, one string a run of years without a gap, and each point by itself."""

    runs: tuple[str, ...]
    points: tuple[tuple[int, int], ...]


def spark(values: Sequence[Fraction | None]) -> Spark | None:
    """The drawing of these values, left to right; None when fewer than two are known. A year without a value breaks the line.

    The foot is nought, so that a small change looks small.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low = min(Fraction(0), *known)
    spread = max(Fraction(0), *known) - low
    step = Fraction(WIDTH - 2 * MARGIN, len(values) - 1)
    places = [None if v is None else (round(MARGIN + step * at), _height(v - low, spread)) for at, v in enumerate(values)]
    return Spark(tuple(_runs(places)), tuple(place for place in places if place))


def _height(above: Fraction, spread: Fraction) -> int:
    room = HEIGHT - 2 * MARGIN
    return round(HEIGHT - MARGIN - (above / spread * room if spread else Fraction(room, 2)))


def _runs(places: Sequence[tuple[int, int] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(f"{place[0]},{place[1]}")
    return [" ".join(run) for run in runs if len(run) > 1]
