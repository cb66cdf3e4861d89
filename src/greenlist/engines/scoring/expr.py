"""Formulas: a small subset of Python's expressions, read with `ast`, evaluated on exact fractions, never `eval`-ed."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

Value = Fraction | int
Environment = Mapping[str, Fraction | None]
Evaluator = Callable[[Environment], Value]

LIMIT_NODES, LIMIT_DEPTH, LIMIT_LENGTH = 200, 20, 4000
NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
GLUED = re.compile(r"(?<![\w.])\.?\d[\w.]*[^\W\d]")  # a number run into a word: 1e3, 0x10, 1if
SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷", ast.Gt: ">", ast.GtE: "≥", ast.Lt: "<", ast.LtE: "≤", ast.Eq: "＝",
}  # fmt: skip


class FormulaError(ValueError):
    """The formula cannot be read; says what is not allowed and what is."""


class MissingValue(Exception):
    """An input that the formula needs has no value."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Formula:
    """A read formula: its text, the names it uses in order, and how to evaluate it."""

    text: str
    names: tuple[str, ...]
    evaluate: Evaluator
    is_test: bool


@cache
def formula(text: str) -> Formula:
    """Read a formula. Raises FormulaError."""
    tree = _tree(text.strip())
    if sum(1 for _ in ast.walk(tree)) > LIMIT_NODES or _depth(tree) > LIMIT_DEPTH:
        raise FormulaError(f"formula too large (limits: {LIMIT_NODES} nodes, depth {LIMIT_DEPTH})")
    functions = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in functions]
    names = [node.id for node in sorted(found, key=lambda node: node.col_offset)]
    is_test = isinstance(tree, ast.Compare | ast.BoolOp) or (isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not))
    return Formula(text, tuple(dict.fromkeys(names)), _compile(tree, text.strip()), is_test)


def rendered(text: str, labels: Mapping[str, str]) -> str:
    """The formula with Chinese labels and real signs, as shown in an explanation."""
    return _render(ast.parse(text.strip(), mode="eval").body, labels, text.strip())


def _tree(text: str) -> ast.expr:
    if len(text) > LIMIT_LENGTH:
        raise FormulaError(f"formula too large (limit: {LIMIT_LENGTH} characters)")
    if unread := next((sign for sign in "#\\\n\r\f" if sign in text), None):
        raise FormulaError(f"{unread!r} may not stand in {text!r}")
    if glued := GLUED.search(text):
        raise FormulaError(f"write the number {glued.group()!r} in {text!r} with digits only, such as 1200 or 0.25")
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise FormulaError(f"cannot read {text!r} at column {error.offset}") from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError(f"cannot read {text[:40]!r}") from None


def _depth(node: ast.AST) -> int:
    return 1 + max((_depth(child) for child in ast.iter_child_nodes(node)), default=0)


def _compile(node: ast.AST, source: str) -> Evaluator:
    if isinstance(node, ast.Constant):
        return _constant(node, source)
    if isinstance(node, ast.Name):
        return _name(node.id)
    if isinstance(node, ast.UnaryOp):
        return _unary(node, source)
    if isinstance(node, ast.BinOp):
        return _binary(node, source)
    if isinstance(node, ast.Compare):
        return _comparison(node, source)
    if isinstance(node, ast.BoolOp):
        return _boolean(node, source)
    if isinstance(node, ast.Call):
        return _call(node, source)
    raise FormulaError(f"{type(node).__name__} is not allowed in {source!r}; allowed: names, numbers, + - * /, comparisons, "
                       "and/or/not, min max sum mean abs if_")  # fmt: skip


def _constant(node: ast.Constant, source: str) -> Evaluator:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        raise FormulaError(f"only numbers may stand in {source!r}")
    text = ast.get_source_segment(source, node) or ""
    if not NUMBER.fullmatch(text):
        raise FormulaError(f"write the number {text!r} in {source!r} with digits only, such as 1200 or 0.25")
    value = Fraction(Decimal(text))
    return lambda env: value


def _name(name: str) -> Evaluator:
    def read(env: Environment) -> Value:
        value = env.get(name)
        if value is None:
            raise MissingValue(name)
        return value

    return read


def _unary(node: ast.UnaryOp, source: str) -> Evaluator:
    inner = _compile(node.operand, source)
    if isinstance(node.op, ast.USub):
        return lambda env: -inner(env)
    if isinstance(node.op, ast.Not):
        return lambda env: not inner(env)
    raise FormulaError(f"sign not allowed in {source!r}")


