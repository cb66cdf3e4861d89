"""How far the background loading of the demo has come: one small file that every page's banner reads."""

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings

STALE_S = 300  # a loader that has not moved for so long is gone


def note(done: int, of: int, what: str) -> None:
    """Say that `what` is being loaded, after `done` of `of` parts."""
    _file().write_text(json.dumps({"done": done, "of": of, "what": what}, ensure_ascii=False), encoding="utf-8")


def clear() -> None:
    """Say that everything is there."""
    _file().unlink(missing_ok=True)


def loading() -> dict[str, Any] | None:
    """{done, of, what} while a loader is at work; None outside the demo and when everything is there."""
    if not settings.DEMO:
        return None
    try:
        if time.time() - _file().stat().st_mtime > STALE_S:
            return None
        found: dict[str, Any] = json.loads(_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # not begun or over; or read while it was being written
        return None
    return found


def _file() -> Path:
    return Path(settings.VAR) / "demo_progress.json"
