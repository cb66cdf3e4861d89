"""Pictures drawn anew in a child, for pages that anybody may read: the upload itself is not kept."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from greenlist.casework.files.children import run_child
from greenlist.casework.files.names import clean_name
from greenlist.casework.files.storage import receive
from greenlist.casework.journal.refusals import Refused

CHILD = "greenlist.casework.files.redraw_child"
SIDES = (1600, 480)
LIMIT_MB = 20
UNREADABLE = "图片读不出来，可能已损坏。请在本机打开确认后，另存一份再上传。"


@dataclass(frozen=True)
class Redrawn:
    """The picture and its small copy as JPEG, and the size of the first in points."""

    picture: bytes
    thumbnail: bytes
    width: int
    height: int


def redraw(chunks: Iterable[bytes], name: str) -> Redrawn:
    """Draw a PNG or JPEG anew in two sizes. Raises Refused with one sentence for what is no picture, is broken, too large or too small."""
    name = clean_name(name)
    temporary, _, size = receive(chunks)
    try:
        if size > LIMIT_MB * 1024**2:
            raise Refused(f"“{name}”未上传：超过单张 {LIMIT_MB} MB 的上限。", then="请缩小后再上传。")
        done = run_child(CHILD, str(temporary), *map(str, SIDES))
    finally:
        temporary.unlink(missing_ok=True)
    head, _, body = done.said.partition(b"\n")
    told = json.loads(head) if done.is_in_order and head else {"problem": UNREADABLE}
    if told["problem"]:
        raise Refused(f"“{name}”未上传：{told['problem']}", then="只收 JPG 和 PNG 图片。")
    first = told["sizes"][0]
    return Redrawn(body[:first], body[first : first + told["sizes"][1]], told["width"], told["height"])
