"""Looks at an upload in a child process with limits. The child prints one JSON line."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from greenlist.casework.files.children import run_child

CHILD = "greenlist.casework.files.inspect_child"
MOST_KNOWN = 1000


@dataclass(frozen=True)
class Inspection:
    """What the child found. `problem` is '' or one Chinese sentence with what to do."""

    media_type: str
    pages: int | None
    has_text: bool | None
    problem: str


_in_order: dict[tuple[str, str], Inspection] = {}


def inspect_once(path: Path, name: str, digest: str) -> Inspection:
    """`inspect`, but not again for bytes that this process has found in order under the same ending."""
    key = (digest, Path(name).suffix.lower())
    found = _in_order.get(key) or inspect(path, name)
    if not found.problem:
        if len(_in_order) >= MOST_KNOWN:
            _in_order.clear()
        _in_order[key] = found
    return found


def inspect(path: Path, name: str) -> Inspection:
    """Inspect one file; a child that is killed or times out counts as an unreadable file."""
    done = run_child(CHILD, str(path), name, str(settings.MOST_PAGES))
    if done.is_late:
        return Inspection("", None, None, f"文件{done.late_words}。请拆成几个文件，或用原软件另存后再上传。")
    if not done.is_in_order or not done.said:
        return Inspection("", None, None, "文件读不出来，可能已损坏。请在本机打开确认后，另存一份再上传。")
    return Inspection(**json.loads(done.said))
