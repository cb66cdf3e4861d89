"""The SQLite database that `run.py test` migrated once, for every process that wants one.

Without it, as when pytest is called by hand, each process runs the migrations itself. On PostgreSQL a new database copies the template of
the throw-away server, which `run.py test` migrated too.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

MIGRATED = os.environ.get("GREENLIST_MIGRATED", "")


def lay_ready(place: Path) -> None:
    """Put a copy at this place, where there is one; `migrate` will look at it and find nothing to do."""
    if MIGRATED:
        place.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(MIGRATED)) as migrated, closing(sqlite3.connect(place)) as copy:
            migrated.backup(copy)
