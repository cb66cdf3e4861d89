"""Rows that floats cannot decide, scored by the exact lane: a float is taken as the shortest decimal that reads back as it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

from greenlist.engines.cohort.columns import Column
from greenlist.engines.cohort.program import Program
from greenlist.engines.scoring import Application, Result, score
from greenlist.engines.scoring.planned import YES_NO_KINDS
from greenlist.engines.scoring.rational import Rational

VERDICTS = ("qualified", "not_qualified", "incomplete")


class Published(NamedTuple):
    """What is published of a row."""

    total: int
    verdict: int
    grade: int
    unmet: int
    missing: int


def reader(program: Program, columns: Mapping[str, Column]) -> Callable[[int], Application]:
    """How to read one row as an application; what is known of a column is looked up once. Raises ValueError naming the column where a value
    is no number.
    """
    plan = program.plan
    there = [(name, columns[name], name in plan.choices, name in plan.inputs) for name in program.names if name in columns]
    masks = [(name[3:], columns[name].values) for name in program.masks if name in columns]
    yes_no = {name for name, item in plan.answerable.items() if item is None or item.kind in YES_NO_KINDS}

    def read(row: int) -> Application:
        inputs: dict[str, Fraction] = {}
        choices: dict[str, str] = {}
        answers: dict[str, Fraction | bool] = {}
        for name, column, is_choice, is_figure in there:
            if column.present is not None and not column.present[row]:
                continue
            if is_choice:
                choices[name] = (column.codes or ())[int(column.values[row])]
                continue
            value = _exact(name, row, float(column.values.item(row)))
            if is_figure:
                inputs[name] = value
            else:
                answers[name] = bool(value) if name in yes_no else value
        return Application(inputs, answers, {name: "不适用" for name, mask in masks if mask[row]}, choices=choices)

    return read


def published(program: Program, result: Result) -> Published:
    """What is published of an exact result."""
    total = result.rounded / program.plan.interval
    grade = program.grades.index(result.grade) if result.grade else -1
    return Published(int(total), VERDICTS.index(result.verdict), grade, len(result.unmet), len(result.missing))


def exact_results(program: Program, columns: Mapping[str, Column], rows: Iterable[int]) -> Iterator[tuple[int, Result]]:
    """(row, result) of the rows."""
    read = reader(program, columns)
    for row in rows:
        yield row, score(program.plan, read(row), program.pass_line, is_explained=False)


def _exact(name: str, row: int, value: float) -> Fraction:
    if not isfinite(value):
        raise ValueError(f"{name}, row {row}: {value} is no number; leave it out by `present`")
    text = repr(value)
    return Rational(Decimal(text) if "e" in text else text)
