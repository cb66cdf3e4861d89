"""From when to when an edition, and each dated value in it, holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import is_dated, scores_of
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.values import Path, items_of

KEYS = ("from", "to", "reviewed_until")
TOTALS = {"mode": ("gbt8170",), "compare": ("full", "rounded")}
TOTAL_KEYS = ("round", "maximum", "mode", "round_group", "round_item", "compare", "pass_line")


def date_faults(standard: Standard) -> Faults:
    """Days that are none, in the wrong order, or leave a gap; and words of `total` and `in_force` that mean nothing."""
    yield from _force_faults(standard)
    yield from _total_faults(standard)
    for path, value in _dated_values(standard):
        yield from _dated_faults(path, value, standard)


def _force_faults(standard: Standard) -> Faults:
    force = standard.in_force
    for key in force:
        if key not in KEYS:
            yield Fault(("in_force", key), f"in_force 没有“{key}”；可写 {'、'.join(KEYS)}。")
    if not force.get("from"):
        yield Fault(("in_force",), "in_force 要写 from：从哪一天起实施。")
    days = {key: _day(force.get(key)) for key in KEYS}
    for key, day in days.items():
        if force.get(key) and day is None:
            yield Fault(("in_force", key), f"“{force[key]}”不是日期；应写成 2024-05-27 的样子。")
    for key in ("to", "reviewed_until"):
        first, last = days["from"], days[key]
        if first and last and last < first:
            yield Fault(("in_force", key), f"{key} 早于 from（{first}）。")


def _total_faults(standard: Standard) -> Faults:
    for key in ("round", "maximum"):
        if key not in standard.total:
            yield Fault(("total",), f"total 要写 {key}。")
    for key, text in standard.total.items():
        if key not in TOTAL_KEYS:
            yield Fault(("total", key), f"total 没有“{key}”；可写 {'、'.join(TOTAL_KEYS)}。")
        elif key in TOTALS and text not in TOTALS[key]:
            yield Fault(("total", key), f"{key} 应写 {' 或 '.join(TOTALS[key])}，这里是“{text}”。")


def _dated_values(standard: Standard) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name, derived in standard.derived.items():
        yield from _found(("derived", name, "value"), derived.value)
    for path, item in items_of(standard):
        for at, score in scores_of(path, item):
            yield from _found((*at, "lead"), score.lead)
            yield from _found((*at, "base"), score.base)


def _found(path: Path, value: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    if is_dated(value):
        yield path, value
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _found((*path, key), part)


def _dated_faults(path: Path, value: dict[str, Any], standard: Standard) -> Faults:
    first, last = _day(standard.in_force.get("from")), _day(standard.in_force.get("to"))
    days = {text: _day(text) for text in value}
    for text, day in days.items():
        if day is None:
            yield Fault((*path, text), f"“{text}”不是日期；应写成 2024-05-27 的样子。")
        elif last and day > last:
            yield Fault((*path, text), f"{text} 在本版废止（{last}）以后，用不到。")
    known = [day for day in days.values() if day]
    if first and known and min(known) > first:
        yield Fault(path, f"从实施（{first}）到 {min(known)} 没有值；最早的日期不能晚于实施日期。")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None
