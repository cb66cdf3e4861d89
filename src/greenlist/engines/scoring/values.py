"""Where the parts and the numbers of a standard stand: every group and item with its path, every number with its place.

A place is a path in words: `items.5.1-1.points`, `items.EG1.score.lead`, `groups.6.weight`, `tables.limits.rows.A.advanced`. It reads the plain form of a standard (`plain_standard`) as well as the content of a plan: both name their parts alike. A place is found
by looking it up, never by taking it apart, because ids hold dots too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import msgspec

from greenlist.engines.scoring.schema import Group, Item, Standard

Path = tuple[str | int, ...]
# What holds a number or a formula, with its word; everything else in a file is words.
PARTS = {
    "maximum": "满分", "round": "修约间隔", "pass_line": "合格线", "weight": "权重", "best": "计分项数", "most": "加分上限", "points": "分值",
    "count_of": "应有个数", "full_at": "得满分的个数", "test": "判定条件", "value": "算式", "lead": "引领值", "base": "基准值", "cap": "封顶",
    "floor": "起分", "steps": "分档", "at_least": "门槛", "below": "门槛以下", "share": "比例", "look_back": "回溯年数",
    "values": "表中值", "interval": "修约间隔", "first_of": "依次取值", "round_group": "分组修约", "round_item": "单项修约", "top": "取前几个",
}  # fmt: skip
OWN_WORDS = {("inputs", "maximum"): "上限", ("rows", "most"): "最多行数"}  # where a section means another thing by the same key
SCORING = {"score", "any_of", "test", "count_of", "full_at"}  # parts of an item whose sureness is that of its way to the points
IDLE = {"cap": {"linear", "steps", "yes_no"}, "floor": {"pos", "neg", "points", "steps", "yes_no"}}  # filled in, and read by none of these
BY_ID = {"groups": "id", "items": "id", "gates": "id", "grades": "name", "ranks": "name"}  # lists whose members are called by what they say
NAMED = {"inputs", "derived", "coefficients", "tables", "rows"}  # mappings whose members are called by their key
UNPLACED = {"tests"}
REFERENCE_KEYS = {"table", "column", "bracket", "unknown"}


@dataclass(frozen=True)
class Placed:
    """One value: its place, where it stands in the plain form, what it belongs to, and where its sureness stands (None: nowhere)."""

    place: str
    path: Path
    label: str
    part: str
    unit: str
    value: str
    clause: str
    sureness: str
    sure_at: Path | None


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
    """Every number and formula by its place, in the order of the file."""
    return {placed.place: placed for placed in _walk(plain, (), "", _Owner((), plain), "")}


def sureness_counts(plain: Mapping[str, Any]) -> Counter[str]:
    """How sure a standard is: {sureness: how many of its values}. The one count of it (decision 0040), whoever tells it.

    Counted is what the file itself states: every number, formula and test beside which a sureness stands, and the definition of every
    figure that is asked, those of small tables too, because a definition with the wrong boundary makes a wrong number. Not counted: what
    states no sureness (the full score, the step of rounding), words without a number (the text of an item, a convention), and what is
    taken in from a reference table, which is counted as that table's own.
    """
    stated = (placed.sureness for placed in values_of(plain).values())
    asked = (str(entry.get("confidence") or "") for entry in definitions_of(plain))
    return Counter(filter(None, (*stated, *asked)))


def definitions_of(plain: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The definition of every figure that is asked, then those of the small tables."""
    asked = [plain.get("inputs", {}), *(rows.get("inputs", {}) for rows in plain.get("rows", {}).values())]
    return [entry for inputs in asked for entry in inputs.values()]


def with_values(plain: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """A copy with other values at some places. KeyError names a place that there is none of."""
    made, places = deepcopy(dict(plain)), values_of(plain)
    for place, value in given.items():
        put(made, places[place].path, value)
    return made


def put(plain: dict[str, Any], path: Path, value: Any) -> None:
    """Set what stands at a path; a whole number stays one."""
    node: Any = plain
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = int(value) if type(node[path[-1]]) is int and str(value).isdigit() else value


def _walk(node: Any, path: Path, place: str, owner: _Owner, part: str) -> Iterator[Placed]:
    """`part` is the number-bearing key of the owner that we are below, '' above all of them."""
    if isinstance(node, Mapping):
        for key, child in node.items():
            if (
                key in UNPLACED
                or (part and key in REFERENCE_KEYS)
                or (path[-1:] == ("over",) and key != "top")
                or node.get("kind") in IDLE.get(key, ())
            ):
                continue
            yield from _child(key, child, path, place, owner, part)
    elif isinstance(node, list | tuple):
        for i, child in enumerate(node):
            yield from _walk(child, (*path, i), f"{place}.{i}", owner, part)
    elif part and node is not None and not isinstance(node, bool):
        yield _placed(str(node), path, place, owner)


def _child(key: str, child: Any, path: Path, place: str, owner: _Owner, part: str) -> Iterator[Placed]:
    here = (*path, key)
    if not part and key in BY_ID and isinstance(child, list | tuple):
        for i, member in enumerate(child):
            yield from _walk(member, (*here, i), f"{key}.{member[BY_ID[key]]}", _Owner((*here, i), member), "")
    elif not part and key in NAMED and isinstance(child, Mapping):
        for name, member in child.items():
            yield from _walk(member, (*here, name), f"{place}.{key}.{name}".strip("."), _Owner((*here, name), member), "")
    elif key == "look_back" and isinstance(child, Mapping):  # a plan says the days as well
        yield from _walk(child["years"], (*here, "years"), f"{place}.{key}", owner, key)
    else:
        there = place if key == "values" and not part else f"{place}.{key}".strip(".")
        yield from _walk(child, here, there, owner, part or (key if key in PARTS else ""))


def _placed(value: str, path: Path, place: str, owner: _Owner) -> Placed:
    sure_key = owner.sure_key(path)
    said = owner.node.get(sure_key) or (owner.node.get("confidence") if sure_key == "scoring_confidence" else "") if sure_key else ""
    return Placed(
        place=place, path=path, label=owner.label, part=_word(owner.path, path[len(owner.path) :]), unit=str(owner.node.get("unit") or ""), value=value,
        clause=str(owner.node.get("clause") or ""), sureness=str(said or ""), sure_at=(*owner.path, sure_key) if sure_key else None,
    )  # fmt: skip


def _word(owner: Path, steps: Path) -> str:
    """分档 2-1: the word of the innermost key that has one, with the places in its lists, and a key of its own (a day, a column) as it is."""
    last = 0 if steps[0] == "values" else max(i for i, step in enumerate(steps) if step in PARTS)
    rest = [str(step + 1) if isinstance(step, int) else step for step in steps[last + 1 :] if step != "years"]
    part, section = str(steps[last]), str(owner[-2]) if owner else ""
    return " ".join((OWN_WORDS.get((section, part)) or PARTS[part], "-".join(rest))).strip()
