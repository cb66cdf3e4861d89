"""Lays the pages of other PDFs into the frames of a paper. Runs in a child: what others made may need more memory than there is."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pikepdf

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
NAME = pikepdf.Name.Original
AT_ONCE = 32  # files kept open together; a child may have 64


@dataclass(frozen=True)
class Frame:
    """One plain PDF: at which page (from 0) of the paper it begins, and the margins around its pages in mm."""

    path: Path
    first: int
    margins: dict[str, int]


def written_down(frames: list[Frame]) -> str:
    """The frames as the text that `main` reads."""
    return json.dumps([asdict(frame) | {"path": str(frame.path)} for frame in frames])


def main(own: str, plan: str, target: str) -> None:
    """Write `target`: the paper `own` with every page in its frame, some files at a time. Same files, same bytes."""
    frames = [Frame(**given) for given in json.loads(Path(plan).read_text())]
    paper = Path(own)
    for first in range(0, len(frames), AT_ONCE):
        made = Path(f"{target}.{first}")
        _merge(paper, frames[first : first + AT_ONCE], made)
        paper = made
    paper.rename(target)


def _merge(own: Path, frames: list[Frame], target: Path) -> None:
    with pikepdf.open(own) as paper:
        sources = [_lay_in(paper, frame) for frame in frames]  # kept open: their streams are read while the paper is saved
        paper.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for source in sources:
        source.close()


def _lay_in(paper: pikepdf.Pdf, frame: Frame) -> pikepdf.Pdf:
    source = pikepdf.open(frame.path)
    for offset, original in enumerate(source.pages):
        page = paper.pages[frame.first + offset]
        drawn = paper.copy_foreign(original.as_form_xobject())
        page.add_resource(drawn, pikepdf.Name.XObject, NAME)
        placed = page.calc_form_xobject_placement(drawn, NAME, _place(frame.margins, frame.first + offset + 1))
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\nq\n" + placed + b"\nQ\n")
    return source


def _place(margins: dict[str, int], number: int) -> pikepdf.Rectangle:
    """The frame of page `number`: the inner side of an odd page is its left."""
    inside, outside = margins["inside"] * MM, margins["outside"] * MM
    left, right = (inside, outside) if number % 2 else (outside, inside)
    return pikepdf.Rectangle(left, margins["bottom"] * MM, WIDTH - right, HEIGHT - (margins["top"] + margins["label"]) * MM)
