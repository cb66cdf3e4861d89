"""Content-addressed storage: a file lies at its SHA-256, written once, never overwritten."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from greenlist.casework.files.models import StoredFile


def receive(chunks: Iterable[bytes]) -> tuple[Path, str, int]:
    """Write chunks to a temporary file in the store; returns (path, `sha256:…`, bytes)."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=root, prefix="incoming-", delete=False) as target:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        except BaseException:
            Path(target.name).unlink()
            raise
    return Path(target.name), f"sha256:{digest.hexdigest()}", size


def keep(temporary: Path, digest: str) -> Path:
    """Move a received file to its place; a second copy of the same bytes is dropped."""
    place = path_of(digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        temporary.unlink()
    else:
        temporary.rename(place)
    return place


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    name = digest.removeprefix("sha256:")
    return Path(settings.MEDIA_ROOT) / name[:2] / name


def path_of_file(file: StoredFile) -> Path:
    """Where a stored file's bytes lie."""
    return path_of(file.digest)
