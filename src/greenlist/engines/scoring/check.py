"""Lints and tests a standard file, scores one application file, prints a form to fill in."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from greenlist.engines.scoring.application import ApplicationProblems, read_application
from greenlist.engines.scoring.exact import score
from greenlist.engines.scoring.expr import FormulaError, formula
from greenlist.engines.scoring.form import form_of
from greenlist.engines.scoring.load import Source, StandardProblems, load_standard
from greenlist.engines.scoring.plan import Plan, compile_plan
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import decimal_places, decimal_text, fraction, round_to
from greenlist.engines.scoring.schema import Group, Item
from greenlist.rulebook.reference.units import UnknownUnit, unit
from greenlist.rulebook.standards import standard_file


def check_file(path: Path) -> list[str]:
    """Every problem of a standard file: shape, lint, and its own tests. An empty list is a sound file."""
    try:
        source = load_standard(path)
    except StandardProblems as found:
        return found.problems
    problems = lint(source)
    return problems or _run_tests(source)


def score_file(path: Path) -> Result:
    """Score a `greenlist.application/1` file. Raises ApplicationProblems, KeyError for a standard not held."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if not isinstance(content, dict) or content.get("format") != "greenlist.application/1":
        raise ApplicationProblems([f"{path.name}:1：第一行应为 format: greenlist.application/1。"])
    source = load_standard(standard_file(content["standard"], content["edition"]))
    plan = compile_plan(source, date.fromisoformat(content["reference_date"]))
    return score(plan, read_application(plan, content))


def template(standard: str, edition: str) -> str:
    """A `greenlist.application/1` file for a standard with every place empty, to be filled in."""
    source = load_standard(standard_file(standard, edition))
    first = source.standard.in_force["from"] or "2024-05-27"
    plan = compile_plan(source, date.fromisoformat(first))
    lines = ["format: greenlist.application/1", f"standard: {standard}", f'edition: "{edition}"', f"reference_date: {first}"]
    lines += ["inputs:" if plan.inputs else "inputs: {}"]
    lines += [f"  {name}: {{value: '', unit: '{entry['unit']}'}}  # {entry['label']}" for name, entry in plan.inputs.items()]
    lines += ["items:"]
    for section in form_of(plan).sections:
        lines += [f"  # {section.title}"]
        lines += [f"  {row.id}: ''  # {row.label}" for row in section.rows if row.kind not in {"quantity", "computed"}]
    return "\n".join([*lines, "not_applicable: {}", ""])


def lint(source: Source) -> list[str]:
    """What is wrong in a well-shaped file: weights, units, formulas, ids that stand twice."""
    standard = source.standard
    names = set(standard.inputs) | set(standard.derived)
    problems = []
    weights = [fraction(g.weight) for g in standard.groups if g.weight]
    if weights and len(weights) != len(standard.groups):
        problems.append(f"{source.at('groups')}: either every top group has a weight or none has")
    if weights and sum(weights) != fraction(standard.total["maximum"]):
        problems.append(f"{source.at('groups')}: weights sum to {sum(weights)}, not {standard.total['maximum']}")
    if not weights and sum(_points(g) for g in standard.groups) != fraction(standard.total["maximum"]):
        problems.append(f"{source.at('groups')}: points do not sum to {standard.total['maximum']}")
    for key, entries in (("inputs", standard.inputs), ("derived", standard.derived)):
        problems += [f"{source.at(key, name)}: unknown unit {e.unit!r}" for name, e in entries.items() if not _is_unit(e.unit)]
    for name, entry in standard.derived.items():
        problems += _formula_problems(source.at("derived", name), entry.value, names - {name})
    seen: set[str] = set()
    for i, group in enumerate(standard.groups):
        problems += _group_problems(source, group, ("groups", i), names, seen)
    return problems


def _points(group: Group) -> Fraction:
    if group.best is not None:
        return fraction(group.items[0].points) * group.best
    return sum((fraction(i.points) for i in group.items), Fraction(0)) + sum((_points(g) for g in group.groups), Fraction(0))


def _is_unit(symbol: str) -> bool:
    try:
        unit(symbol)
    except UnknownUnit:
        return False
    return True


def _group_problems(source: Source, group: Group, path: tuple[str | int, ...], names: set[str], seen: set[str]) -> list[str]:
    problems = []
    for i, item in enumerate(group.items):
        at = source.at(*path, "items", i)
        if item.id in seen:
            problems.append(f"{at}: item {item.id} stands twice")
        seen.add(item.id)
        problems += [f"{at}: item {item.id} has no clause"] if not item.clause else []
        problems += _item_problems(at, item, names)
    if group.best is not None and len({i.points for i in group.items}) != 1:
        problems.append(f"{source.at(*path)}: a choose-best group needs equal points")
    for i, child in enumerate(group.groups):
        problems += _group_problems(source, child, (*path, "groups", i), names, seen)
    return problems


def _item_problems(at: str, item: Item, names: set[str]) -> list[str]:
    problems = _formula_problems(at, item.test, names) if item.test else []
    if item.kind == "count" and not item.count_of:
        problems.append(f"{at}: a count item needs count_of")
    if item.kind == "measure" and not item.score:
        problems.append(f"{at}: a measure item needs score")
    if item.score is None:
        return problems
    for text in (item.score.value, *_numbers(item.score.lead), *_numbers(item.score.base)):
        problems += _formula_problems(at, text, names)
    if item.score.kind == "linear" and item.score.lead == item.score.base:
        problems.append(f"{at}: lead equals base")
    if item.score.kind == "steps" and sorted(fraction(a) for a, _ in item.score.steps) != [fraction(a) for a, _ in item.score.steps]:
        problems.append(f"{at}: steps must rise")
    return problems


def _numbers(value: str | dict[str, str] | None) -> list[str]:
    return [] if value is None else list(value.values()) if isinstance(value, dict) else [value]


def _formula_problems(at: str, text: str, names: set[str]) -> list[str]:
    try:
        read = formula(text)
    except FormulaError as error:
        return [f"{at}: {error}"]
    return [f"{at}: unknown name {name!r} in {text!r}" for name in read.names if name not in names]


def _run_tests(source: Source) -> list[str]:
    problems = []
    for i, case in enumerate(source.standard.tests):
        at = source.at("tests", i)
        try:
            plan = compile_plan(source, date.fromisoformat(case["at"]))
            result = score(plan, read_application(plan, case["application"]))
        except ApplicationProblems as found:
            problems += [f"{at}: {case['name']}: {p}" for p in found.problems]
            continue
        problems += [f"{at}: {case['name']}: {p}" for p in _differences(plan, result, case["expect"])]
    return problems


def _differences(plan: Plan, result: Result, expected: dict[str, Any]) -> list[str]:
    """Expected values are text; each is compared after rounding to as many digits as it prints."""
    del plan
    found = []
    for key, text in expected.items():
        if key == "verdict":
            if result.verdict != text:
                found.append(f"verdict is {result.verdict}, expected {text}")
            continue
        value = result.total if key == "total" else result.items[key].points
        interval = Fraction(1, 10 ** len(text.partition(".")[2]))
        actual = decimal_text(round_to(value, interval), interval) if decimal_places(interval) >= 0 else ""
        if actual != text:
            found.append(f"{key} is {actual}, expected {text}")
    return found
