"""What is about persons is left at the door: whole columns, whole rows of natural persons, and id numbers inside other texts."""

import re
from collections.abc import Iterable, Sequence

from greenlist.papers.list_reader.columns import Column, Grid, Lines, Once
from greenlist.papers.list_reader.heads import LOOKED_AT, PERSONAL, Layout, squeezed, why_no_rows
from greenlist.papers.uncollected import uncollected

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
LONGEST_PERSON, LONGEST_SPREAD = 8, 10  # people put spaces into short names
HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")
HIDDEN = "（已隐去证件号）"
HIDDEN_NAME = "（像人名，已隐去）"
MARKS = frozenset({HIDDEN, HIDDEN_NAME})
SHORTEST = 8  # four digits and four stars
# What any id number holds, and hardly any other text: fourteen digits or gaps in a row, or four stars.
MANY_DIGITS = re.compile(r"[0-9０-９\s\u200b\-－–—‐]{14}")
STARS = re.compile(rf"{STAR}(?:{GAP}{STAR}){{3}}")
# A column of persons' numbers that holds the codes of units too, as 失信被执行人 is published.
CODE_TOO = re.compile("组织机构代码|信用代码|注册号|cardNum")
PERSONAL_HEAD = re.compile(
    "(法定代表人|法人代表|负责人|代表人|经办人)?(姓名|身份证|证件|联系|住址|性别|年龄|出生|民族|电话|手机)?(号码?|人|电话|方式|日期)*"
)


def persons_among(grid: Grid, layout: Layout, *, units_only: bool) -> list[str]:
    """For every line '' or the mark of a natural person: HIDDEN by its category or an id number where the code of a unit should stand,
    HIDDEN_NAME by a name as persons have it without any number (on a list of `units_only` that is a unit). What was emptied is one too.

    A unit with somebody's number in that column stays a row, without the number.
    """
    subjects, numbers, names = (grid.column(layout.columns.get(name, -1)) for name in ("subject", "credit_code", "name"))
    natural = {text for text in set(subjects) if "自然人" in text}
    is_persons = Once(lambda number: HIDDEN in number or masked(number) != number)
    marks = [
        HIDDEN if subject in natural or (number and is_persons[number] and _is_short(name))
        else HIDDEN_NAME if not number and not units_only and len(name) <= LONGEST_SPREAD and _is_persons_name(name)
        else ""
        for subject, number, name in zip(subjects, numbers, names, strict=True)
    ]  # fmt: skip
    for at in grid.few:
        filled = {*grid.lines[at][1]} - {""}
        if filled and filled <= MARKS:
            marks[at] = HIDDEN if HIDDEN in filled else HIDDEN_NAME
    return marks


def masked(text: str) -> str:
    """The text with every personal id number hidden."""
    if len(text) < SHORTEST or _is_like_code(text) or not _may_hold_id(text):
        return text
    plain = text.translate(HALF_WIDTH)
    for pattern in (ID, OLD_ID, HALF_HIDDEN):
        plain = pattern.sub(HIDDEN, plain)
    return plain


@uncollected()
def without_persons(lines: Lines, layout: Layout, *, units_only: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    """The same lines fit to be kept: personal columns and the rows of persons empty, id numbers hidden wherever they stand.

    What the columns hold is told by any line among the first, so that nothing depends on the head being found.
    """
    grid = Grid(lines)
    personal, first = _personal_columns(lines, layout), layout.head_lines
    whys = why_no_rows(grid, layout.keys)
    marks = persons_among(grid, layout, units_only=units_only)
    above = {*range(min(first, len(lines))), *whys}
    for line in above:
        marks[line] = ""
    kept = [_emptied_column(cells, above) if at in personal else _masked_column(cells) for at, cells in enumerate(grid.columns)]
    number = layout.columns.get("credit_code", 0)
    emptied = {mark: tuple(mark if at == number else "" for at in range(len(grid.columns))) for mark in MARKS}
    return [
        (place, emptied[mark] if mark else cells) for (place, _), mark, cells in zip(lines, marks, zip(*kept, strict=True), strict=True)
    ]


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


def _is_persons_name(name: str) -> bool:
    plain = "".join(name.split())
    return bool(HAN_NAME.fullmatch(plain)) and not any(words.search(plain) for words in (UNIT, SHOP, SUM_NAME))


def _is_short(name: str) -> bool:
    plain = "".join(name.split())
    return len(plain) <= LONGEST_PERSON and not UNIT.search(plain)


def _emptied_column(cells: Column, above: Iterable[int]) -> Column:
    """A personal column: what stands in lines that are no rows stays, its id numbers hidden."""
    kept = [""] * len(cells)
    for line in above:
        kept[line] = masked(cells[line])
    return kept


def _masked_column(cells: Column) -> Column:
    """The column looked at as a whole first: hardly any holds that many digits."""
    different = [text for text in set(cells) if len(text) >= SHORTEST and not text.isalpha() and not _is_like_code(text)]
    return list(map(Once(masked).__getitem__, cells)) if _may_hold_id("|".join(different)) else cells


def _is_like_code(text: str) -> bool:
    """Nothing but letters and digits that begin with 9, as every enterprise's code does and no id number."""
    return text[:1] == "9" and text.isalnum() and text.isascii()


def _may_hold_id(text: str) -> bool:
    return bool(MANY_DIGITS.search(text) or STARS.search(text))


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if 0 <= at < len(cells) else ""
