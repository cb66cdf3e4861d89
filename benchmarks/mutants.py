"""Small changes to a module, one at a time: what a tired programmer gets wrong, each as a changed syntax tree.

Not changed: docstrings, type hints, the plain words of messages (a text with a Chinese character inside a function, the text between the
braces of an f-string), the values of an enumeration, and the place-holders that the registry overwrites. Everything else that decides, counts, compares or names is.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
VERDICTS = {"MET": "NOT_MET", "NOT_MET": "MET", "UNKNOWN": "MET", "NOT_APPLICABLE": "UNKNOWN"}
EXCHANGED = {"min": "max", "max": "min", "any": "all", "all": "any"}
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Mutant:
    """One change: where, in which function ('' for the module itself), what it was and what it became."""

    file: str
    line: int
    function: str
    was: str
    became: str
    number: int  # among the mutants of its file
    module: ast.Module
    place: ast.AST
    by: ast.AST

    def tree(self) -> ast.Module:
        """The whole module with this change. It is changed where it stands, which is quick: each mutant is made in a process of its own."""
        return ast.fix_missing_locations(_Exchange(self.place, self.by).visit(self.module))

    @property
    def key(self) -> str:
        """What tells it from others, whatever line it stands in."""
        return f"{self.file} {self.function or 'module'}: {self.was} → {self.became}"


def mutants(path: Path, name: str) -> list[Mutant]:
    """Every mutant of one module; `name` is what it is called in lists."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[Mutant] = []
    for place, function in _places(tree, "", is_enum=False):
        for became in _changes(place, function):
            if ast.unparse(became) == ast.unparse(place):
                continue
            found.append(Mutant(name, place.lineno, function, _short(place), _short(became), len(found), tree, place, became))
    return found


def unchanged(path: Path, name: str) -> Mutant:
    """The module as it is, as if it were a mutant: no test may notice it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Mutant(name, 1, "", "itself", "itself", -1, tree, tree, tree)


class _Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, target: ast.AST, by: ast.AST) -> None:
        self.target, self.by = target, by

    def visit(self, node: ast.AST) -> Any:
        return ast.copy_location(self.by, node) if node is self.target else super().visit(node)


def _places(node: ast.AST, function: str, *, is_enum: bool) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Every expression and statement that can be changed, with the function it stands in, in one fixed order."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_docstring(child) or isinstance(child, ast.Import | ast.ImportFrom):
                continue
            if isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant):
                continue
            if isinstance(child, ast.keyword) and child.arg in {"clause", "rule", "rule_version"} and isinstance(child.value, ast.Constant):
                continue
            inner, enum = function, is_enum
            if isinstance(child, ast.FunctionDef):
                inner, enum = f"{function}.{child.name}".strip("."), False
            elif isinstance(child, ast.ClassDef):
                inner, enum = f"{function}.{child.name}".strip("."), any("Enum" in ast.unparse(base) for base in child.bases)
            if isinstance(child, ast.expr | ast.stmt) and not (enum and isinstance(child, ast.Assign | ast.Constant)):
                yield child, inner
            yield from _places(child, inner, is_enum=enum)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST, function: str) -> Iterator[ast.AST]:
    """What one node may become."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield from values
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.If(test=test, body=body, orelse=orelse):
            yield from (ast.If(ast.Constant(value), body, orelse) for value in _other(test))
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.comprehension():
            pass
        case ast.ListComp(elt=elt, generators=[one]) | ast.GeneratorExp(elt=elt, generators=[one]) if one.ifs:
            yield type(node)(elt, [ast.comprehension(one.target, one.iter, [], 0)])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COUNTED and not _is_text(left) and not _is_text(right):
            yield ast.BinOp(left, COUNTED[type(op)](), right)
        case ast.AugAssign():
            yield ast.Pass()
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in EXCHANGED:
            yield ast.Call(ast.Name(EXCHANGED[name], ast.Load()), args, keywords)
        case ast.Attribute(value=ast.Name(id="Verdict"), attr=attr) if attr in VERDICTS:
            yield ast.Attribute(ast.Name("Verdict", ast.Load()), VERDICTS[attr], ast.Load())
        case ast.Name(id=name, ctx=ast.Load()) if name in VERDICTS:
            yield ast.Name(VERDICTS[name], ast.Load())
        case ast.Constant(value=value):
            yield from (ast.Constant(other) for other in _constants(value, function))


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for at, op in enumerate(node.ops):
        for other in COMPARED[type(op)]:
            yield ast.Compare(node.left, [*node.ops[:at], other(), *node.ops[at + 1 :]], node.comparators)


def _other(test: ast.expr) -> tuple[bool, ...]:
    return () if isinstance(test, ast.Constant) else (True, False)


def _constants(value: object, function: str) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str) and not (function and CHINESE.search(value)):
        yield f"{value}!"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _short(node: ast.AST) -> str:
    text = ast.unparse(node).splitlines()[0]
    return text if len(text) <= 90 else f"{text[:87]}…"
