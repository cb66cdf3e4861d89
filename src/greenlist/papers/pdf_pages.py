"""Pages of an uploaded PDF as pictures, for the viewer beside a list."""

import io
from pathlib import Path

import pypdfium2


def page_count(path: Path) -> int:
    """How many pages the PDF has."""
    return len(pypdfium2.PdfDocument(str(path)))


def render_page(path: Path, page: int, width: int = 900) -> bytes:
    """Page `page` (from 1) as PNG, `width` pixels wide. IndexError says how many pages there are."""
    document = pypdfium2.PdfDocument(str(path))
    if not 1 <= page <= len(document):
        raise IndexError(f"只有{len(document)}页，没有第{page}页。")
    sheet = document[page - 1]
    image = sheet.render(scale=width / sheet.get_width()).to_pil()
    target = io.BytesIO()
    image.save(target, format="PNG", optimize=False)
    return target.getvalue()
