"""LibreOffice as an oracle: it opens what we write and prints it; a printed table is read back cell by cell from its ruled lines."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from tests.papers.reading import squeezed

THIN, CLOSE, LINE = 2.5, 3.0, 6.0  # points: a rule is thinner, two rules nearer than this are one, lines stand further apart


def printed(folder: Path, files: dict[str, bytes], ending: str = "pdf") -> dict[str, bytes]:
    """{name: PDF} of Word and Excel files (or another format LibreOffice writes), by one start of it with a profile of its own."""
    for name, body in files.items():
        (folder / name).write_bytes(body)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending, "--outdir", str(folder)]
    subprocess.run([*command, *(str(folder / name) for name in files)], check=True, capture_output=True, timeout=180)
    return {name: (folder / name).with_suffix(f".{ending}").read_bytes() for name in files}


def ruled_rows(pdf: bytes) -> list[list[str]]:
    """The rows of every ruled table of a PDF, top to bottom, each with its cells' text without blanks; empty cells are kept."""
    rows = []
    for page in pypdfium2.PdfDocument(pdf):
        upright, level = _rules(page)
        chars = _chars(page)
        for top, bottom in zip(level, level[1:], strict=False):
            edges = [x for x, low, high in upright if low < (top + bottom) / 2 < high]
            cells = [_within(chars, left, right, bottom, top) for left, right in zip(edges, edges[1:], strict=False)]
            if cells:
                rows.append(cells)
    return rows


def _rules(page: pypdfium2.PdfPage) -> tuple[list[tuple[float, float, float]], list[float]]:
    """Upright rules (x, from, to), joined where they meet, from left to right; the heights of level rules from the top."""
    upright: list[list[float]] = []
    level: list[float] = []
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = drawn.get_bounds()
        if right - left < THIN < top - bottom:
            same = next((one for one in upright if abs(one[0] - left) < CLOSE and _meets(one, bottom, top)), None)
            if same is None:
                upright.append([left, bottom, top])
            else:
                same[1:] = [min(bottom, same[1]), max(top, same[2])]
        elif top - bottom < THIN < right - left and all(abs(top - y) > CLOSE for y in level):
            level.append(top)
    return sorted((x, low, high) for x, low, high in upright), sorted(level, reverse=True)


def _meets(rule: list[float], bottom: float, top: float) -> bool:
    return bottom - CLOSE <= rule[2] and top + CLOSE >= rule[1]


def _chars(page: pypdfium2.PdfPage) -> list[tuple[float, float, str]]:
    text = page.get_textpage()
    units = [pdfium.FPDFText_GetUnicode(text, i) for i in range(text.count_chars())]
    found = []
    for i, unit in enumerate(units):
        if 0xDC00 <= unit < 0xE000:  # the second half of a rare character, read with its first
            continue
        pair = units[i : i + 2] if 0xD800 <= unit < 0xDC00 else [unit]
        left, bottom, right, top = text.get_charbox(i, loose=True)
        sign = b"".join(half.to_bytes(2, "little") for half in pair).decode("utf-16-le", errors="ignore")
        found.append(((left + right) / 2, (bottom + top) / 2, sign))
    return found


def _within(chars: list[tuple[float, float, str]], left: float, right: float, bottom: float, top: float) -> str:
    """The text of a cell by where its characters stand: line by line, from the left."""
    lines: list[list[tuple[float, float, str]]] = []
    for x, y, char in sorted((c for c in chars if left < c[0] < right and bottom < c[1] < top), key=lambda c: -c[1]):
        if not lines or lines[-1][0][1] - y > LINE:
            lines.append([])
        lines[-1].append((x, y, char))
    return squeezed("".join(char for line in lines for _, _, char in sorted(line)))


def fonts_of_han(word: bytes) -> set[str]:
    """The w:eastAsia fonts named in a Word file's text and styles."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        parts = [archive.read(name).decode() for name in ("word/document.xml", "word/styles.xml")]
    return set(re.findall(r'w:eastAsia="([^"]+)"', "".join(parts)))


def without_font_of_han(word: bytes) -> list[str]:
    """Where a font is named for Latin text alone: in a run, or in a style that the file uses; and a Normal style without one for Han text."""
    document = docx.Document(io.BytesIO(word))
    parts = [document.element.body, *(foot._element for section in document.sections for foot in (section.header, section.footer))]
    kinds = {qn(f"w:{kind}") for kind in ("pStyle", "rStyle", "tblStyle")}
    named = {mark.get(qn("w:val")) for part in parts for mark in part.iter() if mark.tag in kinds}
    styles = [style for style in document.styles if style.style_id in named | {"Normal"}]
    fonts = [font for root in (*parts, *(style.element for style in styles)) for font in root.iter(qn("w:rFonts"))]
    lacking = [str(dict(font.attrib)) for font in fonts if font.get(qn("w:eastAsia")) is None]
    return lacking + ([] if document.styles["Normal"].element.find(f".//{qn('w:rFonts')}") is not None else ["Normal"])


def word_rows(word: bytes) -> list[list[str]]:
    """The rows of every table of a Word file, cell by cell without blanks; not those with a cell that goes on from the row above."""
    rows = docx.Document(io.BytesIO(word)).element.body.iter(qn("w:tr"))
    return [
        [squeezed("".join(text.text or "" for text in cell.iter(qn("w:t")))) for cell in row.iter(qn("w:tc"))]
        for row in rows
        if next(row.iter(qn("w:vMerge")), None) is None
    ]


def sheet_rows(workbook: bytes) -> list[list[str]]:
    """The rows of every sheet with more than one cell written, cell by cell without blanks, empty ones at the end left out."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    rows = [[_shown(cell) for cell in row] for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return [trimmed(row) for row in rows if sum(map(bool, row)) > 1]


def trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at the end."""
    return row[: max((n for n, cell in enumerate(row, start=1) if cell), default=0)]


def _shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else squeezed(str(cell))
