"""Which figures of 0 leave a value undefined: only those that make a denominator 0, however deep it stands; a numerator of 0 is no fault."""

from collections.abc import Iterator

from greenlist.engines.scoring.exact import UNDEFINED
from greenlist.engines.scoring.expr import Formula, formula_of
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedItem, PlannedRows, PlannedScore
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.tree import Environment, MissingValue, Name, Node, Operation


def undefined(result: Result) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(label, flat names of the inputs of 0 that are to blame) of every derived value and item whose denominator is 0.

    No name where two figures that are not 0 cancel each other: which of them is wrong nobody knows.
    """
    blame = _Blame(result)
    for name, (entry, found) in result.plan.derived.items():
        if isinstance(found, Formula) and blame.env.get(name) is None:
            yield entry["label"], tuple(dict.fromkeys(blame.of(found.tree)))
    for item in result.plan.items.values():
        leaf = result.items[item.id]
        if leaf.status == "missing" and leaf.note.endswith(UNDEFINED):
            yield item.label, tuple(dict.fromkeys(blame.of_item(item)))


class _Blame:
    """The figures behind a result, asked for what made a denominator 0."""

    def __init__(self, result: Result) -> None:
        self.plan: Plan = result.plan
        self.env: Environment = result.figures

    def of_item(self, item: PlannedItem) -> Iterator[str]:
        """What leaves an item without points, whichever way it is scored."""
        rule = next((way.score for way in item.ways if way.when is None or way.when.evaluate(self.env)), item.score)
        if rule:
            yield from self._of_rows(rule.over) if rule.over else self._of_rule(rule)

    def of(self, node: Node) -> Iterator[str]:
        """What makes a denominator 0 in a tree; nothing where none is."""
        if not isinstance(node, Operation) or not self._divides_by_zero(node):
            return
        if inner := [part for part in self._taken(node) if self._divides_by_zero(part)]:
            for part in inner:
                yield from self.of(part)
        else:
            yield from self._zero(node.parts[1])

    def _of_rows(self, over: PlannedRows) -> Iterator[str]:
        """A row that divides by 0, or else the weights, which then are 0 together. One that is not filled in is found at no fault."""
        within = [name for weight, rule in over.rows for name in (*self.of(weight.tree), *self._of_rule(rule))]
        yield from within or (name for weight, _ in over.rows for name in self._zero(weight.tree))

    def _of_rule(self, rule: PlannedScore) -> Iterator[str]:
        """Its value and its sides; then what the rule itself divides by."""
        sides = [side for side in (rule.value, rule.lead, rule.base) if side]
        yield from (name for side in sides for name in self.of(side.tree))
        below = rule.value if rule.kind == "neg" else rule.lead if rule.kind in {"pos", "points"} else None
        if below:
            yield from self._zero(below.tree)

    def _zero(self, node: Node) -> Iterator[str]:
        """The figures of 0 that make a part 0: of a product its factors of 0, of a sum all that are, of a quotient what is above."""
        if isinstance(node, Name):
            yield from self._zero_named(node.name)
        elif isinstance(node, Operation) and self._is_zero(node):
            for part in node.parts[:1] if node.sign == "/" else self._taken(node):
                yield from self._zero(part)

    def _zero_named(self, name: str) -> Iterator[str]:
        if self.env.get(name) != 0:
            return
        if name in self.plan.inputs:
            yield name
        elif name in self.plan.derived and isinstance(found := self.plan.derived[name][1], Formula):
            yield from self.of(found.tree) if self._divides_by_zero(found.tree) else self._zero(found.tree)

    def _taken(self, node: Operation) -> tuple[Node, ...]:
        """The parts that are computed: of a choice its test, and the side that was taken."""
        if node.sign != "if":
            return node.parts
        test, yes, no = node.parts
        if self._divides_by_zero(test):
            return (test,)
        return (yes,) if formula_of("", test).evaluate(self.env) else (no,)

    def _is_zero(self, node: Node) -> bool:
        try:
            return formula_of("", node).evaluate(self.env) == 0
        except (MissingValue, ZeroDivisionError):
            return False

    def _divides_by_zero(self, node: Node) -> bool:
        try:
            formula_of("", node).evaluate(self.env)
        except MissingValue:
            return False
        except ZeroDivisionError:
            return True
        return False
