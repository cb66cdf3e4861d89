"""Where the parts and the values of a standard stand: every group and item with its path, every value with its place.

`values_of` is the one list of what counts as a value (decision 0041): how sure a standard is is counted from it, and the sheet by which it is
checked has one row for each.

A place is a path in words: `items.5.1-1.points`, `items.EG1.score.lead`, `groups.6.weight`, `tables.limits.rows.A.advanced`. It reads the
plain form of a standard (`plain_standard`) as well as the content of a plan: both name their parts alike. A place is found by looking it
up, never by taking it apart, because ids hold dots too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from greenlist.engines.scoring.schema import Group, Item, Standard

Path = tuple[str | int, ...]
# What holds a number or a formula, with its word; everything else in a file is words.
PARTS = {
    "maximum": "满分", "round": "修约间隔", "pass_line": "合格线", "weight": "权重", "best": "计分项数", "most": "加分上限", "points": "分值",
    "count_of": "应有个数", "full_at": "得满分的个数", "test": "判定条件", "value": "算式", "lead": "引领值", "base": "基准值", "cap": "封顶",
    "floor": "起分", "steps": "分档", "at_least": "门槛", "below": "门槛以下", "share": "比例", "look_back": "回溯年数",
    "values": "表中值", "interval": "修约间隔", "first_of": "依次取值", "round_group": "分组修约", "round_item": "单项修约", "top": "取前几个",
    "unit": "单位", "one_of": "定义", "minimum": "下限", "years": "年数", "of": "取自", "when": "适用条件", "bracket": "分段依据",
}  # fmt: skip
DEFINITION = "定义"
# where a section means another thing by the same key
OWN_WORDS = {("inputs", "maximum"): "上限", ("inputs", "unit"): DEFINITION, ("rows", "most"): "最多行数", ("items", "weight"): "加权数",
             ("gates", "years"): "回溯年数"}  # fmt: skip
NO_LEAST = "无"  # the lowest value of a figure that may be negative
YES_NO = "是或否"
SCORING = {"score", "any_of", "test", "count_of", "full_at"}  # parts of an item whose sureness is that of its way to the points
IDLE = {"cap": {"linear", "steps", "yes_no"}, "floor": {"pos", "neg", "points", "steps", "yes_no"}}  # filled in, and read by none of these
BY_ID = {"groups": "id", "items": "id", "gates": "id", "grades": "name", "ranks": "name"}  # lists whose members are called by what they say
NAMED = {"inputs", "derived", "coefficients", "tables", "rows"}  # mappings whose members are called by their key
UNPLACED = {"tests"}
ASKED_AS_CHOICE = {"unit", "minimum"}  # of a choice its words are the definition, and it has no lowest value

Kind = Literal["number", "unit", "choice", "least", "lookup"]  # `number`: also a formula or a test, as it is written in the file


@dataclass(frozen=True)
class Placed:
    """One value: its place, where it stands in the plain form, what it belongs to, and where its sureness stands (None: nowhere).

    `value` is what the file writes; of a choice (`kind`) its words, of a lookup table.column, of no lowest value NO_LEAST.
    """

    place: str
    path: Path
    label: str
    part: str
    unit: str
    value: str
    clause: str
    sureness: str
    sure_at: Path | None
    kind: Kind = "number"


@dataclass(frozen=True)
class _Owner:
    """The part of the file that a value belongs to."""

    path: Path
    node: Mapping[str, Any]

    @property
    def label(self) -> str:
        return str(self.node.get("label") or self.node.get("title") or self.node.get("name") or "")

    def sure_key(self, path: Path) -> str:
        """Which key tells how sure what stands at this path is; '' when the owner has none."""
        part = path[len(self.path)]
        if f"{part}_confidence" in self.node:
            return f"{part}_confidence"
        if part in SCORING and "points" in self.node:
            return "scoring_confidence"
        return "confidence" if "confidence" in self.node else ""


def groups_of(standard: Standard) -> Iterator[tuple[Path, Group]]:
    """Every group with its path, a parent before its children."""
    yield from _groups(standard.groups, ("groups",))


def _groups(groups: Sequence[Group], path: Path) -> Iterator[tuple[Path, Group]]:
    for i, group in enumerate(groups):
        yield (*path, i), group
        yield from _groups(group.groups, (*path, i, "groups"))


def items_of(standard: Standard) -> Iterator[tuple[Path, Item]]:
    """Every item with its path, in the order of the file."""
    for path, group in groups_of(standard):
        yield from (((*path, "items", i), item) for i, item in enumerate(group.items))


def references_of(standard: Standard) -> Iterator[tuple[Path, Any]]:
    """Every value that may be a reference, with its path: the derived ones, leads and bases."""
    yield from ((("derived", name, "value"), entry.value) for name, entry in standard.derived.items())
    for path, item in items_of(standard):
        ways = (((*path, "any_of", i, "score"), way.score) for i, way in enumerate(item.any_of))
        for at, score in ((((*path, "score"), item.score),) if item.score else ()) + tuple(ways):
            yield from (((*at, side), getattr(score, side)) for side in ("lead", "base"))


def plain_standard(standard: Standard) -> dict[str, Any]:
    """A standard as dicts, lists and text, everything that was left out filled in as it counts."""
    plain: dict[str, Any] = msgspec.to_builtins(standard)
    return plain


def values_of(plain: Mapping[str, Any]) -> dict[str, Placed]:
    """Every value by its place, in the order of the file: what decides a score and stands in the file as a number, formula, unit or lookup.

    Of a figure that is asked: its definition (the unit, or of a choice its words), the lowest and the highest value, and the years where
    it is more than one. Of a derived figure or a coefficient: its unit and how it is had. No value: words (the text of an item, a
    convention), what is chosen among the ways of the language (`when_zero`), and the rows of a reference table, which is a file of its own.
    """
    return {placed.place: placed for placed in _walk(plain, (), "", _Owner((), plain), "")}


def sureness_counts(plain: Mapping[str, Any]) -> Counter[str]:
    """How sure a standard is: {sureness: how many of its values}. The one count of it (decision 0040), whoever tells it.

    A value beside which no sureness stands (the full score, the step of rounding) is not counted.
    """
    return Counter(placed.sureness for placed in values_of(plain).values() if placed.sureness)


def with_values(plain: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """A copy with other values at some places. KeyError names a place that there is none of."""
    made, places = deepcopy(dict(plain)), values_of(plain)
    for place, value in given.items():
        put(made, places[place].path, written(places[place], value))
    return made


def written(placed: Placed, value: str) -> Any:
    """A value as the file writes it: a lookup as {table, column}, no lowest value as null; all else is text as it is."""
    if placed.kind == "lookup":
        table, _, column = value.rpartition(".")
        return {"table": table, "column": column}
    return None if placed.kind == "least" and value == NO_LEAST else value


def put(plain: dict[str, Any], path: Path, value: Any) -> None:
    """Set what stands at a path; a whole number stays one."""
    node: Any = plain
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = int(value) if type(node[path[-1]]) is int and str(value).isdigit() else value


def _walk(node: Any, path: Path, place: str, owner: _Owner, part: str) -> Iterator[Placed]:
    """`part` is the number-bearing key of the owner that we are below, '' above all of them."""
    if isinstance(node, Mapping):
        if set(node) == {"table", "column"} and part not in {"", "values"}:
            yield _placed(f"{node['table']}.{node['column']}", path, place, owner, "lookup")
            return
        for key, child in node.items():
            if not _is_idle(node, key, part):
                yield from _child(key, child, path, place, owner, part)
    elif isinstance(node, list | tuple):
        for i, child in enumerate(node):
            yield from _walk(child, (*path, i), f"{place}.{i}", owner, part)
    elif part and node is not None and not isinstance(node, bool):
        yield _placed(str(node), path, place, owner, "unit" if part == "unit" else "number")


def _choice(one_of: Any) -> str:
    """What can be chosen, in words."""
    if isinstance(one_of, str):
        return YES_NO
    return f"表“{one_of['table']}”中的一行" if set(one_of) == {"table"} else "、".join(map(str, one_of.values()))


def _is_idle(node: Mapping[str, Any], key: str, part: str) -> bool:
    """What is no value under a key that elsewhere holds one: nothing reads it, or it only says what is so anyway."""
    if part:
        return key == "unknown" and part != "values"
    return (
        key in UNPLACED
        or node.get("kind") in IDLE.get(key, ())
        or (key in ASKED_AS_CHOICE and bool(node.get("one_of")))
        or (key == "years" and node[key] == 1)
        or (key == "of" and "columns" in node)
    )


def _child(key: str, child: Any, path: Path, place: str, owner: _Owner, part: str) -> Iterator[Placed]:
    here = (*path, key)
    if not part and key in BY_ID and isinstance(child, list | tuple):
        for i, member in enumerate(child):
            yield from _walk(member, (*here, i), f"{key}.{member[BY_ID[key]]}", _Owner((*here, i), member), "")
    elif not part and key in NAMED and isinstance(child, Mapping):
        for name, member in child.items():
            yield from _walk(member, (*here, name), f"{place}.{key}.{name}".strip("."), _Owner((*here, name), member), "")
    elif not part and key == "one_of":
        if child:
            yield _placed(_choice(child), here, f"{place}.{key}", owner, "choice")
    elif not part and key == "minimum":
        yield _placed(NO_LEAST if child is None else str(child), here, f"{place}.{key}", owner, "least")
    elif key == "look_back" and isinstance(child, Mapping):  # a plan says the days as well
        yield from _walk(child["years"], (*here, "years"), f"{place}.{key}", owner, key)
    else:
        there = place if key == "values" and not part else f"{place}.{key}".strip(".")
        yield from _walk(child, here, there, owner, part or (key if key in PARTS else ""))


def _placed(value: str, path: Path, place: str, owner: _Owner, kind: Kind) -> Placed:
    sure_key = owner.sure_key(path)
    said = owner.node.get(sure_key) or (owner.node.get("confidence") if sure_key == "scoring_confidence" else "") if sure_key else ""
    return Placed(
        place=place, path=path, label=owner.label, part=_word(owner.path, path[len(owner.path) :]),
        unit="" if kind in {"unit", "choice"} or path[-1] == "years" else str(owner.node.get("unit") or ""), value=value, kind=kind,
        clause=str(owner.node.get("clause") or ""), sureness=str(said or ""), sure_at=(*owner.path, sure_key) if sure_key else None,
    )  # fmt: skip


def _word(owner: Path, steps: Path) -> str:
    """分档 2-1: the word of the innermost key that has one, with the places in its lists, and a key of its own (a day, a column) as it is."""
    last = 0 if steps[0] == "values" else max(i for i, step in enumerate(steps) if step in PARTS)
    rest = [str(step + 1) if isinstance(step, int) else step for step in steps[last + 1 :] if step != "years"]
    part, section = str(steps[last]), str(owner[-2]) if owner else ""
    return " ".join((OWN_WORDS.get((section, part)) or PARTS[part], "-".join(rest))).strip()
