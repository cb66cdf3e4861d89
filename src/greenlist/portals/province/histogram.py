"""The histogram of scores: bars of whole points, the part above the line darker, the line now and the line before."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

WIDTH, HEIGHT, FLOOR = 352, 62, 44
MOST_BARS = 26
TOP = 100
STEPS = (Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5))


@dataclass(frozen=True)
class Bar:
    """One bar in drawing units, with the words for those who cannot see it."""

    x: int
    y: int
    width: int
    height: int
    is_in: bool
    label: str


@dataclass(frozen=True)
class Histogram:
    """Bars from `low` to `high`, the top score; `tick` and `ghost` are where the line now and the line before stand, None for none."""

    bars: tuple[Bar, ...]
    low: str
    high: str
    tick: float | None
    ghost: float | None
    tick_label: float


def histogram(scores: Iterable[str], *, line: str, before: str) -> Histogram | None:
    """The histogram of these scores; None when there are none."""
    values = [Decimal(score) for score in scores]
    if not values:
        return None
    lines = [Decimal(text) for text in (line, before) if text]
    lowest = int(min([*values, *lines]).to_integral_value(ROUND_FLOOR))
    step = next((s for s in STEPS if (TOP - lowest) / s < MOST_BARS), STEPS[-1])
    count = int((TOP - lowest) / step) + 1
    low = TOP - step * count
    heights = [0] * count
    for value in values:
        heights[min(count - 1, int((value - low) / step))] += 1
    tick = _at(line, low)
    return Histogram(
        bars=tuple(_bar(i, n, count, max(heights), low + step * i, step, line) for i, n in enumerate(heights)),
        low=shown_figure(low),
        high=str(TOP),
        tick=tick,
        ghost=_at(before, low) if before != line else None,
        tick_label=min(max(tick or 0.0, 44.0), WIDTH - 44.0),
    )


def shown_figure(value: Decimal) -> str:
    """79 or 79.5: no idle zeros."""
    return f"{value.normalize():f}"


def _bar(number: int, units: int, count: int, most: int, begins: Decimal, step: Decimal, line: str) -> Bar:
    slot = WIDTH / count
    height = max(2, round(FLOOR * units / most)) if units else 0
    is_in = not line or begins + step > Decimal(line)
    label = f"{shown_figure(begins)}至{shown_figure(begins + step)}分，{units}件"
    return Bar(round(slot * number), FLOOR - height, max(2, round(slot) - 2), height, is_in, label)


def _at(line: str, low: Decimal) -> float | None:
    return round(WIDTH * float((Decimal(line) - low) / (TOP - low)), 1) if line else None
