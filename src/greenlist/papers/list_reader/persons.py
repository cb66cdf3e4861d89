"""What is about persons is left at the door: whole columns, whole rows of natural persons, and id numbers inside other texts."""

import re
from collections.abc import Sequence

from greenlist.papers.list_reader.heads import LOOKED_AT, PERSONAL, Layout, Lines, squeezed, why_no_row

BORN = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# No division begins with 9, and the code of every enterprise does.
ID = re.compile(rf"(?<![0-9A-Za-z])[1-8]\d{{5}}[\s-]*{BORN}[\s-]*\d{{3}}[\dXx](?![0-9A-Za-z])")
OLD_ID = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])")
HALF_HIDDEN = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{3,13}[*＊xX]{4,}[\dXx]{0,4}(?![0-9A-Za-z])")
UNIT = re.compile(
    "公司|厂|集团|中心|合作社|商行|经营部|研究院|研究所|医院|学校|园区|管委会|事务所|分行|支行|矿|农场|超市|饭店|门市|工作室|有限"
)
LONGEST_PERSON = 8
HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")
HIDDEN = "（已隐去证件号）"
MANY_DIGITS = re.compile("[0-9０-９]{9}|[0-9][*＊]{4}")


def is_person(cells: Sequence[str], layout: Layout) -> bool:
    """Is the row a natural person's: by its category, or by an id number where the code of a unit should stand?

    A unit with somebody's number in that column stays a row, without the number.
    """
    if "自然人" in _cell(cells, layout.columns.get("subject", -1)):
        return True
    number = _cell(cells, layout.columns.get("credit_code", -1))
    if not number or (HIDDEN not in number and masked(number) == number):
        return False
    name = _cell(cells, layout.columns.get("name", -1))
    return not UNIT.search(name) and len(name.replace(" ", "")) <= LONGEST_PERSON


def masked(text: str) -> str:
    """The text with every personal id number hidden."""
    if not MANY_DIGITS.search(text):
        return text
    plain = text.translate(HALF_WIDTH)
    for pattern in (ID, OLD_ID, HALF_HIDDEN):
        plain = pattern.sub(HIDDEN, plain)
    return plain


def without_persons(lines: Lines, layout: Layout) -> list[tuple[str, tuple[str, ...]]]:
    """The same lines fit to be kept: personal columns and the rows of persons empty, id numbers hidden wherever they stand.

    What the columns hold is told by any line among the first, so that nothing depends on the head being found.
    """
    mapped = set(layout.columns.values())
    early = [cells for _, cells in lines[:LOOKED_AT]]
    personal = {at for cells in early for at, text in enumerate(cells) if len(text) < LOOKED_AT * 2 and PERSONAL.search(squeezed(text))}
    personal -= mapped
    kept: list[tuple[str, tuple[str, ...]]] = []
    for number, (place, cells) in enumerate(lines):
        below = number >= layout.head_lines
        if below and is_person(cells, layout):
            kept.append((place, tuple(HIDDEN if at == layout.columns.get("credit_code", 0) else "" for at in range(len(cells)))))
        elif below and personal and not why_no_row(cells, layout.keys):
            kept.append((place, _masked_row(_without(cells, personal))))
        else:
            kept.append((place, _masked_row(cells)))
    return kept


def _without(cells: Sequence[str], columns: set[int]) -> list[str]:
    kept = list(cells)
    for at in columns:
        if at < len(kept):
            kept[at] = ""
    return kept


def _masked_row(cells: Sequence[str]) -> tuple[str, ...]:
    """The row looked at as a whole first: hardly any holds that many digits."""
    return tuple(masked(text) for text in cells) if MANY_DIGITS.search("\n".join(cells)) else tuple(cells)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""
