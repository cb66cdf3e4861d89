"""The child that takes pages out of a paper, or puts scans in the place of pages. `main` with the work as JSON; prints {"pages": n}.

{"do": "extract", "original", "target", "pages": [1, 3]} or {"do": "seal", "original", "target", "placed": [{"page", "scan", "index",
"turn"}]}. All other pages stay as they are, to the byte of their contents. A scan is set upright into the size of the page it replaces.
"""

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageOps

LONGEST_SIDE = 3508  # A4 at 300 dots an inch
QUALITY = 90


def main(asked: str) -> None:
    """Do the work and print how many pages the result has."""
    work = json.loads(asked)
    with pikepdf.open(work["original"]) as paper:
        made = _extracted(paper, work["pages"]) if work["do"] == "extract" else _sealed(paper, work["placed"])
        made.save(work["target"], deterministic_id=True)
        print(json.dumps({"pages": len(made.pages)}))


def _extracted(paper: pikepdf.Pdf, pages: list[int]) -> pikepdf.Pdf:
    taken = pikepdf.new()
    for page in pages:
        taken.pages.append(paper.pages[page - 1])
    return taken


def _sealed(paper: pikepdf.Pdf, placed: list[dict[str, Any]]) -> pikepdf.Pdf:
    for place in placed:
        with _scan(Path(place["scan"])) as scan:
            leaf = scan.pages[place["index"]]
            leaf.rotate(_turn(leaf, place["turn"]), relative=True)
            _put(paper, place["page"] - 1, leaf)
    return paper


def _put(paper: pikepdf.Pdf, index: int, leaf: pikepdf.Page) -> None:
    """The leaf in the middle of a new page as large as the one it replaces."""
    left, bottom, right, top = (float(side) for side in paper.pages[index].mediabox)
    paper.add_blank_page(page_size=(right - left, top - bottom))
    new = paper.pages[-1]
    new.add_overlay(leaf, pikepdf.Rectangle(0, 0, right - left, top - bottom))
    paper.pages[index] = new
    del paper.pages[-1]


def _turn(leaf: pikepdf.Page, turn: int | None) -> int:
    """As its code stands; without a code a leaf that lies on its side is raised."""
    if turn is not None:
        return turn
    left, bottom, right, top = (float(side) for side in leaf.mediabox)
    lies = right - left > top - bottom
    return 90 if lies != (int(leaf.obj.get("/Rotate", 0)) % 180 == 90) else 0


def _scan(path: Path) -> pikepdf.Pdf:
    """A scan as a PDF; a picture becomes one page."""
    if b"%PDF-" in path.open("rb").read(1024):
        return pikepdf.open(path)
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    target = io.BytesIO()
    picture.save(target, format="PDF", quality=QUALITY)
    return pikepdf.open(target)
