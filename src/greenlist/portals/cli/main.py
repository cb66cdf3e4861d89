"""The command line: thin, over the same rulebook, engines and services. Exit 0 fine, 1 findings, 2 bad input."""

import argparse
import os
import sys

from yaml import YAMLError

from greenlist.casework.journal.refusals import Refused
from greenlist.portals.cli.commands import (
    clauses,
    cohort,
    demo,
    draw,
    fonts,
    journal,
    notice,
    package,
    register,
    remind,
    replay,
    score,
    screen,
    standards,
    status,
    table,
    verify,
    watch,
    work,
    year,
)

COMMANDS = (
    clauses, notice, standards, score, cohort, screen, table, journal, verify, package, status, draw, register, replay, watch, remind, work, year, fonts, demo,
)  # fmt: skip
NEEDS_DATABASE = (journal, replay, watch, remind, work, year, demo)


def main(arguments: list[str]) -> int:
    """Parse and run; returns the exit code. Bad input is told on stderr in plain words."""
    parser = argparse.ArgumentParser(prog="greenlist", description="绿色制造名单：通知即代码")
    kinds = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(kinds)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.module is year:
            year.prepare(chosen)
        if chosen.module in NEEDS_DATABASE or (chosen.module in (package, status, cohort) and chosen.module.needs_database(chosen)):
            _set_up_django()
        return int(chosen.run(chosen))
    except (OSError, KeyError, ValueError, LookupError, TypeError, YAMLError) as problem:
        print(_words(problem), file=sys.stderr)
        return 2
    except Refused as refusal:
        print("\n".join((refusal.what, *refusal.items, refusal.then)).strip(), file=sys.stderr)
        return 2


def _words(problem: Exception) -> str:
    """What is wrong, with the file's name where the system knows it."""
    if isinstance(problem, OSError) and problem.filename:
        return f"{problem.filename}：{'没有这个文件。' if isinstance(problem, FileNotFoundError) else problem.strerror}"
    return str(problem) if isinstance(problem, YAMLError) or not problem.args else str(problem.args[0])


def _set_up_django() -> None:
    import django  # noqa: PLC0415 -- slow import: the pure commands need no database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenlist.config.settings")
    django.setup()
