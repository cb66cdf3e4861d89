"""Every way a standard may go, from its file alone: what its tests ought to try."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from greenlist.engines.scoring.authoring.lint.reading import Use, dated_values, formulas_in, parts_of
from greenlist.engines.scoring.compiling import name_of
from greenlist.engines.scoring.expr import formula
from greenlist.engines.scoring.planned import YES_NO_KINDS
from greenlist.engines.scoring.rounding import fraction
from greenlist.engines.scoring.schema import Group, Item, Score, Standard
from greenlist.engines.scoring.tree import Name, Node, Number
from greenlist.engines.scoring.values import Path, groups_of, items_of

STATES = ("met", "not_met", "missing")
WORDS = {
    "met": "符合",
    "not_met": "不符合",
    "missing": "没有填或缺数据",
    "full": "满分",
    "part": "得一部分分",
    "none": "得0分",
    "not_applicable": "不适用",
    "zero": "分母为0",
    "negative": "值小于0",
    "below_lead": "没有达到引领值",
    "at_lead": "达到或优于引领值",
    "capped": "达到上限",
    "below_base": "差于基准值",
    "at_base": "恰为基准值",
    "between": "在基准值和引领值之间",
    "below_steps": "没有达到第一档",
    "spare": "填的项多于计入的项",
    "short": "填的项少于计入的项",
    "emptied": "有必选项不符合，本块必选分为0",
    "no_value": "表中没有值",
    "more_rows": "填的行多于计入的行",
    "over_most": "加分超过上限",
}


@dataclass(frozen=True)
class Branch:
    """One way a part of the standard may go. Of an item with alternatives the key begins with the number of the alternative."""

    path: Path
    id: str
    key: str

    @property
    def words(self) -> str:
        way, _, key = self.key.rpartition("/")
        return (f"第{way}种情形，" if way else "") + _words(key)


def _words(key: str) -> str:
    what, _, number = key.partition(":")
    if what == "step":
        return f"达到第{int(number) + 1}档"
    if what == "first":
        return f"取第{int(number) + 1}种值"
    return f"评为{number}" if what == "grade" else WORDS[key]


class _Signs:
    """Which names may be negative: a figure that may, a value on whose way there is a subtraction."""

    def __init__(self, standard: Standard) -> None:
        self.found = {name: _is_below_zero(entry.minimum) for name, entry in standard.inputs.items()}
        for rows in standard.rows.values():
            self.found |= {name: _is_below_zero(entry.minimum) for name, entry in rows.inputs.items()}
        self.found |= {name: _is_below_zero(constant.value or "0") for name, constant in standard.coefficients.items()}
        for name, derived in standard.derived.items():
            self.found[name] = isinstance(derived.value, str) and self.may_be_negative(formula(derived.value).tree)

    def may_be_negative(self, node: Node) -> bool:
        """A `max(…, 0)` around it stops it."""
        if isinstance(node, Number):
            return False  # as it is written; a sign before it is a part of its own
        if isinstance(node, Name):
            return self.found[node.name.partition("[-")[0]]
        if node.sign == "max":
            return all(self.may_be_negative(part) for part in node.parts)
        return node.sign in {"-", "neg"} or (node.sign != "abs" and any(self.may_be_negative(part) for part in node.parts))


def _is_below_zero(minimum: str | None) -> bool:
    return minimum is None or fraction(minimum) < 0


def branches(standard: Standard) -> list[Branch]:
    """Every branch of a standard, section by section."""
    return list(_branches(standard))


def _branches(standard: Standard) -> Iterator[Branch]:
    signs = _Signs(standard)
    for name, entry in standard.derived.items():
        yield from (Branch(("derived", name), name, key) for key in _found_keys(dated_values(entry.value), standard))
    for i, gate in enumerate(standard.gates):
        yield from (Branch(("gates", i), gate.id, key) for key in STATES)
    for path, group in groups_of(standard):
        yield from (Branch(path, f"group:{group.id}", key) for key in _group_keys(group))
    for path, item in items_of(standard):
        yield from (Branch(path, item.id, key) for key in _item_keys(standard, item, signs))
        for i, way in enumerate(item.any_of, 1):
            for key in _score_keys(standard, way.score, signs):
                yield Branch((*path, "any_of", i - 1), item.id, f"{i}/{key}")
        for at, which, score in _scores(path, item):
            for side in ("lead", "base"):
                references = [value for value in dated_values(getattr(score, side)) if not isinstance(value, str)]
                yield from (Branch((*at, side), name_of(side, item.id + which), key) for key in _found_keys(references, standard))
    yield from (Branch(("grades", i), "grade", f"grade:{grade.name}") for i, grade in enumerate(standard.grades))


def _scores(path: Path, item: Item) -> Iterator[tuple[Path, str, Score]]:
    if item.score:
        yield (*path, "score"), "", item.score
    for i, way in enumerate(item.any_of, 1):
        yield (*path, "any_of", i - 1, "score"), f"_{i}", way.score


def _found_keys(values: Iterable[Any], standard: Standard) -> dict[str, None]:
    """Of a formula: its zero; of a reference: each of its ways, also that of a formula in it that divides. `values`: what can be in force."""
    keys: dict[str, None] = {}
    for value in values:
        if isinstance(value, dict) and "first_of" in value:
            keys |= {f"first:{i}": None for i in range(len(value["first_of"]))}
        for at, part in parts_of((), value):
            if any(use.may_divide_by_zero for use in formulas_in(at, part, standard)):
                keys["zero"] = None
            if isinstance(part, dict) and "bracket" in part:
                keys |= {f"step:{i}": None for i in range(len(part["at_least"]))} | {"below_steps": None}
        if isinstance(value, dict) and set(value) == {"table", "column"}:
            keys["no_value"] = None
    return keys


def _group_keys(group: Group) -> Iterator[str]:
    if group.best is not None:
        yield from ("spare", "short")
    if group.required_block and any(item.kind == "required" for item in group.items):
        yield "emptied"
    if group.bonus and group.most is not None:
        yield "over_most"


def _item_keys(standard: Standard, item: Item, signs: _Signs) -> Iterator[str]:
    if item.may_be_not_applicable:
        yield "not_applicable"
    if item.score:
        yield from _score_keys(standard, item.score, signs)
    elif item.test or (item.kind in YES_NO_KINDS and not item.any_of):
        yield from ("met", "not_met")
    elif not item.any_of:
        yield from ("full", "part", "none")
    if not (item.test and not formula(item.test).names) and not (item.score and not formula(item.score.value).names):
        yield "missing"


def _score_keys(standard: Standard, rule: Score, signs: _Signs) -> Iterator[str]:
    if rule.kind == "yes_no":
        yield from ("met", "not_met")
    elif rule.kind == "steps":
        yield "below_steps"
        yield from (f"step:{i}" for i in range(len(rule.steps)))
    elif rule.kind == "linear":
        yield from ("below_base", "at_base", "between", "at_lead")
    else:
        yield from ("below_lead", "at_lead")
        if rule.cap is not None and fraction(rule.cap) > 1:
            yield "capped"
        if signs.may_be_negative(formula(rule.value).tree):
            yield "negative"
    if _may_divide_by_zero(rule):
        yield "zero"
    if rule.over and rule.over.top < standard.rows[rule.over.rows].most:
        yield "more_rows"


def _may_divide_by_zero(rule: Score) -> bool:
    """A denominator of a formula, the value of `neg`, a lead that is computed, the weights of rows: each may be 0, or equal to the base."""
    sides = [part for side in (rule.lead, rule.base) if side is not None for _, part in parts_of((), side)]
    divides = Use((), rule.value).may_divide_by_zero
    weighs = rule.over is not None and bool(formula(rule.over.weight).names)
    return rule.kind == "neg" or divides or weighs or any(not isinstance(part, str) or formula(part).names for part in sides)
