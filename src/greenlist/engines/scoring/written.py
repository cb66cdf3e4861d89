"""Reads a YAML file as it is written: plain values whose numbers stay text, the place of each, every fault at file:line:column, in Chinese.

What a file may not do is refused before anything is made of it: two megabytes, thirty levels, no references, no merged keys, no tags.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

try:
    from yaml import CSafeLoader as Parser
except ImportError:
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

Path_ = tuple[str | int, ...]
Mark = tuple[int, int]

LIMIT_BYTES, LIMIT_DEPTH = 2_000_000, 30
TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = frozenset(TAG + kind for kind in ("null", "bool", "int", "float", "str", "map", "seq", "timestamp", "value"))
YES, NO, NOTHING = "yes true on", "no false off", "~ null"  # what YAML reads from a bare word; any other is text
WORDS = {"": None} | {
    written(word): meaning
    for words, meaning in ((YES, True), (NO, False), (NOTHING, None))
    for word in words.split()
    for written in (str.lower, str.capitalize, str.upper)
}
QUOTES = frozenset({"'", '"'})
TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
YAML_WORDS = {
    "mapping values are not allowed": "一行里有两个“: ”；值里有冒号时请加引号",
    "could not find expected ':'": "缺“: ”（冒号后要空一格），或上一行的缩进不对",
    "did not find expected key": "缩进不对齐，或上一行的括号、引号没有写完",
    "did not find expected ',' or": "花括号或方括号里缺逗号，或没有写完；含方括号或逗号的算式请加引号",
    "did not find expected node content": "方括号或花括号里的符号不对，或没有写完",
    "did not find expected '-'": "列表各项的“- ”没有对齐",
    "did not find expected <document start>": "文件只能有一个文档，或开头的缩进不对",
    "found unexpected end of stream": "引号没有写完",
    "found character that cannot start": "值以特殊符号开头；请加引号",
    "exceeded maximum nesting depth": "层数太多",
    "block sequence entries are not allowed": "“- ”不能写在这里；请另起一行并缩进",
    "control characters are not allowed": "有不可见的控制字符；请删去",
}


class StandardProblems(ValueError):
    """Every fault of one file, each as `file:line:column: what; what to do`. RuntimeError where none is told: our own mistake."""

    def __init__(self, problems: list[str]) -> None:
        if not problems:
            raise RuntimeError("a file is refused and no fault of it is told")
        super().__init__("\n".join(problems))
        self.problems = problems


class Reader:
    """Turns the file called `name` into dicts, lists and text, and keeps where each part stands.

    `marks`: line and column of every value; `keys`: of every key; `folded`: texts that run over several lines.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[Path_, Mark] = {}
        self.keys: dict[Path_, Mark] = {}
        self.folded: set[Path_] = set()
        self.problems: list[str] = []
        self.events: Iterator[Any] = iter(())

    def read(self, content: str | bytes) -> Any:
        """The content of a file. Raises StandardProblems with everything that is not allowed in it."""
        values = self.values(content)
        if self.problems:
            raise StandardProblems(self.ordered(self.problems))
        return values

    def values(self, content: str | bytes) -> Any:
        """The same, with what is not allowed left out and told in `problems`. Raises StandardProblems where it is no YAML at all."""
        text = _text(content.encode() if isinstance(content, str) else content, self.name)
        self.events = yaml.parse(text, Loader=Parser)
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            raise self._no_yaml(_place(error.problem_mark), str(error.problem)) from None
        except yaml.reader.ReaderError as error:
            raise self._no_yaml((text.count("\n", 0, error.position) + 1, 1), str(error.reason)) from None

    def ordered(self, problems: list[str]) -> list[str]:
        """Each problem once, in the order of the file."""
        return sorted(dict.fromkeys(problems), key=_order)

    def told(self, path: Path_, words: str, is_key: bool = False) -> str:
        """One fault at its place."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.keys[path] if is_key and path in self.keys else self.marks.get(path, (1, 1))
        return f"{self.name}:{line}:{column}: {words}"

    def _no_yaml(self, place: Mark, problem: str) -> StandardProblems:
        words = next((words for beginning, words in YAML_WORDS.items() if beginning in problem), problem)
        return StandardProblems([f"{self.name}:{place[0]}:{place[1]}: 不是合格的 YAML：{words}。"])

    def _document(self) -> Any:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), StreamEndEvent):
            raise StandardProblems([f"{self.name}:1:1: 文件是空的；第一行写 format，如 format: greenlist.standard/1。"])
        values = self._value(next(self.events), ())
        next(self.events)  # the document ends
        if not isinstance(again := next(self.events), StreamEndEvent):
            raise self._no_yaml(_place(again.start_mark), "文件只能有一个文档；请删去中间的“---”")
        return values

    def _value(self, event: Any, path: Path_) -> Any:
        """The value that begins with this event; numbers keep their digits, only bare words for nothing, yes and no are read."""
        kind, start = type(event), event.start_mark
        if kind is AliasEvent:
            self._refuse(event, "这里引用了别处的内容（*名称）；请把内容写全。")
            return None
        self.marks[path] = (start.line + 1, start.column + (2 if kind is ScalarEvent and event.style in QUOTES else 1))
        if event.tag and event.tag not in PLAIN_TAGS and event.tag != "!":
            self._refuse(event, f"不能用标记“{event.tag}”；请删去感叹号开头的词。")
            return None
        if len(path) > LIMIT_DEPTH:
            self._refuse(event, f"层数超过 {LIMIT_DEPTH}；请减少嵌套。")
            return None
        if kind is ScalarEvent:
            if event.end_mark.line != start.line:
                self.folded.add(path)
            return _read(event)
        return self._mapping(path) if kind is MappingStartEvent else self._sequence(path)

    def _sequence(self, path: Path_) -> list[Any]:
        found: list[Any] = []
        while type(event := next(self.events)) is not SequenceEndEvent:
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while type(event := next(self.events)) is not MappingEndEvent:
            key = event.value if type(event) is ScalarEvent else None
            if key is None or key in found or (key == "<<" and event.implicit[0]):
                self._refuse(event, self._wrong_key(key, path))
                self._skip(next(self.events))
                continue
            below, start = (*path, key), event.start_mark
            self.keys[below] = (start.line + 1, start.column + 1)
            found[key] = self._value(next(self.events), below)
        return found

    def _wrong_key(self, key: str | None, path: Path_) -> str:
        if key is None:
            return "冒号前只能写名称；请给含括号的值加引号。"
        if (*path, key) in self.keys:
            return f"“{key}”写了两次，第一次在第 {self.keys[*path, key][0]} 行；请只留一处。"
        return "不能用“<<”合并别处的内容；请把内容写全。"

    def _refuse(self, event: Any, words: str) -> None:
        """Tell it at its place, and leave out all that belongs to it."""
        line, column = _place(event.start_mark)
        self.problems.append(f"{self.name}:{line}:{column}: {words}")
        self._skip(event)

    def _skip(self, event: Event) -> None:
        depth = int(isinstance(event, CollectionStartEvent))
        while depth:
            event = next(self.events)
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)


def _read(scalar: Any) -> str | bool | None:
    """A text as what it is by its tag, or bare."""
    value: str = scalar.value
    tag = scalar.tag
    if tag is None:
        return WORDS.get(value, value) if scalar.implicit[0] else value
    if tag == TAG + "null":
        return None
    return value.lower() in YES.split() if tag == TAG + "bool" else value


def _order(problem: str) -> tuple[int, int]:
    line, column = problem.split(":")[1:3]
    return int(line), int(column)


def _place(mark: Any) -> Mark:
    return mark.line + 1, mark.column + 1


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
