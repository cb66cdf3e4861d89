"""Random columns for any plan, and the two lanes held against each other row by row."""

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from greenlist.engines.cohort import Column, Program, Scores
from greenlist.engines.cohort.exact_rows import exact_results, published

FIGURES = np.array([0, 0.5, 1, 2, 3, 4.5, 5, 7.25, 10, 12, 33.3])


def columns(program: Program, rows: int, seed: int, *, missing: float = 0.1, figures=FIGURES) -> dict[str, Column]:
    """Small figures, so that edges, ties and zeros are common; some places are not filled."""
    random, plan, found = np.random.default_rng(seed), program.plan, {}
    for name in program.names:
        present = None if random.random() < 0.5 else random.random(rows) >= missing
        if name in plan.choices:
            codes = (*plan.choices[name], "other")
            found[name] = Column(random.integers(0, len(codes) - 1, rows), present, codes)
            continue
        if name in plan.inputs:
            values = random.choice(figures, rows)
            if plan.inputs[name].get("one_of") == "yes_no":
                values = (random.random(rows) < 0.6).astype(float)
            elif plan.inputs[name].get("minimum", "0") is None:
                values = values * random.choice([1, -1], rows)
        else:
            values = _answers(program, name, rows, random)
        found[name] = Column(np.where(present, values, np.nan) if present is not None else values, present)
    for name in program.masks:
        if random.random() < 0.7:
            found[name] = Column(random.random(rows) < 0.15)
    return found


def _answers(program, name, rows, random):
    item = program.plan.items.get(name)
    if item is None or item.kind in {"required", "yes_no"}:
        return (random.random(rows) < 0.75).astype(float)
    if item.count_of:
        return random.integers(0, item.count_of + 1, rows).astype(float)
    return np.minimum(np.round(float(item.points) * random.integers(0, 11, rows) / 10, 2), float(item.points))


def differences(program: Program, scores: Scores, given: dict[str, Column], rows: Iterable[int]) -> list[tuple]:
    """(row, cohort, exact) of every row that is published otherwise."""
    wrong = []
    for row, result in exact_results(program, given, rows):
        ours = (scores.total[row], scores.verdict[row], scores.grade[row], scores.unmet[row], scores.missing[row])
        if tuple(map(int, ours)) != tuple(published(program, result)):
            wrong.append((row, tuple(map(int, ours)), tuple(published(program, result))))
    return wrong


def lines(program_plan) -> list[Fraction | None]:
    """Pass lines worth trying."""
    return [None, program_plan.maximum * 6 / 10]
