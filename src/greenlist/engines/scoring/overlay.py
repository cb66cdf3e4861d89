"""What-if: an overlay file patches single values of a standard; the same lint, the same compiler, another plan."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from greenlist.engines.scoring.authoring.lint import faults_in, placed
from greenlist.engines.scoring.authoring.lint.faults import Fault
from greenlist.engines.scoring.compiling import Tables, compile_plan
from greenlist.engines.scoring.expr import FormulaError, formula
from greenlist.engines.scoring.load import Source, StandardProblems
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.written import Reader

FORMAT = "greenlist.overlay/1"
KEYS = ("format", "base", "name", "patches")
PASS_LINE = "total.pass_line"
MarkPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Patch:
    """One value: where (`items.EG1.score.lead`), what it becomes (None: the standard sets none), and the place of these words."""

    path: str
    value: str | None
    at: str = "what-if"


@dataclass(frozen=True)
class Overlay:
    """A named set of patches of one edition."""

    standard: str
    edition: str
    name: str
    patches: tuple[Patch, ...]


def read_overlay(path: Path) -> Overlay:
    """Read a `greenlist.overlay/1` file within the limits of a standard's. Raises StandardProblems with every fault at file:line."""
    raw, reader = path.read_bytes(), Reader(path.name)
    content = reader.read(raw) if raw.strip() else None
    if not isinstance(content, dict):
        raise StandardProblems([f"{path.name}:1: 第一行应为 format: {FORMAT}。"])
    problems = [f"{_line(reader, key)}: 不认识“{key}”；可写 {'、'.join(KEYS)}。" for key in content if key not in KEYS]
    problems += [f"{path.name}:1: 缺 {key}。" for key in KEYS if key not in content]
    if problems:
        raise StandardProblems(problems)
    return _overlay(content, reader)


def _overlay(content: dict[str, Any], reader: Reader) -> Overlay:
    problems: list[str] = []
    if content["format"] != FORMAT:
        problems.append(f"{_line(reader, 'format')}: format 应为 {FORMAT}。")
    standard, slash, edition = str(content["base"]).partition("/")
    if not (standard and slash and edition):
        problems.append(f"{_line(reader, 'base')}: base 应写成 标准/版本，例如 gbt-36132/2018。")
    if not isinstance(content["name"], str):
        problems.append(f"{_line(reader, 'name')}: name 应是一个名称，例如 领先值收紧一成。")
    patches = tuple(_patches(content["patches"], reader, problems))
    if not patches and not problems:
        problems.append(f'{_line(reader, "patches")}: 没有一处改动；请写成“- items.编号.score.lead: "3.5"”。')
    if problems:
        raise StandardProblems(problems)
    return Overlay(standard, edition, content["name"], patches)


def _patches(content: Any, reader: Reader, problems: list[str]) -> Iterator[Patch]:
    """A list of `path: value`; every value a text, a number or null."""
    entries = {("patches", i): entry for i, entry in enumerate(content)} if isinstance(content, list) else {("patches",): content}
    for at, entry in entries.items():
        if not isinstance(entry, dict):
            problems.append(f"{_line(reader, *at)}: 改动应写成“- 位置: 新值”。")
            continue
        for key, value in entry.items():
            if isinstance(value, dict | list):
                problems.append(f"{_line(reader, *at, key)}: {key} 的新值应是一个数、一个算式或 null。")
                continue
            yield Patch(key, str(value).lower() if isinstance(value, bool) else value, _line(reader, *at, key))


def _line(reader: Reader, *path: str | int) -> str:
    """`file:line` of a key, or of an entry of a list."""
    return f"{reader.name}:{(reader.keys.get(path) or reader.marks[path])[0]}"


def overlay_text(overlay: Overlay) -> str:
    """The overlay as a file."""
    quoted = [(patch.path, json.dumps(patch.value, ensure_ascii=False)) for patch in overlay.patches]
    lines = [f"format: {FORMAT}", f"base: {overlay.standard}/{overlay.edition}", f"name: {json.dumps(overlay.name, ensure_ascii=False)}"]
    return "\n".join([*lines, "patches:", *(f"  - {json.dumps(path, ensure_ascii=False)}: {value}" for path, value in quoted), ""])


