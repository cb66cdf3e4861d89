"""Reads a standard file: text scalars, file:line:column for every fault, all faults at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from greenlist.engines.scoring.schema import Derived, Gate, Group, Input, Item, Standard

try:
    from yaml import CSafeLoader as Loader
except ImportError:
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")

PIECES: dict[str, type] = {"inputs": dict, "derived": dict, "gates": list, "items": list, "groups": list}


class StandardProblems(ValueError):
    """Every fault of one standard file, each as `file:line:column: what; what to do`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Source:
    """A loaded file: the standard and the line of every path in it."""

    standard: Standard
    name: str
    marks: dict[tuple[str | int, ...], tuple[int, int]]

    def at(self, *path: str | int) -> str:
        """`file:line` of a path, for the explanation tree."""
        return f"{self.name}:{self.marks.get(path, (0, 0))[0]}"


def load_standard(path: Path) -> Source:
    """Read one edition. Raises StandardProblems with every fault of shape."""
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise StandardProblems([f"{name}:1:1: not UTF-8; save the file as UTF-8"]) from None
    return read_standard(text, name)


def read_standard(text: str, name: str) -> Source:
    """The same of a text that is called `name`, for an edition that is kept elsewhere than in a file."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise StandardProblems([f"{name}:{where}: not YAML: {getattr(error, 'problem', error)}"]) from None
    if node is None:
        raise StandardProblems([f"{name}:1:1: the file is empty; begin with format: greenlist.standard/1"])
    marks: dict[tuple[str | int, ...], tuple[int, int]] = {}
    problems: list[str] = []
    tree = _plain(node, (), marks, problems, name)
    problems += list(_shape_problems(tree, marks, name))
    if problems:
        raise StandardProblems(problems)
    return Source(msgspec.convert(tree, Standard, strict=False), name, marks)


def _plain(node: Any, path: tuple[str | int, ...], marks: dict[Any, Any], problems: list[str], name: str) -> Any:
    """The node as dicts, lists and text; numbers keep their digits, only null and booleans are read."""
    marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                problems.append(
                    f"{name}:{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}: key {key!r} stands twice; keep one"
                )
            found[key] = _plain(value_node, (*path, key), marks, problems, name)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, i), marks, problems, name) for i, child in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in {"true", "yes", "on"}
    return node.value


def _shape_problems(tree: Any, marks: dict[Any, Any], name: str) -> Iterator[str]:
    """Check piece by piece, so that one fault does not hide the next."""
    if not isinstance(tree, dict):
        yield f"{name}:1:1: expected a mapping at the top"
        return
    for key, kind in (("inputs", Input), ("derived", Derived)):
        for entry, value in _entries(tree, key).items():
            yield from _convert(value, kind, (key, entry), marks, name)
    for i, gate in enumerate(_list(tree, "gates")):
        yield from _convert(gate, Gate, ("gates", i), marks, name)
    for i, group in enumerate(_list(tree, "groups")):
        yield from _group_problems(group, ("groups", i), marks, name)
    yield from _convert(_shell(tree), Standard, (), marks, name)


def _entries(tree: dict[str, Any], key: str) -> dict[str, Any]:
    value = tree.get(key)
    return value if isinstance(value, dict) else {}


def _list(tree: dict[str, Any], key: str) -> list[Any]:
    value = tree.get(key)
    return value if isinstance(value, list) else []


def _shell(tree: dict[str, Any]) -> dict[str, Any]:
    """The mapping without the pieces that were checked one by one; a piece of the wrong shape stays and is refused."""
    emptied = {key: type(value)() for key, value in tree.items() if key in PIECES and isinstance(value, PIECES[key])}
    return {**tree, **emptied}


def _group_problems(group: Any, path: tuple[str | int, ...], marks: dict[Any, Any], name: str) -> Iterator[str]:
    if not isinstance(group, dict):
        yield _at(path, marks, name) + "expected a group with id and title"
        return
    for i, item in enumerate(_list(group, "items")):
        yield from _convert(item, Item, (*path, "items", i), marks, name)
    for i, child in enumerate(_list(group, "groups")):
        yield from _group_problems(child, (*path, "groups", i), marks, name)
    yield from _convert(_shell(group), Group, path, marks, name)


def _convert(value: Any, kind: Any, path: tuple[str | int, ...], marks: dict[Any, Any], name: str) -> Iterator[str]:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        text, _, where = str(error).partition(" - at `$")
        deeper = tuple(int(index) if index else key for key, index in PATH_STEP.findall(where.rstrip("`")) if key or index)
        unknown = re.search(r"unknown field `(\w+)`", text)
        exact = (*path, *deeper, unknown[1]) if unknown else (*path, *deeper)
        yield _at(exact if exact in marks else path, marks, name) + text


def _at(path: tuple[str | int, ...], marks: dict[Any, Any], name: str) -> str:
    line, column = marks.get(path, (1, 1))
    return f"{name}:{line}:{column}: "
