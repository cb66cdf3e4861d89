"""The text of the pages of a stored file, read in a child once for its bytes and kept."""

import json
from pathlib import Path
from typing import Any

from greenlist.casework.files.children import run_child
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.models import PageTexts, StoredFile
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.clock import now

CHILD = "greenlist.casework.files.pages_child"
SECONDS = 20  # a report of a thousand pages
PLAIN = "text/plain"
READABLE = {kind: ending for ending, kind in ENDINGS.items() if ending in {".pdf", ".docx", ".png", ".jpg"}} | {PLAIN: ".txt"}


def page_texts(file: StoredFile) -> PageTexts | None:
    """The texts and codes of a stored PDF, picture, Word file or plain text; None for one that cannot be read.

    They may be long: what a page of ours shows is kept apart (applications.report_findings), and nothing of them stays in this process.
    """
    ending = READABLE.get(file.media_type)
    if ending is None:
        return None
    return PageTexts.objects.filter(digest=file.digest).first() or _read(path_of_file(file), ending, file.digest)


def read_pages(path: Path, ending: str) -> dict[str, Any] | None:
    """What the child reads of a file (`pages_child.main`); None for one that it cannot read."""
    done = run_child(CHILD, str(path), ending, seconds=SECONDS)
    return json.loads(done.said) if done.is_in_order and done.said else None


def _read(path: Path, ending: str, digest: str) -> PageTexts | None:
    said = read_pages(path, ending)
    if said is None:
        return None
    return PageTexts.objects.get_or_create(digest=digest, defaults={"texts": said["texts"], "codes": said["codes"], "read_at": now()})[0]
