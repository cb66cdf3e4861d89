"""Numbers of the engine are of two kinds (decision 0039), and what is made of one has to take both: only text and whole numbers are sure.

`Fraction(x)` of an mpq breaks the next sum of gmpy2, `Decimal(x)` refuses its numerators, `limit_denominator` it has not, and a `float` of
a long one ends otherwise. So whoever writes such a call says in made_numbers.yaml what it is given, unless that can be seen.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import greenlist

SOURCE = Path(greenlist.__file__).parent
MAKES = {"Fraction", "Decimal", "float", "limit_denominator"}
GIVES_TEXT_OR_WHOLE = {"str", "int", "len", "shown", "plain_digits", "replace", "rstrip", "strip", "group"}
KINDS = {"text", "whole", "other"}
BY_FLOATS = "engines/cohort"  # computes in floats, within bounds that its proofs keep


def unsure(tree: ast.AST) -> Iterator[str]:
    """Every call that makes a number of something of which the call does not show what it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _called(node)) in MAKES:
            if name == "limit_denominator" or not node.args or not all(map(_is_sure, node.args)):
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and _called(node) == "map" and isinstance(node.args[0], ast.Name) and node.args[0].id in MAKES:
            yield ast.unparse(node)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _is_sure(given: ast.expr) -> bool:
    if isinstance(given, ast.BoolOp):
        return all(map(_is_sure, given.values))
    return isinstance(given, ast.Constant | ast.JoinedStr) or (isinstance(given, ast.Call) and _called(given) in GIVES_TEXT_OR_WHOLE)


def found() -> set[str]:
    """`file: call` of each in the program; of the cohort lane all but its floats."""
    calls = set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        made = unsure(ast.parse(path.read_text(encoding="utf-8")))
        calls |= {f"{name}: {call}" for call in made if not (name.startswith(BY_FLOATS) and call.startswith("float("))}
    return calls


def told() -> dict[str, str]:
    """What is told of each call: text, whole, or other with a reason."""
    return yaml.safe_load((Path(__file__).parent / "made_numbers.yaml").read_text(encoding="utf-8"))


def test_what_a_number_is_made_of_is_told_wherever_the_call_does_not_show_it():
    calls, known = found(), told()
    new = sorted(calls - known.keys())
    assert not new, f"say in tests/house/made_numbers.yaml what is given (text, whole, other: why), or pass str(…) or int(…): {new}"
    assert sorted(known.keys() - calls) == [], "gone from the program; take it out of tests/house/made_numbers.yaml"
    assert {kind.partition(":")[0] for kind in known.values()} <= KINDS
    assert all(kind.partition(":")[2].strip() for kind in known.values() if kind.startswith("other"))


@pytest.mark.parametrize(
    ("call", "is_unsure"),
    [
        ("Fraction(x)", True), ("Decimal(x.numerator)", True), ("float(value)", True), ("x.limit_denominator(9)", True), ("Fraction(1, n)", True),
        ("x.limit_denominator()", True), ("fractions.Fraction(x)", True), ("Decimal(text or 0)", True), ("Fraction()", True),
        ("Fraction('1')", False), ("Decimal(str(x) or 0)", False), ("Decimal(int(x.numerator))", False), ("float(f'{x}')", False),
        ("Decimal(x.replace(',', ''))", False), ("Rational(x)", False),
        ("list(map(Decimal, xs))", True), ("map(str, xs)", False),
    ],
)  # fmt: skip
def test_only_text_and_whole_numbers_are_sure(call, is_unsure):
    assert bool(list(unsure(ast.parse(call)))) is is_unsure
