"""A read formula as a small immutable tree: one meaning for the exact lane, the cohort lane, the units and the bounds.

Signs: + - * / (two parts), neg abs not (one), > >= < <= == (two), and or min max (any number), if (test, yes, no). A test is worth 1 or 0.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from greenlist.engines.scoring.rational import Rational

Value = Fraction | int
Environment = Mapping[str, Fraction | None]
Evaluator = Callable[[Environment], Value]

TESTS = frozenset({">", ">=", "<", "<=", "==", "and", "or", "not"})


class MissingValue(Exception):
    """An input that the formula needs has no value."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoValue(MissingValue):
    """It is known that there is none: a table lacks it, no bracket is reached, or the unit said that nothing listed applies."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A value by name; that of an earlier year is a name of its own, `energy[-1]`, and so is one row of a small table, `p_energy#2`."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A sign and what it joins."""

    sign: str
    parts: tuple["Node", ...]


Node = Number | Name | Operation


def is_test(node: Node) -> bool:
    """Does the tree answer yes or no?"""
    return isinstance(node, Operation) and node.sign in TESTS


def walk(node: Node) -> Iterator[Node]:
    """Every node, a parent before its parts."""
    yield node
    for part in node.parts if isinstance(node, Operation) else ():
        yield from walk(part)


def names_of(node: Node) -> tuple[str, ...]:
    """The names read, in order, each once."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name)))


def renamed(node: Node, new_name: Callable[[str], str]) -> Node:
    """The same tree with every name put through `new_name`."""
    if isinstance(node, Name):
        return Name(new_name(node.name))
    return Operation(node.sign, tuple(renamed(part, new_name) for part in node.parts)) if isinstance(node, Operation) else node


def shifted(name: str, years: int) -> str:
    """The name of the same value `years` before: energy, 1 → energy[-1]; energy[-1], 1 → energy[-2]."""
    stem, bracket, back = name.partition("[-")
    total = years + (int(back[:-1]) if bracket else 0)
    return f"{stem}[-{total}]" if total else stem


def exact(value: Value) -> Fraction:
    """A value as a fraction; a test is worth 1 or 0. What is one already is not made anew: that costs more than the arithmetic."""
    return value if type(value) is Rational else Rational(value)


def evaluator(node: Node) -> Evaluator:
    """How to evaluate the tree on exact fractions. The evaluator raises MissingValue and ZeroDivisionError."""
    if isinstance(node, Number):
        value = node.value
        return lambda env: value
    if isinstance(node, Name):
        return _name(node.name)
    return _operation(node.sign, [evaluator(part) for part in node.parts])


def _name(name: str) -> Evaluator:
    def read(env: Environment) -> Value:
        value = env.get(name)
        if value is None:
            raise MissingValue(name)
        return value

    return read


def _operation(sign: str, parts: list[Evaluator]) -> Evaluator:
    if sign == "if":
        test, yes, no = parts
        return lambda env: yes(env) if test(env) else no(env)
    if sign in JOINING:
        return JOINING[sign](parts)
    if len(parts) == 1:
        return SINGLE[sign](parts[0])
    return PAIRS[sign](*parts)


SINGLE: dict[str, Callable[[Evaluator], Evaluator]] = {
    "neg": lambda a: lambda env: -a(env),
    "abs": lambda a: lambda env: abs(exact(a(env))),
    "not": lambda a: lambda env: not a(env),
}
PAIRS: dict[str, Callable[[Evaluator, Evaluator], Evaluator]] = {
    "+": lambda a, b: lambda env: a(env) + b(env),
    "-": lambda a, b: lambda env: a(env) - b(env),
    "*": lambda a, b: lambda env: a(env) * b(env),
    "/": lambda a, b: lambda env: a(env) / exact(b(env)),
    ">": lambda a, b: lambda env: a(env) > b(env),
    ">=": lambda a, b: lambda env: a(env) >= b(env),
    "<": lambda a, b: lambda env: a(env) < b(env),
    "<=": lambda a, b: lambda env: a(env) <= b(env),
    "==": lambda a, b: lambda env: a(env) == b(env),
}
JOINING: dict[str, Callable[[list[Evaluator]], Evaluator]] = {
    "and": lambda parts: lambda env: all(part(env) for part in parts),
    "or": lambda parts: lambda env: any(part(env) for part in parts),
    "min": lambda parts: lambda env: min(exact(part(env)) for part in parts),
    "max": lambda parts: lambda env: max(exact(part(env)) for part in parts),
}
