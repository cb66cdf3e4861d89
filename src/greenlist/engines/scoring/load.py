"""Reads a standard file: text scalars, file:line:column for every fault, all faults at once, in Chinese for those who write standards.

What a file may not do is refused before anything is made of it: two megabytes, thirty levels, no anchors, no merged keys, no tags.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml

from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.shape import faults_of

try:
    from yaml import CSafeLoader as Loader
except ImportError:
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Path_ = tuple[str | int, ...]
Mark = tuple[int, int]

LIMIT_BYTES, LIMIT_DEPTH = 2_000_000, 30
PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float", "str", "map", "seq", "timestamp", "value"))
QUOTES = frozenset("'\"")
TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
YAML_WORDS = {
    "mapping values are not allowed": "一行里有两个“: ”；值里有冒号时请加引号",
    "could not find expected ':'": "缺“: ”（冒号后要空一格），或上一行的缩进不对",
    "did not find expected key": "缩进不对齐，或上一行的括号、引号没有写完",
    "did not find expected ',' or": "花括号或方括号里缺逗号，或没有写完；含方括号或逗号的算式请加引号",
    "did not find expected node content": "方括号或花括号里的符号不对，或没有写完",
    "did not find expected '-'": "列表各项的“- ”没有对齐",
    "did not find expected <document start>": "文件只能有一个文档，或开头的缩进不对",
    "but found another document": "文件只能有一个文档；请删去中间的“---”",
    "found unexpected end of stream": "引号没有写完",
    "found character that cannot start": "值以特殊符号开头；请加引号",
    "exceeded maximum nesting depth": "层数太多",
    "found undefined alias": "不能引用（*名称）",
    "block sequence entries are not allowed": "“- ”不能写在这里；请另起一行并缩进",
    "control characters are not allowed": "有不可见的控制字符；请删去",
}


class StandardProblems(ValueError):
    """Every fault of one standard file, each as `file:line:column: what; what to do`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Source:
    """A loaded file: the standard, and line and column of every value and every key in it.

    `folded`: texts that run over several lines, inside which a column cannot be told.
    """

    standard: Standard
    name: str
    marks: dict[Path_, Mark]
    keys: dict[Path_, Mark] = field(default_factory=dict)
    folded: frozenset[Path_] = frozenset()

    def at(self, *path: str | int) -> str:
        """`file:line` of a path, for the explanation tree."""
        return f"{self.name}:{self.marks.get(path, (0, 0))[0]}"

    def place(self, *path: str | int, offset: int = 0) -> str:
        """`file:line:column` of a path, or of the nearest place above it that is written; `offset` characters into its text."""
        while path and path not in self.marks:
            path, offset = path[:-1], 0
        line, column = self.marks.get(path, (1, 1))
        return f"{self.name}:{line}:{column + (0 if path in self.folded else offset)}"


def load_standard(path: Path) -> Source:
    """Read one edition. Raises StandardProblems with every fault of shape."""
    return read_standard(path.read_bytes(), f"{path.parent.name}/{path.name}")


def read_standard(content: str | bytes, name: str) -> Source:
    """Read one edition that is called `name`, wherever it is kept. Raises StandardProblems with every fault of shape."""
    reader = Reader(name)
    tree = reader.tree(reader.node(content))
    other: list[str] = []
    if not reader.problems:
        try:
            return Source(msgspec.convert(tree, Standard, strict=False), name, reader.marks, reader.keys, frozenset(reader.folded))
        except msgspec.ValidationError as error:
            other = [f"{name}:1:1: 形状不对：{error}"]
    found = reader.problems + [reader.told(at, words, is_key) for at, words, is_key in faults_of(tree, Standard)]
    raise StandardProblems(reader.ordered(found or other))


def _order(problem: str) -> tuple[int, int]:
    line, column = problem.split(":")[1:3]
    return int(line), int(column)


def _text(raw: bytes, name: str) -> str:
    if len(raw) > LIMIT_BYTES:
        raise StandardProblems(
            [f"{name}:1:1: 文件有 {len(raw):,} 字节，超过 {LIMIT_BYTES // 1_000_000} MB；一个文件只写一个标准的一个版本。"]
        )
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise StandardProblems([f"{name}:{line}:1: 这一行不是 UTF-8 编码；请把文件另存为 UTF-8。"]) from None
    if tabs := [text.count("\n", 0, found.start()) + 1 for found in TAB_INDENT.finditer(text)]:
        raise StandardProblems([f"{name}:{line}:1: 行首用了制表符（Tab）；请改成空格。" for line in tabs])
    return text