def what_if(source: Source, overlay: Overlay, on: date, tables: Tables | None = None) -> Plan:
    """The plan with the patches in it; it says so itself. `tables`: as `compile_plan` takes them. Raises StandardProblems, NotInForce."""
    looked_up = [patch for patch in overlay.patches if _is_looked_up(source.standard, patch)]
    content = {**compile_plan(overlaid(source, overlay), on, tables).content}
    if looked_up:
        content["tables"] = deepcopy(content["tables"])
        _patch_tables(content["tables"], looked_up, frozenset(Plan(content).labels))
    content["overlay"] = {"name": overlay.name, "patches": [[patch.path, patch.value] for patch in overlay.patches]}
    return Plan(content)


def overlaid(source: Source, overlay: Overlay) -> Source:
    """The patched standard, linted by the rules of all standards. Raises StandardProblems with every fault at the overlay's line.

    An edition that was loaded when the rules asked less may be at fault itself; only what the patches bring is told. Values of a reference table stand in no standard; `what_if` patches them in the plan.
    """
    standard = source.standard
    if (overlay.standard, overlay.edition) != (standard.id, standard.edition):
        told = f"改动的是 {overlay.standard}/{overlay.edition}，不是 {standard.id}/{standard.edition}。"
        raise StandardProblems([f"{overlay.patches[0].at}: {told}"])
    tree, own = _tree(standard), [patch for patch in overlay.patches if not _is_looked_up(standard, patch)]
    problems: list[str] = []
    touched = {patch: _put(tree, patch, problems) for patch in own}
    if problems:
        raise StandardProblems(problems)
    patched = Source(_converted(tree, standard, own), source.name, source.marks)
    if found := faults_in(patched.standard):
        before = set(faults_in(standard))
        if brought := [fault for fault in found if fault not in before]:
            raise StandardProblems([_told(at, fault, source, touched) for at, fault in placed(patched, brought)])
    return patched


def _is_looked_up(standard: Standard, patch: Patch) -> bool:
    """Does the patch change something of a reference table, whose values only the plan holds?"""
    return any(table.of and patch.path.startswith(f"tables.{name}.") for name, table in standard.tables.items())


def _patch_tables(tables: Any, patches: list[Patch], known: frozenset[str]) -> None:
    problems: list[str] = []
    for patch in patches:
        name = patch.path.split(".")[1]
        holder, column = _looked_up(tables[name], patch.path.removeprefix(f"tables.{name}."))
        if holder is None:
            told = (
                f"标准里没有 {patch.path}；参考表只能改一行的一个数值，例如 tables.{name}.rows.产品.{next(iter(tables[name]['columns']))}。"
            )
            problems.append(f"{patch.at}: {told}")
            continue
        problems += [f"{patch.at}: {words}" for words in _value_faults(patch.value, known)]
        holder[column] = patch.value
    if problems:
        raise StandardProblems(problems)


def _looked_up(table: Any, path: str) -> tuple[Any, str]:
    """(the values of a row, the column) that a path like rows.GB 16780 水泥.advanced names; None where it names none."""
    code, _, column = path.removeprefix("rows.").rpartition(".")
    row = table["rows"].get(code) if path.startswith("rows.") and column in table["columns"] else None
    return (row["values"] if row else None), column


def _value_faults(value: str | None, known: frozenset[str]) -> Iterator[str]:
    """What keeps a text from being a value of a table: a number above 0, or a formula of what the standard asks."""
    if value is None:
        return
    try:
        read = formula(value)
        worth = read.evaluate({}) if not read.names else None
    except FormulaError as error:
        yield str(error)
        return
    except ZeroDivisionError:
        yield f"“{value[:40]}”除以0；请改正。"
        return
    yield from (f"标准里没有“{name}”，算式不能用它。" for name in read.names if name not in known)
    if read.is_test or (worth is not None and worth <= 0):
        yield f"“{value[:40]}”应是大于0的数。"


def _tree(standard: Standard) -> Any:
    """The standard as mappings and lists that may be written to."""
    return msgspec.json.decode(msgspec.json.encode(standard))


