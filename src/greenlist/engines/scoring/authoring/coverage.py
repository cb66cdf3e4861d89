"""Which ways to a score the tests inside a file have taken, and which not: every branch of every gate, item, group and derived value."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.authoring.cases import Run, Values
from greenlist.engines.scoring.authoring.places import Path, groups_of, items_of
from greenlist.engines.scoring.expr import Formula, MissingValue, formula
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.results import ONE, ZERO
from greenlist.engines.scoring.rounding import fraction
from greenlist.engines.scoring.schema import Group, Item, Score, Standard
from greenlist.engines.scoring.tree import Name, Node, Number, Operation, walk

ANSWERED = {"required", "yes_no"}
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
}


@dataclass(frozen=True)
class Branch:
    """One way a part of the standard may go."""

    path: Path
    id: str
    key: str

    @property
    def words(self) -> str:
        step = self.key.removeprefix("step:")
        return f"达到第{int(step) + 1}档" if step != self.key else WORDS[self.key]


def branches(standard: Standard) -> list[Branch]:
    """Every branch of a standard, in the order of its file."""
    found = [Branch(("derived", name), name, "zero") for name, entry in standard.derived.items() if _divides(entry.value)]
    found += [Branch(("gates", i), gate.id, key) for i, gate in enumerate(standard.gates) for key in ("met", "not_met", "missing")]
    found += [Branch(path, item.id, key) for path, item in items_of(standard) for key in _item_keys(standard, item)]
    found += [Branch(path, f"group:{group.id}", key) for path, group in groups_of(standard) for key in _group_keys(group)]
    return sorted(found, key=lambda branch: [(str(step).zfill(5)) if isinstance(step, int) else step for step in branch.path])


def uncovered(source: Source, runs: list[Run]) -> tuple[list[str], int]:
    """(every branch no test has taken, at file:line:column; how many branches there are). What a file says is not possible is left out."""
    excused = {key for case in source.standard.tests for key in case.get("not_possible", {})}
    wanted = [branch for branch in branches(source.standard) if f"{branch.id}.{branch.key}" not in excused]
    taken = {way for run in runs for way in _taken(run)}
    gone = [branch for branch in wanted if (branch.id, branch.key) not in taken]
    return [f"{source.place(*b.path)}: {b.id}：没有测试走到“{b.words}”（{b.id}.{b.key}）。" for b in gone], len(wanted)


def _item_keys(standard: Standard, item: Item) -> Iterator[str]:
    if item.may_be_not_applicable:
        yield "not_applicable"
    if item.score:
        yield from _score_keys(standard, item.score)
    elif item.test or item.kind in ANSWERED:
        yield from ("met", "not_met")
    else:
        yield from ("full", "part", "none")
    if _reads_something(item):
        yield "missing"


def _reads_something(item: Item) -> bool:
    texts = [item.test] if item.test else [item.score.value] if item.score else []
    return not texts or any(formula(text).names for text in texts if text)


def _score_keys(standard: Standard, rule: Score) -> Iterator[str]:
    if rule.kind == "steps":
        yield "below_steps"
        yield from (f"step:{i}" for i in range(len(rule.steps)))
    elif rule.kind == "linear":
        yield from ("below_base", "at_base", "between", "at_lead")
    else:
        yield from ("below_lead", "at_lead")
        if rule.cap is not None and fraction(rule.cap) > 1:
            yield "capped"
        if _may_be_negative(standard, formula(rule.value).tree):
            yield "negative"
    if rule.kind == "neg" or any(_divides(text) for text in (rule.value, rule.lead, rule.base) if isinstance(text, str)):
        yield "zero"


def _group_keys(group: Group) -> Iterator[str]:
    if group.best is not None:
        yield from ("spare", "short")
    if group.required_block and any(item.kind == "required" for item in group.items):
        yield "emptied"


def _divides(text: Any) -> bool:
    """May a denominator be 0? A reference has none of its own."""
    if not isinstance(text, str):
        return False
    divisions = [node for node in walk(formula(text).tree) if isinstance(node, Operation) and node.sign == "/"]
    return any(not isinstance(node.parts[1], Number) for node in divisions)


def _may_be_negative(standard: Standard, node: Node) -> bool:
    """Is there a subtraction on the way? A `max(…, 0)` around it stops it."""
    if isinstance(node, Number):
        return node.value < 0
    if isinstance(node, Name):
        entry = standard.derived.get(node.name)
        return entry is not None and isinstance(entry.value, str) and _may_be_negative(standard, formula(entry.value).tree)
    if node.sign == "max":
        return all(_may_be_negative(standard, part) for part in node.parts)
    return node.sign in {"-", "neg"} or (node.sign != "abs" and any(_may_be_negative(standard, part) for part in node.parts))


def _taken(run: Run) -> Iterator[tuple[str, str]]:
    values = run.values
    yield from run.result.gates.items()
    for name, (_, read) in run.plan.derived.items():
        if isinstance(read, Formula) and _is_zero(read, values):
            yield name, "zero"
    for item in run.plan.items.values():
        yield from ((item.id, key) for key in _item_ways(item, run, values))
    for group in _every(run.plan.groups):
        yield from ((f"group:{group.id}", key) for key in _group_ways(group, run))


def _group_ways(group: PlannedGroup, run: Run) -> Iterator[str]:
    results = [run.result.items[item.id] for item in group.items]
    if group.best is not None:
        filled = sum(result.status not in {"missing", "not_applicable"} for result in results)
        yield "spare" if filled > group.best else "short" if filled < group.best else "enough"
    if any(result.note.startswith("同块有必选项不符合") for result in results):
        yield "emptied"


def _every(groups: tuple[PlannedGroup, ...]) -> Iterator[PlannedGroup]:
    for group in groups:
        yield group
        yield from _every(group.groups)


def _item_ways(item: PlannedItem, run: Run, values: Values) -> Iterator[str]:
    result = run.result.items[item.id]
    if item.score and result.status in {"scored", "missing"}:
        yield from _score_ways(item.score, values)
        return
    if result.status != "scored":
        yield result.status
    elif not item.score:
        yield "full" if result.points == result.maximum else "part" if result.points else "none"


def _score_ways(rule: PlannedScore, values: Values) -> Iterator[str]:
    try:
        value = Fraction(rule.value.evaluate(values))
        lead = Fraction(rule.lead.evaluate(values)) if rule.lead else ONE
        base = Fraction(rule.base.evaluate(values)) if rule.base else ZERO
        if rule.kind == "steps":
            reached = [i for i, (threshold, _) in enumerate(rule.steps) if value >= threshold]
            yield f"step:{reached[-1]}" if reached else "below_steps"
        elif rule.kind == "linear":
            part = (value - base) / (lead - base)
            yield "below_base" if part < 0 else "at_base" if part == 0 else "between" if part < 1 else "at_lead"
        else:
            share = lead / value if rule.kind == "neg" else value / lead
            yield "negative" if share < 0 else "below_lead" if share < 1 else "at_lead"
            if rule.cap is not None and share >= rule.cap:
                yield "capped"
    except MissingValue:
        yield "missing"
    except ZeroDivisionError:
        yield "zero"


def _is_zero(read: Formula, values: Values) -> bool:
    try:
        read.evaluate(values)
    except ZeroDivisionError:
        return True
    except MissingValue:
        pass
    return False
