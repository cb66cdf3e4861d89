"""What a reader of tables sees: lines of text and grids of cells, in the order of the document, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

MOST_PART_BYTES = 24 * 1024 * 1024  # the tree of it is ten times as large
LONGEST = 500
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(frozen=True)
class Line:
    """One row of a grid: its number in the document (from 1), its cells' texts; `is_whole` when one cell fills the row. `is_deleted`
    and `is_changed` tell of tracked changes that nobody has accepted: the row is to go, or something in it came or went.
    """

    number: int
    cells: tuple[str, ...]
    is_whole: bool
    is_hidden: bool = False
    is_deleted: bool = False
    is_changed: bool = False

    @property
    def text(self) -> str:
        """What is written in it, each piece once."""
        return " ".join(dict.fromkeys(cell for cell in self.cells if cell))


@dataclass
class Grid:
    """A table of a Word file or a sheet of a workbook; `place` is ("table", 1) or ("sheet", its name)."""

    place: tuple[str, int | str]
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Loose:
    """A line of text that stands in no table; `number` counts such lines."""

    number: int
    text: str


class Unreadable(ValueError):
    """The file is no table of ours at all; the message is one Chinese sentence with what to do."""


def part(archive: ZipFile, name: str) -> etree._Element:
    """One XML part of an office file. Raises Unreadable for a part that is missing, too large or broken."""
    try:
        found = archive.getinfo(name)
        if found.file_size > MOST_PART_BYTES:
            raise Unreadable("文件解开后太大，不像一张汇总表。请只留下汇总表，另存后再上传。")
        return etree.fromstring(archive.read(found), PARSER)
    except (KeyError, etree.XMLSyntaxError, BadZipFile, RuntimeError):
        raise Unreadable("文件打不开，可能已损坏或设了密码。请用原软件另存为 .docx 或 .xlsx 后再上传。") from None


def opened(path: Path) -> ZipFile:
    """The office file as an archive. Raises Unreadable when it is none (an old .doc or .xls, a PDF …)."""
    try:
        return ZipFile(path)
    except BadZipFile:
        raise Unreadable("文件不是 .docx 或 .xlsx。旧版 .doc、.xls 请用原软件另存为新格式后再上传。") from None


def line(number: int, cells: list[str], spans: list[int]) -> Line:
    """A line from its cells; a cell that spans several columns holds its text in the first of them."""
    texts = [text.strip()[:LONGEST] for text in cells]
    laid: list[str] = []
    for text, span in zip(texts, spans, strict=True):
        laid += [text, *[""] * (min(span, 60) - 1)]
    return Line(number, tuple(laid), sum(1 for text in texts if text) == 1 and (len(texts) == 1 or max(spans) > 1))


def walk(items: list[Grid | Loose]) -> Iterator[tuple[Grid | Loose, Line | None]]:
    """Every line in order, with the grid it stands in."""
    for item in items:
        if isinstance(item, Loose):
            yield item, None
        else:
            for row in item.lines:
                yield item, row
