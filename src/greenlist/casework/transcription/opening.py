"""Opens what a county sent in a child process with limits on memory, time and size. A child that dies costs only what it had in hand."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from greenlist.casework.files.inspection import Inspection

SECONDS = 180

CHILD = Path(__file__).with_name("read_child.py")
BROKEN = "文件读不出来，可能已损坏。请在本机打开确认后，另存一份再上传。"


@dataclass(frozen=True)
class Looked:
    """One report as the child saw it; `problem` is '' or one Chinese sentence."""

    position: int
    size: int
    pages: int
    has_text: bool
    text: str
    problem: str


def read_table(path: Path, name: str) -> dict[str, Any]:
    """greenlist.table/1 of a stored file, or {problem}."""
    return _asked("table", str(path), name)


def list_archive(path: Path) -> dict[str, Any]:
    """The entries of a stored zip, or {problem}."""
    return _asked("archive", str(path))


def look_at_archive(path: Path, name: str) -> Inspection:
    """A zip before it is kept: is it one at all, and may it be opened?"""
    del name
    return Inspection("application/zip", None, None, str(list_archive(path).get("problem", "")))


def look_at_reports(path: Path, folder: Path, positions: list[int]) -> Iterator[Looked]:
    """Unpack these entries into `folder` as <position>.pdf and look at them; the one that ends the child is told as unreadable."""
    left = list(positions)
    while left:
        for line in _run("reports", str(path), str(folder), *map(str, left)).splitlines():
            found = Looked(**json.loads(line))
            left.remove(found.position)
            yield found
        if left:
            yield Looked(left.pop(0), 0, 0, False, "", BROKEN)


def _asked(*arguments: str) -> dict[str, Any]:
    said = _run(*arguments)
    answer: dict[str, Any] = json.loads(said) if said else {"problem": BROKEN}
    return answer


def _run(*arguments: str) -> str:
    """What the child printed; whole lines only, '' when it printed none."""
    command = [sys.executable, "-I", str(CHILD), *arguments]
    try:
        said = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    return said.decode()[: said.decode().rfind("\n") + 1]
