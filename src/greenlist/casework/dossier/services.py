"""Writing a dossier to a file, for the person who asked."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from greenlist.casework.applications.models import Application
from greenlist.casework.dossier.papers import dossier_of
from greenlist.casework.files.children import run_child
from greenlist.casework.files.storage import path_of
from greenlist.casework.journal.actors import Actor
from greenlist.papers.dossier import Attachment, write_pdf
from greenlist.papers.merging import Frame, written_down

SECONDS = 60  # a scan of some hundred pages
MOST_WRITTEN = 1 << 30


def write_dossier(
    application: Application,
    target: BinaryIO,
    *,
    actor: Actor,
    is_bound: bool = False,
    told: Callable[[int, int], object] = lambda *_: None,
) -> None:
    """申报卷宗 of one application into `target`, as its reader may see it; as a bound volume when asked."""
    write_pdf(dossier_of(application, actor), target, plain, lay, is_bound=is_bound, told=told)


def dossier_name(application: Application, *, is_bound: bool = False) -> str:
    """The name of the file."""
    return f"申报卷宗{'（胶装版）' if is_bound else ''}_{application.number}_{application.site.name[:60]}.pdf"


def plain(attachment: Attachment, target: Path) -> bool:
    """One stored file as a plain PDF, made in a child; False when it cannot be opened, or not within the limits."""
    source = str(path_of(attachment.digest))
    return run_child("greenlist.papers.page_child", source, attachment.media_type, str(attachment.pages), str(target), seconds=SECONDS,
                     most_written=MOST_WRITTEN).is_in_order  # fmt: skip


def lay(own: Path, frames: list[Frame], target: Path) -> bool:
    """Every plain PDF laid into its frames, in a child; False when its memory or its time did not do."""
    plan = target.with_suffix(".json")
    plan.write_text(written_down(frames))
    return run_child("greenlist.papers.merging", str(own), str(plan), str(target), seconds=SECONDS, most_written=MOST_WRITTEN).is_in_order
