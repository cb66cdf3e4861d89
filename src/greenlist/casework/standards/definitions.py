"""The definition of a figure that is asked as a value to be checked: one a figure, beside its limit, in the sheet and in what is signed."""

from collections.abc import Iterator, Mapping
from typing import Any

from greenlist.engines.scoring.values import Path, Placed, values_of
from greenlist.papers.unit_signs import unit_sign
from greenlist.rulebook.reference.units import UnknownUnit, unit

DEFINITION = "定义"
YES_NO, NO_UNIT = "是或否", "没有单位"
Plain = Mapping[str, Any]


def with_definitions(plain: Plain) -> dict[str, Placed]:
    """Every value of a standard by its place; what is asked comes last, each figure as its definition and then its limits."""
    values = values_of(plain)
    limits = {place: placed for place, placed in values.items() if "inputs" in placed.path[:-1]}
    asked: dict[str, Placed] = {}
    for path, entry in _entries(plain):
        placed = _placed(path, entry)
        asked[placed.place] = placed
        asked |= {place: limit for place, limit in limits.items() if limit.path[:-1] == path}
    return {place: placed for place, placed in values.items() if place not in limits} | asked


def is_definition(placed: Placed) -> bool:
    """Whether a value is the definition of a figure: its unit, or for a choice what can be chosen."""
    return placed.part == DEFINITION


def is_choice(placed: Placed) -> bool:
    """Whether it is the definition of a choice, of which the sheet can confirm the words but not write other ones."""
    return is_definition(placed) and placed.path[-1] == "one_of"


def wrong_definition(placed: Placed, official: str) -> str:
    """What is wrong with the official value typed for a definition, '' for nothing."""
    if is_choice(placed):
        same = official.split() == placed.value.split()
        return (
            "" if same else f"“{placed.label}”是选择，选项在校核表里改不了；相同的照抄“{placed.value}”，不同的改整份数据文件（.yaml）载入。"
        )
    try:
        unit(_spelled(official))
    except UnknownUnit:
        return f"不认识单位“{official[:20]}”；定义一行只填单位，写成 {placed.value} 的样子，没有单位的填 1。"
    return ""


def as_defined(placed: Placed, official: str) -> str:
    """The official value as the file writes it: ours where it is the same unit in another spelling."""
    if is_choice(placed):
        return placed.value
    spelled = _spelled(official)
    return placed.value if _symbols(spelled) == _symbols(placed.value) else spelled


def unit_said(text: str) -> str:
    """A unit, or the words of a choice, as it is read."""
    return NO_UNIT if text == "1" else unit_sign(text)


def asked_in_words(plain: Plain) -> dict[str, str]:
    """{place of a definition: what it says beside name and unit}: how many years, from where on, where it is read."""
    return {_placed(path, entry).place: _how(entry) for path, entry in _entries(plain)}


def _entries(plain: Plain) -> Iterator[tuple[Path, Plain]]:
    yield from ((("inputs", name), entry) for name, entry in plain.get("inputs", {}).items())
    for table, rows in plain.get("rows", {}).items():
        yield from ((("rows", table, "inputs", name), entry) for name, entry in rows.get("inputs", {}).items())


def _placed(path: Path, entry: Plain) -> Placed:
    key = "one_of" if entry.get("one_of") else "unit"
    return Placed(
        place=".".join(map(str, (*path, key))), path=(*path, key), label=str(entry["label"]), part=DEFINITION, unit="",
        value=_choice(entry["one_of"]) if key == "one_of" else str(entry["unit"]), clause=str(entry.get("clause") or ""),
        sureness=str(entry.get("confidence") or ""), sure_at=(*path, "confidence") if "confidence" in entry else None,
    )  # fmt: skip


def _choice(one_of: Any) -> str:
    if isinstance(one_of, str):
        return YES_NO
    return f"表“{one_of['table']}”中的一行" if set(one_of) == {"table"} else "、".join(map(str, one_of.values()))


def _how(entry: Plain) -> str:
    least = entry.get("minimum", "0")
    parts = ["选一项" if entry.get("one_of") else "可以是负数" if least is None else f"不小于{least}"]
    parts += ["没有单位的写1"] if entry["unit"] == "1" and not entry.get("one_of") else []
    parts += [f"填{entry['years']}年"] if entry.get("years", 1) > 1 else []
    return "，".join(parts) + (f"；取自{entry['evidence']}" if entry.get("evidence") else "")


def _spelled(official: str) -> str:
    return "1" if official == NO_UNIT else official


def _symbols(text: str) -> list[str]:
    return [unit(part).symbol for part in text.split("/")]
