"""What is about persons is left at the door: whole columns, whole rows of natural persons, and id numbers inside other texts."""

import re
from collections.abc import Sequence

from greenlist.papers.list_reader.heads import LOOKED_AT, PERSONAL, Layout, Lines, squeezed, why_no_row

GAP = r"[\s\u200b\-－–—‐]*"  # what people put between the digits
STAR = "[*＊xXＸ×●]"
SHOWN = f"(?:{GAP}[0-9])"
MONTH, DAY = rf"{GAP}(?:0{GAP}[1-9]|1{GAP}[0-2])", rf"{GAP}(?:0{GAP}[1-9]|[12]{SHOWN}|3{GAP}[01])"
ALONE, END = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"
# No division begins with 9, and the code of every enterprise does.
ID = re.compile(rf"{ALONE}[1-8]{SHOWN}{{5}}{GAP}(?:1{GAP}9|2{GAP}0){SHOWN}{{2}}{MONTH}{DAY}{SHOWN}{{3}}{GAP}[0-9Xx]{END}")
OLD_ID = re.compile(rf"{ALONE}[1-8]{SHOWN}{{7}}{MONTH}{DAY}{SHOWN}{{3}}{END}")
HALF_HIDDEN = re.compile(rf"{ALONE}[1-8]{SHOWN}{{3,13}}{GAP}(?:{STAR}{GAP}){{4,}}(?:[0-9Xx]{GAP}){{0,4}}{END}")
UNIT = re.compile(
    "公司|厂|集团|中心|合作社|商行|经营部|研究院|研究所|医院|学校|园区|管委会|事务所|分行|支行|矿|农场|超市|饭店|门市|工作室|有限"
)
SHOP = re.compile("[店社所站局部馆院场坊铺厂矿队处校]$")
HAN_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
SUM_NAME = re.compile("(合|总|小)计")
LONGEST_PERSON = 8
HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")
HIDDEN = "（已隐去证件号）"
MANY_DIGITS = re.compile(rf"[0-9０-９](?:{GAP}[0-9０-９]){{13}}|[0-9０-９]{GAP}(?:{STAR}{GAP}){{4}}")
# A column of persons' numbers that holds the codes of units too, as 失信被执行人 is published.
CODE_TOO = re.compile("组织机构代码|信用代码|注册号|cardNum")
PERSONAL_HEAD = re.compile(
    "(法定代表人|法人代表|负责人|代表人|经办人)?(姓名|身份证|证件|联系|住址|性别|年龄|出生|民族|电话|手机)?(号码?|人|电话|方式|日期)*"
)


def is_person(cells: Sequence[str], layout: Layout) -> bool:
    """Is the row a natural person's: by its category, by an id number where the code of a unit should stand, or by a name as persons
    have it without any number? What was emptied before is one too.

    A unit with somebody's number in that column stays a row, without the number.
    """
    if "自然人" in _cell(cells, layout.columns.get("subject", -1)) or _is_emptied(cells):
        return True
    number = _cell(cells, layout.columns.get("credit_code", -1)).strip()
    name = "".join(_cell(cells, layout.columns.get("name", -1)).split())
    if not number:
        return bool(HAN_NAME.fullmatch(name)) and not any(words.search(name) for words in (UNIT, SHOP, SUM_NAME))
    if HIDDEN not in number and masked(number) == number:
        return False
    return not UNIT.search(name) and len(name) <= LONGEST_PERSON


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
    personal = _personal_columns(lines, layout)
    kept: list[tuple[str, tuple[str, ...]]] = []
    for number, (place, cells) in enumerate(lines):
        below = number >= layout.head_lines
        if below and is_person(cells, layout) and not why_no_row(cells, layout.keys):
            kept.append((place, tuple(HIDDEN if at == layout.columns.get("credit_code", 0) else "" for at in range(len(cells)))))
        elif below and personal and not why_no_row(cells, layout.keys):
            kept.append((place, _masked_row(_without(cells, personal))))
        else:
            kept.append((place, _masked_row(cells)))
    return kept


def unfit_columns(lines: Lines, layout: Layout) -> list[str]:
    """The fields whose column somebody chose, and which is about persons: it is never kept."""
    personal = _personal_columns(lines, layout)
    return [name for name, at in layout.columns.items() if at in personal]


def _personal_columns(lines: Lines, layout: Layout) -> set[int]:
    """By any short text among the first lines; of a chosen column by its head alone, for its cells may speak of 联系 and 负责人."""
    early = [cells for _, cells in lines[:LOOKED_AT]]
    found = {at for cells in early for at, text in enumerate(cells) if len(text) < LOOKED_AT * 2 and PERSONAL.search(squeezed(text))}
    return {at for at in found if at not in layout.columns.values() or _is_personal_head(early, layout, at)}


def _is_personal_head(early: Sequence[Sequence[str]], layout: Layout, at: int) -> bool:
    texts = [squeezed(_cell(cells, at)) for cells in early]
    heads = [squeezed(layout.heads[at])] if layout.head_lines and at < len(layout.heads) else []
    heads += [text for text in texts if text and PERSONAL_HEAD.fullmatch(text)]
    if at == layout.columns.get("credit_code", -1) and any(CODE_TOO.search(text) for text in texts):
        return False
    return any(PERSONAL.search(head) for head in heads)


def _is_emptied(cells: Sequence[str]) -> bool:
    return HIDDEN in cells and not any(text for text in cells if text != HIDDEN)


def _without(cells: Sequence[str], columns: set[int]) -> list[str]:
    kept = list(cells)
    for at in columns:
        if at < len(kept):
            kept[at] = ""
    return kept


def _masked_row(cells: Sequence[str]) -> tuple[str, ...]:
    """The row looked at as a whole first: hardly any holds that many digits."""
    return tuple(masked(text) for text in cells) if MANY_DIGITS.search("|".join(cells)) else tuple(cells)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""
