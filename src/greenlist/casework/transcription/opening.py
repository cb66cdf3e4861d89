"""Opens what a county sent in a child process with limits on memory, time and size. A child that dies costs only what it had in hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from greenlist.casework.files.children import MOST_WRITTEN, run_child
from greenlist.casework.files.inspection import Inspection
from greenlist.casework.transcription.read_child import MOST_ENTRY_BYTES

CHILD = "greenlist.casework.transcription.read_child"
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
    """Unpack these entries into `folder` as <position>.pdf and look at them, each in a child of its own: a hostile one costs only itself."""
    for position in positions:
        said = _run("report", str(path), str(folder), str(position), str(settings.MOST_PAGES), most_written=MOST_ENTRY_BYTES + 1)
        yield Looked(**json.loads(said)) if said else Looked(position, 0, 0, False, "", BROKEN)


def _asked(*arguments: str) -> dict[str, Any]:
    said = _run(*arguments)
    answer: dict[str, Any] = json.loads(said) if said else {"problem": BROKEN}
    return answer


def _run(*arguments: str, most_written: int = MOST_WRITTEN) -> str:
    """What the child printed; '' when it did not come to its end."""
    done = run_child(CHILD, *arguments, most_written=most_written)
    return done.said.decode() if done.is_in_order else ""
