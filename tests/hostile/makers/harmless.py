"""What offices send every day and must never be refused."""

import io
import zipfile
from random import Random

import docx
import pikepdf
import xlsxwriter
from PIL import Image

from greenlist.papers.stationery.fields import stationery
from tests.hostile.makers.office import GRID, ROWS, book, relations, row, word, zipped
from tests.hostile.makers.pdf import LINK, TEXT, deflated, pdf, saved, stream, written
from tests.hostile.makers.pictures import saved as picture
from tests.hostile.makers.registry import made, plain
from tests.hostile.makers.texts import HEAD, LINE

plain("ok_scanner_opens_at_page.pdf", pdf(catalogue="/OpenAction [3 0 R /Fit] /PageMode /UseNone"))
plain("ok_opens_by_action.pdf", pdf(catalogue="/OpenAction << /S /GoTo /D [3 0 R /XYZ null null 1] >>"))
plain("ok_links.pdf", pdf(page=LINK.format("<< /S /URI /URI (https://www.miit.gov.cn/) >>")))
plain("ok_form_filled.pdf", pdf(catalogue="/AcroForm << /Fields [<< /FT /Tx /T (a) /V (b) >>] >>"))
plain("ok_gbk.csv", (HEAD + LINE).encode("gb18030"))
plain("ok_utf16.csv", (HEAD + LINE).encode("utf-16"))
plain("ok_bom.csv", (HEAD + LINE).encode("utf-8-sig"))
plain("ok_photo.jpg", picture("JPEG", 8000, 6000))
plain("ok_local_template.docx", word(GRID, more=[
    ("word/_rels/settings.xml.rels", relations(("r1", "attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"), external=True)),
    ("word/_rels/document.xml.rels", relations(("r1", "hyperlink", "https://www.miit.gov.cn/"), external=True))]))  # fmt: skip
plain("ok_plain.xlsx", book(ROWS))
plain("ok_comment_first.xlsx", book(ROWS, dtd="<!-- made by hand --><?x y?>\n"))
plain("ok_reports.zip", zipped([("演示厂.pdf", pdf()), ("夹/演示厂二.pdf", pdf(content=stream(TEXT * 3)))]))


@made("ok_restricted.pdf")
def _restricted(dice: Random) -> bytes:
    lock = pikepdf.Encryption(user="", owner="b", allow=pikepdf.Permissions(print_highres=False))
    return saved(pikepdf.open(io.BytesIO(pdf())), deterministic_id=False, encryption=lock)


@made("ok_scan_of_600_pages.pdf")
def _scan(dice: Random) -> bytes:
    """Every page one picture, as a scanner writes them; forty megabytes."""
    shot = io.BytesIO()
    Image.frombytes("L", (400, 560), dice.randbytes(224_000)).save(shot, "JPEG", quality=40)
    count = 600
    pages = [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /XObject << /I {4 + count + n} 0 R >> >> >>".encode()
        for n in range(count)
    ]
    head = "/Type /XObject /Subtype /Image /Width 400 /Height 560 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    kids = " ".join(f"{4 + n} 0 R" for n in range(count))
    return written([
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction [4 0 R /Fit] >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        stream(b"595 0 0 842 0 0 cm /I Do"), *pages, *[stream(shot.getvalue(), head)] * count])  # fmt: skip


@made("ok_drawing_packed_well.pdf")
def _white_drawing(dice: Random) -> bytes:
    """A large white page packs a thousand to one, and is no bomb."""
    look = "/Type /XObject /Subtype /Image /Width 5000 /Height 7000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    body = pdf(content=stream(b"500 0 0 700 0 0 cm /X Do"), more=(stream(deflated(5000 * 7000), look),))
    return body.replace(b"<< /F1 5 0 R >> >> ", b"<< /F1 5 0 R >> /XObject << /X 6 0 R >> >> ", 1)


@made("ok_200_pages_tagged.pdf")
def _tagged(dice: Random) -> bytes:
    """As Word exports it: sixty thousand small objects that say what is a heading."""
    count, tags = 200, 60_000
    pages = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"] * count
    kids = " ".join(f"{5 + n} 0 R" for n in range(count))
    tree = " ".join(f"{5 + count + n} 0 R" for n in range(tags))
    return written([
        b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R /MarkInfo << /Marked true >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(), stream(b"q Q"), f"<< /Type /StructTreeRoot /K [{tree}] >>".encode(),
        *pages, *[b"<< /Type /StructElem /S /P /P 4 0 R /Pg 5 0 R /K 0 >>"] * tags])  # fmt: skip


@made("ok_20000_rows.csv")
def _long_text(dice: Random) -> bytes:
    return (HEAD + LINE * 19_998).encode("gb18030")


@made("ok_5000_rows.xlsx")
def _long_book(dice: Random) -> bytes:
    return book(
        row(1, "名称", "处罚日期")
        + "".join(row(n, "演示甲有限公司", "2024-04-02", *["违反水污染防治管理制度"] * 18) for n in range(2, 5001))
    )


@made("ok_2000_rows.xlsx")
def _long_table(dice: Random) -> bytes:
    """A summary table as a province's, written by another library."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made_book:
        sheet = made_book.add_worksheet("绿色工厂")
        for at, cells in enumerate(_summary(2000)):
            sheet.write_row(at, 0, cells)
    return target.getvalue()


@made("ok_2000_rows.docx")
def _long_word(dice: Random) -> bytes:
    """The same in Word, by hand: the library would take a minute."""
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>" for c in cells) + "</w:tr>" for cells in _summary(2000)
    )
    return word(f"<w:tbl>{rows}</w:tbl>")


def _template(table: str) -> bytes:
    """Our own template of a letter with one more table at its end."""
    with zipfile.ZipFile(io.BytesIO(stationery()["consultation"].default)) as kept:
        parts = [(entry.filename, kept.read(entry)) for entry in kept.infolist()]
    return zipped((name, body.replace(b"</w:tbl>", b"</w:tbl><w:p/>" + table.encode(), 1) if name == "word/document.xml" else body)
                  for name, body in parts)  # fmt: skip


ONE_ROW = "<w:tr>" + "<w:tc><w:p><w:r><w:t>演示</w:t></w:r></w:p></w:tc>" * 6 + "</w:tr>"
plain("template_without_columns.docx", _template(f"<w:tbl>{ONE_ROW}</w:tbl>"))
plain("ok_template_of_2000_rows.docx", _template(f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * 6}</w:tblGrid>{ONE_ROW * 2000}</w:tbl>"))


@made("ok_from_word.docx")
def _from_word(dice: Random) -> bytes:
    """A few rows with a picture beside them, as the library writes it."""
    made_file, target = docx.Document(), io.BytesIO()
    made_file.add_picture(io.BytesIO(picture("PNG")))
    grid = made_file.add_table(rows=0, cols=6)
    for cells in _summary(3):
        for cell, text in zip(grid.add_row().cells, cells, strict=True):
            cell.text = text
    made_file.save(target)
    return target.getvalue()


@made("ok_scan.png")
def _big_scan(dice: Random) -> bytes:
    return picture("PNG", 4960, 7016)


def _summary(rows: int) -> list[tuple[str, ...]]:
    head = ("序号", "设区市", "县（市、区）", "企业名称", "统一社会信用代码", "第三方评价机构名称")
    return [head, *((str(n), "九江市", "都昌县", f"演示第{n}织造有限公司", "", "演示评价有限公司") for n in range(1, rows + 1))]
