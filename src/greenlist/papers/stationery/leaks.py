"""What a template must not carry: macros, other files, links to the outside, hidden words, remarks, changes nobody accepted."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from greenlist.papers.stationery.looks import Looks
from greenlist.papers.stationery.parts import RELATION, Spot, Story, W, text_of, tree

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FIELDS_ALLOWED = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
FOREIGN = (
    (re.compile(r"vbaProject|vbaData|macro", re.I), "宏"),
    (re.compile(r"/embeddings/|/activeX/|oleObject|/control", re.I), "嵌入的对象或控件"),
    (re.compile(r"^word/afchunk|\.(html?|mht|rtf|exe|js)$", re.I), "嵌入的其他文件"),
    (re.compile(r"^word/glossary/"), "自动图文集"),
)
CHANGES = {f"{W}ins": "插入", f"{W}del": "删除", f"{W}moveFrom": "移走", f"{W}moveTo": "移来"}
CODES = {f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"}
BRACES, MARKS = re.compile(r"[{}]"), re.compile(r"\{[{%#]|[}%#]\}")


def leaks(parts: dict[str, bytes], stories: Sequence[Story]) -> Iterator[str]:
    """Every such thing, with its place, in the file and in those of its parts that are filled."""
    yield from _foreign(parts)
    looks = Looks(parts)
    for story in stories:
        called, root, targets = story.called, story.root, _outside(parts, story.name)
        yield from (f"{called or '正文'}：{words}" for words in dict.fromkeys(_unseen(root)))
        for spot in story.spots:
            yield from (f"{spot.place}：{words}" for words in _in_paragraph(spot, targets, looks))
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
            yield "文件属性（标题、作者等）里有填写位置，填写位置只能写在正文、页眉和页脚。"
    if "word/comments.xml" in parts and tree(parts, "word/comments.xml").find(f"{W}comment") is not None:
        yield f"文件：有批注“{text_of(tree(parts, 'word/comments.xml'))[:20]}”，会随公文外流，请删去。"


def _unseen(root: etree._Element) -> Iterator[str]:
    """What would be filled and no reader of the template sees: the filling goes over the whole XML, not only over the words."""
    document = root.getroottree().getroot()
    if any(not isinstance(e.tag, str) for e in [*document.iter(), *document.itersiblings(preceding=True), *document.itersiblings()]):
        yield "有 Word 不会写的注释或处理指令，请用 Word 打开后另存。"
    for element in root.iter("*"):
        is_seen = element.text is None or not BRACES.search(element.text) or _is_word(element)
        if not is_seen or BRACES.search(element.tail or "") or any(MARKS.search(value) for value in element.attrib.values()):
            yield "看不见的地方（公式、名称、修订、域代码等）有花括号，填写位置只能写在普通的文字里，请删去。"


def _is_word(element: etree._Element) -> bool:
    return element.tag == f"{W}t" and next(element.iterancestors(f"{W}p"), None) is not None


def _outside(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """{id: target} of what a part links to outside the file."""
    folder, _, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in parts:
        return {}
    links = tree(parts, rels).iter(RELATION)
    return {link.get("Id", ""): link.get("Target", "") for link in links if link.get("TargetMode") == "External"}


def _in_paragraph(spot: Spot, targets: dict[str, str], looks: Looks) -> Iterator[str]:
    paragraph = spot.paragraph
    tags = {element.tag for element in paragraph.iter()}  # one way through: a template may have thousands of paragraphs
    used = [
        value
        for element in (paragraph.iter() if targets else ())
        for key, value in element.attrib.items()
        if key.startswith(R) and value in targets
    ]
    yield from (f"有指向外部的链接“{targets[value][:80]}”，图片请直接插入，文字请取消超链接。" for value in dict.fromkeys(used))
    changed = [words for tag, words in CHANGES.items() if tag in tags]
    if changed:
        yield f"有未接受的修订（{'、'.join(changed)}），请先全部接受或拒绝。"
    if hidden := [text for run in paragraph.iter(f"{W}r") if (text := text_of(run)).strip() and looks.hide(run)]:
        yield f"“{hidden[0][:20]}”是隐藏的字（隐藏、近白、极小或移出版面），会随公文外流，请删去。"
    for instruction in _instructions(paragraph) if tags & CODES else ():
        if (instruction.split() or [""])[0].upper() not in FIELDS_ALLOWED:
            yield f"有域代码“{instruction[:30]}”，只能用页码（PAGE、NUMPAGES）。"
    if tags & {f"{W}object", f"{W}control"}:
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
