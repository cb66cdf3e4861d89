"""Checks a Word template: every problem at once, each with its place. What passes is filled with rows and read back without a doubt."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import TemplateError
from lxml import etree

from greenlist.papers.annex import PARTS
from greenlist.papers.stationery.fields import Stationery, part_name, stationery
from greenlist.papers.stationery.filling import Values, fill
from greenlist.papers.stationery.leaks import leaks
from greenlist.papers.stationery.marks import HALF, Marks
from greenlist.papers.stationery.parts import Broken, Spot, Story, W, opened, stories, text_of
from greenlist.papers.stationery.samples import sample
from greenlist.papers.table_reader import ReadTable, Unreadable, read_table

MOST_PROBLEMS, FIRST_WORDS = 40, 16


def problems_of(kind_id: str, template: bytes) -> list[str]:
    """Everything that is wrong with a template for this kind of paper; nothing when it can be used."""
    kind = stationery()[kind_id]
    try:
        parts = opened(template)
        filled = list(stories(parts))
        found = _told(filled, [*leaks(parts, filled), *_marked(kind, filled)])
    except Broken as problem:
        return [str(problem)]
    return (found or list(_read_back(kind, template)))[:MOST_PROBLEMS]


def _told(filled: Sequence[Story], problems: list[str]) -> list[str]:
    """Each problem once, in the order of the paper, with the first words of its place."""
    if not problems:
        return []
    words = {spot.place: " ".join(text_of(spot.paragraph).split())[:FIRST_WORDS] for story in filled for spot in story.spots}
    order = {place: at for at, place in enumerate(words)}
    found = sorted(dict.fromkeys(problems), key=lambda problem: order.get(problem.partition("：")[0], -1))
    begun = [words.get(problem.partition("：")[0], "") for problem in found]
    return [
        f"{problem}（此处开头：“{text}”）" if text and text.strip("{}% ") not in problem else problem
        for problem, text in zip(found, begun, strict=True)
    ]


def _marked(kind: Stationery, filled: Sequence[Story]) -> Iterator[str]:
    """Unknown names, loops, and what must stand in the paper and does not."""
    marks = Marks(kind)
    for story in filled:
        marks.read(story.spots)
    yield from marks.problems
    if marks.problems:
        return
    used = {(use.loop, use.name) for use in marks.uses}
    for name in kind.fields:
        if name not in kind.optional and ("", name) not in used:
            yield f"全文：缺 {{{{ {name} }}}}，{kind.label}必须有这一项。"
    for name, loop in kind.loops.items():
        places = [spot for at, spot in marks.loops if at == name]
        if len(places) != 1:
            yield f"全文：{'缺' if not places else '重复了'}清单“{name}”（{{% for … in {name} %}}），应当正好有一处。"
            continue
        for column in loop.columns:
            if (name, column) not in used:
                yield f"{places[0].place}：清单“{name}”缺“{column}”这一栏。"
        if loop.heads and places[0].table is None:
            yield f"{places[0].place}：清单“{name}”要放在表格里，一家一行。"
        elif loop.heads:
            columns = {use.name: use.spot for use in marks.uses if use.loop == name}
            yield from _headed(loop.heads, dict(zip(loop.columns, loop.heads, strict=False)), columns, places[0])


def _headed(heads: tuple[str, ...], over: dict[str, str], columns: dict[str, Spot], loop: Spot) -> Iterator[str]:
    """The heads of the annex over a list: each there, each over its own column."""
    rows = list(loop.table.iter(f"{W}tr")) if loop.table is not None else []
    above = rows[: rows.index(loop.row)] if loop.row in rows else []
    at = {squeezed: column for row in above for squeezed, column in _columns(row).items()}
    where = loop.place.rpartition("第")[0] if "格" in loop.place else loop.place
    for head in heads:
        if _squeezed(head) not in at:
            near = [text for text in at if set(text) & set(head)]
            yield f"{where}以上的表头：缺栏目“{head}”{f'（现有：{chr(12289).join(near[:3])}）' if near else ''}，附件的栏目名称不能改。"
    for column, spot in columns.items():
        head = _squeezed(over[column])
        if head in at and spot.row is not None and spot.cell is not None and at[head] != _column_of(spot.row, spot.cell):
            yield f"{spot.place}：“{column}”不在表头“{over[column]}”下面。"


def _columns(row: etree._Element) -> dict[str, int]:
    return {_squeezed(text_of(cell)): _column_of(row, cell) for cell in row.findall(f"{W}tc")}


def _column_of(row: etree._Element, cell: etree._Element) -> int:
    """The column of the grid in which a cell begins, after merged ones."""
    at = 0
    for one in row.findall(f"{W}tc"):
        if one is cell:
            return at
        span = one.find(f"{W}tcPr/{W}gridSpan")
        at += int(span.get(f"{W}val", "1")) if span is not None else 1
    return at


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _read_back(kind: Stationery, template: bytes) -> Iterator[str]:
    """Filled with sample rows: what was put in is found again, and a table is read as the same rows."""
    values = sample(kind)
    try:
        made = fill(template, values)
    except (TemplateError, ValueError, KeyError, SyntaxError) as problem:
        yield f"试填没有成功：{problem}。请从默认模板重新改起。"
        return
    except AttributeError:  # docxtpl on a table without its columns
        yield "试填没有成功：文件的结构不完整（例如表格没有列的定义）。请用 Word 打开后另存，或从默认模板重新改起。"
        return
    text = _squeezed("".join(text_of(story.root) for story in stories(opened(made))))
    if left := HALF.search(text):
        yield f"试填后还留着“{text[max(0, left.start() - 8) : left.end() + 12]}”，请删掉这个填写位置重打一遍。"
    yield from (f"试填后找不到“{words}”，可能被别的格式遮住。" for words in _texts(kind, values) if _squeezed(words) not in text)
    if kind.id == "summary_table":
        yield from _read_as_table(made, values)


def _texts(kind: Stationery, values: Values) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, str):
            yield from [value] if name not in kind.optional else []
        else:
            yield from (text for row in value for text in row.values())


def _read_as_table(made: bytes, values: Values) -> Iterator[str]:
    """Our own reader takes the table back: the same rows, none doubtful, nothing in a table left over."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        Path(file.name).write_bytes(made)
        try:
            table = read_table(Path(file.name))
        except Unreadable as problem:
            yield f"试填后读不回来：{problem}"
            return
    yield from (
        f"第{row.place.get('table', '')}张表第{row.place.get('row', '')}行：试填后读回有疑问：{'；'.join(row.doubts)}"
        for row in table.rows
        if row.doubts
    )
    yield from (
        f"第{one['place']['table']}张表：试填后“{one['text']}”读不回来：{one['why']}" for one in table.unread if "table" in one["place"]
    )
    if _rows_read(table) != _rows_put(values):
        yield "试填后读回的行和填入的不一样：请核对表的顺序、栏目和每栏的填写位置。"
    if table.recommending_unit != values["推荐单位"] or not table.dated_on:
        yield "试填后读不回推荐单位或日期：请保留“推荐单位：”和日期两行。"


def _rows_read(table: ReadTable) -> list[tuple[str, ...]]:
    words = [("国家级", "national"), ("省级", "provincial")]
    return [
        (r.category, str(r.serial), r.city, r.county, r.name, r.third_party, r.industry_or_type,
         " ".join(f"{'☑' if getattr(r, flag) else '☐'}{word}" for word, flag in words))
        for r in table.rows
    ]  # fmt: skip


def _rows_put(values: Values) -> list[tuple[str, ...]]:
    rows = [(category, values[part_name(title)]) for category, title, _, _ in PARTS]
    return [(category, *row.values()) for category, listed in rows if not isinstance(listed, str) for row in listed]
