"""What a standard calls by name, and every formula and reference in it with its place: what the other checks go through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from greenlist.engines.scoring.expr import Formula, FormulaError, formula
from greenlist.engines.scoring.schema import Input, Item, Score, Standard
from greenlist.engines.scoring.tree import Node, Operation, names_of, walk
from greenlist.engines.scoring.values import Path, items_of

DATE_KEY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True)
class Known:
    """One name a formula may read. `kind`: figure, yes_no or choice; `rows`: the small table inside which alone it has a meaning."""

    path: Path
    unit: str
    years: int
    kind: str = "figure"
    rows: str | None = None
    minimum: str | None = None


@dataclass(frozen=True)
class Use:
    """One formula. `is_test`: it has to answer yes or no; `unit`: what it has to give, None where nothing says so; `back`: the earlier
    years for which it is computed as well."""

    path: Path
    text: str
    is_test: bool = False
    rows: str | None = None
    unit: str | None = None
    back: int = 0

    @property
    def read(self) -> Formula | None:
        """The formula; None when it cannot be read."""
        try:
            return formula(self.text)
        except FormulaError:
            return None

    @property
    def may_divide_by_zero(self) -> bool:
        """Does it divide by something that is filled in? A denominator of numbers alone is 0 always or never."""
        nodes = walk(self.read.tree) if self.read else ()
        return any(isinstance(node, Operation) and node.sign == "/" and bool(names_of(node.parts[1])) for node in nodes)

    @property
    def may_be_zero(self) -> bool:
        """May what it gives be 0, for what is filled in?"""
        return self.read is not None and _may_be_zero(self.read.tree)

    def offset_of(self, name: str) -> int:
        """How many characters into its text a name stands; 0 where it is written in other signs."""
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.text)
        return found.start() if found else 0


@dataclass(frozen=True)
class Lookup:
    """One {table, column}."""

    path: Path
    content: dict[str, Any]
    unit: str | None


def known_names(standard: Standard) -> dict[str, Known]:
    """Every name that formulas may read; of a name that stands twice the first."""
    found: dict[str, Known] = {}
    for name, known in named_parts(standard):
        found.setdefault(name, known)
    return found


def named_parts(standard: Standard) -> Iterator[tuple[str, Known]]:
    """Every named part of a standard, also the second of a name that stands twice."""
    for name, entry in standard.inputs.items():
        yield name, _input(("inputs", name), entry, None)
    for table, rows in standard.rows.items():
        for name, entry in rows.inputs.items():
            yield name, _input(("rows", table, "inputs", name), entry, table)
    longest = max((entry.years for entry in standard.inputs.values()), default=1)
    for name, constant in standard.coefficients.items():
        yield name, Known(("coefficients", name), constant.unit, longest)  # a cited constant holds in every year
    for name, derived in standard.derived.items():
        yield name, Known(("derived", name), derived.unit, derived.years, rows=derived.rows)


def _input(path: Path, entry: Input, rows: str | None) -> Known:
    kind = "yes_no" if entry.one_of == "yes_no" else "choice" if entry.one_of else "figure"
    return Known(path, entry.unit, entry.years, kind, rows, entry.minimum)


def uses_of(standard: Standard) -> Iterator[Use]:
    """Every formula of a standard, in the order of its sections."""
    for name, table in standard.tables.items():
        for code, row in table.rows.items():
            for column, text in row.values.items():
                if text is not None:
                    at: Path = ("tables", name, "rows", code, "values", column)
                    yield Use(at, text, rows=_rows_of_key(standard, table.key), unit=table.columns.get(column))
    for name, entry in standard.derived.items():
        yield from formulas_of(("derived", name, "value"), entry.value, entry.rows, entry.unit, entry.years - 1)
    for i, gate in enumerate(standard.gates):
        if gate.test is not None:
            yield Use(("gates", i, "test"), gate.test, is_test=True)
    for path, item in items_of(standard):
        if item.test is not None:
            yield Use((*path, "test"), item.test, is_test=True)
        for i, way in enumerate(item.any_of):
            if way.when is not None:
                yield Use((*path, "any_of", i, "when"), way.when, is_test=True)
        for at, score in scores_of(path, item):
            yield from score_uses(at, score)


def scores_of(path: Path, item: Item) -> Iterator[tuple[Path, Score]]:
    """The ways an item is scored, each with its path."""
    if item.score:
        yield (*path, "score"), item.score
    for i, way in enumerate(item.any_of):
        yield (*path, "any_of", i, "score"), way.score


def score_uses(path: Path, score: Score) -> Iterator[Use]:
    """The formulas of one score."""
    rows = score.over.rows if score.over else None
    yield Use((*path, "value"), score.value, is_test=score.kind == "yes_no", rows=rows)
    if score.over:
        yield Use((*path, "over", "weight"), score.over.weight, rows=rows)
    for side in ("lead", "base"):
        yield from formulas_of((*path, side), getattr(score, side), rows)


def lookups_of(standard: Standard) -> Iterator[Lookup]:
    """Every {table, column} of a standard."""
    for name, entry in standard.derived.items():
        yield from _lookups(("derived", name, "value"), entry.value, entry.unit)
    for path, item in items_of(standard):
        for at, score in scores_of(path, item):
            for side in ("lead", "base"):
                yield from _lookups((*at, side), getattr(score, side), None)


def is_dated(value: Any) -> bool:
    """{date: value}?"""
    return isinstance(value, dict) and bool(value) and all(DATE_KEY.fullmatch(str(key)) for key in value)


def dated_values(value: Any) -> Iterator[Any]:
    """The values that can be in force: itself, or those of its dates."""
    if is_dated(value):
        for part in value.values():
            yield from dated_values(part)
    else:
        yield value


def parts_of(path: Path, value: Any, *, only_last: bool = False) -> Iterator[tuple[Path, Any]]:
    """What can be in force or be tried in the place of a value: itself, or the values of its dates and of its first_of.

    `only_last`: of a first_of the last alone, the only one that is not passed over when it divides by 0.
    """
    if is_dated(value):
        for day, part in value.items():
            yield from parts_of((*path, day), part, only_last=only_last)
    elif isinstance(value, dict) and isinstance(value.get("first_of"), list):
        tried = list(enumerate(value["first_of"]))
        for i, part in tried[-1:] if only_last else tried:
            yield from parts_of((*path, "first_of", i), part, only_last=only_last)
    else:
        yield path, value


def formulas_of(path: Path, value: Any, rows: str | None = None, unit: str | None = None, back: int = 0) -> Iterator[Use]:
    """The formulas of a value: itself, those of a bracket, those of its dates and of its first_of. Those of a table stand in its rows."""
    for at, part in parts_of(path, value):
        if isinstance(part, str):
            yield Use(at, part, rows=rows, unit=unit, back=back)
        elif isinstance(part, dict) and isinstance(part.get("bracket"), str):
            yield Use((*at, "bracket"), part["bracket"], rows=rows, back=back)
            for i, step in enumerate(part["at_least"] if isinstance(part.get("at_least"), list) else ()):
                if isinstance(step, list) and len(step) == 2 and isinstance(step[1], str):
                    yield Use((*at, "at_least", i, 1), step[1], rows=rows, unit=unit, back=back)
            if isinstance(part.get("below"), str):
                yield Use((*at, "below"), part["below"], rows=rows, unit=unit, back=back)


def formulas_in(path: Path, value: Any, standard: Standard) -> Iterator[Use]:
    """The formulas of a value that is no first_of; those of a table as they stand in its rows."""
    if isinstance(value, dict) and "table" in value:
        table, column = standard.tables.get(str(value["table"])), str(value.get("column"))
        for code, row in table.rows.items() if table else ():
            if (text := row.values.get(column)) is not None:
                yield Use(("tables", str(value["table"]), "rows", code, "values", column), text)
    else:
        yield from formulas_of(path, value)


def _may_be_zero(node: Node) -> bool:
    """Of a product each part is asked, of a quotient what is above; anything else that is filled in may be 0."""
    if isinstance(node, Operation) and node.sign in {"*", "/", "neg", "abs"}:
        return any(_may_be_zero(part) for part in (node.parts[:1] if node.sign == "/" else node.parts))
    return bool(names_of(node))


def _lookups(path: Path, value: Any, unit: str | None) -> Iterator[Lookup]:
    for at, part in parts_of(path, value):
        if isinstance(part, dict) and "table" in part:
            yield Lookup(at, part, unit)


def _rows_of_key(standard: Standard, key: str) -> str | None:
    return next((name for name, rows in standard.rows.items() if key in rows.inputs), None)
