"""With gmpy2 and without it the engine says the same, letter for letter; and it never builds a number of the other kind."""

import re
import subprocess
import sys
from pathlib import Path

import greenlist.engines.scoring.rational as rational

ENGINES = Path(rational.__file__).parents[1]
ASKS = """
import json, sys
if sys.argv[1] == "Fraction":
    sys.modules["gmpy2"] = None
from greenlist.engines.scoring.rational import Rational
from tests.engines.scoring.keeping import cases, outcome, taken_up
assert Rational.__name__ == sys.argv[1], Rational
for kept in [json.loads(path.read_text(encoding="utf-8")) for path in cases()] + [taken_up(number) for number in range(12)]:
    print(json.dumps(outcome(kept), ensure_ascii=False))
"""


def test_plans_forms_results_and_trees_are_the_same_bytes_with_either_number():
    with_gmpy2, without = (_said_with(number) for number in ("mpq", "Fraction"))
    assert len(with_gmpy2.splitlines()) == 17
    assert with_gmpy2 == without


def test_the_engines_make_no_fraction_but_a_rational():
    """A Fraction made of an mpq holds numerators that gmpy2 refuses in its next sum."""
    made = [path.name for room in ("scoring", "cohort") for path in (ENGINES / room).rglob("*.py") if _makes_a_fraction(path)]
    assert made == []


def _makes_a_fraction(path: Path) -> bool:
    return re.search(r"\bFraction\(", path.read_text(encoding="utf-8")) is not None


def _said_with(number: str) -> str:
    done = subprocess.run([sys.executable, "-c", ASKS, number], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
