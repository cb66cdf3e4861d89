"""Prints a Word paper from the template it was frozen with. An uploaded template is opened in a child with limits, each time."""

import hashlib
import json
from tempfile import NamedTemporaryFile

from greenlist.casework.files.children import run_child
from greenlist.casework.files.storage import keep, path_of, receive
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.stationery.selectors import in_force
from greenlist.papers.stationery.fields import stationery
from greenlist.papers.stationery.filling import Values, fill

SECONDS = 30
CHILD = "greenlist.casework.stationery.template_child"


def freeze(paper: str, unit: str) -> str:
    """The digest of the template in force. The kept default is stored too: a later edition of the program may have another one."""
    if found := in_force(paper, unit):
        return found.file.digest
    temporary, digest, _ = receive([stationery()[paper].default])
    keep(temporary, digest)
    return digest


def is_default(paper: str, digest: str) -> bool:
    """Is it our own default, whose words the PDF has too?"""
    return digest in {"", f"sha256:{hashlib.sha256(stationery()[paper].default).hexdigest()}"}


def check_pdf(paper: str, digest: str) -> None:
    """Raises Refused for a letter with words of the office's own, which a PDF of ours does not have."""
    if not is_default(paper, digest):
        raise Refused(f"没有生成 PDF：这份{stationery()[paper].label}用的是上传的模板。", then="请下载 Word，在 Word 里另存为 PDF。")


def printed(paper: str, digest: str, values: Values, *, is_demo: bool) -> bytes:
    """The paper as a Word file, from the template of this digest, or from the default when it is '' (before templates were frozen).

    Raises Refused when the template's file is gone or cannot be filled.
    """
    if is_default(paper, digest):
        return fill(stationery()[paper].default, values, is_demo=is_demo)
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as told:
        json.dump({"values": values, "is_demo": is_demo}, told, ensure_ascii=False)
        told.flush()
        done = run_child(CHILD, "fill", str(path_of(digest)), told.name, seconds=SECONDS)
    if not done.is_in_order or not done.said:
        raise Refused(f"{stationery()[paper].label}没有生成：所用的模板打不开。", then="请在“公文模板”停用这一版，改用默认模板。")
    return done.said
