"""Holds a tree read from a file against the structs of the language: every fault, not only the first, in Chinese."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

Path = tuple[str | int, ...]
Fault = tuple[Path, str, bool]  # where, what and what to do, whether the key is meant and not its value

WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})", re.ASCII)
FILLED = re.compile(r"-?0\d+", re.ASCII)  # a whole number with noughts before it
KINDS: list[tuple[type, type[Any], str]] = [
    (dict, inspect.StructType, "几行“名称: 值”"),
    (dict, inspect.DictType, "几行“名称: 值”"),
    (list, inspect.ListType, "一个列表（每项以“- ”开头）"),
    (list, inspect.TupleType, "一个列表"),
    (str, inspect.StrType, "文字"),
    (str, inspect.LiteralType, "文字"),
    (str, inspect.IntType, "整数"),
    (bool, inspect.BoolType, "true 或 false"),
]


def faults_of(tree: Any, kind: type) -> Iterator[Fault]:
    """What keeps `tree` from being a `kind` (a msgspec struct)."""
    yield from _faults(tree, _described(kind), ())


@cache
def _described(kind: type) -> inspect.Type:
    return inspect.type_info(kind)


def _faults(value: Any, wanted: inspect.Type, path: Path) -> Iterator[Fault]:
    if isinstance(wanted, inspect.AnyType | inspect.RawType):
        return
    if isinstance(wanted, inspect.UnionType):
        fitting = [one for one in wanted.types if _fits(value, one)]
        if not fitting:
            yield path, _wrong(value, wanted, path), False
        else:
            yield from min((list(_faults(value, one, path)) for one in fitting), key=len)
        return
    if not _fits(value, wanted):
        yield path, _wrong(value, wanted, path), False
    elif isinstance(wanted, inspect.StructType):
        yield from _struct_faults(value, wanted, path)
    elif isinstance(wanted, inspect.DictType):
        for key, entry in value.items():
            yield from _faults(entry, wanted.value_type, (*path, key))
    elif isinstance(wanted, inspect.ListType):
        for i, entry in enumerate(value):
            yield from _faults(entry, wanted.item_type, (*path, i))
    elif isinstance(wanted, inspect.TupleType):
        yield from _tuple_faults(value, wanted, path)
    elif isinstance(wanted, inspect.LiteralType) and value not in wanted.values:
        yield path, _not_among(value, [str(v) for v in wanted.values], path), False


def _fits(value: Any, wanted: inspect.Type) -> bool:
    if isinstance(wanted, inspect.UnionType):
        return any(_fits(value, one) for one in wanted.types)
    if isinstance(wanted, inspect.NoneType):
        return value is None
    if isinstance(wanted, inspect.AnyType):
        return True
    if isinstance(wanted, inspect.IntType):
        return isinstance(value, str) and WHOLE.fullmatch(value) is not None
    return any(isinstance(value, kind) and isinstance(wanted, described) for kind, described, _ in KINDS)


def _struct_faults(value: dict[str, Any], wanted: inspect.StructType, path: Path) -> Iterator[Fault]:
    fields = {one.encode_name: one for one in wanted.fields}
    near = {key: get_close_matches(key, list(fields), 1) for key in value if key not in fields}
    for key, meant in near.items():
        hint = f"是不是“{meant[0]}”？" if meant else f"可写：{'、'.join(fields)}。"
        yield (*path, key), f"没有“{key[:40]}”这个字段；{hint}", True
    written = {*value, *(name for meant in near.values() for name in meant)}  # a name misspelt is told once
    for name, one in fields.items():
        if name in value:
            yield from _faults(value[name], one.type, (*path, name))
        elif one.required and name not in written:
            yield path, f"缺“{name}”；请补上。", False


def _tuple_faults(value: list[Any], wanted: inspect.TupleType, path: Path) -> Iterator[Fault]:
    if len(value) != len(wanted.item_types):
        yield path, f"应有 {len(wanted.item_types)} 个值，这里有 {len(value)} 个。", False
        return
    for i, (entry, kind) in enumerate(zip(value, wanted.item_types, strict=True)):
        yield from _faults(entry, kind, (*path, i))


def _not_among(value: str, known: list[str], path: Path) -> str:
    near = get_close_matches(value, known, 1)
    hint = f"是不是“{near[0]}”？" if near else ""
    return f"{_named(path)}不能写“{value[:40]}”；应写{'、'.join(known)}{'之一' if len(known) > 1 else ''}。{hint}"


def _wrong(value: Any, wanted: inspect.Type, path: Path) -> str:
    words = "、或".join(_words(wanted))
    if isinstance(value, bool) and "文字" in words:
        return f"{_named(path)}应写{words}，这里被读成是或否；请加引号。"
    hint = "；请去掉前面的0" if "整数" in words and FILLED.fullmatch(str(value)) else ""
    return f"{_named(path)}应写{words}，这里是{_found(value)}{hint}。"


def _named(path: Path) -> str:
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "文件")
    return f"“{name}”" if path else "文件"


def _words(wanted: inspect.Type) -> list[str]:
    if isinstance(wanted, inspect.UnionType):
        return list(dict.fromkeys(word for one in wanted.types for word in _words(one)))
    if isinstance(wanted, inspect.NoneType):
        return []
    return [next((words for _, described, words in KINDS if isinstance(wanted, described)), "别的内容")]


def _found(value: Any) -> str:
    if value is None:
        return "空的"
    if isinstance(value, dict):
        return "几行“名称: 值”"
    if isinstance(value, list):
        return "一个列表"
    return f"“{str(value)[:40]}”"


def literal_of(wanted: inspect.Type) -> list[str]:
    """The words a place may hold, [] where it is free."""
    if isinstance(wanted, inspect.LiteralType):
        return [str(value) for value in wanted.values]
    if isinstance(wanted, inspect.UnionType):
        return [word for one in wanted.types for word in literal_of(one)]
    return []


def struct_of(wanted: inspect.Type) -> type[msgspec.Struct] | None:
    """The struct a place holds, alone, in a list or by name; None where it holds none."""
    if isinstance(wanted, inspect.StructType):
        return wanted.cls
    if isinstance(wanted, inspect.UnionType):
        return next((found for one in wanted.types if (found := struct_of(one))), None)
    if isinstance(wanted, inspect.ListType):
        return struct_of(wanted.item_type)
    if isinstance(wanted, inspect.DictType):
        return struct_of(wanted.value_type)
    return None