def _binary(node: ast.BinOp, source: str) -> Evaluator:
    left, right = _compile(node.left, source), _compile(node.right, source)
    if isinstance(node.op, ast.Add):
        return lambda env: left(env) + right(env)
    if isinstance(node.op, ast.Sub):
        return lambda env: left(env) - right(env)
    if isinstance(node.op, ast.Mult):
        return lambda env: left(env) * right(env)
    if isinstance(node.op, ast.Div):
        return lambda env: left(env) / Fraction(right(env))
    raise FormulaError(f"only + - * / may stand in {source!r}")


def _comparison(node: ast.Compare, source: str) -> Evaluator:
    if len(node.ops) != 1:
        raise FormulaError(f"write {source!r} as two comparisons joined by `and`")
    left, right, kind = _compile(node.left, source), _compile(node.comparators[0], source), type(node.ops[0])
    tests: dict[type[ast.AST], Evaluator] = {
        ast.Gt: lambda env: left(env) > right(env),
        ast.GtE: lambda env: left(env) >= right(env),
        ast.Lt: lambda env: left(env) < right(env),
        ast.LtE: lambda env: left(env) <= right(env),
        ast.Eq: lambda env: left(env) == right(env),
    }
    if kind not in tests:
        raise FormulaError(f"comparison not allowed in {source!r}; use > >= < <= ==")
    return tests[kind]


def _boolean(node: ast.BoolOp, source: str) -> Evaluator:
    parts = [_compile(value, source) for value in node.values]
    if isinstance(node.op, ast.And):
        return lambda env: all(part(env) for part in parts)
    return lambda env: any(part(env) for part in parts)


def _call(node: ast.Call, source: str) -> Evaluator:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if node.keywords or name not in {"min", "max", "sum", "mean", "abs", "if_"}:
        raise FormulaError(f"function {name!r} is not allowed in {source!r}; allowed: min max sum mean abs if_")
    parts = [_compile(argument, source) for argument in node.args]
    if (wanted := {"if_": 3, "abs": 1}.get(name, max(len(parts), 1))) != len(parts):
        raise FormulaError(f"{name} in {source!r} takes {'a test and two values' if wanted == 3 else 'a value'}")
    if name == "if_":
        test, yes, no = parts
        return lambda env: yes(env) if test(env) else no(env)
    if name == "abs":
        return lambda env: abs(Fraction(parts[0](env)))
    if name == "mean":
        return lambda env: sum((Fraction(p(env)) for p in parts), Fraction(0)) / len(parts)
    if name == "sum":
        return lambda env: sum((Fraction(p(env)) for p in parts), Fraction(0))
    pick = min if name == "min" else max
    return lambda env: pick(Fraction(p(env)) for p in parts)


def _render(node: ast.AST, labels: Mapping[str, str], source: str) -> str:
    def side(part: ast.AST, least: int) -> str:
        text = _render(part, labels, source)
        return f"（{text}）" if _strength(part) < least else text

    own = _strength(node)
    if isinstance(node, ast.Name):
        return labels.get(node.id, node.id)
    if isinstance(node, ast.Constant):
        return ast.get_source_segment(source, node) or str(node.value)
    if isinstance(node, ast.BinOp):
        again = own + 1 if isinstance(node.op, ast.Sub | ast.Div) else own
        return f"{side(node.left, own)} {SYMBOLS[type(node.op)]} {side(node.right, again)}"
    if isinstance(node, ast.Compare):
        return f"{side(node.left, own + 1)} {SYMBOLS[type(node.ops[0])]} {side(node.comparators[0], own + 1)}"
    if isinstance(node, ast.BoolOp):
        joint = " 且 " if isinstance(node.op, ast.And) else " 或 "
        return joint.join(side(value, own) for value in node.values)
    if isinstance(node, ast.UnaryOp):
        return ("非 " if isinstance(node.op, ast.Not) else "−") + side(node.operand, own)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return f"{node.func.id}（{'，'.join(_render(a, labels, source) for a in node.args)}）"
    return source


def _strength(node: ast.AST) -> int:
    """How tightly a part holds together; a weaker part inside a stronger one is bracketed."""
    if isinstance(node, ast.BoolOp):
        return 1 if isinstance(node.op, ast.Or) else 2
    if isinstance(node, ast.UnaryOp):
        return 3 if isinstance(node.op, ast.Not) else 7
    if isinstance(node, ast.BinOp):
        return 5 if isinstance(node.op, ast.Add | ast.Sub) else 6
    return 4 if isinstance(node, ast.Compare) else 8
