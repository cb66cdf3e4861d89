"""Formulas: a small subset of Python's expressions, read with `ast` into a tree of our own, never `eval`-ed."""

import ast
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce
from keyword import iskeyword

from greenlist.engines.scoring.rational import ONE, ZERO, Rational
from greenlist.engines.scoring.tree import (
    Evaluator,
    MissingValue,
    Name,
    Node,
    Number,
    Operation,
    evaluator,
    is_test,
    names_of,
    shifted,
)

__all__ = ["Formula", "FormulaError", "MissingValue", "formula", "formula_of", "rendered"]

LIMIT_NODES, LIMIT_DEPTH, LIMIT_LENGTH, LIMIT_YEARS, LIMIT_EXPANDED = 200, 20, 4000, 10, 1000
NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?", re.ASCII)
WHOLE = r"((?:0|[1-9]\d{0,14})(?:\.\d{1,15})?)"  # with no nought before it
PLAIN = re.compile(rf"{WHOLE}(?: / {WHOLE})?", re.ASCII)  # a number or a part of one, and nothing else
NAMED = re.compile(r"[a-zA-Z_]\w{0,99}", re.ASCII)
GLUED = re.compile(r"(?<![\w.])\.?\d[\w.]*[^\W\d]")  # a number run into a word: 1e3, 0x10, 1if
BINARY: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS: dict[type[ast.AST], str] = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "=="}
SHOWN = {"-": "−", "*": "×", "/": "÷", ">=": "≥", "<=": "≤", "==": "＝"}
WINDOWS = {
    "mean_years": "近{n}年平均（{of}）",
    "sum_years": "近{n}年合计（{of}）",
    "all_years": "近{n}年每年（{of}）",
    "any_year": "近{n}年任一年（{of}）",
    "count_years": "近{n}年中（{of}）的年数",
}
FUNCTIONS = "min max sum mean abs if_ " + " ".join(WINDOWS)


class FormulaError(ValueError):
    """The formula cannot be read; says what is not allowed and what is. `column` counts from 1 inside the formula; 0: all of it."""

    def __init__(self, what: str, column: int = 0) -> None:
        super().__init__(what)
        self.column = column


@dataclass(frozen=True)
class Formula:
    """A read formula: its text, its tree, the names it uses in order, and how to evaluate it."""

    text: str
    tree: Node
    names: tuple[str, ...]
    evaluate: Evaluator
    is_test: bool


@cache
def formula(text: str) -> Formula:
    """Read a formula. Raises FormulaError."""
    if plain := PLAIN.fullmatch(text):  # as most rows of a table are
        above, below = (Number(Rational(part)) for part in plain.groups("1"))
        return formula_of(text, above if plain[2] is None else Operation("/", (above, below)))
    if NAMED.fullmatch(text) and not iskeyword(text):
        return formula_of(text, Name(text))
    return formula_of(text, _Reader(text.strip()).read(_parsed(text.strip())))


def formula_of(text: str, tree: Node) -> Formula:
    """A formula whose tree is known already, such as one row's of a small table; `text` is what it came from."""
    return Formula(text, tree, names_of(tree), evaluator(tree), is_test(tree))


def rendered(text: str, labels: Mapping[str, str]) -> str:
    """The formula with Chinese labels and real signs, as shown in an explanation."""
    return _render(ast.parse(text.strip(), mode="eval").body, labels, text.strip())


def _parsed(text: str) -> ast.expr:
    if len(text) > LIMIT_LENGTH:
        raise FormulaError(f"算式太长：超过{LIMIT_LENGTH}个字符；请拆成几个 derived")
    if unread := next((sign for sign in "#\\\n\r\f" if sign in text), None):
        raise FormulaError(f"{text!r} 中不能有 {unread!r}", text.index(unread) + 1)
    if glued := GLUED.search(text):
        raise FormulaError(f"{text!r} 中的数 {glued.group()!r} 只能用数字写，例如 1200 或 0.25", glued.start() + 1)
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        column = error.offset or len(text) + 1  # one that is not finished is told at no character: it is at its end
        raise FormulaError(f"读不懂 {text!r}，在第{column}个字符处", column) from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError(f"读不懂 {text[:40]!r}") from None
    if _is_too_large(tree):
        raise FormulaError(f"算式太大：最多{LIMIT_NODES}个节点、{LIMIT_DEPTH}层；请拆成几个 derived")
    return tree


