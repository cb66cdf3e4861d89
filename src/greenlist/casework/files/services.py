"""Storing an upload: hash, size limit, inspection in a child, one row, one journal line."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.inspection import Inspection, inspect_once
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.names import clean_name
from greenlist.casework.files.storage import keep, path_of, receive
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused

MEGABYTE = 1024 * 1024
DEFAULT_LIMIT_MB = 300
KINDS = {kind: ending.lstrip(".") for ending, kind in ENDINGS.items()} | {"application/pdf": "PDF"}


def store_file(
    *, chunks: Iterable[bytes], name: str, owner: UUID, actor: Actor, limit_mb: int = DEFAULT_LIMIT_MB,
    only: tuple[str, ...] = (), look: Callable[[Path, str], Inspection] | None = None,
) -> StoredFile:  # fmt: skip
    """Keep one upload for the organisation `owner`, under its name without what is not seen or leads elsewhere.

    `only` narrows the media types (for instance ("application/pdf",)); `look` is another child that looks inside, for what has a
    kind of its own (a zip, a file out of one). Raises Refused with one clear sentence
    for a wrong type, an encrypted, broken or empty file, or one over `limit_mb`; then nothing is kept.
    """
    if not actor.may("upload_file"):
        raise NotAllowed("您当前的岗位不能上传材料。")
    name = clean_name(name)
    temporary, digest, size = receive(chunks)
    try:
        if size > limit_mb * MEGABYTE:
            raise Refused(f"“{name}”有 {size / MEGABYTE:.1f} MB，超过单个文件 {limit_mb} MB 的上限，未上传。",
                          then="请压缩扫描件分辨率，或拆成几个文件。")  # fmt: skip
        found = look(temporary, name) if look else inspect_once(temporary, name, digest)
        if found.problem:
            raise Refused(f"“{name}”未上传：{found.problem}")
        if only and found.media_type not in only:
            kinds = "、".join(KINDS.get(kind, kind) for kind in only)
            raise Refused(f"“{name}”未上传：这里只收 {kinds} 文件。", then=f"请另存为 {kinds} 后再上传。")
    except Refused:
        temporary.unlink(missing_ok=True)
        raise
    keep(temporary, digest)
    return _entered(digest, name, found, size, owner=owner, actor=actor)


def enter_kept(digest: str, *, name: str, found: Inspection, owner: UUID, actor: Actor) -> StoredFile:
    """A row for bytes that were looked at (`found`) and put into the store before: none of them is read again, so that a long act of many
    files can do that before its transaction.
    """
    if not actor.may("upload_file"):
        raise NotAllowed("您当前的岗位不能上传材料。")
    return _entered(digest, clean_name(name), found, path_of(digest).stat().st_size, owner=owner, actor=actor)


def drop_unowned(digests: Iterable[str]) -> None:
    """Take out of the store again what was put there for an act that was refused, and that no file has."""
    for digest in digests:
        _drop_bytes(digest)


def _entered(digest: str, name: str, found: Inspection, size: int, *, owner: UUID, actor: Actor) -> StoredFile:
    with transaction.atomic():
        file = StoredFile.objects.create(
            digest=digest, name=name, media_type=found.media_type, size_bytes=size, pages=found.pages,
            has_text=found.has_text, organisation_id=owner, uploaded_by=actor.signature, uploaded_at=now(),
            is_demo=settings.DEMO,
        )  # fmt: skip
        record("store_file", actor=actor, subject=file, detail={"digest": digest, "size_bytes": size})
    return file


@contextmanager
def unless_refused(files: list[StoredFile], *, actor: Actor) -> Iterator[None]:
    """What was stored for an act is removed again when the act is refused."""
    try:
        yield
    except Refused:
        for file in files:
            remove_file(file, actor=actor)
        raise


def remove_file(file: StoredFile, *, actor: Actor) -> None:
    """Remove a file that must not be kept; the bytes go with the last file that has them."""
    if not actor.may("upload_file"):
        raise NotAllowed("您当前的岗位不能删除材料。")
    with transaction.atomic():
        record("remove_file", actor=actor, subject=file, detail={"digest": file.digest})
        file.delete()
        transaction.on_commit(lambda: _drop_bytes(file.digest))


def _drop_bytes(digest: str) -> None:
    if not StoredFile.objects.filter(digest=digest).exists():
        path_of(digest).unlink(missing_ok=True)
