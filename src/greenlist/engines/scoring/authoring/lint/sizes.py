"""How long an exact result can grow: what may run to thousands of digits is refused.

Python writes no whole number of more than 4,300 digits and gmpy2 does, so that such a value would end in two ways (decision 0039). A bound
from above, whatever is filled in: every figure is taken to be as long as an application lets it be. What is usual stays below a thousand.
"""

from functools import reduce
from typing import Any, NamedTuple

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import is_dated, scores_of
from greenlist.engines.scoring.expr import FormulaError, formula
from greenlist.engines.scoring.schema import Score, Standard
from greenlist.engines.scoring.tree import TESTS, Name, Node, Number
from greenlist.engines.scoring.values import Path, items_of

LIMIT = 2_000  # of one value; the total adds what the items bring


class Size(NamedTuple):
    """Of a value `above / (10^places × below)`: the most digits of each."""

    above: int
    places: int
    below: int

    @property
    def digits(self) -> int:
        """Of the longer one of numerator and denominator."""
        return max(self.above, self.places + self.below)


FIGURE = Size(50, 34, 0)  # fifteen digits of up to thirty places, in another unit
HELD = Size(120, 64, 20)  # a row of a shared table with its correction
SMALL = Size(2, 0, 0)


def size_faults(standard: Standard) -> Faults:
    """Every derived value and score that could grow too long; one that rests on such a value is not told again."""
    sizes: dict[str, Size] = {}
    for name, entry in standard.derived.items():
        found = _size(entry.value, standard, sizes)
        yield from _faults(("derived", name, "value"), found)
        sizes[name] = found if found.digits <= LIMIT else FIGURE
    for path, item in items_of(standard):
        for at, score in scores_of(path, item):
            yield from _faults((*at, "value"), _share(score, standard, sizes))


def _faults(path: Path, size: Size) -> Faults:
    if size.digits > LIMIT:
        words = f"结果可能长达 {size.digits:,} 位数，超过 {LIMIT:,} 位就不能计算；请减少连乘、连除，或把算式拆到不同的项目中。"
        yield Fault(path, words)


def _share(score: Score, standard: Standard, sizes: dict[str, Size]) -> Size:
    """What an item's points are multiplied by."""
    value = _size(score.value, standard, sizes)
    lead, base = (_size(side, standard, sizes) for side in (score.lead, score.base))
    if score.kind in {"steps", "yes_no"}:
        share = SMALL
    elif score.kind == "linear":
        share = _divided(_added(value, base), _added(lead, base))
    else:
        share = _divided(lead, value) if score.kind == "neg" else _divided(value, lead)
    if score.over is None or score.over.top < 1:
        return max(share, value, key=lambda size: size.digits)
    weight = _size(score.over.weight, standard, sizes)
    rows = min(score.over.top, LIMIT)
    return _divided(reduce(_added, [_times(weight, share)] * rows), reduce(_added, [weight] * rows))


def _size(value: Any, standard: Standard, sizes: dict[str, Size]) -> Size:
    """Of a formula, of what a reference may find, or of what its dates hold."""
    if isinstance(value, str):
        try:
            return _of_tree(formula(value).tree, sizes)
        except FormulaError:
            return SMALL
    return reduce(_either, (_size(part, standard, sizes) for part in _parts(value, standard)), HELD if _is_held(value, standard) else SMALL)


def _parts(value: Any, standard: Standard) -> list[Any]:
    if not isinstance(value, dict):
        return []
    if is_dated(value):
        return list(value.values())
    if isinstance(value.get("first_of"), list):
        return list(value["first_of"])
    if "table" in value:
        table = standard.tables.get(str(value["table"]))
        return [row.values.get(str(value.get("column"))) for row in table.rows.values()] if table else []
    steps = value.get("at_least")
    return [value.get("below"), *(step[-1] for step in steps if isinstance(step, list) and step)] if isinstance(steps, list) else []


def _is_held(value: Any, standard: Standard) -> bool:
    table = standard.tables.get(str(value.get("table"))) if isinstance(value, dict) else None
    return table is not None and table.of is not None


def _of_tree(node: Node, sizes: dict[str, Size]) -> Size:
    if isinstance(node, Number):
        return Size(31, 15 if node.value.denominator != 1 else 0, 0)
    if isinstance(node, Name):
        return sizes.get(node.name.partition("[-")[0], FIGURE)
    if node.sign in TESTS:
        return SMALL
    parts = [_of_tree(part, sizes) for part in node.parts]
    if node.sign in {"+", "-"}:
        return _added(*parts)
    if node.sign == "*":
        return _times(*parts)
    if node.sign == "/":
        return _divided(*parts)
    return reduce(_either, parts)


def _added(one: Size, other: Size) -> Size:
    places = max(one.places, other.places)
    grown = [a.above + places - a.places + b.below for a, b in ((one, other), (other, one))]
    return Size(max(grown) + 1, places, one.below + other.below)


def _times(one: Size, other: Size) -> Size:
    return Size(*(a + b for a, b in zip(one, other, strict=True)))


def _divided(one: Size, other: Size) -> Size:
    return Size(one.above + other.places + other.below, one.places, one.below + other.above)


def _either(one: Size, other: Size) -> Size:
    return Size(*map(max, one, other))