def _composed(text: str, name: str) -> Any:
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise StandardProblems([f"{name}:{where}: 不是合格的 YAML：{_yaml_words(str(error.problem or error.context))}。"]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise StandardProblems([f"{name}:{line}:1: 不是合格的 YAML：{_yaml_words(str(error.reason))}。"]) from None
    except RecursionError:
        raise StandardProblems([f"{name}:1:1: 层数超过 {LIMIT_DEPTH}；请减少嵌套。"]) from None
    if node is None:
        raise StandardProblems([f"{name}:1:1: 文件是空的；第一行写 format，如 format: greenlist.standard/1。"])
    return node


def _yaml_words(problem: str) -> str:
    return next((words for beginning, words in YAML_WORDS.items() if beginning in problem), problem)


class Reader:
    """Turns a file into dicts, lists and text, and keeps where each part stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[Path_, Mark] = {}
        self.keys: dict[Path_, Mark] = {}
        self.folded: set[Path_] = set()
        self.problems: list[str] = []
        self.seen: set[int] = set()

    def read(self, content: str | bytes) -> Any:
        """The content of a file. Raises StandardProblems with everything that is not allowed in it."""
        tree = self.tree(self.node(content))
        if self.problems:
            raise StandardProblems(self.ordered(self.problems))
        return tree

    def node(self, content: str | bytes) -> Any:
        """The content as the parser's nodes. Raises StandardProblems."""
        return _composed(_text(content.encode() if isinstance(content, str) else content, self.name), self.name)

    def ordered(self, problems: list[str]) -> list[str]:
        """Each problem once, in the order of the file."""
        return sorted(dict.fromkeys(problems), key=_order)

    def told(self, path: Path_, words: str, is_key: bool = False) -> str:
        """One fault at its place."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.keys[path] if is_key and path in self.keys else self.marks.get(path, (1, 1))
        return f"{self.name}:{line}:{column}: {words}"

    def tree(self, node: Any, path: Path_ = ()) -> Any:
        """The node as plain values; numbers keep their digits, only null and booleans are read."""
        is_scalar = self._mark(node, path)
        if id(node) in self.seen or len(path) > LIMIT_DEPTH:
            words = "这里引用了别处的内容（*名称）；请把内容写全" if id(node) in self.seen else f"层数超过 {LIMIT_DEPTH}；请减少嵌套"
            self.problems.append(self.told(path, f"{words}。", is_key=True))  # an alias itself leaves no mark
            return None
        self.seen.add(id(node))
        if node.tag not in PLAIN_TAGS:
            self.problems.append(self.told(path, f"不能用标记“{node.tag}”；请删去感叹号开头的词。"))
            return None
        if not is_scalar:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            return [self.tree(child, (*path, i)) for i, child in enumerate(node.value)]
        if node.tag == "tag:yaml.org,2002:null":
            return None
        if node.tag == "tag:yaml.org,2002:bool":
            return node.value.lower() in {"true", "yes", "on"}
        return node.value

    def _mark(self, node: Any, path: Path_) -> bool:
        """Keeps where it stands. Is it a scalar?"""
        is_scalar, start = isinstance(node, yaml.ScalarNode), node.start_mark
        line, is_quoted = start.line, is_scalar and node.style in QUOTES
        self.marks[path] = (line + 1, start.column + 1 + is_quoted)
        if is_scalar and node.end_mark.line != line:
            self.folded.add(path)
        return is_scalar

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            start = key_node.start_mark
            place: Mark = (start.line + 1, start.column + 1)
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""  # of any other the text may be too deep to be made
            below = (*path, key)
            if words := self._wrong_key(key_node, key in found, below):
                self.problems.append(f"{self.name}:{place[0]}:{place[1]}: {words}")
                continue
            self.keys[below] = place
            found[key] = self.tree(value_node, below)
        return found

    def _wrong_key(self, node: Any, is_again: bool, path: Path_) -> str:
        if not isinstance(node, yaml.ScalarNode):
            return "冒号前只能写名称；请给含括号的值加引号。"
        if node.tag == "tag:yaml.org,2002:merge":
            return "不能用“<<”合并别处的内容；请把内容写全。"
        return f"“{path[-1]}”写了两次，第一次在第 {self.keys[path][0]} 行；请只留一处。" if is_again else ""
