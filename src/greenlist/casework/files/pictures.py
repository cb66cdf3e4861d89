"""What makes a picture unfit: told from its structure, without unpacking it. Plain Python for the children."""

from pathlib import Path

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 200_000_000  # A3 at 600 dots an inch is 70 million
TAIL = 64 * 1024
BROKEN = "图片打不开，可能已损坏或没有传完整。请在本机打开确认后再上传。"


def unfit_picture(path: Path) -> str:
    """One Chinese sentence about what is wrong with it; '' when it may be kept. Nobody here shows it: it is only handed on as it came."""
    Image.MAX_IMAGE_PIXELS = None  # told by us, in words
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            across, down = picture.size
            if across * down > MOST_PIXELS:
                return f"图片有{across}×{down}点，超过{MOST_PIXELS // 100_000_000}亿点。请缩小后再上传。"
            if getattr(picture, "is_animated", False) and picture.format == "PNG":
                return "这是一张动图。请另存为不动的图片后再上传。"
            picture.verify()
            is_whole = picture.format == "PNG" or _has_end(path)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return BROKEN
    return "" if is_whole and across and down else BROKEN


def _has_end(path: Path) -> bool:
    """Whether the mark that ends a JPEG stands near the end; cameras write a little after it."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        return b"\xff\xd9" in file.read()
