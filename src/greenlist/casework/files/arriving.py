"""Uploads that arrive in pieces: what came so far lies beside the store, by person and token, until the form that names it is sent.

A lost connection goes on where it stopped. Nothing here is a stored file yet: `services.store_file` looks at the whole as at any other.
"""

import fcntl
from pathlib import Path
from uuid import UUID

from django.conf import settings

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, Refused

MOST_PIECE_BYTES = 4 * 1024 * 1024
MOST_BYTES = 2000 * 1024 * 1024  # of one person's pieces together; the limit of a single file is asked when it is whole
MOST_AT_ONCE = 5


def received(token: UUID, *, actor: Actor) -> int:
    """How many bytes of it are here."""
    place = _place(token, actor)
    return place.stat().st_size if place.exists() else 0


def take_piece(token: UUID, *, offset: int, body: bytes, actor: Actor) -> int:
    """Add a piece that begins at `offset`; one that does not fit is left out. Returns how many bytes are here then.

    Raises Refused for a piece, or a file, that is too large, NotAllowed for a role that may not upload.
    """
    if not actor.may("upload_file") or actor.user_id is None:
        raise NotAllowed("您当前的岗位不能上传材料。")
    if len(body) > MOST_PIECE_BYTES or offset + len(body) > MOST_BYTES:
        raise Refused(f"文件太大：超过 {MOST_BYTES // 1024 // 1024} MB。", then="请压缩扫描件分辨率，或拆成几个文件。")
    place = _place(token, actor)
    _make_room(place, len(body), actor)
    with place.open("ab") as target:
        fcntl.flock(target, fcntl.LOCK_EX)
        if target.seek(0, 2) == offset:
            target.write(body)
        return target.tell()


def arrived(token: UUID, *, actor: Actor) -> Path | None:
    """Where the pieces of this person lie; None when none came."""
    place = _place(token, actor)
    return place if place.exists() else None


def forget(token: UUID, *, actor: Actor) -> None:
    """Drop the pieces: the file was stored, or is not wanted."""
    _place(token, actor).unlink(missing_ok=True)


def _place(token: UUID, actor: Actor) -> Path:
    return Path(settings.MEDIA_ROOT) / "arriving" / f"{actor.user_id}-{token}.part"


def _make_room(place: Path, more: int, actor: Actor) -> None:
    """Of what one person left lying about, the oldest goes first."""
    place.parent.mkdir(parents=True, exist_ok=True)
    others = sorted((p for p in place.parent.glob(f"{actor.user_id}-*.part") if p != place), key=lambda p: p.stat().st_mtime)
    size = sum(p.stat().st_size for p in others) + (place.stat().st_size if place.exists() else 0) + more
    while others and (len(others) >= MOST_AT_ONCE or size > MOST_BYTES):
        oldest = others.pop(0)
        size -= oldest.stat().st_size
        oldest.unlink(missing_ok=True)
