"""Writes the reference page and the JSON Schema of the language: `python -m greenlist.engines.scoring.authoring.language [--check]`.

What there is comes from schema.py; the words from language.yaml. Editors take the schema by a first line in the standard file:
`# yaml-language-server: $schema=../../../../../docs/reference/greenlist.standard-1.schema.json`.
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from greenlist.engines.scoring.expr import LIMIT_DEPTH, LIMIT_LENGTH, LIMIT_NODES
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.shape import literal_of, struct_of
from greenlist.engines.scoring.written import LIMIT_BYTES

REFERENCE = Path(__file__).parents[5] / "docs" / "reference"
PAGE, SCHEMA = REFERENCE / "standard-language.md", REFERENCE / "greenlist.standard-1.schema.json"
COMMAND = "python -m greenlist.engines.scoring.authoring.language"
KINDS = {"StrType": "文字或数", "IntType": "整数", "BoolType": "true / false", "DictType": "名称: 值", "ListType": "列表"}


@cache
def words() -> dict[str, Any]:
    """The words for every struct, field, choice and sign."""
    raw: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("language.yaml").read_text(encoding="utf-8"))
    return raw


def structs() -> list[type[msgspec.Struct]]:
    """Every struct of the language, the file first, then each where it is first used."""
    found: list[type[msgspec.Struct]] = [Standard]
    for struct in found:
        for field in _fields(struct):
            inner = struct_of(field.type)
            if inner and inner not in found:
                found.append(inner)
    return found


def document() -> str:
    """The reference page."""
    head = [
        "# 标准文件的语言", "",
        f"由 `engines/scoring/schema.py` 和 `language.yaml` 生成（`{COMMAND}`），不手改。怎样写一个标准，见[手册](../guides/standards-author.md)。", "",
        f"写法是 YAML，UTF-8 编码，不超过 {LIMIT_BYTES // 1_000_000} MB。数都按文字读，不经二进制小数；至多15位有效数字，可以写分数（`25/6`）。"
        "不能用锚点、引用（`&`、`*`）、合并（`<<`）和标记（`!`）。", "",
    ]  # fmt: skip
    return "\n".join([*head, *_formula_part(), *(line for struct in structs() for line in _struct_part(struct))])


def json_schema() -> str:
    """The JSON Schema, with a Chinese description for every field."""
    schema = msgspec.json.schema(Standard)
    for struct in structs():
        part = schema["$defs"][struct.__name__]
        part["description"] = _words(struct)["about"]
        for name, entry in part["properties"].items():
            part["properties"][name] = {**_loose(entry), "description": _words(struct)["fields"][name]}
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "greenlist.standard/1", **schema}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _loose(entry: Any) -> Any:
    """A file may leave the quotes of a number or a date; the reader takes all as text."""
    if isinstance(entry, list):
        return [_loose(part) for part in entry]
    if not isinstance(entry, dict):
        return entry
    kept = {key: _loose(part) for key, part in entry.items() if key != "default"}
    return kept | {"type": ["string", "number"]} if kept.get("type") == "string" and "enum" not in kept else kept


def _words(struct: type[msgspec.Struct]) -> dict[str, Any]:
    found: dict[str, Any] = words()["structs"][struct.__name__]
    return found


def _fields(struct: type[msgspec.Struct]) -> tuple[msgspec.inspect.Field, ...]:
    described = msgspec.inspect.type_info(struct)
    return described.fields if isinstance(described, msgspec.inspect.StructType) else ()


def _formula_part() -> Iterator[str]:
    yield from (
        "## 算式",
        "",
        f"一个算式至多 {LIMIT_LENGTH} 个字符、{LIMIT_NODES} 个节点、{LIMIT_DEPTH} 层。名称用 inputs、derived、coefficients 里写的。",
        "",
    )
    yield from ("| 写法 | 意思 |", "|---|---|")
    yield from (f"| `{sign}` | {meaning} |" for sign, meaning in words()["formulas"])
    yield from ("", "## 引用", "", "lead、base 和 derived 的 value 除了算式，还可以写：", "", "| 写法 | 意思 |", "|---|---|")
    yield from (f"| `{sign}` | {meaning} |" for sign, meaning in words()["references"])
    yield ""


def _struct_part(struct: type[msgspec.Struct]) -> Iterator[str]:
    said = _words(struct)
    yield from (f"## {said['title']} `{struct.__name__}`", "", said["about"], "", "| 字段 | 必写 | 写什么 | 说明 |", "|---|---|---|---|")
    for field in _fields(struct):
        yield f"| `{field.encode_name}` | {'是' if field.required else ''} | {_kind(field.type)} | {said['fields'][field.encode_name]} |"
    yield ""
    for field in _fields(struct):
        choices = [(word, words()["words"][word]) for word in literal_of(field.type) if word in words()["words"]]
        if choices and not field.encode_name.endswith("confidence"):
            yield from (f"`{field.encode_name}` 可写：", "")
            yield from (f"- `{word}`：{meaning}" for word, meaning in choices)
            yield ""
    if struct is Standard:
        yield from ("可信度 `confidence` 在各处的写法：", "")
        yield from (
            f"- `{word}`：{words()['words'][word]}"
            for word in ("VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-UNOFFICIAL", "RECALLED", "GUESS")
        )
        yield ""


def _kind(described: msgspec.inspect.Type) -> str:
    if literal_of(described):
        return "选一个"
    inner = struct_of(described)
    name = type(described).__name__
    if inner:
        below = {"DictType": "名称: ", "ListType": "列表，每项"}.get(name, "")
        return f"{below}[{_words(inner)['title']}](#{_anchor(inner)})"
    if isinstance(described, msgspec.inspect.UnionType):
        return "，或 ".join(dict.fromkeys("null" if isinstance(one, msgspec.inspect.NoneType) else _kind(one) for one in described.types))
    return KINDS.get(name, "任意")


def _anchor(struct: type[msgspec.Struct]) -> str:
    title = "".join(sign for sign in _words(struct)["title"] if sign not in "（）")
    return f"{title}-{struct.__name__.lower()}"


def main(arguments: list[str]) -> int:
    """Write both files, or with --check say whether they are current."""
    stale = 0
    for path, text in ((PAGE, document()), (SCHEMA, json_schema())):
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path.name} is stale: {COMMAND}")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
