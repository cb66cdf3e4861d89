"""What a figure was measured on: cores, memory, versions; no host name, no path."""

import os
import platform
import sqlite3
import time
from importlib.metadata import version


def machine() -> dict[str, object]:
    """Cores this process may use, memory in GB, versions, how busy the machine was, the day."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "django": version("django"),
        "database": f"SQLite {sqlite3.sqlite_version}",
        "load": round(os.getloadavg()[0], 1),
        "on": time.strftime("%Y-%m-%d"),
    }
