"""`greenlist standards check` and `greenlist score`: lints and tests a standard file, scores one application file, prints a form to fill in."""

from datetime import date
from pathlib import Path

import yaml

from greenlist.engines.scoring.application import ApplicationProblems, read_application
from greenlist.engines.scoring.authoring.cases import run_tests
from greenlist.engines.scoring.authoring.coverage import uncovered
from greenlist.engines.scoring.authoring.lint import hints, lint
from greenlist.engines.scoring.authoring.preview import preview
from greenlist.engines.scoring.compiling import compile_plan
from greenlist.engines.scoring.exact import score
from greenlist.engines.scoring.form import form_of
from greenlist.engines.scoring.load import Source, StandardProblems, load_standard
from greenlist.engines.scoring.results import Result
from greenlist.rulebook.standards import standard_file


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


def hints_of(path: Path) -> list[str]:
    """What is worth a look in a sound file and does not fail it. Raises StandardProblems."""
    return hints(load_standard(path))


def coverage_of(path: Path) -> tuple[list[str], int]:
    """(every branch that no test of a sound file takes, how many branches there are). Raises StandardProblems."""
    source = load_standard(path)
    problems, runs = run_tests(source)
    if problems := lint(source) or problems:
        raise StandardProblems(problems)
    return uncovered(source, runs)


def preview_of(path: Path) -> str:
    """The table and the form of a sound file as one HTML page. Raises StandardProblems."""
    source = load_standard(path)
    if problems := lint(source):
        raise StandardProblems(problems)
    return preview(source)


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
