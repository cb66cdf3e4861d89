"""From grids to rows: heads found, parts told apart, shifted rows put back, every line either a row or told as unread."""

import re
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from greenlist.papers.table_reader import cells, word, workbook
from greenlist.papers.table_reader.grids import Grid, Line, Loose, Unreadable, walk
from greenlist.papers.table_reader.heads import category_in, columns_of, squeezed, two_levels, unused
from greenlist.papers.table_reader.shifts import ANNEX, aligned, is_like_the_annex, is_no_row
from greenlist.papers.typesetting import DEMO_LINE
from greenlist.rulebook.reference.credit_code import check_credit_code

READERS = {".docx": word.grids_of, ".xlsx": workbook.grids_of}
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
RECOMMENDED_BY = re.compile(r"推荐单位[:：]?([^(（]*)")
KNOWN = re.compile(r"附件\d*|.*汇总表.*|年月日|\(?单位公章\)?|.{0,8}(推荐)?名单|\(?续表\)?")
SUM = re.compile(r"(合|总|小)计.*|共\d+家.*")
ENDS = re.compile("(公司|厂|园区?|区|集团|院|中心|社|基地|分公司)$")
HEADLESS, CHANGED = "没有表头，按附件的栏目顺序读", "有未接受的修订，按接受后的内容读"
HIDDEN = "这一行在文件中是隐藏的，请核对是否应当报送"
EMPTY = re.compile(r"[\d.．…☐□\s]*")


@dataclass(frozen=True)
class ReadRow:
    """One row as read. `place` says where it stands; a doubt must be settled by a person, a correction was made by us."""

    category: str
    serial: int | None
    city: str
    county: str
    name: str
    credit_code: str
    third_party: str
    industry_or_type: str
    national: bool
    provincial: bool
    place: dict[str, int | str]
    corrections: tuple[str, ...]
    doubts: tuple[str, ...]

    def as_content(self) -> dict[str, Any]:
        """The row as `greenlist.table/1` has it."""
        content = asdict(self)
        wanted = (("national", content.pop("national")), ("provincial", content.pop("provincial")))
        return content | {
            "levels": [level for level, on in wanted if on],
            "corrections": list(self.corrections),
            "doubts": list(self.doubts),
        }


@dataclass
class ReadTable:
    """The whole table; `unread` holds every line that became no row, with the reason."""

    recommending_unit: str = ""
    dated_on: str = ""
    rows: list[ReadRow] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)

    @property
    def doubts(self) -> int:
        return sum(1 for row in self.rows if row.doubts)

    def as_content(self) -> dict[str, Any]:
        """`greenlist.table/1`."""
        return {"format": "greenlist.table/1", "recommending_unit": self.recommending_unit, "dated_on": self.dated_on,
                "rows": [row.as_content() for row in self.rows], "unread": self.unread}  # fmt: skip


def read_table(path: Path, name: str = "") -> ReadTable:
    """Read a file; its ending (of `name`, when the file lies under another) tells the format. Raises Unreadable."""
    ending = Path(name or path.name).suffix.lower()
    if ending not in READERS:
        raise Unreadable(f"汇总表应为 .docx 或 .xlsx 文件，现在是“{ending or '无扩展名'}”。请用原软件另存后再上传。")
    reading = _Reading()
    for item, line in walk(READERS[ending](path)):
        reading.take(item, line)
    if not reading.table.rows:
        raise Unreadable("没有找到汇总表：没有一张表的表头里有名称、区县、级别等栏目。请核对是否选错了文件。")
    _fill_city(reading.table)
    return reading.table


def _fill_city(table: ReadTable) -> None:
    """An empty city is the one that all other rows name."""
    named = {row.city for row in table.rows if row.city}
    if len(named) != 1:
        return
    city = named.pop()
    table.rows = [
        row if row.city else replace(row, city=city, corrections=(*row.corrections, f"设区市空着，按全表记为{city}")) for row in table.rows
    ]


