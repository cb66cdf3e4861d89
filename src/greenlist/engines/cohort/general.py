"""Formulas and references over a block, in numpy, with bounds: any construct of the language, at the price of a pass each."""

from collections.abc import Mapping

import numpy as np

from greenlist.engines.cohort.columns import Column
from greenlist.engines.cohort.figure import (
    MISSING,
    NONE_THERE,
    THERE,
    UNIT,
    ZERO_DIVIDED,
    Figure,
    Values,
    as_truth,
    chosen,
    compared,
    constant,
    extreme,
    first_status,
    truth,
)
from greenlist.engines.scoring import Plan
from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.references import Bracket, FirstOf, Found, TableValue
from greenlist.engines.scoring.tree import Name, Node, Number

NOTHING = Figure(0.0, 0.0, MISSING)
NONE = Figure(0.0, 0.0, NONE_THERE)


class Figures:
    """The figures of one block of rows by flat name; what is derived is computed when it is first asked for."""

    def __init__(self, plan: Plan, columns: Mapping[str, Column]) -> None:
        self.plan, self.columns = plan, columns
        self.known: dict[str, Figure] = {}

    def named(self, name: str) -> Figure:
        """An input, an answer or a derived value."""
        if name not in self.known:
            self.known[name] = self._derived(name) if name in self.plan.derived else self._given(name)
        return self.known[name]

    def is_there(self, name: str) -> Values:
        """Was it filled in?"""
        column = self.columns.get(name)
        return False if column is None else True if column.present is None else column.present != 0

    def found(self, found: Found) -> Figure:
        """A formula or a reference."""
        if isinstance(found, Formula):
            return self.tree(found.tree)
        if isinstance(found, TableValue):
            return self._looked_up(found)
        return self._bracket(found) if isinstance(found, Bracket) else self._first_of(found)

    def tree(self, node: Node) -> Figure:
        """A tree; where a part has no value, neither has the whole."""
        if isinstance(node, Number):
            return constant(node.value)
        if isinstance(node, Name):
            return self.named(node.name)
        if node.sign == "if":
            return self._if(*(self.tree(part) for part in node.parts))
        if node.sign in {"and", "or"}:
            return self._joined([self.tree(part) for part in node.parts], node.sign == "and")
        parts = [self.tree(part) for part in node.parts]
        if node.sign in {"min", "max"}:
            return extreme(parts, node.sign == "min")
        if node.sign == "not":
            asked = as_truth(parts[0])
            return Figure(1.0 - asked.value, asked.error, asked.status)
        if node.sign == "abs":
            return Figure(np.abs(parts[0].value), parts[0].error, parts[0].status)
        if node.sign == "neg":
            return -parts[0]
        left, right = parts
        if node.sign == "+":
            return left + right
        if node.sign == "-":
            return left - right
        if node.sign == "*":
            return left * right
        return left / right if node.sign == "/" else compared(node.sign, left, right)

    def _given(self, name: str) -> Figure:
        column = self.columns.get(name)
        if column is None:
            return NOTHING
        if column.present is None:
            return Figure(column.values, UNIT * np.abs(column.values), is_given=True)
        is_there = column.present != 0
        values = np.where(is_there, column.values, 0.0)
        return Figure(values, UNIT * np.abs(values), np.where(is_there, THERE, MISSING), is_given=True)

    def _derived(self, name: str) -> Figure:
        entry, found = self.plan.derived[name]
        figure = self.found(found)
        if entry["when_zero"] == "zero":
            figure = chosen(np.equal(figure.status, ZERO_DIVIDED), Figure(0.0), figure)
        return Figure(figure.value, figure.error, np.where(np.equal(figure.status, THERE), THERE, MISSING))

    def _if(self, test: Figure, yes: Figure, no: Figure) -> Figure:
        test = as_truth(test)
        figure = chosen(test.value != 0, yes, no)
        error = np.where(test.is_unsure, np.inf, figure.error)
        return Figure(figure.value, error, np.where(np.equal(test.status, THERE), figure.status, test.status))

    def _joined(self, parts: list[Figure], is_and: bool) -> Figure:
        """One after the other, as far as the answer needs them."""
        is_open: Values = True
        is_unsure: Values = False
        status: Values = THERE
        for part in map(as_truth, parts):
            asked = is_open & np.equal(status, THERE)
            status = np.where(asked, part.status, status)
            is_unsure = is_unsure | (asked & part.is_unsure)
            is_open = is_open & ((part.value != 0) if is_and else (part.value == 0))
        return truth(is_open if is_and else ~np.asarray(is_open), is_unsure, status)

    def _looked_up(self, found: TableValue) -> Figure:
        column = self.columns.get(found.key)
        if column is None:
            return NOTHING
        figure = NONE
        for number, code in enumerate(column.codes or ()):
            if (row := found.rows.get(code)) is not None:
                figure = chosen(column.values == number, self.tree(row.tree), figure)
        is_there = True if column.present is None else column.present != 0
        return Figure(figure.value, figure.error, np.where(is_there, figure.status, MISSING))

    def _bracket(self, found: Bracket) -> Figure:
        size = self.tree(found.by.tree)
        figure = self.tree(found.below.tree) if found.below else NONE
        is_unsure: Values = False
        for threshold, value in reversed(found.at_least):
            reached = compared(">=", size, constant(threshold))
            is_unsure = is_unsure | reached.is_unsure
            figure = chosen(reached.value != 0, self.tree(value.tree), figure)
        return Figure(figure.value, np.where(is_unsure, np.inf, figure.error), first_status(size, figure))

    def _first_of(self, found: FirstOf) -> Figure:
        figure = self.found(found.parts[-1])
        for part in reversed(found.parts[:-1]):
            own = self.found(part)
            is_none = np.equal(own.status, NONE_THERE) | np.equal(own.status, ZERO_DIVIDED)
            is_passed = ~np.equal(own.status, THERE) if found.passes_unknown else is_none
            figure = chosen(is_passed, figure, own)
            figure = Figure(figure.value, np.where(own.is_unsure, np.inf, figure.error), figure.status)
        return figure
