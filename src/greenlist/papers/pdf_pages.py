"""Pages of an uploaded PDF as pictures, for the viewer beside a list."""

import io
from math import sqrt
from pathlib import Path

import pypdfium2

MOST_PIXELS = 6_000_000  # a page of absurd size is shown smaller, never in gigabytes


def page_count(path: Path) -> int:
    """How many pages the PDF has."""
    return len(pypdfium2.PdfDocument(str(path)))


def render_page(path: Path, page: int, width: int = 900) -> bytes:
    """Page `page` (from 1) as PNG, `width` pixels wide and MOST_PIXELS in all at the most. IndexError says how many pages there are."""
    document = pypdfium2.PdfDocument(str(path))
    if not 1 <= page <= len(document):
        raise IndexError(f"只有{len(document)}页，没有第{page}页。")
    sheet = document[page - 1]
    across, down = sheet.get_size()
    scale = min(width / across, sqrt(MOST_PIXELS / (across * down)))
    image = sheet.render(scale=scale).to_pil()
    target = io.BytesIO()
    image.save(target, format="PNG", optimize=False)
    return target.getvalue()
