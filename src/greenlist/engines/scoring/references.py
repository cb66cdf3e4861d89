"""Values that are found rather than computed: in a table, in a bracket, or the first of several that there is.

A reference is read and evaluated as a formula is: it has names, it raises MissingValue. The choice by which a table is looked up stands
in the environment as its code.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.expr import Formula, FormulaError, formula, formula_of, rendered
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.tree import Environment, MissingValue, NoValue, Value, renamed

Labels = Mapping[str, str]
NONE_CODE = "none"  # the choice by which a unit says that no row of a table is its own


@dataclass(frozen=True)
class TableValue:
    """The value of one column of a table, in the row that the choice `key` names."""

    table: str
    key: str
    column: str
    rows: Mapping[str, Formula | None]

    @property
    def names(self) -> tuple[str, ...]:
        inner = (name for row in self.rows.values() if row for name in row.names)
        return tuple(dict.fromkeys((self.key, *inner)))

    @property
    def needed_names(self) -> tuple[str, ...]:
        """What is asked in any case: the choice; what a correction reads is asked for some rows only."""
        return (self.key,)

    def evaluate(self, env: Environment) -> Value:
        """The value. Raises MissingValue: the choice is not made; NoValue: the table has no value for it."""
        code = env.get(self.key)
        if code is None:
            raise MissingValue(self.key)
        found = self.rows.get(str(code))
        if found is None:
            raise NoValue(f"{self.table}.{self.column}")
        return found.evaluate(env)

    def shown(self, labels: Labels) -> str:
        """How it is found, in words."""
        return f"按“{labels.get(self.key, self.key)}”查表"

    def renamed(self, new_name: Callable[[str], str]) -> "TableValue":
        rows = {code: formula_renamed(row, new_name) if row else None for code, row in self.rows.items()}
        return TableValue(self.table, new_name(self.key), self.column, rows)


@dataclass(frozen=True)
class Bracket:
    """A value by the size of another: the first threshold reached, from the highest down; else `below`."""

    by: Formula
    at_least: tuple[tuple[Fraction, Formula], ...]
    below: Formula | None

    @property
    def names(self) -> tuple[str, ...]:
        inner = [name for _, value in self.at_least for name in value.names]
        return tuple(dict.fromkeys((*self.by.names, *inner, *(self.below.names if self.below else ()))))

    @property
    def needed_names(self) -> tuple[str, ...]:
        return self.by.names

    def evaluate(self, env: Environment) -> Value:
        """The value. Raises MissingValue where what it goes by is not known, NoValue where no bracket is reached."""
        size = self.by.evaluate(env)
        for threshold, value in self.at_least:
            if size >= threshold:
                return value.evaluate(env)
        if self.below is None:
            raise NoValue(self.by.text)
        return self.below.evaluate(env)

    def shown(self, labels: Labels) -> str:
        """How it is found, in words."""
        steps = [f"≥ {shown(threshold, 4)} 为 {rendered(value.text, labels)}" for threshold, value in self.at_least]
        last = [f"否则为 {rendered(self.below.text, labels)}"] if self.below else []
        return f"{rendered(self.by.text, labels)}：" + "，".join(steps + last)

    def renamed(self, new_name: Callable[[str], str]) -> "Bracket":
        at_least = tuple((threshold, formula_renamed(value, new_name)) for threshold, value in self.at_least)
        return Bracket(formula_renamed(self.by, new_name), at_least, formula_renamed(self.below, new_name) if self.below else None)


@dataclass(frozen=True)
class FirstOf:
    """The first of several that has a value; one of which nobody knows whether it has stops the search.

    `passes_unknown`: as plans read it that were stored before: what is not known was passed over as if there were none.
    """

    parts: tuple["Found", ...]
    passes_unknown: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for part in self.parts for name in part.names))

    @property
    def needed_names(self) -> tuple[str, ...]:
        first = self.parts[0]
        return () if self.passes_unknown else first.names if isinstance(first, Formula) else first.needed_names

    def evaluate(self, env: Environment) -> Value:
        """The value. A part that divides by nothing has none. Raises MissingValue for the first part that is not known, and what the
        last part raises when none has one.
        """
        passed = MissingValue if self.passes_unknown else NoValue
        for part in self.parts[:-1]:
            try:
                return part.evaluate(env)
            except (passed, ZeroDivisionError):
                continue
        return self.parts[-1].evaluate(env)

    def shown(self, labels: Labels) -> str:
        """How it is found, in words."""
        return "；没有的，".join(how_shown(part, labels) for part in self.parts)

    def renamed(self, new_name: Callable[[str], str]) -> "FirstOf":
        return FirstOf(tuple(found_renamed(part, new_name) for part in self.parts), self.passes_unknown)


Reference = TableValue | Bracket | FirstOf
Found = Formula | Reference


def found_by(content: Any, tables: Mapping[str, Mapping[str, Any]]) -> Found:
    """Read a formula, or a reference: {table, column}, {bracket, at_least, below}, {first_of: […]}. Raises FormulaError."""
    if isinstance(content, str):
        return formula(content)
    if not isinstance(content, dict):
        raise FormulaError(f"{content!r} 不是算式，也不是引用")
    if set(content) == {"table", "column"}:
        return _table_value(str(content["table"]), str(content["column"]), tables)
    if set(content) <= {"bracket", "at_least", "below"} and {"bracket", "at_least"} <= set(content):
        return _bracket(content)
    if set(content) - {"unknown"} == {"first_of"} and isinstance(content["first_of"], list) and content["first_of"]:
        return FirstOf(tuple(found_by(part, tables) for part in content["first_of"]), passes_unknown="unknown" not in content)
    raise FormulaError("引用要写成 {table, column}、{bracket, at_least, below} 或 {first_of: […]}，现在是 " + "、".join(map(str, content)))


def parts_of(found: Found) -> Iterator[Found]:
    """The reference itself, or the parts of a first-of, in order."""
    if isinstance(found, FirstOf):
        for part in found.parts:
            yield from parts_of(part)
    else:
        yield found


def tables_passed(content: Any, is_passed: bool = False) -> Iterator[str]:
    """The tables after which a first_of may go on, in a value as it is written in a file."""
    if not isinstance(content, dict):
        return
    if "table" in content and is_passed:
        yield str(content["table"])
    parts = content.get("first_of", list(content.values()))
    for i, part in enumerate(parts if isinstance(parts, list) else ()):
        yield from tables_passed(part, is_passed or ("first_of" in content and i < len(parts) - 1))


def how_shown(found: Found, labels: Labels) -> str:
    """A formula with labels and real signs; a reference in words."""
    return rendered(found.text, labels) if isinstance(found, Formula) else found.shown(labels)


def found_renamed(found: Found, new_name: Callable[[str], str]) -> Found:
    """The same with every name put through `new_name`: one year earlier, or one row of a small table."""
    return formula_renamed(found, new_name) if isinstance(found, Formula) else found.renamed(new_name)


def formula_renamed(read: Formula, new_name: Callable[[str], str]) -> Formula:
    """The same formula with every name put through `new_name`; one that reads no name, as most rows of a table, stays what it is."""
    return read if not read.names else formula_of(read.text, renamed(read.tree, new_name))


def _table_value(table: str, column: str, tables: Mapping[str, Mapping[str, Any]]) -> TableValue:
    if table not in tables:
        raise FormulaError(f"没有表 {table!r}；有：{'、'.join(tables) or '（无）'}")
    if column not in tables[table]["columns"]:
        raise FormulaError(f"表 {table} 没有 {column!r} 列；有：{'、'.join(tables[table]['columns'])}")
    values = {code: row["values"].get(column) for code, row in tables[table]["rows"].items()}
    rows = {code: formula(text) if text is not None else None for code, text in values.items()}
    return TableValue(table, str(tables[table]["key"]), column, rows)


def _bracket(content: Mapping[str, Any]) -> Bracket:
    try:
        at_least = tuple((fraction(str(threshold)), formula(str(value))) for threshold, value in content["at_least"])
    except (TypeError, ValueError) as error:
        raise FormulaError(f'at_least 要写成 [["10000", "4.31"], …]：{error}') from None
    if any(higher <= lower for (higher, _), (lower, _) in zip(at_least, at_least[1:], strict=False)):
        raise FormulaError("at_least 要从大到小写")
    below = content.get("below")
    return Bracket(formula(str(content["bracket"])), at_least, formula(str(below)) if below is not None else None)
