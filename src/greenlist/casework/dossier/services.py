"""Writing a dossier to a file, for the person who asked."""

from collections.abc import Callable
from pathlib import Path

from greenlist.casework.applications.models import Application
from greenlist.casework.dossier.papers import dossier_of
from greenlist.casework.files.storage import path_of
from greenlist.casework.journal.actors import Actor
from greenlist.papers.dossier import write_pdf


def write_dossier(
    application: Application, target: Path, *, actor: Actor, is_bound: bool = False, told: Callable[[int, int], object] = lambda *_: None
) -> None:
    """申报卷宗 of one application at `target`, as its reader may see it; as a bound volume when asked."""
    write_pdf(dossier_of(application, actor), target, path_of, is_bound=is_bound, told=told)


def dossier_name(application: Application, *, is_bound: bool = False) -> str:
    """The name of the file."""
    return f"申报卷宗{'（胶装版）' if is_bound else ''}_{application.number}_{application.site.name[:60]}.pdf"
