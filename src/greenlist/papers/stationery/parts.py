"""Opens a Word template with limits: its XML parts, and every paragraph with the words for where it stands."""

import io
import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from zipfile import BadZipFile, ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_BYTES, MOST_PARTS = 32 * 1024**2, 500
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
HOLDER = {f"{W}tbl": "", f"{W}tr": f"{W}tbl", f"{W}tc": f"{W}tr"}
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN, MAIN_LINKS = "word/document.xml", "word/_rels/document.xml.rels"
# The parts beside the main one that are filled, by the kind of their relation and the end of their type, and what a reader calls them.
BESIDE = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


class Broken(ValueError):
    """The file cannot be opened as a template at all; one Chinese sentence with what to do."""


@dataclass(frozen=True)
class Spot:
    """One paragraph: its text, the words for its place, the elements it stands in."""

    place: str
    text: str
    paragraph: etree._Element
    cell: etree._Element | None
    row: etree._Element | None
    table: etree._Element | None


@dataclass(frozen=True)
class Story:
    """A part that is filled: its name, what a reader calls it, its XML."""

    name: str
    called: str
    root: etree._Element

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every paragraph in order, looked up once for all who go through them."""
        return tuple(_spots(self.called, self.root))


def opened(template: bytes) -> dict[str, bytes]:
    """The parts of the file. Raises Broken for what is no Word file, or is too large unpacked."""
    try:
        with ZipFile(io.BytesIO(template)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise Broken("文件解开后太大，不像公文模板。请去掉大图，另存后再上传。")
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Broken("这不是 .docx 文件，或文件已损坏、加了密码。请用 Word 打开后另存为 .docx。") from None
    if MAIN not in parts or "[Content_Types].xml" not in parts:
        raise Broken("这不是 Word 文件（.docx）。请用 Word 打开后另存为 .docx。")
    if "_rels/.rels" in parts and [name for kind, name in _links(parts, "_rels/.rels", "") if kind == "officeDocument"] != [MAIN]:
        raise Broken("文件的正文不在 Word 通常放的地方。请用 Word 打开后另存为 .docx。")
    return parts


def tree(parts: dict[str, bytes], name: str) -> etree._Element:
    """One XML part. Raises Broken when it is none, or declares entities."""
    try:
        found = etree.fromstring(parts[name], PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise Broken(f"文件的“{name}”部分已损坏。请用 Word 打开后另存。") from None
    if found.getroottree().docinfo.doctype:
        raise Broken("文件里有文档类型声明（DOCTYPE），不收。请用 Word 打开后另存。")
    return found


def stories(parts: dict[str, bytes]) -> Iterator[Story]:
    """Everything that is filled, whatever the parts are called."""
    yield Story(MAIN, "", tree(parts, MAIN))
    found = {name: kind for kind, name in [*_typed(parts), *_links(parts, MAIN_LINKS, "word")] if kind in BESIDE and name in parts}
    for name in sorted(found, key=lambda name: (list(BESIDE).index(found[name]), name)):
        if name != MAIN:
            yield Story(name, BESIDE[found[name]], tree(parts, name))


def _links(parts: dict[str, bytes], rels: str, folder: str) -> list[tuple[str, str]]:
    """(kind, part) of all that a part of relations names within the file."""
    links = [] if rels not in parts else [link for link in tree(parts, rels).iter(RELATION) if link.get("TargetMode") != "External"]
    return [
        (link.get("Type", "").rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/"))
        for link in links
    ]


def _typed(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """(kind, part) of all whose type is told in the list of types, one by one or by their ending."""
    for told in tree(parts, "[Content_Types].xml").iter(f"{TYPE}Override", f"{TYPE}Default"):
        kind = told.get("ContentType", "").rpartition(".")[2].removesuffix("+xml")
        if told.tag == f"{TYPE}Override":
            yield kind, told.get("PartName", "").lstrip("/")
        else:
            yield from ((kind, name) for name in parts if name.lower().endswith(f".{told.get('Extension', '').lower()}"))


def _spots(called: str, root: etree._Element) -> Iterator[Spot]:
    numbers, loose = _numbers(root), 0
    for paragraph in root.iter(f"{W}p"):
        around: dict[str, etree._Element] = {}
        for holder in paragraph.iterancestors(*HOLDER):
            around.setdefault(holder.tag, holder)
        cell, row, table = (around.get(tag) for tag in (f"{W}tc", f"{W}tr", f"{W}tbl"))
        if row is not None and table is not None:
            place = f"{called}第{numbers[table]}张表第{numbers[row]}行"
            place += f"第{numbers[cell]}格" if cell is not None else ""
        else:
            loose += 1
            place = f"{called}第{loose}段"
        yield Spot(place, own_text(paragraph), paragraph, cell, row, table)


def own_text(paragraph: etree._Element) -> str:
    """The text of a paragraph without that of a text box in it."""
    if paragraph.find(f".//{W}p") is None:
        return text_of(paragraph)
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t") if _around(t, f"{W}p") is paragraph)


def text_of(element: etree._Element) -> str:
    """The text of a paragraph, a cell or a row, whatever runs it is cut into."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def _around(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _numbers(root: etree._Element) -> dict[etree._Element, int]:
    """Every table, every row in its table and every cell in its row, from 1; those of a table further inside are not counted."""
    found: dict[etree._Element, int] = {}
    count: Counter[tuple[str, etree._Element | None]] = Counter()
    for element in root.iter(*HOLDER):
        whole = (element.tag, _around(element, HOLDER[element.tag]) if HOLDER[element.tag] else None)
        count[whole] += 1
        found[element] = count[whole]
    return found
