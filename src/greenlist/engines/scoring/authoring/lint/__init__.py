"""What is wrong in a well-shaped standard file: every fault at file:line:column, in Chinese, all at once."""

from collections.abc import Callable

from greenlist.engines.scoring.authoring.lint.dates import date_faults
from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.first_of import first_of_faults
from greenlist.engines.scoring.authoring.lint.formulas import formula_faults
from greenlist.engines.scoring.authoring.lint.hints import hint_faults
from greenlist.engines.scoring.authoring.lint.names import name_faults
from greenlist.engines.scoring.authoring.lint.numbers import number_faults
from greenlist.engines.scoring.authoring.lint.reach import reach_faults
from greenlist.engines.scoring.authoring.lint.said import said_faults
from greenlist.engines.scoring.authoring.lint.scores import score_faults
from greenlist.engines.scoring.authoring.lint.sizes import size_faults
from greenlist.engines.scoring.authoring.lint.tables import table_faults
from greenlist.engines.scoring.authoring.lint.units import unit_faults
from greenlist.engines.scoring.authoring.lint.weights import weight_faults
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.schema import Standard

__all__ = ["faults_in", "hints", "lint", "placed"]

ALWAYS: list[Callable[[Standard], Faults]] = [date_faults, name_faults, formula_faults, unit_faults]
WITH_NUMBERS: list[Callable[[Standard], Faults]] = [
    weight_faults,
    score_faults,
    table_faults,
    first_of_faults,
    reach_faults,
    size_faults,
]


def lint(source: Source, *, wants_all_said: bool = False) -> list[str]:
    """Every fault of a standard that was loaded, as its author reads it.

    `wants_all_said`: a file left to a default what its author has to decide. What was stored before keeps its defaults.
    """
    return _told(source, faults_in(source.standard) + (list(said_faults(source)) if wants_all_said else []))


def faults_in(standard: Standard) -> list[Fault]:
    """The faults by their paths, in no order. Sums and orders are looked at once every number is one."""
    wrong_numbers = list(number_faults(standard))
    found = wrong_numbers + [fault for check in ALWAYS for fault in check(standard)]
    if not wrong_numbers and "maximum" in standard.total:
        found += [fault for check in WITH_NUMBERS for fault in check(standard)]
    return found


def hints(source: Source) -> list[str]:
    """What is worth a look in a standard without faults."""
    return [line.replace(": ", ": 提示：", 1) for line in _told(source, list(hint_faults(source)))]


def placed(source: Source, faults: list[Fault]) -> list[tuple[str, Fault]]:
    """Each fault with its `file:line:column`, in the order of the file."""
    at = {fault: source.place(*fault.path, offset=fault.offset) for fault in faults}
    ordered = sorted(at, key=lambda fault: [int(part) for part in at[fault].split(":")[-2:]])
    return [(at[fault], fault) for fault in ordered]


def _told(source: Source, faults: list[Fault]) -> list[str]:
    return list(dict.fromkeys(f"{at}: {fault.in_keys or fault.words}" for at, fault in placed(source, faults)))
