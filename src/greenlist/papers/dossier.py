"""申报卷宗: one application as one PDF, its evidence merged in; numbered through, the hash of its content on every page.

Typst sets everything, an empty frame for each page that comes from another file; then those pages are laid into the frames.
As a bound volume (胶装版) the same with a margin for binding, a page for the spine, and chapters that begin on the right.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pypdfium2

from greenlist.engines.ledger import canonical, digest_of
from greenlist.papers.merging import Frame
from greenlist.papers.typesetting import typeset

LOOSE = {"inside": 20, "outside": 20, "top": 24, "bottom": 22, "label": 9}
BOUND = {"inside": 28, "outside": 16, "top": 24, "bottom": 22, "label": 9}
RECORD = "content.json"
NOT_MERGED = "未能并入，请看原件"
MERGED_TYPES = ("application/pdf", "image/png", "image/jpeg")
# More than five volumes of 300 pages: setting their frames takes some 200 MB, and it grows with every page. What is over is listed alone.
MOST_MERGED = 1500

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
    """Everything that stands in it. `reader` says for whom it was made: another reader may see more or less. `has_seal_place`: the unit's own
    copy, which it seals when bound.
    """

    unit: str
    number: str
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    attachments: tuple[Attachment, ...]
    reader: str
    as_of: str
    dated_on: date
    is_demo: bool
    has_seal_place: bool = False


Plain = Callable[[Attachment, Path], bool]
Lay = Callable[[Path, list[Frame], Path], bool]


def content_of(dossier: Dossier) -> tuple[str, str]:
    """(the record that the PDF carries, its digest): what is printed on every page."""
    text = canonical(json.loads(json.dumps(asdict(dossier), default=str)))
    return text, digest_of(text)


def within_limits(attachments: tuple[Attachment, ...], most: int = MOST_MERGED) -> tuple[Attachment, ...]:
    """The same files; those with which more than `most` pages would be merged keep their line in the list, without pages."""
    left, kept = most, []
    for one in attachments:
        fits = one.pages <= left
        left -= one.pages if fits else 0
        kept.append(one if fits else replace(one, pages=0, note=f"共{one.pages}页，本卷并入以{most}页为限，未并入，另看原件"))
    return tuple(kept)


def write_pdf(dossier: Dossier, target: BinaryIO, plain: Plain, lay: Lay, *, is_bound: bool = False, told: Told = lambda *_: None) -> None:
    """The PDF into `target`. Same data, same bytes. `plain` writes an attachment as a plain PDF, or says that it cannot: then it is listed
    without pages; `lay` lays those into their frames, or says that it cannot: then all are. What `told` raises ends the work.
    """
    merged = [n for n, a in enumerate(dossier.attachments) if a.pages]
    paths: dict[int, Path] = {}
    with TemporaryDirectory() as folder:
        for done, n in enumerate(merged):
            told(done, len(merged) + 1)
            place = Path(folder) / f"{n}.pdf"
            if plain(dossier.attachments[n], place):
                paths[n] = place
        told(len(merged), len(merged) + 1)
        own, whole = Path(folder) / "own.pdf", Path(folder) / "whole.pdf"
        own.write_bytes(_own_pages(_listing(dossier, paths), is_bound=is_bound))
        if not paths:
            whole = own
        elif not lay(own, _frames(own, paths, BOUND if is_bound else LOOSE), whole):
            whole.write_bytes(_own_pages(_listing(dossier, {}), is_bound=is_bound))
        with whole.open("rb") as made:
            shutil.copyfileobj(made, target)


def _listing(dossier: Dossier, paths: dict[int, Path]) -> Dossier:
    """The dossier with those files listed alone that have no plain PDF."""
    kept = (replace(a, pages=0, note=NOT_MERGED) if a.pages and n not in paths else a for n, a in enumerate(dossier.attachments))
    return replace(dossier, attachments=tuple(kept))


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
