"""Pages taken out of a stored paper, and scans put in the place of pages, in a child with limits."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from greenlist.casework.files.children import run_child
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.refusals import Refused

CHILD = "greenlist.casework.files.seal_child"
SECONDS = 30
MOST_WRITTEN = 600 * 1024**2


@dataclass(frozen=True)
class Placed:
    """One page of a scan in the place of a page; `turn` is None where no code says how it stands."""

    page: int
    scan: StoredFile
    index: int
    turn: int | None


@contextmanager
def pages_only(paper: StoredFile, pages: Sequence[int]) -> Iterator[Path]:
    """These pages of a stored PDF as a file of their own, which goes with the context. Raises Refused when it cannot be opened."""
    with _made({"do": "extract", "original": str(path_of_file(paper)), "pages": list(pages)}) as path:
        yield path


@contextmanager
def with_scans(paper: StoredFile, placed: Sequence[Placed]) -> Iterator[Path]:
    """The paper with scans in the place of pages, as a file that goes with the context. Raises Refused when one cannot be opened."""
    places = [{"page": p.page, "scan": str(path_of_file(p.scan)), "index": p.index, "turn": p.turn} for p in placed]
    with _made({"do": "seal", "original": str(path_of_file(paper)), "placed": places}) as path:
        yield path


@contextmanager
def _made(work: dict[str, Any]) -> Iterator[Path]:
    with TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
        path = Path(folder) / "made.pdf"
        done = run_child(CHILD, json.dumps({**work, "target": str(path)}), seconds=SECONDS, most_written=MOST_WRITTEN)
        if not done.is_in_order or not path.exists():
            raise Refused(
                "盖章报告没有做成：原件或扫描件打不开，或者太大。", then="请把扫描件另存为普通 PDF 或 JPG 后再传。", clause="C-09"
            )
        yield path
