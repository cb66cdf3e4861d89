"""Lays the pages of uploads into the frames of a paper, in a child process with limits: a hostile file can only end the child."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("merge_child.py")


@dataclass(frozen=True)
class Frame:
    """One upload: where it lies, at which page (from 0) it begins, how many pages have a frame, and the margins around it in mm."""

    path: Path
    digest: str
    media_type: str
    first: int
    pages: int
    margins: dict[str, int]


def merge(own: Path, frames: list[Frame], target: Path, told: Callable[[int, int], object]) -> set[str]:
    """Write `target`; the digests of what could not be laid in (then nothing was written). What `told` raises ends the child."""
    task = own.with_suffix(".json")
    task.write_text(json.dumps([asdict(frame) for frame in frames], default=str), encoding="utf-8")
    command = [sys.executable, "-I", str(CHILD), str(own), str(task), str(target)]
    failed: set[str] = set()
    at = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        try:
            for line in child.stdout or ():
                word, number = line.split()
                at = int(number)
                if word == "failed":
                    failed.add(frames[at].digest)
                if word != "begun":
                    told(at + 1, len(frames))
        except BaseException:
            child.kill()
            raise
    if child.returncode != 0:
        failed.add(frames[at].digest)
    return failed