def _is_too_large(tree: ast.AST) -> bool:
    """Level by level, down to where it is: a tree may be deeper than Python recurses."""
    level, nodes, depth = [tree], 0, 0
    while level:
        nodes, depth = nodes + len(level), depth + 1
        if nodes > LIMIT_NODES or depth > LIMIT_DEPTH:
            return True
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return False


class _Reader:
    """From the parser's nodes to ours; a window is written out, one copy a year."""

    def __init__(self, source: str) -> None:
        self.source, self.made = source, 0

    def read(self, tree: ast.expr) -> Node:
        return self._node(tree, 0)

    def _node(self, node: ast.expr, back: int) -> Node:
        """`back`: how many years the windows around it look back."""
        self.made += 1
        if self.made > LIMIT_EXPANDED:
            raise FormulaError(f"算式按年展开后太大：最多{LIMIT_EXPANDED}个节点；请拆成几个 derived")
        if isinstance(node, ast.Constant):
            return Number(self._number(node))
        if isinstance(node, ast.Name):
            return Name(shifted(node.id, back))
        if isinstance(node, ast.Subscript):
            return Name(shifted(self._subscripted(node), back))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
            return Operation("neg" if isinstance(node.op, ast.USub) else "not", (self._node(node.operand, back),))
        if isinstance(node, ast.BinOp):
            if type(node.op) not in BINARY:
                raise self._refused(f"{self.source!r} 中的运算只能用 + - * /", node)
            return Operation(BINARY[type(node.op)], (self._node(node.left, back), self._node(node.right, back)))
        if isinstance(node, ast.Compare):
            return self._comparison(node, back)
        if isinstance(node, ast.BoolOp):
            return Operation("and" if isinstance(node.op, ast.And) else "or", tuple(self._node(value, back) for value in node.values))
        if isinstance(node, ast.Call):
            return self._call(node, back)
        raise self._refused(
            f"{self.source!r} 中不能用 {type(node).__name__}；可以用：名称、数、+ - * /、比较、and/or/not、{FUNCTIONS}", node
        )

    def _number(self, node: ast.Constant) -> Fraction:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise self._refused(f"{self.source!r} 中只能用数", node)
        text = _written(self.source, node)
        if not NUMBER.fullmatch(text):
            raise self._refused(f"{self.source!r} 中的数 {text!r} 只能用数字写，整数和小数各不超过15位，例如 1200 或 0.25", node)
        return Rational(text)

    def _subscripted(self, node: ast.Subscript) -> str:
        index = node.slice
        is_back = isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub) and isinstance(index.operand, ast.Constant)
        text = _written(self.source, index.operand) if is_back else ""  # type: ignore[attr-defined]
        if not isinstance(node.value, ast.Name) or not text or not text.isdecimal() or not 0 < int(text) < LIMIT_YEARS:
            raise self._refused(f"{self.source!r} 中，往年的值写成 名称[-1]（上年）到 名称[-{LIMIT_YEARS - 1}]", node)
        return f"{node.value.id}[-{int(text)}]"

    def _comparison(self, node: ast.Compare, back: int) -> Node:
        if len(node.ops) != 1:
            raise self._refused(f"{self.source!r} 要写成两个比较，用 and 连起来", node)
        if type(node.ops[0]) not in COMPARISONS:
            raise self._refused(f"{self.source!r} 中的比较只能用 > >= < <= ==", node)
        return Operation(COMPARISONS[type(node.ops[0])], (self._node(node.left, back), self._node(node.comparators[0], back)))

    def _call(self, node: ast.Call, back: int) -> Node:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if node.keywords or name not in FUNCTIONS.split():
            raise self._refused(f"{self.source!r} 中没有函数 {name!r}；可以用：{FUNCTIONS}", node)
        if name in WINDOWS:
            return self._window(name, node, back)
        parts = tuple(self._node(argument, back) for argument in node.args)
        if (wanted := {"if_": 3, "abs": 1}.get(name, max(len(parts), 1))) != len(parts):
            raise self._refused(f"{self.source!r} 中 {name} 要{'一个判断和两个值' if wanted == 3 else '一个值'}", node)
        if name == "sum":
            return _added(parts)
        if name == "mean":
            return Operation("/", (_added(parts), Number(Rational(len(parts)))))
        return Operation(name.rstrip("_"), parts)

    def _window(self, name: str, node: ast.Call, back: int) -> Node:
        count = node.args[1] if len(node.args) == 2 else None
        text = _written(self.source, count) if isinstance(count, ast.Constant) else ""
        if not text or not text.isdecimal() or not 1 < int(text) <= LIMIT_YEARS:
            raise self._refused(f"{self.source!r} 中 {name} 要写成 {name}(算式, 年数)，年数为2到{LIMIT_YEARS}", node)
        years = tuple(self._node(node.args[0], back + year) for year in range(int(text)))
        if name in {"all_years", "any_year"}:
            return Operation("and" if name == "all_years" else "or", years)
        if name == "count_years":
            years = tuple(Operation("if", (year, Number(ONE), Number(ZERO))) for year in years)
        total = _added(years)
        return Operation("/", (total, Number(Rational(len(years))))) if name == "mean_years" else total

    def _refused(self, what: str, node: ast.expr) -> FormulaError:
        return FormulaError(what, node.col_offset + 1)


