"""Runs a child process with limits for whatever opens a file that came from outside. A hostile file can only end its child.

A child is a module of ours with `main(*arguments)` that prints what it found. It knows nothing of Django, gets nothing of our
environment, and begins with its limits set (`forker.py`). What it prints goes to a file that the kernel keeps small.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from time import monotonic

from greenlist.casework.files.forking import SOURCE, Child, fork_child

MEMORY_BYTES = 512 * 1024**2  # of address space: what is resident can only be less
SECONDS, PATIENCE = 5, 4
MOST_WRITTEN = 64 * 1024**2
# So many at once in one process of ours: a rush of uploads waits here, where no child's seconds run. What may take minutes waits apart,
# so that no upload waits for it.
LONG_SECONDS = 120
_turn, _long_turn = BoundedSemaphore(max(4, 2 * (os.cpu_count() or 1))), BoundedSemaphore(2)
LISTEN_SECONDS, MOST_HEARD = 0.2, 1024**2


@dataclass(frozen=True)
class Ended:
    """What the child printed, and how it ended: in order, or because its time was over. Neither: the file or another limit ended it."""

    said: bytes
    is_in_order: bool
    is_late: bool
    seconds: int  # that it was waited for

    @property
    def late_words(self) -> str:
        """How long it was really waited for, which on a busy machine is longer than the limit says."""
        return f"读了{self.seconds}秒还没有读完"


def run_child(
    module: str, *arguments: str, seconds: int = SECONDS, most_written: int = MOST_WRITTEN, heard: Callable[[bytes], object] | None = None
) -> Ended:
    """Run `main(*arguments)` of a module in a child; no file it writes, its answer least, exceeds `most_written`.

    It may work for one second less than `seconds`, so that with a processor to itself it has ended by then. One that the machine keeps
    waiting is given longer: a harmless file is not refused because others are busy. `heard` hears each line soon after it was printed;
    what it raises ends the child.
    """
    limits = (MEMORY_BYTES, max(1, seconds - 1), most_written)
    with _long_turn if seconds > LONG_SECONDS else _turn, TemporaryFile() as answer:
        begun = monotonic()
        child = fork_child(module, arguments, limits=limits, source=SOURCE, answer=answer.fileno())
        try:
            code = _waited(child, begun + PATIENCE * seconds, answer.fileno(), heard)
        finally:
            child.end()
        answer.seek(0)
        return Ended(answer.read(), code == 0, code in {None, -signal.SIGXCPU}, round(monotonic() - begun))


def _waited(child: Child, until: float, answer: int, heard: Callable[[bytes], object] | None) -> int | None:
    """How the child ended, None when its time was over; meanwhile its lines are told."""
    told, left = 0, until - monotonic()
    while left > 0:
        code = child.ended(min(left, LISTEN_SECONDS) if heard else left)
        if heard:
            told = _tell(answer, told, heard)
        if code is not None:
            return code
        left = until - monotonic()
    return None


def _tell(answer: int, told: int, heard: Callable[[bytes], object]) -> int:
    """Tell the whole lines after the first `told` bytes; how many bytes are told now. The child's place in its answer is not moved."""
    whole, end, _ = os.pread(answer, MOST_HEARD, told).rpartition(b"\n")
    for line in whole.splitlines():
        heard(line)
    return told + len(whole + end)
