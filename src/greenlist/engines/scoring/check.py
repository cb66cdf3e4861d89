"""`greenlist standards check` and `greenlist score`: lints and tests a standard file, scores one application file, prints a form to fill in."""

from pathlib import Path

from greenlist.engines.scoring.application_file import template
from greenlist.engines.scoring.authoring.cases import run_tests
from greenlist.engines.scoring.authoring.coverage import uncovered
from greenlist.engines.scoring.authoring.lint import hints, lint
from greenlist.engines.scoring.authoring.preview import preview
from greenlist.engines.scoring.load import Source, StandardProblems, load_standard

__all__ = ["check_file", "check_source", "coverage_of", "hints_of", "lint", "preview_of", "template"]


def check_file(path: Path) -> list[str]:
    """Every problem of a standard file: shape, lint, and its own tests. An empty list is a sound file."""
    try:
        source = load_standard(path)
    except StandardProblems as found:
        return found.problems
    return check_source(source)


def check_source(source: Source) -> list[str]:
    """The same of one that is loaded: lint, and where that finds nothing its own tests."""
    return lint(source, wants_all_said=True) or run_tests(source)[0]


def hints_of(path: Path) -> list[str]:
    """What is worth a look in a sound file and does not fail it. Raises StandardProblems."""
    return hints(load_standard(path))


def coverage_of(path: Path) -> tuple[list[str], int]:
    """(every branch that no test of a sound file takes, how many branches there are). Raises StandardProblems."""
    source = load_standard(path)
    if problems := lint(source):
        raise StandardProblems(problems)
    problems, runs = run_tests(source)
    if problems:
        raise StandardProblems(problems)
    return uncovered(source, runs)


def preview_of(path: Path) -> str:
    """The table and the form of a sound file as one HTML page. Raises StandardProblems."""
    source = load_standard(path)
    if problems := lint(source):
        raise StandardProblems(problems)
    return preview(source)
