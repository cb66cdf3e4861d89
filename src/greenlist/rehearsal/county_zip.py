"""The zip that comes with a county's table (演示数据): reports by their units' names, some misnamed, missing, foreign or only scanned.

The names inside are in GBK, as the archivers of most offices write them.
"""

import io
import time
import zipfile
from dataclasses import dataclass
from datetime import date
from random import Random

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from greenlist.papers.typefaces import VENDORED
from greenlist.papers.typesetting import chinese_date, typeset
from greenlist.rehearsal.county_table import CountyUnit, county_units, messy_table

MISNAMED, MISSING = 10, 2
SEALED_AT = time.gmtime(1715299200)
FOREIGN = "江西鸬汀演示外单位有限公司"
SMUDGED = ("评价报告{n}.pdf", "绿色工厂（终稿）{n}.pdf", "扫描件00{n}.pdf", "{short}.pdf", "新建文件夹 - 副本({n}).pdf")


@dataclass(frozen=True)
class CountyPapers:
    """Table and zip, with the truth beside them: which file (by its base name) is whose, and which rows are the odd ones."""

    units: list[CountyUnit]
    table: bytes
    archive: bytes
    files: dict[str, str]
    misnamed: tuple[str, ...]
    missing: tuple[str, ...]
    foreign: str
    scanned: str


def county_papers(seed: int, city: str, count: int = 60, units: list[CountyUnit] | None = None) -> CountyPapers:
    """The whole delivery of one county: `count` rows and as many PDFs, two of which no row wants."""
    units = units or county_units(seed, city, count)
    random = Random(f"zip-{seed}")
    odd = random.sample([u.name for u in units], MISNAMED + MISSING + 2)
    misnamed, missing, (foreign, scanned) = odd[:MISNAMED], odd[MISNAMED:-2], odd[-2:]
    pages = {u.name: report_pdf(FOREIGN if u.name == foreign else u.name, u.third_party) for u in units if u.name not in missing}
    pages[scanned] = as_scan(pages[scanned])
    files = {name: _file_name(name, n, name in misnamed, random) for n, name in enumerate(pages, start=1)}
    bodies = {files[name]: body for name, body in pages.items()}
    bodies["关于报送评价报告的说明.pdf"] = report_pdf("演示县工业和信息化局", "无")
    bodies["多余的报告.pdf"] = report_pdf("江西苇塘演示未列入单位有限公司", "自我评价")
    return CountyPapers(units, messy_table(units, seed), gbk_zip(bodies), files, tuple(misnamed), tuple(missing), foreign, scanned)


def report_pdf(unit: str, evaluator: str) -> bytes:
    """Two pages of a report that names its unit twice."""
    body = f"{unit}位于演示工业园，本报告由编制单位依据绿色工厂评价标准编写，所有内容均为虚构。"
    data = {"unit": unit, "evaluator": evaluator, "dated": chinese_date(date(2024, 5, 10)), "body": body, "is_demo": True}
    return typeset("report_cover", data)


def as_scan(pdf: bytes) -> bytes:
    """The same pages as pictures, without a letter of text."""
    document = pypdfium2.PdfDocument(pdf)
    images = [page.render(scale=1).to_pil().convert("L") for page in document]
    target = io.BytesIO()
    images[0].save(target, format="PDF", save_all=True, append_images=images[1:], creationDate=SEALED_AT, modDate=SEALED_AT)
    return target.getvalue()


def plain_page(words: str) -> bytes:
    """One page of a few lines, drawn."""
    page = Image.new("L", (827, 1169), 255)
    ImageDraw.Draw(page).multiline_text(
        (90, 120), words, fill=0, font=ImageFont.truetype(str(VENDORED / "NotoSerifSC-Regular.ttf"), 26), spacing=22
    )
    target = io.BytesIO()
    page.save(target, format="PDF", creationDate=SEALED_AT, modDate=SEALED_AT)
    return target.getvalue()


def gbk_zip(bodies: dict[str, bytes]) -> bytes:
    """A zip with names in GBK without the flag of UTF-8, in a folder, with the droppings of a file manager."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in bodies.items():
            archive.writestr(_GbkName(f"绿色制造材料/{name}"), body)
        for name in ("__MACOSX/._x", "Thumbs.db"):
            archive.writestr(zipfile.ZipInfo(name), b"x")
    return target.getvalue()


class _GbkName(zipfile.ZipInfo):
    """An entry whose name is written in GBK."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 -- the name the library calls
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def _file_name(unit: str, number: int, is_misnamed: bool, random: Random) -> str:
    if is_misnamed:
        return random.choice(SMUDGED).format(n=number, short=unit[4:8] + str(number))
    return random.choice(("{u}.pdf", "{u}评价报告.pdf", "{n:02d} {u}（盖章版）.pdf", "{u} 绿色工厂第三方评价报告.pdf")).format(
        u=unit, n=number
    )