class _Reading:
    """The reader's memory from line to line: the part it is in, the columns in force."""

    def __init__(self) -> None:
        self.table = ReadTable()
        self.category = ""
        self.columns: dict[str, int] = {}
        self.is_after_head = self.is_headless = False
        self.place: dict[str, int | str] = {}

    def take(self, item: Grid | Loose, line: Line | None) -> None:
        """One line of the document."""
        if isinstance(item, Loose):
            self._take_text(item.text, {"line": item.number})
        elif line is not None and line.text:
            self._take_line(line, {item.place[0]: item.place[1], "row": line.number})

    def _take_line(self, line: Line, place: dict[str, int | str]) -> None:
        if self.is_after_head and (levels := two_levels(line)):
            self.columns = {k: v for k, v in self.columns.items() if k != "levels"} | levels
            return
        if columns := columns_of(line):
            self._take_head(line, columns, place)
            return
        self.is_after_head = False
        if not _is_same_grid(place, self.place) and self.columns and is_no_row(aligned(line, self.columns)[0]):
            self.columns = {}  # another table, of something else: no head of ours stands over it
        self.place = place
        if not self.columns and is_like_the_annex(line):
            self.columns, self.is_headless = ANNEX, True
        if line.is_deleted:
            self._leave(line.text, place, "修订中已删除的行")
        elif self._goes_on(line, place):
            return
        elif line.is_whole or not self.columns or _speaks(line):
            self._take_text(line.text, place)
        elif not EMPTY.fullmatch(re.sub("国家级|省级", "", line.text)):
            self._take_row(line, place)

    def _take_head(self, line: Line, columns: dict[str, int], place: dict[str, int | str]) -> None:
        is_again = self.columns == columns
        self.columns, self.is_after_head, self.is_headless = columns, True, False
        self.category = category_in(line.cells[columns["name"]]) or self.category
        if not is_again:
            for _, text in unused(line, columns):
                self._leave(f"{cells.shown(text)}（整列）", place, "这一列不是汇总表的栏目，没有读")

    def _take_text(self, text: str, place: dict[str, int | str]) -> None:
        plain = squeezed(text)
        if plain == squeezed(DEMO_LINE):
            return
        found = False
        if unit := RECOMMENDED_BY.search(plain):
            self.table.recommending_unit, found = unit.group(1) or self.table.recommending_unit, True
        if day := DATE.search(plain):
            self.table.dated_on, found = "{}-{:0>2}-{:0>2}".format(*day.groups()), True
        if (category := category_in(plain)) and "名单" in plain and "汇总表" not in plain:
            self.category, self.columns, found = category, {}, True
        if not found and not KNOWN.fullmatch(plain):
            self._leave(text, place, "合计行" if SUM.fullmatch(plain) else "不是表中的行")

    def _take_row(self, line: Line, place: dict[str, int | str]) -> None:
        texts, corrections = aligned(line, self.columns)
        if is_no_row(texts):
            self._leave(line.text, place, "不是表中的行")
            return
        corrections += [words for is_so, words in ((self.is_headless, HEADLESS), (line.is_changed, CHANGED)) if is_so]
        doubts = [HIDDEN] if line.is_hidden else []
        serial = squeezed(texts.get("serial", "")).rstrip(".．、")
        number = int(serial) if serial.isdecimal() and len(serial) < 6 else None
        written, noted = cells.unmarked(texts.get("name", ""))
        if number is None:
            number, written = cells.numbered(written)
            corrections += ["序号写在名称里，已分开"] if number is not None else []
        unit, mended = cells.name(written)
        body, named = cells.third_party(texts.get("third_party", ""))
        code, problems = _code(texts.get("credit_code", ""))
        national, provincial, unclear = _levels(texts)
        category = category_in(texts.get("category", "")) or self.category
        city, county = texts.get("place") or texts.get("city", ""), texts.get("county", "")
        city, county = cells.place(city) if not county else (city, county)
        if not unit:
            doubts.append("这一行没有名称")
        if not category:
            doubts.append("看不出是工厂、园区还是供应链管理企业")
        row = ReadRow(
            category=category, serial=number, city=cells.words(city), county=cells.words(county), name=unit, credit_code=code,
            third_party=body, industry_or_type=cells.words(texts.get("industry_or_type", "")), national=national, provincial=provincial,
            place=place, corrections=(*corrections, *mended, *named), doubts=(*doubts, *noted, *problems, *unclear),
        )  # fmt: skip
        self.table.rows.append(row)

    def _goes_on(self, line: Line, place: dict[str, int | str]) -> bool:
        """The end of the name above, alone in its column of the row right below: joined, and said so."""
        at = self.columns.get("name", 0)
        before = self.table.rows[-1] if self.table.rows else None
        filled = [n for n, text in enumerate(line.cells) if text]
        is_alone = len(filled) == 1 and abs(filled[0] - at) <= 1  # a head may stand one column aside
        tail, _ = cells.name(line.cells[filled[0]]) if is_alone else ("", [])
        is_next = before is not None and before.place == {**place, "row": line.number - 1}
        if before is None or not is_next or ENDS.search(before.name) or not ENDS.search(tail):
            return False
        told = (*before.corrections, f"名称分在两行，已接上下一行的“{cells.shown(tail)}”")
        self.table.rows[-1] = replace(before, name=before.name + tail, corrections=told)
        return True

    def _leave(self, text: str, place: dict[str, int | str], why: str) -> None:
        self.table.unread.append({"place": place, "text": cells.shown(text), "why": why})


def _is_same_grid(one: dict[str, int | str], other: dict[str, int | str]) -> bool:
    return {**one, "row": 0} == {**other, "row": 0}


def _speaks(line: Line) -> bool:
    """A sum, or a line of text in one cell, though that was not merged."""
    texts = [text for text in line.cells if text]
    return len(texts) == 1 or bool(SUM.fullmatch(squeezed(line.text)))


def _levels(texts: dict[str, str]) -> tuple[bool, bool, list[str]]:
    if "national" not in texts:
        return cells.levels(texts.get("levels", ""))
    national, first = cells.tick(texts["national"], "国家级")
    provincial, second = cells.tick(texts.get("provincial", ""), "省级")
    doubts = [*first, *second]
    return national, provincial, doubts or ([] if national or provincial else ["没有勾选国家级或省级"])


def _code(text: str) -> tuple[str, list[str]]:
    if not squeezed(text).strip("-—/无"):
        return "", []
    code, problems = check_credit_code(text)
    return code, [f"信用代码：{problem}" for problem in problems]
