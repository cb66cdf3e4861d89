"""What came: a filled-in sheet (官方值, 出处) or a whole file. Opened in a child; every problem at once, at sheet and row or file and line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from greenlist.casework.files.children import run_child
from greenlist.casework.files.rows import Row, read_rows
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.standards.definitions import as_written, wrong_official
from greenlist.casework.standards.held import Table, source_of
from greenlist.casework.standards.numbers import printed_number, printed_numbers, why_no_number
from greenlist.casework.standards.reference import KINDS
from greenlist.casework.standards.sheet import (
    BETWEEN,
    HEADS,
    NAME,
    NONE,
    OFFICIAL,
    OURS,
    PART,
    PLACE,
    SOURCE,
    TOLD,
    UNIT,
    if_not_said,
    told_of,
)
from greenlist.casework.standards.sheet_faults import told_at_rows, told_of_rows
from greenlist.casework.standards.wording import part_said
from greenlist.engines.scoring.check import lint
from greenlist.engines.scoring.values import NO_LEAST, Placed, put
from greenlist.rulebook.reference.units import has_odd_commas, plain_digits

CHILD = "greenlist.casework.standards.read_child"
LONGEST_SOURCE, MOST_TOLD = 300, 200
NOT_LOADED = "没有载入。"
AGAIN = "改好后再载入；现在的表没有变。"
ROW_MOVED = "可能排序时没有带上全部的列，或这张表是较早下载的；请重新下载校核表再填。名称不同的，改整份数据文件（.yaml）载入。"
HOW_TOUCHED = {
    NAME: ROW_MOVED,
    PART: ROW_MOVED,
    UNIT: "改“单位”列不算数，请改回去，按本系统的单位填官方值；官方单位不同的，改整份数据文件（.yaml）载入。",
}
WHOLE = "现在的版本载入以后，对标准的要求增加了，校核表改不了这些地方；请下载整份 YAML，改好后载入。现在的版本照常使用。"


@dataclass(frozen=True)
class Read:
    """The table as it would be; the source told for each place; the places at which an official value stood."""

    table: Table
    sources: dict[str, str] = field(default_factory=dict)
    looked_at: frozenset[str] = frozenset()
    dropped: int = 0


def read_whole(path: Path, name: str, ours: Table) -> Read:
    """A whole YAML file. Raises Refused with every problem, or when it is about something else."""
    told = _told_by_child("reference" if ours.is_reference else "standard", "whole", path, name)
    theirs = Table(ours.subject, told["plain"])
    key = "name" if ours.is_reference else "id"
    if theirs.plain[key] != ours.plain[key]:
        raise Refused(
            f"“{name}”{NOT_LOADED}", items=[f"{name}：这是“{theirs.plain[key]}”的表，不是“{ours.plain[key]}”的；请选对要校核的表。"]
        )
    return Read(theirs, dropped=told["dropped"])


def read_sheet(path: Path, name: str, ours: Table) -> Read:
    """A filled-in sheet of ours. Raises Refused with every problem at its row and column, and what the lint finds in the result."""
    given, sources, rows, problems = _typed(read_rows(path, ".xlsx", name=name), ours, name)
    theirs = Table(ours.subject, json.loads(json.dumps(ours.plain)))
    for place, text in given.items():
        if (held := ours.values[place]).kind != "choice":
            put(theirs.plain, held.path, as_written(held, text))
    if ours.is_reference:
        problems += told_of_rows(theirs, ours, given.keys(), rows, name)
    if problems:
        raise _refused(name, problems)
    if not given:
        raise Refused(f"“{name}”{NOT_LOADED}", items=[f"“{OFFICIAL}”一列没有填。"], then="请在下载的表上填官方值和出处，再载入。")
    if ours.is_reference:
        return Read(theirs, sources, frozenset(given))
    with NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as made:
        made.write(theirs.text)
        made.flush()
        then = AGAIN if not lint(source_of(ours.subject, ours.plain)) else WHOLE
        told = _told_by_child("standard", "values", Path(made.name), name, then)
    if faults := told.get("faults"):
        raise _refused(name, told_at_rows(faults, ours, rows, name), then)
    return Read(Table(ours.subject, told["plain"]), sources, frozenset(given), told["dropped"])


def _told_by_child(kind: str, came: str, path: Path, name: str, then: str = AGAIN) -> dict[str, Any]:
    done = run_child(CHILD, kind, came, str(path), name)
    if not done.is_in_order or not done.said:
        raise Refused(
            f"“{name}”{NOT_LOADED}", items=[f"{name}：文件读不出来，可能太大、嵌套太深或已损坏。"], then="请在下载的表上改，再载入。"
        )
    told: dict[str, Any] = json.loads(done.said)
    if told["problems"]:
        raise _refused(name, told["problems"], then)
    return told


def _refused(name: str, problems: list[str], then: str = AGAIN) -> Refused:
    more = [f"……另有{len(problems) - MOST_TOLD}处。"] if len(problems) > MOST_TOLD else []
    return Refused(f"“{name}”{NOT_LOADED[:-1]}，有{len(problems)}处要改。", items=problems[:MOST_TOLD] + more, then=then)


def _typed(rows: Iterable[Row], ours: Table, name: str) -> tuple[dict[str, str], dict[str, str], dict[str, str], list[str]]:
    """(official values without a fault, sources, rows of the sheet) by place, and the problems."""
    columns: dict[str, int] = {}
    given: dict[str, str] = {}
    sources: dict[str, str] = {}
    at: dict[str, str] = {}
    problems: list[str] = []
    for place_of_row, cells in rows:
        if not columns:
            columns = {head: cells.index(head) for head in HEADS if head in cells} if PLACE in cells else {}
            title, is_titled, _ = cells[0].partition(BETWEEN)
            if is_titled and title != ours.title:
                return {}, {}, {}, [f"{name} {place_of_row}：这是“{title[:60]}”的校核表，不是“{ours.title}”的；请选对要校核的表。"]
            continue
        row = {head: cells[i].strip() if i < len(cells) else "" for head, i in columns.items()}
        place, official, source = (row.get(head, "") for head in (PLACE, OFFICIAL, SOURCE))
        if not official and not source:
            continue
        faults = [*_wrong(place, official, source, ours, at), *_old(place, official, row.get(OURS, ""), ours), *_touched(row, ours)]
        problems += [f"{name} {place_of_row}{said}" for said in faults]
        at.setdefault(place, place_of_row)
        sources[place] = source
        if not faults:
            given[place] = _clean(official, ours.values.get(place), ours.subject)
    if not {PLACE, OFFICIAL, SOURCE} <= columns.keys():
        problems = [f"{name}：没有找到“{PLACE}”“{OFFICIAL}”“{SOURCE}”这三列；请在下载的表上填写，不要改表头。"]
    return given, sources, at, problems


def _wrong(place: str, official: str, source: str, ours: Table, at: dict[str, str]) -> Iterable[str]:
    held = ours.values.get(place)
    if not place:
        yield f"“{PLACE}”列：空着，却填了官方值或出处；请填在有“{PLACE}”的行上，或删去这一行。"
    elif held is None:
        yield f"“{PLACE}”列：表中没有“{place[:60]}”；请不要改这一列，要新增请改整份数据文件（.yaml）载入。"
    elif place in at:
        yield f"“{PLACE}”列：“{held.label} {part_said(held.part, place)}”已在{at[place]}填过；请只留一行。"
    elif not official:
        yield f"“{OFFICIAL}”列：填了出处，没有填官方值；请补上，{if_not_said(ours)}。"
    elif official == NONE and not ours.is_reference and held.kind != "least":
        yield f"“{OFFICIAL}”列：标准里的值不能填“{NONE}”；{if_not_said(ours)}。"
    elif official != NONE and (said := _not_a_number(held, _clean(official, held, ours.subject), ours.subject)):
        yield f"“{OFFICIAL}”列：{said}"
    if len(source) > LONGEST_SOURCE:
        yield f"“{SOURCE}”列：最多{LONGEST_SOURCE}字，现在是{len(source)}字。"


def _old(place: str, official: str, shown: str, ours: Table) -> Iterable[str]:
    """Of a sheet that was made from other values: whoever typed the official one has never seen what it would change now."""
    held = ours.values.get(place)
    if held and shown and not _is_same(shown, held.value) and not _is_same(_clean(official, held, ours.subject), held.value):
        yield f"“{OURS}”列：表上是 {shown[:40]}，本系统现在是 {held.value}，这张表是较早下载的；请重新下载校核表，核对后把官方值抄过去。"


def _touched(row: Mapping[str, str], ours: Table) -> Iterable[str]:
    """Of a row that names or measures something else than its place: a unit typed over, or a column that was sorted without the others.
    The official value would be taken for what the place says.
    """
    if held := ours.values.get(row.get(PLACE, "")):
        for head, now in zip(TOLD, told_of(held), strict=True):
            shown = row.get(head, "")
            if shown and shown != now:
                yield f"“{head}”列：表上是“{shown[:40]}”，本系统这一行是“{now}”；{HOW_TOUCHED[head]}"


def _is_same(one: str, other: str) -> bool:
    numbers = printed_numbers(one)
    return one == other if numbers is None else numbers == printed_numbers(other)


def _not_a_number(held: Placed, official: str, subject: str) -> str:
    if held.kind != "number":
        return wrong_official(held, official)
    if subject in KINDS:
        said = KINDS[subject].wrong(str(held.path[-1]), official)
        return f"{said}。" if said else ""
    if printed_number(held.value) is not None and printed_number(official) is None:
        return f"“{official[:20]}”不是数{why_no_number(official)}；这里原来是 {held.value}，请只填数，例如 12.5 或 43/8。"
    return ""


def _clean(official: str, held: Placed | None, subject: str) -> str:
    """Full-width digits and thousands commas put right in a number; a formula stays as it was typed, and so does that there is no limit.
    A range is written as the table writes it.
    """
    if official == NONE:
        return NO_LEAST if held and held.kind == "least" else ""
    put_right = official if has_odd_commas(official) else plain_digits(official)
    return put_right if printed_number(put_right) is not None else KINDS[subject].written(official) if subject in KINDS else official
