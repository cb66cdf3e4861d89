"""The child that draws a picture anew: `main` with its path and the longest sides; prints one JSON line, then the pictures' bytes.

What is printed is made from the points alone: no words, place or time of the camera, no second picture behind the first.
"""

import io
import json
import sys
from pathlib import Path

from PIL import Image, ImageOps

from greenlist.casework.files.pictures import unfit_picture

MOST_PIXELS = 40_000_000  # the child has half a gigabyte: so many points can be held twice
LEAST_SIDE = 200
QUALITY = 82
WHITE = (255, 255, 255)


def main(path: str, *sides: str) -> None:
    """Print {problem} or {sizes, width, height}, then a JPEG for each longest side."""
    answer, made = _drawn(Path(path), [int(side) for side in sides])
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(made))


def _drawn(path: Path, sides: list[int]) -> tuple[dict[str, object], list[bytes]]:
    if problem := unfit_picture(path):
        return {"problem": problem}, []
    with Image.open(path, formats=("PNG", "JPEG")) as opened:
        opened.draft("RGB", (max(sides), max(sides)))  # a photograph is unpacked at an eighth, a quarter or half its size
        across, down = opened.size
        if across * down > MOST_PIXELS:
            return {"problem": f"图片有{across}×{down}点，超过{MOST_PIXELS // 10_000}万点。请缩小后再上传。"}, []
        if min(across, down) < LEAST_SIDE:
            return {"problem": f"图片只有{across}×{down}点，边长至少{LEAST_SIDE}点。请换一张清楚的。"}, []
        picture = _plain(ImageOps.exif_transpose(opened))
    made, size = [], picture.size
    for side in sorted(sides, reverse=True):
        picture.thumbnail((side, side))
        size = picture.size if not made else size
        made.append(_jpeg(picture))
    return {"problem": "", "sizes": [len(one) for one in made], "width": size[0], "height": size[1]}, made


def _plain(picture: Image.Image) -> Image.Image:
    """Red, green and blue; what can be seen through stands on white."""
    if picture.mode == "RGB":
        return picture
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, WHITE)
    layer = picture.convert("RGBA")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()
