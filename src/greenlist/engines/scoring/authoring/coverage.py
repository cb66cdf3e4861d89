"""Which ways to a score the tests inside a file have taken, and which not."""

from collections.abc import Iterator

from greenlist.engines.scoring.authoring.branches import branches
from greenlist.engines.scoring.authoring.cases import Run, Values
from greenlist.engines.scoring.exact import BLOCK
from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.rational import ONE, ZERO, Rational
from greenlist.engines.scoring.references import Bracket, FirstOf, Found, TableValue
from greenlist.engines.scoring.rounding import added
from greenlist.engines.scoring.tree import MissingValue, NoValue


def uncovered(source: Source, runs: list[Run]) -> tuple[list[str], int]:
    """(every branch no test has taken, at file:line:column; how many branches there are).

    What a file says is not possible is left out; an excuse without a reason, for no branch, or for one that a test takes, is told.
    """
    there = {f"{branch.id}.{branch.key}": branch for branch in branches(source.standard)}
    taken = {f"{name}.{key}" for run in runs for name, key in _taken(run)}
    excused, faults = _excuses(source, set(there), taken)
    wanted = [name for name in there if name not in excused]
    gone = [(there[name], name) for name in wanted if name not in taken]
    return faults + [f"{source.place(*b.path)}: {b.id}：没有测试走到“{b.words}”（{name}）。" for b, name in gone], len(wanted)


def _excuses(source: Source, there: set[str], taken: set[str]) -> tuple[set[str], list[str]]:
    found: set[str] = set()
    faults = []
    for i, case in enumerate(source.standard.tests):
        excuses = case.get("not_possible", {})
        for name, why in excuses.items() if isinstance(excuses, dict) else ():
            found.add(name)
            if name not in there:
                words = f"没有“{name}”这条支路；请删去或核对编号"
            elif name in taken:
                words = f"“{name}”有测试走到，不是不可能；请删去"
            else:
                words = "" if isinstance(why, str) and why.strip() else f"“{name}”要写明为什么不可能"
            faults += [f"{source.place('tests', i, 'not_possible', name)}: {words}。"] if words else []
    return found, faults


def _taken(run: Run) -> Iterator[tuple[str, str]]:
    values = run.values
    yield from run.result.gates.items()
    for flat, (_, found) in run.plan.derived.items():
        name = flat.partition("#")[0].partition("[-")[0]
        yield from ((name, key) for key in _found_ways(found, values))
    for item in run.plan.items.values():
        yield from ((item.id, key) for key in _item_ways(item, run, values))
    for top in run.plan.groups:
        for group in top.all_groups():
            yield from ((f"group:{group.id}", key) for key in _group_ways(group, run))
    yield "grade", f"grade:{run.result.grade}"


def _found_ways(found: Found, values: Values) -> Iterator[str]:
    try:
        found.evaluate(values)
    except ZeroDivisionError:
        yield "zero"
    except MissingValue:
        if isinstance(found, TableValue) and values.get(found.key) is not None:
            yield "no_value"
    if isinstance(found, Bracket):
        yield from _bracket_ways(found, values)
    elif isinstance(found, FirstOf):
        for i, part in enumerate(found.parts):
            yield from _found_ways(part, values)
            if _has_value(part, values):
                yield f"first:{i}"
            if not _has_none(part, values):
                return


def _bracket_ways(found: Bracket, values: Values) -> Iterator[str]:
    if _has_value(found.by, values):
        size = found.by.evaluate(values)
        yield next((f"step:{i}" for i, (threshold, _) in enumerate(found.at_least) if size >= threshold), "below_steps")


def _has_none(found: Found, values: Values) -> bool:
    """Is it known that there is no value, so that the next is asked?"""
    try:
        found.evaluate(values)
    except (NoValue, ZeroDivisionError):
        return True
    except MissingValue:
        return False
    return False


def _has_value(found: Found, values: Values) -> bool:
    try:
        found.evaluate(values)
    except (MissingValue, ZeroDivisionError):
        return False
    return True


def _group_ways(group: PlannedGroup, run: Run) -> Iterator[str]:
    results = [run.result.items[item.id] for item in group.items]
    if group.best is not None:
        filled = sum(result.status not in {"missing", "not_applicable"} for result in results)
        if filled > group.best:
            yield "spare"
        elif filled < group.best:
            yield "short"
    if any(result.note == BLOCK for result in results):
        yield "emptied"
    if group.most is not None and added(result.points for result in results) > group.most:
        yield "over_most"


def _item_ways(item: PlannedItem, run: Run, values: Values) -> Iterator[str]:
    result = run.result.items[item.id]
    if result.status not in {"scored", "missing"} or not item.scores:
        yield _answer(result)
        return
    ways = list(_way_taken(item, run, values))
    yield from ways
    if result.status == "missing" and not any(key.rpartition("/")[2] in {"zero", "negative"} for key in ways):
        yield "missing"


def _way_taken(item: PlannedItem, run: Run, values: Values) -> Iterator[str]:
    if item.score:
        yield from _score_ways(item.score, values, run)
    for i, way in enumerate(item.ways, 1):
        if way.when is not None and not _has_value(way.when, values):
            return  # which way it is scored is not known
        if way.when is None or way.when.evaluate(values):
            yield from (f"{i}/{key}" for key in _score_ways(way.score, values, run))
            return


def _answer(result: ItemResult) -> str:
    if result.status != "scored":
        return result.status
    return "full" if result.points == result.maximum else "part" if result.points else "none"


def _score_ways(rule: PlannedScore, values: Values, run: Run) -> Iterator[str]:
    if rule.over is None:
        yield from _value_ways(rule, values)
        return
    filled = {*run.application.inputs, *run.application.choices}
    rows = [row for row, given in zip(rule.over.rows, rule.over.given, strict=True) if not filled.isdisjoint(given)]
    for _, inner in rows:
        yield from _value_ways(inner, values)
    if len(rows) > rule.over.top:
        yield "more_rows"
    if rows and _weigh_nothing([weight for weight, _ in rows], rule.over.top, values):
        yield "zero"


def _weigh_nothing(weights: list[Formula], top: int, values: Values) -> bool:
    """Is the mean of the rows divided by 0?"""
    try:
        return not added(sorted((Rational(weight.evaluate(values)) for weight in weights), reverse=True)[:top])
    except MissingValue:
        return False
    except ZeroDivisionError:
        return True


def _value_ways(rule: PlannedScore, values: Values) -> Iterator[str]:
    try:
        value = Rational(rule.value.evaluate(values))
        lead = Rational(rule.lead.evaluate(values)) if rule.lead else ONE
        base = Rational(rule.base.evaluate(values)) if rule.base else ZERO
        if rule.kind == "yes_no":
            yield "met" if value else "not_met"
        elif rule.kind == "steps":
            is_from_above = rule.compare == "at_most"
            reached = [i for i, (threshold, _) in enumerate(rule.steps) if (value <= threshold if is_from_above else value >= threshold)]
            yield f"step:{reached[-1]}" if reached else "below_steps"
        elif rule.kind == "linear":
            part = (value - base) / (lead - base)
            yield "below_base" if part < 0 else "at_base" if part == 0 else "between" if part < 1 else "at_lead"
        else:
            share = lead / value if rule.kind == "neg" else value / lead
            yield "negative" if value < 0 else "below_lead" if share < 1 else "at_lead"
            if rule.cap is not None and share >= rule.cap:
                yield "capped"
    except MissingValue:
        pass
    except ZeroDivisionError:
        yield "zero"