def _written(source: str, node: ast.expr) -> str:
    """The part of a formula, which is one line, as it was written; the parser counts the bytes of UTF-8."""
    return source.encode()[node.col_offset : node.end_col_offset].decode()


def _added(parts: tuple[Node, ...]) -> Node:
    return reduce(lambda left, right: Operation("+", (left, right)), parts)


def _render(node: ast.AST, labels: Mapping[str, str], source: str) -> str:
    def side(part: ast.AST, least: int) -> str:
        text = _render(part, labels, source)
        return f"（{text}）" if _strength(part) < least else text

    own = _strength(node)
    if isinstance(node, ast.Name):
        return labels.get(node.id, node.id)
    if isinstance(node, ast.Subscript):
        return _of_year(ast.unparse(node), labels)
    if isinstance(node, ast.Constant):
        return _written(source, node)
    if isinstance(node, ast.BinOp):
        again = own + 1 if isinstance(node.op, ast.Sub | ast.Div) else own
        sign = BINARY[type(node.op)]
        return f"{side(node.left, own)} {SHOWN.get(sign, sign)} {side(node.right, again)}"
    if isinstance(node, ast.Compare):
        sign = COMPARISONS[type(node.ops[0])]
        return f"{side(node.left, own + 1)} {SHOWN.get(sign, sign)} {side(node.comparators[0], own + 1)}"
    if isinstance(node, ast.BoolOp):
        joint = " 且 " if isinstance(node.op, ast.And) else " 或 "
        return joint.join(side(value, own) for value in node.values)
    if isinstance(node, ast.UnaryOp):
        return ("非 " if isinstance(node.op, ast.Not) else "−") + side(node.operand, own)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        parts = [_render(argument, labels, source) for argument in node.args]
        if node.func.id in WINDOWS:
            return WINDOWS[node.func.id].format(of=parts[0], n=parts[1])
        return f"{node.func.id}（{'，'.join(parts)}）"
    return source


def _of_year(name: str, labels: Mapping[str, str]) -> str:
    """energy[-1] → 综合能耗（上年）, unless the plan has a label for the very year."""
    name = unicodedata.normalize("NFKC", name)
    stem, _, back = name.partition("[-")
    return labels.get(name, f"{labels.get(stem, stem)}（{'上年' if back == '1]' else f'前{back[:-1]}年'}）")


def _strength(node: ast.AST) -> int:
    """How tightly a part holds together; a weaker part inside a stronger one is bracketed."""
    if isinstance(node, ast.BoolOp):
        return 1 if isinstance(node.op, ast.Or) else 2
    if isinstance(node, ast.UnaryOp):
        return 3 if isinstance(node.op, ast.Not) else 7
    if isinstance(node, ast.BinOp):
        return 5 if isinstance(node.op, ast.Add | ast.Sub) else 6
    return 4 if isinstance(node, ast.Compare) else 8
