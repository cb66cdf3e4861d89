"""Opens a package in a child with limits on memory, time and size; needs no database. A child that dies costs only its package."""

import json
from collections.abc import Callable
from pathlib import Path

from greenlist.casework.files.children import Ended, run_child
from greenlist.engines.ledger.package import Checked

CHILD = "greenlist.casework.delivery.open_child"
SECONDS = 300  # to unpack eight gigabytes and compute their digests
MOST_FILE_BYTES = 301 * 1024**2
BROKEN = "压缩包读不完：可能已损坏，或内容异常、超出允许的内存和时间。请向推荐单位另取一份。"


def check_package(path: Path) -> Checked:
    """Everything that is wrong with the package itself, its manifest and the manifest's digest."""
    return _asked("check", path)


def read_manifest(path: Path) -> Checked:
    """The manifest alone, of a package that was checked before."""
    return _asked("manifest", path)


def unpack_package(path: Path, folder: Path, told: Callable[[int, int], None]) -> str:
    """Unpack the files of a checked package into `folder`, each under its digest; '' or why it did not come to its end."""
    done = _run("unpack", str(path), str(folder), heard=lambda line: told(*json.loads(line)))
    return "" if done.is_in_order else BROKEN


def unpack_one(path: Path, target: Path, digest: str) -> str:
    """Write the one file of a checked package that has this digest to `target`; its name, '' where there is none or it cannot be read."""
    done = _run("one", str(path), str(target), digest)
    return str(json.loads(done.said)) if done.is_in_order and done.said else ""


def _asked(what: str, path: Path) -> Checked:
    done = _run(what, str(path))
    return Checked(**json.loads(done.said)) if done.is_in_order and done.said else Checked(problems=[BROKEN])


def _run(*arguments: str, heard: Callable[[bytes], object] | None = None) -> Ended:
    return run_child(CHILD, *arguments, seconds=SECONDS, most_written=MOST_FILE_BYTES, heard=heard)
