"""What is told of a whole cohort, added up part by part: verdicts, groups, and under each what-if who moves, by group and by indicator."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from greenlist.engines.cohort.columns import Array
from greenlist.engines.cohort.differences import Change, Side, added, changes_by, movers
from greenlist.engines.cohort.lane import Scores
from greenlist.engines.cohort.program import Program
from greenlist.engines.scoring.rational import Rational

WHOLE = "全部"


@dataclass(frozen=True)
class Mover:
    """One unit that moves far: its row in the file, counted from 1, and its totals."""

    row: int
    before: Fraction
    after: Fraction


@dataclass
class Told:
    """One program over all rows so far. `losses`: {item: points that were not reached, of all rows}; good to about 12 digits."""

    program: Program
    verdicts: list[int] = field(default_factory=lambda: [0, 0, 0])
    grades: dict[str, int] = field(default_factory=dict)
    sum: int = 0
    flagged: int = 0
    losses: dict[str, float] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    furthest: list[Mover] = field(default_factory=list)


class Summary:
    """The first program is the base; every other is held against it."""

    def __init__(self, programs: Sequence[Program], most: int = 10) -> None:
        self.rows, self.most = 0, most
        self.units: dict[str, list[int]] = {}
        self.told = [Told(program) for program in programs]

    def add(self, first: int, scores: Sequence[Scores], losses: Sequence[Array], groups: Sequence[str], codes: Array | None) -> None:
        """Some rows, `first` of the file first; `groups` and `codes` say which row is of which group."""
        self.rows += len(scores[0].total)
        for told, own, lost in zip(self.told, scores, losses, strict=True):
            self._count(told, own, lost)
        if codes is not None:
            self._by_group(scores[0], groups, codes)
        for told, own in zip(self.told[1:], scores[1:], strict=True):
            self._compare(told, first, scores[0], own, groups, codes)

    def _count(self, told: Told, scores: Scores, losses: Array) -> None:
        told.sum += int(scores.total.sum())
        told.flagged += scores.flagged
        for k, count in enumerate(np.bincount(scores.verdict, minlength=3)):
            told.verdicts[k] += int(count)
        for k, count in enumerate(np.bincount(scores.grade + 1, minlength=len(told.program.grades) + 1)[1:]):
            told.grades[told.program.grades[k]] = told.grades.get(told.program.grades[k], 0) + int(count)
        for item, lost in zip(told.program.item_ids, losses.sum(axis=0), strict=True):
            told.losses[item] = told.losses.get(item, 0.0) + float(lost)

    def _by_group(self, scores: Scores, groups: Sequence[str], codes: Array) -> None:
        for verdict in range(3):
            for name, count in zip(groups, np.bincount(codes[scores.verdict == verdict], minlength=len(groups)), strict=True):
                self.units.setdefault(name, [0, 0, 0])[verdict] += int(count)

    def _compare(self, told: Told, first: int, base: Scores, other: Scores, groups: Sequence[str], codes: Array | None) -> None:
        intervals = self.told[0].program.plan.interval, told.program.plan.interval
        before, after = Side(base.total, base.verdict, intervals[0]), Side(other.total, other.verdict, intervals[1])
        found = changes_by(before, after, np.zeros(len(base.total), np.int64), [WHOLE])
        for change in [*found, *(changes_by(before, after, codes, groups) if codes is not None else ())]:
            told.changes[change.name] = added(told.changes[change.name], change) if change.name in told.changes else change
        fresh = [Mover(first + int(k) + 1, int(base.total[k]) * intervals[0], int(other.total[k]) * intervals[1])
                 for k in movers(before, after, self.most)]  # fmt: skip
        told.furthest = sorted([*told.furthest, *fresh], key=lambda m: (-abs(m.after - m.before), m.row))[: self.most]

    def item_changes(self, told: Told) -> list[tuple[str, float]]:
        """(item, points gained over all rows, before weights) under a what-if, the furthest first; an item that stays is left out."""
        base = self.told[0].losses
        found = [(item, base.get(item, 0.0) - lost) for item, lost in told.losses.items()]
        return sorted(((i, p) for i, p in found if abs(p) > 1e-9 * max(1.0, abs(base.get(i, 0.0)))), key=lambda pair: -abs(pair[1]))

    def mean(self, told: Told) -> Fraction:
        """The mean total, exact."""
        return told.sum * told.program.plan.interval / self.rows if self.rows else Rational(0)
