"""The child that opens uploads to lay their pages into frames. Run as `python -I merge_child.py OWN.pdf TASK.json TARGET.pdf`.

It limits itself first. It prints `begun N`, then `done N` or `failed N` for each; a form's fields and stamps are pressed into the page,
scripts, links and embedded files stay behind.
"""

import io
import json
import resource
import sys
from typing import Any

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY_BYTES = 3 * 1024**3
PROCESSOR_SECONDS = 900
MM = 72 / 25.4
A4 = (595.276, 841.89)
PIXELS = 2400  # of the longer side: 200 dpi on A4
NAME = pikepdf.Name.Original


def main(own: str, task: str, target: str) -> None:
    """Lay in everything; the target is written only when nothing failed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    with open(task, encoding="utf-8") as file:  # noqa: PTH123 -- a child without the rest of the house
        frames = json.load(file)
    paper, has_failed, sources = pikepdf.open(own), False, []
    for number, frame in enumerate(frames):
        print("begun", number, flush=True)
        try:
            sources.append(_lay_in(paper, frame))  # kept open: its streams are read while the paper is saved
            print("done", number, flush=True)
        except (pikepdf.PdfError, UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, KeyError, TypeError):
            has_failed = True
            print("failed", number, flush=True)
    if not has_failed:
        paper.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _lay_in(paper: pikepdf.Pdf, frame: dict[str, Any]) -> pikepdf.Pdf:
    source = pikepdf.open(frame["path"]) if frame["media_type"] == "application/pdf" else _from_picture(frame["path"])
    if len(source.pages) < frame["pages"]:
        raise ValueError("fewer pages than were counted")
    source.flatten_annotations("print")
    for offset in range(frame["pages"]):
        at = frame["first"] + offset
        page = paper.pages[at]
        drawn = paper.copy_foreign(source.pages[offset].as_form_xobject())
        page.add_resource(drawn, pikepdf.Name.XObject, NAME)
        placed = page.calc_form_xobject_placement(drawn, NAME, _place(frame["margins"], at + 1))
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\nq\n" + placed + b"\nQ\n")
    return source


def _place(margins: dict[str, int], number: int) -> pikepdf.Rectangle:
    """The frame of page `number`: the inner side of an odd page is its left."""
    inside, outside = margins["inside"] * MM, margins["outside"] * MM
    left, right = (inside, outside) if number % 2 else (outside, inside)
    return pikepdf.Rectangle(left, margins["bottom"] * MM, A4[0] - right, A4[1] - (margins["top"] + margins["label"]) * MM)


def _from_picture(path: str) -> pikepdf.Pdf:
    """A picture as a PDF of one page, turned as its camera held it, no finer than a print needs."""
    with Image.open(path) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((PIXELS, PIXELS))
    target = io.BytesIO()
    upright.save(target, format="PDF", resolution=200)
    target.seek(0)
    return pikepdf.open(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
