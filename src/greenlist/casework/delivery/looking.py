"""Looking into a package before it is taken in: one file of it, opened by the same children as when it is taken in, and kept nowhere."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.delivery.opening import unpack_one
from greenlist.casework.files.inspection import inspect_once
from greenlist.casework.files.names import clean_name
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.refusals import Refused


@dataclass(frozen=True)
class Looked:
    """A file of a package: its name, the type that was found in it, its bytes, open for reading; they go when it is closed."""

    name: str
    media_type: str
    body: BinaryIO


def file_in(package: OfflinePackage, digest: str) -> Looked | None:
    """The file with this digest, None where the package has none. Raises Refused for one that no reader here would open."""
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
        target = Path(folder) / "one"
        told = unpack_one(path_of_file(package.file), target, digest)
        if not told:
            return None
        name = clean_name(told)
        found = inspect_once(target, name, digest)
        if found.problem:
            raise Refused(f"“{name}”没有打开：{found.problem}", then="这个文件收入时也会被拒绝，请告诉推荐单位。", clause="C-09")
        return Looked(name, found.media_type, target.open("rb"))
