"""Opens a package in a child process with limits on memory, time and size; needs no database. A child that dies costs only its package."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from greenlist.engines.ledger.package import Checked

SECONDS = 600
CHILD = Path(__file__).with_name("open_child.py")
BROKEN = "压缩包读不完：可能已损坏，或内容异常、超出允许的内存和时间。请向推荐单位另取一份。"


def check_package(path: Path) -> Checked:
    """Everything that is wrong with the package itself, its manifest and the manifest's digest."""
    return _asked("check", path)


def read_manifest(path: Path) -> Checked:
    """The manifest alone, of a package that was checked before."""
    return _asked("manifest", path)


def unpack_package(path: Path, folder: Path, told: Callable[[int, int], None]) -> str:
    """Unpack the files of a checked package into `folder`, each under its digest; '' or why it did not come to its end."""
    command = [sys.executable, "-I", str(CHILD), "unpack", str(path), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        try:
            for line in child.stdout or ():
                told(*json.loads(line))
        except BaseException:
            child.kill()
            raise
    return BROKEN if child.returncode else ""


def _asked(what: str, path: Path) -> Checked:
    command = [sys.executable, "-I", str(CHILD), what, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Checked(problems=[BROKEN])
    return Checked(**json.loads(done.stdout)) if done.returncode == 0 and done.stdout else Checked(problems=[BROKEN])
