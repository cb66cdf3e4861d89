"""Uploads that arrive in pieces: what came so far lies beside the store, by person and token, until the form that names it is sent.

A lost connection goes on where it stopped. Nothing here is a stored file yet: `services.store_file` looks at the whole as at any other.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, Refused

MOST_PIECE_BYTES = 4 * 1024 * 1024
MOST_BYTES = 2000 * 1024 * 1024  # of one person's pieces together; the limit of a single file is asked when it is whole
MOST_AT_ONCE = 5
KEPT_SECONDS = 24 * 3600


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
    with _counting(place.parent):
        _make_room(place, len(body), actor)
        with place.open("ab") as target:
            if target.tell() == offset:
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


@contextmanager
def _counting(folder: Path) -> Iterator[None]:
    """While one counts what lies here and adds to it nobody else adds: one lock for all, as the ceiling is of all together."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_room(place: Path, more: int, actor: Actor) -> None:
    """What anybody left for a day goes, and of what one person left lying about the oldest. Raises Refused when there is no room at all."""
    sizes = _swept(place.parent, kept=place)
    others = [p for p in sizes if p != place and p.name.startswith(f"{actor.user_id}-")]  # the oldest first
    size = sum(sizes[p] for p in others) + sizes.get(place, 0) + more
    while others and (len(others) >= MOST_AT_ONCE or size > MOST_BYTES):
        oldest = others.pop(0)
        size -= sizes.pop(oldest)
        oldest.unlink(missing_ok=True)
    if sum(sizes.values()) + more > settings.MOST_ARRIVING_BYTES:
        raise Refused("这一段没有收下：服务器上等待提交的文件太多。", then="已传的部分还在，请过一小时再接着传；急用请联系系统运维。")


def _swept(folder: Path, *, kept: Path) -> dict[Path, int]:
    """The size of everything that lies here, the oldest first, after what is older than a day went; not what is being sent now."""
    seen = []
    for part in folder.glob("*.part"):
        try:
            told = part.stat()
        except FileNotFoundError:  # its form was taken meanwhile
            continue
        if part != kept and told.st_mtime < time.time() - KEPT_SECONDS:
            part.unlink(missing_ok=True)
        else:
            seen.append((told.st_mtime, part, told.st_size))
    return {part: size for _, part, size in sorted(seen)}
