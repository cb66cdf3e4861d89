"""Rows that floats cannot decide, scored by the exact lane: a float is taken as the shortest decimal that reads back as it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

from greenlist.engines.cohort.columns import Column
from greenlist.engines.cohort.program import Program
from greenlist.engines.scoring import Application, Result, score
from greenlist.engines.scoring.rational import Rational

VERDICTS = ("qualified", "not_qualified", "incomplete")


class Published(NamedTuple):
    """What is published of a row."""

    total: int
    verdict: int
    grade: int
    unmet: int
    missing: int


def application_of(program: Program, columns: Mapping[str, Column], row: int) -> Application:
    """One row as an application. Raises ValueError naming the column where a value is no number."""
    plan = program.plan
    inputs: dict[str, Fraction] = {}
    choices: dict[str, str] = {}
    answers: dict[str, Fraction | bool] = {}
    for name in program.names:
        column = columns.get(name)
        if column is None or (column.present is not None and not column.present[row]):
            continue
        if name in plan.choices:
            choices[name] = (column.codes or ())[int(column.values[row])]
            continue
        value = _exact(name, row, float(column.values[row]))
        if name in plan.inputs:
            inputs[name] = value
        else:
            item = plan.items.get(name)
            answers[name] = bool(value) if item is None or item.kind in {"required", "yes_no"} else value
    absent = {name[3:]: "不适用" for name in program.masks if (mask := columns.get(name)) is not None and mask.values[row]}
    return Application(inputs, answers, absent, choices=choices)


def published(program: Program, result: Result) -> Published:
    """What is published of an exact result."""
    total = result.rounded / program.plan.interval
    grade = program.grades.index(result.grade) if result.grade else -1
    return Published(int(total), VERDICTS.index(result.verdict), grade, len(result.unmet), len(result.missing))


def exact_results(program: Program, columns: Mapping[str, Column], rows: Iterable[int]) -> Iterator[tuple[int, Result]]:
    """(row, result) of the rows."""
    for row in rows:
        yield row, score(program.plan, application_of(program, columns, row), program.pass_line, is_explained=False)


def _exact(name: str, row: int, value: float) -> Fraction:
    if not isfinite(value):
        raise ValueError(f"{name}, row {row}: {value} is no number; leave it out by `present`")
    text = repr(value)
    if "e" in text:
        return Rational(Decimal(text))
    whole, _, decimals = text.partition(".")
    return Rational(int(whole + decimals), 10 ** len(decimals))
