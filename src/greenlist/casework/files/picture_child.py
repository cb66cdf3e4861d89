"""The child that draws a page of a stored PDF: `main` with its path, the page and the width; prints a PNG, or nothing for a page it has not."""

import sys
from pathlib import Path

from greenlist.papers.pdf_pages import render_page


def main(path: str, page: str, width: str) -> None:
    """Draw one page."""
    try:
        sys.stdout.buffer.write(render_page(Path(path), int(page), int(width)))
    except IndexError:
        return