def _converted(tree: Any, standard: Standard, patches: list[Patch]) -> Standard:
    """The tree as a standard; where a value is of the wrong kind, every patch that is so at fault."""
    try:
        return msgspec.convert(tree, Standard, strict=False)
    except msgspec.ValidationError:
        pass
    problems: list[str] = []
    for patch in patches:
        alone = _tree(standard)
        _put(alone, patch, problems)
        try:
            msgspec.convert(alone, Standard, strict=False)
        except msgspec.ValidationError:
            problems.append(f"{patch.at}: {patch.path} 不能是“{patch.value}”；请写这一项该有的数、算式或选项。")
    raise StandardProblems(problems)


def _put(tree: Any, patch: Patch, problems: list[str]) -> MarkPath:
    """Write one value into the tree; the path of the item, group or entry that it stands in."""
    for node, rest, path in _roots(tree, patch.path):
        if found := _place(node, rest):
            holder, key = found
            holder[key] = patch.value
            if patch.path == PASS_LINE and patch.value is None:
                del holder[key]
            return path
    problems.append(f"{patch.at}: 标准里没有 {patch.path}；请照标准文件写，例如 items.编号.score.lead、groups.编号.weight、total.round。")
    return ()


def _roots(tree: dict[str, Any], text: str) -> Iterator[tuple[Any, str, MarkPath]]:
    """(what the path begins in, the rest of it, where that stands): an item and a group are named by their id, wherever they are."""
    kind, _, rest = text.partition(".")
    if text == PASS_LINE:
        tree["total"].setdefault("pass_line", None)
    if kind in {"items", "groups"}:
        for entry, path in _entries(tree["groups"], ("groups",), kind):
            if rest.startswith(f"{entry['id']}."):
                yield entry, rest[len(entry["id"]) + 1 :], path
        return
    holder = tree.get(kind)
    named = (
        {str(e.get("id") or e.get("name")): i for i, e in enumerate(holder)} if isinstance(holder, list) else {k: k for k in holder or {}}
    )
    for name, key in named.items():
        if rest.startswith(f"{name}."):
            yield holder[key], rest[len(name) + 1 :], (kind, key)  # type: ignore[index]
    yield holder, rest, (kind,)


def _entries(groups: list[dict[str, Any]], path: MarkPath, kind: str) -> Iterator[tuple[dict[str, Any], MarkPath]]:
    for i, group in enumerate(groups):
        if kind == "groups":
            yield group, (*path, i)
        else:
            yield from ((item, (*path, i, "items", j)) for j, item in enumerate(group["items"]))
        yield from _entries(group["groups"], (*path, i, "groups"), kind)


def _place(node: Any, rest: str) -> tuple[Any, Any] | None:
    """The holder and the key of a path's end; None where the standard has no such place."""
    keys = dict(node) if isinstance(node, dict) else {str(i): i for i in range(len(node))} if isinstance(node, list) else {}
    for key in keys:
        at = keys[key] if isinstance(node, list) else key
        if rest == str(key) and not isinstance(node[at], dict):
            return node, at
        if rest.startswith(f"{key}.") and (found := _place(node[at], rest[len(str(key)) + 1 :])):
            return found
    if isinstance(node, dict) and isinstance(node.get("values"), dict):  # tables.limits.rows.cement.advanced
        return _place(node["values"], rest)
    return None


def _told(at: str, fault: Fault, source: Source, touched: dict[Patch, MarkPath]) -> str:
    """A fault of the patched standard without the keys of its file, told at the patch that touches its place, else at the first."""
    line = int(at.split(":")[-2])
    near = [patch for patch, path in touched.items() if line in _lines(source, path)]
    broad = [patch for patch, path in touched.items() if path[0] == "groups"]
    patch = next(iter([*near, *broad, *touched]))
    return f"{patch.at}: {fault.words}"


def _lines(source: Source, path: MarkPath) -> set[int]:
    """The lines on which something of an item or a group stands, without the items inside a group."""
    inner = len(path)
    return {
        at[0]
        for mark, at in source.marks.items()
        if mark[:inner] == path and (len(mark) == inner or mark[inner] not in {"items", "groups"})
    }
