"""Looks at an upload in a child process with limits on memory, processor time and open files.

A parser that is fed a hostile file can only end the child. The child prints one JSON line.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60
CHILD = Path(__file__).with_name("inspect_child.py")
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
    try:
        done = subprocess.run([sys.executable, "-I", str(CHILD), str(path), name], capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Inspection("", None, None, "文件在60秒内没有读完。请另存为普通 PDF 后再上传。")
    if done.returncode != 0 or not done.stdout:
        return Inspection("", None, None, "文件读不出来，可能已损坏。请在本机打开确认后，另存一份再上传。")
    return Inspection(**json.loads(done.stdout))
