"""Lints and tests a standard file, scores one application file, prints a form to fill in."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from greenlist.engines.scoring.application import ApplicationProblems, read_application
from greenlist.engines.scoring.authoring.cases import run_tests
from greenlist.engines.scoring.authoring.coverage import uncovered
from greenlist.engines.scoring.compiling import compile_plan
from greenlist.engines.scoring.exact import score
from greenlist.engines.scoring.expr import FormulaError, formula
from greenlist.engines.scoring.form import form_of
from greenlist.engines.scoring.load import Source, StandardProblems, load_standard
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import fraction
from greenlist.engines.scoring.schema import Group, Item
from greenlist.rulebook.reference.units import UnknownUnit, unit
from greenlist.rulebook.standards import standard_file

RESERVED = ("total", "round", "compare", "verdict")


def check_file(path: Path) -> list[str]:
    """Every problem of a standard file: shape, lint, and its own tests. An empty list is a sound file."""
    try:
        source = load_standard(path)
    except StandardProblems as found:
        return found.problems
    return check_source(source)


def check_source(source: Source) -> list[str]:
    """The same of one that is loaded: lint, and where that finds nothing its own tests."""
    return lint(source) or run_tests(source)[0]


def coverage_of(path: Path) -> tuple[list[str], int]:
    """(every branch that no test of a sound file takes, how many branches there are). Raises StandardProblems."""
    source = load_standard(path)
    problems, runs = run_tests(source)
    if problems := lint(source) or problems:
        raise StandardProblems(problems)
    return uncovered(source, runs)


def score_file(path: Path) -> Result:
    """Score a `greenlist.application/1` file. Raises ApplicationProblems, KeyError for a standard not held."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ApplicationProblems([f"{path.name}:{line}：不是 YAML（{error.problem}）；请检查缩进、冒号和引号。"]) from None
    if not isinstance(content, dict) or content.get("format") != "greenlist.application/1":
        raise ApplicationProblems([f"{path.name}:1：第一行应为 format: greenlist.application/1。"])
    if absent := [key for key in ("standard", "edition", "reference_date") if not content.get(key)]:
        raise ApplicationProblems([f"{path.name}：缺 {key}；请照 greenlist score --template 的样子填写。" for key in absent])
    try:
        on = date.fromisoformat(content["reference_date"])
    except ValueError:
        raise ApplicationProblems([f"{path.name}：reference_date 应写成 2024-05-27 的样子。"]) from None
    plan = compile_plan(load_standard(standard_file(content["standard"], content["edition"])), on)
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
    """What is wrong in a well-shaped file: numbers, weights, units, formulas, ids that stand twice."""
    return _number_problems(source) or _content_problems(source)


def _number_problems(source: Source) -> list[str]:
    """Everything that is to be a number but is none; without numbers nothing else can be checked."""
    standard = source.standard
    found = [(source.at("total", key), key, standard.total.get(key)) for key in ("maximum", "round")]
    for i, group in enumerate(standard.groups):
        found += _numbers_of(source, group, ("groups", i))
    return [
        f"{at}: {name} {text!r} is not a number above 0; write it as 0.1 or 43/8" for at, name, text in found if not _is_number(name, text)
    ]


def _numbers_of(source: Source, group: Group, path: tuple[str | int, ...]) -> list[tuple[str, str, str | None]]:
    found: list[tuple[str, str, str | None]] = [(source.at(*path), "weight", group.weight)] if group.weight is not None else []
    for i, item in enumerate(group.items):
        at = source.at(*path, "items", i)
        found += [(at, "points", item.points)]
        if item.score:
            found += [(at, "cap", item.score.cap)] if item.score.cap is not None else []
            found += [(at, "floor", item.score.floor)]
            found += [(at, "step", text) for step in item.score.steps for text in step]
    for i, child in enumerate(group.groups):
        found += _numbers_of(source, child, (*path, "groups", i))
    return found


def _is_number(name: str, text: str | None) -> bool:
    try:
        value = fraction(text or "")
    except ValueError:
        return False
    return value > 0 or name in {"floor", "step"}


def _content_problems(source: Source) -> list[str]:
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
    known = set(standard.inputs)
    for name, entry in standard.derived.items():
        problems += [f"{source.at('derived', name)}: {name} is an input too; give it another name"] if name in standard.inputs else []
        problems += _formula_problems(source.at("derived", name), entry.value, known) if isinstance(entry.value, str) else []
        known.add(name)
    seen: set[str] = {*names, *RESERVED}
    for i, gate in enumerate(standard.gates):
        at = source.at("gates", i)
        problems += [f"{at}: {gate.id} stands twice, or is a name of the tree; give it another id"] if gate.id in seen else []
        seen.add(gate.id)
        problems += _formula_problems(at, gate.test, names, is_test=True) if gate.test else []
    for i, group in enumerate(standard.groups):
        problems += _group_problems(source, group, ("groups", i), names, seen)
    return problems


def _points(group: Group) -> Fraction:
    if group.best is not None:
        return fraction(group.items[0].points) * group.best if group.items else Fraction(0)
    return sum((fraction(i.points) for i in group.items), Fraction(0)) + sum((_points(g) for g in group.groups), Fraction(0))


def _is_unit(symbol: str) -> bool:
    try:
        unit(symbol)
    except UnknownUnit:
        return False
    return True


def _group_problems(source: Source, group: Group, path: tuple[str | int, ...], names: set[str], seen: set[str]) -> list[str]:
    problems = []
    if f"group:{group.id}" in seen:
        problems.append(f"{source.at(*path)}: group {group.id} stands twice")
    seen.add(f"group:{group.id}")
    if group.weight is not None and len(path) > 2:
        problems.append(f"{source.at(*path)}: only a top group can have a weight")
    if group.best is not None and (group.groups or not 0 < group.best <= len(group.items)):
        problems.append(f"{source.at(*path)}: best must be a number of its own items, and such a group has no groups inside")
    for i, item in enumerate(group.items):
        at = source.at(*path, "items", i)
        if item.id in seen:
            problems.append(f"{at}: item {item.id} stands twice, or is the id of a gate or a figure")
        seen.add(item.id)
        problems += [f"{at}: item {item.id} has no clause"] if not item.clause else []
        problems += _item_problems(at, item, names)
    if group.best is not None and len({i.points for i in group.items}) != 1:
        problems.append(f"{source.at(*path)}: a choose-best group needs equal points")
    for i, child in enumerate(group.groups):
        problems += _group_problems(source, child, (*path, "groups", i), names, seen)
    return problems


def _item_problems(at: str, item: Item, names: set[str]) -> list[str]:
    problems = _formula_problems(at, item.test, names, is_test=True) if item.test else []
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


def _numbers(value: str | dict[str, Any] | None) -> list[str]:
    return [] if value is None else [v for v in value.values() if isinstance(v, str)] if isinstance(value, dict) else [value]


def _formula_problems(at: str, text: str, names: set[str], *, is_test: bool = False) -> list[str]:
    try:
        read = formula(text)
    except FormulaError as error:
        return [f"{at}: {error}"]
    wrong = [f"{at}: {text!r} is {'a value' if is_test else 'a test'}, not {'a test' if is_test else 'a value'}"]
    return [f"{at}: unknown name {name!r} in {text!r}" for name in read.names if name not in names] + wrong * (read.is_test != is_test)
