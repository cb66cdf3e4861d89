"""Runs in a child: opens one upload and leaves a plain PDF of its pages, to be laid into a paper.

A form's fields and stamps are pressed into the page; scripts, links and embedded files stay behind; a picture becomes one page.
"""

import io

import pikepdf
from PIL import Image, ImageOps

PIXELS = 2400  # of the longer side: 200 dpi on A4
LEFT_BEHIND = ("/OpenAction", "/AA", "/Names", "/AcroForm", "/Outlines", "/Metadata")


def main(path: str, media_type: str, pages: str, target: str) -> None:
    """Write `target`; any exception means that the upload cannot be laid in."""
    source = pikepdf.open(path) if media_type == "application/pdf" else _from_picture(path)
    if len(source.pages) != int(pages):
        raise ValueError("another number of pages than was counted")
    source.flatten_annotations("print")
    for page in source.pages:
        for key in ("/Annots", "/AA"):
            if key in page:
                del page[key]
    for key in LEFT_BEHIND:
        if key in source.Root:
            del source.Root[key]
    source.save(target, deterministic_id=True)


def _from_picture(path: str) -> pikepdf.Pdf:
    """Turned as its camera held it, no finer than a print needs."""
    with Image.open(path) as picture:
        picture.draft("RGB", (PIXELS, PIXELS))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((PIXELS, PIXELS))
    target = io.BytesIO()
    upright.save(target, format="PDF", resolution=200)
    target.seek(0)
    return pikepdf.open(target)
