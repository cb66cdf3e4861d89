"""事故与突发事件 as data: how grave it is by which table, what in the table decided it, and what is still not known."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Measure:
    """One number of a table; `bounds` from the highest level down: (level, the least number that makes it)."""

    id: str
    label: str
    unit: str
    bounds: tuple[tuple[str, int], ...]

    @property
    def is_whole(self) -> bool:
        return self.unit == "人"


@dataclass(frozen=True)
class Circumstance:
    """What makes a level by itself, whatever the numbers are."""

    id: str
    level: str
    label: str
    confidence: str


@dataclass(frozen=True)
class LevelTable:
    """How one kind is graded, by which text, and how sure we are of it. A kind without measures is graded by a person alone."""

    kind: str
    label: str
    clause: str
    recorded_as: str
    source: str
    confidence: str
    names: Mapping[str, str]
    measures: tuple[Measure, ...]
    circumstances: tuple[Circumstance, ...]


@dataclass(frozen=True)
class Assessment:
    """What the table says: the level ('' when nothing can be said), whether it can still be higher, what decided it, what is not known."""

    level: str
    is_certain: bool
    because: tuple[str, ...]
    unknown: tuple[str, ...]
    words: str

    @property
    def may_be_grave(self) -> bool:
        """Of the level that is to be reported, or nobody can say yet that it is not."""
        return is_grave(self.level) or not self.is_certain


def levels() -> tuple[str, ...]:
    """The levels from the lightest."""
    return tuple(_raw()["levels"])


def grave_levels() -> tuple[str, ...]:
    """The levels that are to be reported in time (重大及以上, II级及以上)."""
    return levels()[levels().index(_raw()["reported_from"]) :]


def is_grave(level: str) -> bool:
    """Is this level one of those?"""
    return level in grave_levels()


@cache
def level_tables() -> dict[str, LevelTable]:
    """{kind: its table}, in the order of the file."""
    return {kind: _table(kind, entry) for kind, entry in _raw()["kinds"].items()}


def assess(kind: str, numbers: Mapping[str, Fraction | None], held: Collection[str] = (), *, is_rest_excluded: bool = False) -> Assessment:
    """The level by the table of this kind. A number that is None, and a circumstance nobody has excluded, are not known.

    The gravest of what is known counts; as long as something that is not known could make it graver the answer is 至少.
    """
    table = level_tables()[kind]
    known = [(_reached(m, value), _told(m, value)) for m in table.measures if (value := numbers.get(m.id)) is not None]
    known += [(c.level, c.label) for c in table.circumstances if c.id in held]
    level = max((one for one, _ in known), key=levels().index, default="")
    unknown = tuple(m.label for m in table.measures if numbers.get(m.id) is None)
    if not is_rest_excluded and any(c.id not in held for c in table.circumstances):
        unknown += ("其他情形",)
    is_certain = bool(level) and (not _could_be_graver(table, level, numbers, held, is_rest_excluded))
    because = tuple(words for one, words in known if one == level)
    return Assessment(level, is_certain, because, unknown, _words(table, level, is_certain))


def examples() -> list[dict[str, Any]]:
    """The boundary examples, as in the file."""
    return list(_raw()["examples"])


def _could_be_graver(
    table: LevelTable, level: str, numbers: Mapping[str, Fraction | None], held: Collection[str], is_rest_excluded: bool
) -> bool:
    at = levels().index(level)
    open_measures = any(numbers.get(m.id) is None and levels().index(m.bounds[0][0]) > at for m in table.measures)
    open_rest = not is_rest_excluded and any(levels().index(c.level) > at for c in table.circumstances if c.id not in held)
    return open_measures or open_rest


def _reached(measure: Measure, value: Fraction) -> str:
    return next((level for level, least in measure.bounds if value >= least), levels()[0])


def _told(measure: Measure, value: Fraction) -> str:
    """死亡10人，达到“10人以上”."""
    shown = f"{measure.label}{_plain(value)}{measure.unit}"
    reached = next((least for _, least in measure.bounds if value >= least), None)
    if reached is None:
        return f"{shown}，不到{measure.bounds[-1][1]}{measure.unit}"
    return f"{shown}，达到“{reached}{measure.unit}以上”"


def _plain(value: Fraction) -> str:
    """As typed: money has at most four decimals."""
    whole, rest = divmod(value * 10_000, 10_000)
    return f"{whole}.{int(rest):04d}".rstrip("0").rstrip(".")


def _words(table: LevelTable, level: str, is_certain: bool) -> str:
    if not level:
        return "不能定级"
    return f"{'' if is_certain else '至少'}{table.names[level]}"


def _table(kind: str, entry: dict[str, Any]) -> LevelTable:
    worst_first = list(reversed(levels()))
    measures = tuple(
        Measure(key, told["label"], told["unit"], tuple((level, told["bounds"][level]) for level in worst_first if level in told["bounds"]))
        for key, told in entry["measures"].items()
    )
    circumstances = tuple(Circumstance(key, *told) for key, told in entry["circumstances"].items())
    plain = {name: entry[name] for name in ("label", "clause", "recorded_as", "source", "confidence", "names")}
    return LevelTable(kind=kind, measures=measures, circumstances=circumstances, **plain)


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("levels.yaml").read_text(encoding="utf-8"))
    return raw
