"""The child that reads the text of every page of a paper, and the QR codes of pages that are pictures. Prints one JSON line.

PDF by pdfium; pictures as they are; Word files and plain text for a text twin, parted into pages at their page breaks.
"""

import ctypes
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import zxingcpp

MOST_PAGES, MOST_LETTERS, MOST_IN_ALL = 3000, 20_000, 8_000_000
MOST_PICTURES = 40  # pages without a letter that are looked at for a code
WIDE = 1400  # pixels of a rendered page: a code of 17 mm has three to a module
FEW = 8
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
TAG = re.compile(r"<([^<>\s/]+|/[^<>\s/]+)?[^<>]*>")  # looks no further than the next bracket, so that a million of them take no hour
MOST_PART = 64 * 1024**2
ENCODINGS = ("utf-8-sig", "gb18030")


def main(path: str, ending: str) -> None:
    """Print {texts, codes: [[page, text, turn]], sizes: [[width, height]]} of one file; `turn` is how far a page must be turned to stand."""
    readers = {".pdf": _pdf, ".docx": _word, ".txt": _plain, ".png": _picture, ".jpg": _picture, ".jpeg": _picture}
    print(json.dumps(readers[ending](Path(path))))


def _pdf(path: Path) -> dict[str, Any]:
    import pypdfium2_raw as pdfium  # noqa: PLC0415 -- slow import: only PDFs need it; the plain functions load in half the time

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadDocument(os.fsencode(path), None)
    texts: list[str] = []
    codes: list[list[Any]] = []
    sizes: list[list[float]] = []
    left, pictures = MOST_IN_ALL, MOST_PICTURES
    for index in range(min(pdfium.FPDF_GetPageCount(document), MOST_PAGES)):
        page = pdfium.FPDF_LoadPage(document, index)
        text = _text(pdfium, page)[: min(MOST_LETTERS, left)]
        left -= len(text)
        texts.append(text)
        sizes.append([pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)])
        if pictures and (len(text.strip()) < FEW or _has_picture(pdfium, page)):
            pictures -= 1
            codes += [[index + 1, *found] for found in _codes(*_rendered(pdfium, page, *sizes[-1]))]
        pdfium.FPDF_ClosePage(page)
    return {"texts": texts, "codes": codes, "sizes": sizes}


def _has_picture(pdfium: Any, page: Any) -> bool:
    """A scan with a layer of recognised words has letters as well."""
    count = min(pdfium.FPDFPage_CountObjects(page), MOST_LETTERS)
    return any(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, i)) == pdfium.FPDF_PAGEOBJ_IMAGE for i in range(count))


def _text(pdfium: Any, page: Any) -> str:
    text = pdfium.FPDFText_LoadPage(page)
    letters = max(0, min(pdfium.FPDFText_CountChars(text), MOST_LETTERS))
    buffer = (ctypes.c_ushort * (letters + 1))()
    pdfium.FPDFText_GetText(text, 0, letters, buffer)
    pdfium.FPDFText_ClosePage(text)
    return CONTROL.sub("", bytes(buffer).decode("utf-16-le", errors="ignore"))


def _rendered(pdfium: Any, page: Any, across: float, down: float) -> tuple[Any, int, int]:
    """A page in grey, its shorter side WIDE pixels, its longer one three times as many at the most."""
    scale = WIDE / max(1.0, min(across, down))
    width, height = (max(1, min(WIDE * 3, int(side * scale))) for side in (across, down))
    pixels = (ctypes.c_ubyte * (width * height))()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, width)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_GRAYSCALE)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels, width, height


def _codes(pixels: Any, width: int, height: int) -> list[list[Any]]:
    """[text, turn] of the QR codes of a picture; turned by `turn` degrees clockwise its code stands in the lower right corner."""
    found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (height, width)), zxingcpp.BarcodeFormat.QRCode)
    return [[CONTROL.sub("", code.text)[:500], _turn(code.position, width, height)] for code in found]


def _turn(position: Any, width: int, height: int) -> int:
    is_right = (position.top_left.x + position.bottom_right.x) / 2 > width / 2
    is_low = (position.top_left.y + position.bottom_right.y) / 2 > height / 2
    return {(True, True): 0, (True, False): 90, (False, False): 180, (False, True): 270}[is_right, is_low]


def _picture(path: Path) -> dict[str, Any]:
    from PIL import Image, ImageOps  # noqa: PLC0415 -- slow import: only pictures need it

    picture = ImageOps.exif_transpose(Image.open(path)).convert("L")
    width, height = picture.size
    if max(width, height) > WIDE * 2:
        picture.thumbnail((WIDE * 2, WIDE * 2))
    return {"texts": [""], "codes": [[1, *found] for found in _codes(picture.tobytes(), *picture.size)], "sizes": [[width, height]]}


def _word(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as part:
        body = part.read(MOST_PART).decode("utf-8", errors="ignore")
    plain = TAG.sub(_said_by, body)
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        plain = plain.replace(name, sign)
    return _parted(plain)


def _said_by(tag: re.Match[str]) -> str:
    """What a tag of Word puts between the words: the end of a page, of a line, of a cell, or nothing."""
    name = next(iter(tag[1].split(maxsplit=1)), "").rstrip("/")
    if name == "w:lastRenderedPageBreak" or (name == "w:br" and 'w:type="page"' in tag[0]):
        return "\f"
    return "\n" if name in {"/w:p", "w:br"} else " " if name in {"/w:tc", "w:tab"} else ""


def _plain(path: Path) -> dict[str, Any]:
    with path.open("rb") as text:
        raw = text.read(MOST_PART)
    for encoding in ENCODINGS:
        try:
            return _parted(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _parted(raw.decode("utf-8", errors="ignore"))


def _parted(text: str) -> dict[str, Any]:
    texts = [CONTROL.sub("", page)[:MOST_LETTERS] for page in text[:MOST_IN_ALL].split("\f")[:MOST_PAGES]]
    return {"texts": texts, "codes": [], "sizes": []}
