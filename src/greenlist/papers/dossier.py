"""申报卷宗: one application as one PDF, its evidence merged in; numbered through, the hash of its content on every page.

Typst sets everything, an empty frame for each page that comes from another file; then those pages are laid into the frames.
As a bound volume (胶装版) the same with a margin for binding, a page for the spine, and chapters that begin on the right.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pypdfium2

from greenlist.engines.ledger import canonical, digest_of
from greenlist.papers.merging import Frame, merge
from greenlist.papers.typesetting import typeset

LOOSE = {"inside": 20, "outside": 20, "top": 24, "bottom": 22, "label": 9}
BOUND = {"inside": 28, "outside": 16, "top": 24, "bottom": 22, "label": 9}
RECORD = "content.json"
NOT_MERGED = "未能并入，请看原件"
MERGED_TYPES = ("application/pdf", "image/png", "image/jpeg")

Told = Callable[[int, int], object]


@dataclass(frozen=True)
class Grid:
    """One table; `widths` are shares. Without rows `empty` stands in its place."""

    title: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "没有记录。"


@dataclass(frozen=True)
class Chapter:
    """Facts, paragraphs, tables; the attachments come after the chapter that `has_attachments`."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    has_attachments: bool = False


@dataclass(frozen=True)
class Attachment:
    """One stored file. `pages` is how many are merged in, 0 for what cannot be (then it is listed alone, `note` says why)."""

    name: str
    purpose: str
    media_type: str
    size: str
    digest: str
    pages: int
    note: str = ""


@dataclass(frozen=True)
class Dossier:
    """Everything that stands in it. `reader` says for whom it was made: another reader may see more or less."""

    unit: str
    number: str
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    attachments: tuple[Attachment, ...]
    reader: str
    as_of: str
    dated_on: date
    is_demo: bool


Plain = Callable[[Attachment, Path], bool]


def content_of(dossier: Dossier) -> tuple[str, str]:
    """(the record that the PDF carries, its digest): what is printed on every page."""
    text = canonical(json.loads(json.dumps(asdict(dossier), default=str)))
    return text, digest_of(text)


def write_pdf(dossier: Dossier, target: BinaryIO, plain: Plain, *, is_bound: bool = False, told: Told = lambda *_: None) -> None:
    """The PDF into `target`. Same data, same bytes. `plain` writes an attachment as a plain PDF, or says that it cannot: then it is listed
    without pages. What `told` raises ends the work.
    """
    merged = [n for n, a in enumerate(dossier.attachments) if a.pages]
    kept, paths = list(dossier.attachments), {}
    with TemporaryDirectory() as folder:
        for done, n in enumerate(merged):
            told(done, len(merged) + 1)
            place = Path(folder) / f"{n}.pdf"
            if plain(kept[n], place):
                paths[n] = place
            else:
                kept[n] = replace(kept[n], pages=0, note=NOT_MERGED)
        told(len(merged), len(merged) + 1)
        own = Path(folder) / "own.pdf"
        own.write_bytes(_own_pages(replace(dossier, attachments=tuple(kept)), is_bound=is_bound))
        if paths:
            merge(own, _frames(own, paths, BOUND if is_bound else LOOSE), target)
        else:
            target.write(own.read_bytes())


def without_attachments(dossier: Dossier) -> bytes:
    """Its own pages alone, as PDF/A-3b to be kept: the attachments are listed with their hashes."""
    listed = tuple(replace(a, pages=0, note=a.note or "原件另存") for a in dossier.attachments)
    return _own_pages(replace(dossier, attachments=listed), is_bound=False)


def _own_pages(dossier: Dossier, *, is_bound: bool) -> bytes:
    record, digest = content_of(dossier)
    margins = BOUND if is_bound else LOOSE
    data = asdict(dossier) | {"record": record, "digest": digest, "is_bound": is_bound, "margins": margins, "record_name": RECORD}
    is_ours = not any(a.pages for a in dossier.attachments)  # what others made is seldom PDF/A
    return typeset("dossier", data, standard="a-3b" if is_ours else None)


def _frames(own: Path, paths: dict[int, Path], margins: dict[str, int]) -> list[Frame]:
    """Where each attachment's pages go, read from the bookmarks of what was set."""
    document = pypdfium2.PdfDocument(str(own))
    first = {mark.get_title().split("　")[0]: mark.get_dest().get_index() for mark in document.get_toc() if mark.level == 1}
    document.close()
    return [Frame(path, first[f"材料{n + 1}"], margins) for n, path in paths.items()]
