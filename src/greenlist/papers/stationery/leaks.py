"""What a template must not carry: macros, other files, links to the outside, hidden words, remarks, changes nobody accepted."""

import re
from collections.abc import Iterator

from lxml import etree

from greenlist.papers.stationery.parts import Spot, W, spots, stories, text_of, tree

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FIELDS_ALLOWED = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
FOREIGN = (
    (re.compile(r"vbaProject|vbaData|macro", re.I), "宏"),
    (re.compile(r"/embeddings/|/activeX/|oleObject|/control", re.I), "嵌入的对象或控件"),
    (re.compile(r"^word/afchunk|\.(html?|mht|rtf|exe|js)$", re.I), "嵌入的其他文件"),
    (re.compile(r"^word/glossary/"), "自动图文集"),
)
CHANGES = {f"{W}ins": "插入", f"{W}del": "删除", f"{W}moveFrom": "移走", f"{W}moveTo": "移来"}
WHITE = {"FFFFFF", "FEFEFE"}
SMALLEST_HALF_POINTS = 8


def leaks(parts: dict[str, bytes]) -> Iterator[str]:
    """Every such thing, with its place."""
    yield from _foreign(parts)
    styles = _hiding_styles(parts)
    for name, called, root in stories(parts):
        targets = _outside(parts, name)
        for spot in spots(called, root):
            yield from (f"{spot.place}：{words}" for words in _in_paragraph(spot, targets, styles))
        if (chunk := root.find(f".//{W}altChunk")) is not None:
            yield f"{called or '正文'}：嵌入了别的文件（{chunk.get(f'{R}id', '')}），请把内容粘贴进来，不要插入文件。"
        for row in root.iter(f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None or row.find(f"{W}trPr/{W}ins") is not None:
                yield f"{called or '正文'}：表格的一行“{text_of(row)[:20]}”有未接受的修订，请先全部接受或拒绝。"
            if row.find(f"{W}trPr/{W}hidden") is not None:
                yield f"{called or '正文'}：表格的一行“{text_of(row)[:20]}”是隐藏的，会随公文外流。"


def _foreign(parts: dict[str, bytes]) -> Iterator[str]:
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        yield "文件：是启用宏的文件，请另存为不带宏的 .docx。"
    for name in sorted(parts):
        if what := next((words for sign, words in FOREIGN if sign.search(name)), None):
            yield f"文件：含{what}（{name}），请删去后另存。"
        if name.endswith(".rels") and name.rpartition("/")[0] != "word/_rels" or name.endswith("settings.xml.rels"):
            for link in tree(parts, name).iter(RELATION):
                if link.get("TargetMode") == "External":
                    yield f"文件：含指向外部的链接“{link.get('Target', '')[:80]}”（{name}），请断开链接。"
        if name.startswith("docProps/") and re.search(rb"\{[{%#]", parts[name]):
            yield "文件属性（标题、作者等）里有占位符，占位符只能写在正文、页眉和页脚。"
    if "word/comments.xml" in parts and tree(parts, "word/comments.xml").find(f"{W}comment") is not None:
        yield f"文件：有批注“{text_of(tree(parts, 'word/comments.xml'))[:20]}”，会随公文外流，请删去。"


def _outside(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """{id: target} of what a part links to outside the file."""
    folder, _, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in parts:
        return {}
    links = tree(parts, rels).iter(RELATION)
    return {link.get("Id", ""): link.get("Target", "") for link in links if link.get("TargetMode") == "External"}


def _in_paragraph(spot: Spot, targets: dict[str, str], styles: set[str]) -> Iterator[str]:
    paragraph = spot.paragraph
    used = [value for element in paragraph.iter() for key, value in element.attrib.items() if key.startswith(R) and value in targets]
    yield from (f"有指向外部的链接“{targets[value][:80]}”，图片请直接插入，文字请取消超链接。" for value in dict.fromkeys(used))
    changed = [words for tag, words in CHANGES.items() if paragraph.find(f".//{tag}") is not None]
    if changed:
        yield f"有未接受的修订（{'、'.join(changed)}），请先全部接受或拒绝。"
    if hidden := [text_of(run) for run in paragraph.iter(f"{W}r") if text_of(run).strip() and _is_hidden(run, styles)]:
        yield f"“{hidden[0][:20]}”是隐藏的字（隐藏、白色或极小），会随公文外流，请删去。"
    for instruction in _instructions(paragraph):
        if (instruction.split() or [""])[0].upper() not in FIELDS_ALLOWED:
            yield f"有域代码“{instruction[:30]}”，只能用页码（PAGE、NUMPAGES）。"
    if paragraph.find(f".//{W}object") is not None or paragraph.find(f".//{W}control") is not None:
        yield "有嵌入的对象或控件，请删去。"


def _instructions(paragraph: etree._Element) -> Iterator[str]:
    """The field codes of a paragraph; a code may be cut into runs."""
    yield from (field.get(f"{W}instr", "").strip() for field in paragraph.iter(f"{W}fldSimple"))
    code: list[str] = []
    for element in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
        if element.tag == f"{W}instrText":
            code.append(element.text or "")
        elif code:
            yield "".join(code).strip()
            code = []
    if code:
        yield "".join(code).strip()


def _hiding_styles(parts: dict[str, bytes]) -> set[str]:
    """The styles that hide what is written in them."""
    if "word/styles.xml" not in parts:
        return set()
    styles = tree(parts, "word/styles.xml").iter(f"{W}style")
    return {style.get(f"{W}styleId", "") for style in styles if _hides(style.find(f"{W}rPr"))}


def _is_hidden(run: etree._Element, styles: set[str]) -> bool:
    paragraph = next(run.iterancestors(f"{W}p"))
    named = (run.find(f"{W}rPr/{W}rStyle"), paragraph.find(f"{W}pPr/{W}pStyle"))
    return _hides(run.find(f"{W}rPr")) or any(style is not None and style.get(f"{W}val") in styles for style in named)


def _hides(look: etree._Element | None) -> bool:
    """Hidden, white on nothing, or too small to be seen."""
    if look is None:
        return False
    if any(look.find(f"{W}{name}") is not None for name in ("vanish", "webHidden", "specVanish")):
        return True
    color, size = look.find(f"{W}color"), look.find(f"{W}sz")
    is_white = color is not None and color.get(f"{W}val", "").upper() in WHITE and look.find(f"{W}shd") is None
    return is_white or (size is not None and size.get(f"{W}val", "").isdecimal() and int(size.get(f"{W}val", "")) < SMALLEST_HALF_POINTS)
