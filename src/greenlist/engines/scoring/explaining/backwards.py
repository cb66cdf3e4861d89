"""From the points of an item back to the value they need: exact for every kind that only rises or only falls."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from greenlist.engines.scoring.explaining.standing import RATIOS
from greenlist.engines.scoring.expr import Formula, formula_of, rendered
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedItem, PlannedScore
from greenlist.engines.scoring.rational import ONE, ZERO, Rational
from greenlist.engines.scoring.references import Found
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import shown
from greenlist.engines.scoring.tree import Environment, MissingValue, Name, Operation, names_of

REFLECTED = {">=": True, ">": True, "<=": False, "<": False}


@dataclass(frozen=True)
class Needed:
    """The value an indicator needs, exact and as shown: rounded to the safe side, so that what is shown suffices."""

    label: str
    value: Fraction
    shown: str
    unit: str
    is_higher: bool
    is_strict: bool = False

    @property
    def words(self) -> str:
        """不低于 2.31 万元/tce."""
        side = ("高于" if self.is_strict else "不低于") if self.is_higher else ("低于" if self.is_strict else "不高于")
        return f"{side} {self.shown} {self.unit}".rstrip()


@dataclass(frozen=True)
class Reading:
    """How the value of one item can be read backwards: from a share of its points to the value. `why_not`: it cannot."""

    rule: PlannedScore | None
    test: tuple[Fraction, bool, bool] | None
    label: str
    unit: str
    lead: Fraction = ONE
    base: Fraction = ZERO
    why_not: str = ""

    def needed(self, share: Fraction) -> Needed | None:
        """The value that gives this share of the points, or the step above it; None where there is none."""
        if self.why_not:
            return None
        if self.test:
            threshold, is_higher, is_strict = self.test
            return Needed(self.label, threshold, safe(threshold, is_higher), self.unit, is_higher, is_strict)
        found = self._inverted(share)
        return None if found is None else Needed(self.label, found[0], safe(*found), self.unit, found[1])

    def next_step(self, share: Fraction) -> Needed | None:
        """The value of the next step above this share; None for what has no steps, or is on the last but one."""
        if self.rule is None:
            return None
        above = sorted({worth for _, worth in self.rule.steps if worth > share})
        return self.needed(above[0]) if len(above) > 1 else None

    def _inverted(self, share: Fraction) -> tuple[Fraction, bool] | None:
        rule = self.rule
        if rule is None or share <= 0:
            return None
        if rule.kind == "steps":
            is_higher = rule.compare != "at_most"
            return next(((threshold, is_higher) for threshold, worth in rule.steps if worth >= share), None)
        if rule.kind == "linear":
            rest = (share - rule.floor) / (ONE - rule.floor) if share > rule.floor else ZERO
            return self.base + (self.lead - self.base) * rest, self.lead > self.base
        return (self.lead / share, False) if rule.kind == "neg" else (self.lead * share, True)


def reading_of(result: Result, item: PlannedItem) -> Reading:
    """How the value of an item can be read backwards, with the lead and base as they are now."""
    env = result.figures
    if item.test:
        return _tested(result.plan, item, item.test, env)
    rule = _rule(item, env)
    if rule is None:
        return Reading(None, None, item.label, "", why_not="不知道按哪一种办法计分" if item.ways else "由人判定，没有数值")
    if rule.over:
        return Reading(rule, None, item.label, "", why_not="按几个产品加权平均，不能单独反算")
    label, unit = _named(result.plan, rule.value, item)
    if rule.kind not in RATIOS | {"linear", "steps"}:
        return Reading(rule, None, label, unit, why_not="这种计分方式不能反算")
    if _roots(result.plan, rule.value) & (_roots(result.plan, rule.lead) | _roots(result.plan, rule.base)):
        return Reading(rule, None, label, unit, why_not="目标值随本项数据一起变，不能单独反算")
    try:
        lead = Rational(rule.lead.evaluate(env)) if rule.lead else ONE
        base = Rational(rule.base.evaluate(env)) if rule.base else ZERO
    except (MissingValue, ZeroDivisionError):
        return Reading(rule, None, label, unit, why_not="目标值所用的数据未填")
    if rule.kind in RATIOS and lead <= 0:
        return Reading(rule, None, label, unit, why_not="目标值不是正数，不能反算")
    if rule.kind == "linear" and lead == base:
        return Reading(rule, None, label, unit, why_not="引领值等于基准值，不能反算")
    return Reading(rule, None, label, unit, lead, base)


def _rule(item: PlannedItem, env: Environment) -> PlannedScore | None:
    """How the item is scored as things are; None where a person judges, or where it is not known which of several ways holds."""
    try:
        return next((way.score for way in item.ways if way.when is None or way.when.evaluate(env)), item.score)
    except (MissingValue, ZeroDivisionError):
        return None


def safe(value: Fraction, is_higher: bool) -> str:
    """The value with at least two decimals and four figures, rounded to the side on which it still suffices."""
    places = 2
    while abs(value) * 10**places < 1000 and places < 12 and value:
        places += 1
    scaled = value * 10**places
    return shown(Rational(ceil(scaled) if is_higher else floor(scaled), 10**places), places)


def _tested(plan: Plan, item: PlannedItem, test: Formula, env: Environment) -> Reading:
    tree = test.tree
    if not isinstance(tree, Operation) or tree.sign not in REFLECTED or not names_of(tree.parts[0]):
        return Reading(None, None, item.label, "", why_not="条件不止一个比较，不能反算")
    left, right = (formula_of("", part) for part in tree.parts)
    label, unit = _named(plan, left, item)
    if _roots(plan, left) & _roots(plan, right):
        return Reading(None, None, label, unit, why_not="门槛随本项数据一起变，不能单独反算")
    try:
        threshold = Rational(right.evaluate(env))
    except (MissingValue, ZeroDivisionError):
        return Reading(None, None, label, unit, why_not="门槛所用的数据未填")
    return Reading(None, (threshold, REFLECTED[tree.sign], "=" not in tree.sign), label, unit)


def _named(plan: Plan, read: Formula, item: PlannedItem) -> tuple[str, str]:
    """The label and unit of one figure; of a ratio the formula itself, without a unit."""
    if not isinstance(read.tree, Name):
        return (rendered(read.text, plan.labels) if read.text else item.label), ""
    entry = plan.inputs.get(read.tree.name) or plan.derived[read.tree.name][0]
    label, unit = str(entry["label"]), str(entry["unit"])
    is_percent = label.endswith("（%）")
    return label.removesuffix("（%）"), "%" if is_percent else "" if unit == "1" else unit


def _roots(plan: Plan, read: Found | None) -> set[str]:
    """The figures a formula rests on in the end."""
    return {root for name in read.names for root in _roots_of(plan, name)} if read else set()


def _roots_of(plan: Plan, name: str) -> set[str]:
    return _roots(plan, plan.derived[name][1]) if name in plan.derived else {name}
