"""The child that opens an upload. `main` with its path, its name and the most pages of a PDF; prints one JSON line.

It tells the type from the first bytes (never from the name alone), then looks inside for what would harm whoever opens it.
"""

import json
import os
from pathlib import Path

from greenlist.casework.files.plain_text import unfit_text

ENDINGS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
TEXT_PAGES = 5


def main(path: str, name: str, most_pages: str) -> None:
    """Print {media_type, pages, has_text, problem} of one file."""
    print(json.dumps(look(Path(path), name, int(most_pages))))


def look(path: Path, name: str, most_pages: int) -> dict[str, object]:
    """The inspection of one file as a plain dict."""
    ending = Path(name).suffix.lower()
    media_type = ENDINGS.get(ending, "")
    if not media_type:
        kinds = "、".join(sorted({e.lstrip(".") for e in ENDINGS}))
        return _answer("", problem=f"不收“{ending or '无扩展名'}”文件。可以上传：{kinds}。")
    head = path.open("rb").read(16)
    if not head:
        return _answer(media_type, problem="这是一个空文件。请在本机打开确认后再上传。")
    if not _matches(ending, head, path):
        return _answer(media_type, problem=f"文件内容不是真正的 {ending.lstrip('.')} 文件。请用原软件另存后再上传。")
    if ending == ".pdf":
        return _look_in_pdf(path, most_pages)
    return _answer(media_type, problem=_unfit(path, ending))


def _matches(ending: str, head: bytes, path: Path) -> bool:
    if ending == ".pdf":
        return b"%PDF-" in path.open("rb").read(1024)
    if ending == ".png":
        return head.startswith(b"\x89PNG\r\n\x1a\n")
    if ending in {".jpg", ".jpeg"}:
        return head.startswith(b"\xff\xd8\xff")
    if ending == ".csv":
        return True
    return _has_part(path, OFFICE_PARTS[ending])


def _has_part(path: Path, part: str) -> bool:
    import zipfile  # noqa: PLC0415 -- slow import: only office files need it, and most uploads are PDFs

    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return part in archive.namelist()


def _unfit(path: Path, ending: str) -> str:
    if ending in OFFICE_PARTS:
        from greenlist.casework.files.office import unfit_office  # noqa: PLC0415 -- slow import: only office files need it

        return unfit_office(path)
    if ending != ".csv":
        from greenlist.casework.files.pictures import unfit_picture  # noqa: PLC0415 -- slow import: only pictures need it

        return unfit_picture(path)
    return unfit_text(path)


def _look_in_pdf(path: Path, most_pages: int) -> dict[str, object]:
    import pypdfium2_raw as pdfium  # noqa: PLC0415 -- slow import: only PDFs need it; the plain functions load in half the time

    from greenlist.casework.files.pdf_contents import unfit_pdf  # noqa: PLC0415 -- slow import: only PDFs need it

    kind = ENDINGS[".pdf"]
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadDocument(os.fsencode(path), None)
    if not document:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            return _answer(kind, problem="这个 PDF 设了打开密码。请去掉密码、另存后再上传。")
        return _answer(kind, problem="这个 PDF 打不开，可能已损坏或没有传完整。请在本机打开确认后再上传。")
    pages = pdfium.FPDF_GetPageCount(document)
    if pages == 0:
        return _answer(kind, problem="这个 PDF 没有一页内容。请重新导出后再上传。")
    if pages > most_pages:
        return _answer(kind, problem=f"这个 PDF 有{pages}页，超过一个文件{most_pages}页的上限。请拆成几个文件后再上传。")
    texts = [pdfium.FPDFText_LoadPage(pdfium.FPDF_LoadPage(document, i)) for i in range(min(pages, TEXT_PAGES))]
    if not all(texts):
        return _answer(kind, problem="这个 PDF 有打不开的页，可能已损坏。请在本机打开确认后，另存一份再上传。")
    if problem := unfit_pdf(path):
        return _answer(kind, problem=problem)
    return {"media_type": kind, "pages": pages, "has_text": any(pdfium.FPDFText_CountChars(text) > 20 for text in texts), "problem": ""}


def _answer(media_type: str, problem: str = "") -> dict[str, object]:
    return {"media_type": media_type, "pages": None, "has_text": None, "problem": problem}
