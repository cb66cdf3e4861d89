"""Pages of stored PDFs as pictures, drawn in a child."""

from greenlist.casework.files.children import run_child
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of_file

CHILD = "greenlist.casework.files.picture_child"
WIDTH = 900


def picture_of(file: StoredFile, page: int) -> bytes | None:
    """Page `page` (from 1) as PNG; None for what is no PDF, a page that it has not, and one that cannot be drawn within a child's limits."""
    if not file.is_pdf:
        return None
    done = run_child(CHILD, str(path_of_file(file)), str(page), str(WIDTH))
    return done.said if done.is_in_order and done.said else None
