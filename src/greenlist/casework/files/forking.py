"""Asks the forker for children, and says how they ended. One forker serves a process of ours; a fork of ours has one of its own."""

import atexit
import json
import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from select import POLLIN, poll
from threading import Lock

START = Path(__file__).with_name("forker.py")
SOURCE = Path(__file__).parents[3]
PACKAGES = Path(str(find_spec("pypdfium2").origin)).parents[1]  # type: ignore[union-attr]
# All the child is told of our environment: where Python finds its libraries, and to take memory in large pieces, which spares the reader
# of tables a tenth of its time; a system that does not know these words passes over them.
TUNED = "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864:glibc.malloc.mmap_threshold=1073741824"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name.startswith("LD_")} | {"GLIBC_TUNABLES": TUNED}
MOST_ASKED = 128 * 1024  # the kernel takes that in one message wherever it was not narrowed
NOT_BEGUN = b"not begun"


class Child:
    """A child at work, reached by the line to its guard."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._end = poll()
        self._end.register(line, POLLIN)

    def ended(self, seconds: float) -> int | None:
        """Wait so long at most; its exit code, the negative of a signal's number, or None while it works.

        Raises RuntimeError when it never began: then nothing is said about the file.
        """
        if not self._end.poll(1000 * max(0.0, seconds)):
            return None
        told = self._line.recv(32)
        if not told or told == NOT_BEGUN:
            raise RuntimeError("a child that opens files could not be begun; see its forker's words in the log")
        return int(told)

    def end(self) -> None:
        """End it if it has not ended; afterwards it is gone."""
        try:
            self._line.shutdown(socket.SHUT_WR)
            while self._line.recv(32):
                pass
        except OSError:  # the guard is gone, and the kernel ends the child with it
            pass
        finally:
            self._line.close()


class _Forker:
    """The forker of this process: begun at the first child, begun anew when it is gone or when we are a fork of the process that began it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._owner = 0
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def fork(self, asked: bytes, answer: int) -> Child:
        """Raises ValueError for a question that is too long for one message, OSError when no forker can be begun."""
        if len(asked) > MOST_ASKED:
            raise ValueError(f"a child was asked for with {len(asked)} bytes; {MOST_ASKED} are the most")
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._ask(asked, [answer, theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return Child(ours)

    def end(self) -> None:
        """Close the line and wait: from then on the kernel's books of our children hold all that were forked."""
        with self._lock:
            line, process, is_ours = self._line, self._process, self._owner == os.getpid()
            self._line = self._process = None
        if line is not None:
            line.close()
        if process is not None and is_ours:
            process.wait()

    def _ask(self, asked: bytes, files: list[int]) -> None:
        line = self._begun()
        try:
            socket.send_fds(line, [asked], files)
        except (BrokenPipeError, ConnectionResetError):  # it is gone: whoever sees that first begins another, all ask again
            self._forget(line)
            socket.send_fds(self._begun(), [asked], files)

    def _forget(self, line: socket.socket) -> None:
        """Not closed here: another thread may be about to use it, and finds it broken too; it is closed with its last user."""
        with self._lock:
            if self._line is line:
                self._line = None

    def _begun(self) -> socket.socket:
        with self._lock:
            if self._line is None or self._owner != os.getpid():
                if self._process is not None and self._owner == os.getpid():
                    self._process.wait()  # it is gone, or we would not be here
                self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                self._line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MOST_ASKED)
                command = [sys.executable, "-I", "-S", str(START), str(theirs.fileno()), str(SOURCE), str(PACKAGES)]
                with theirs:
                    self._process = subprocess.Popen(
                        command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=ENVIRONMENT,
                        start_new_session=True,
                    )  # fmt: skip
                self._owner = os.getpid()
            return self._line


_FORKER = _Forker()
end_forker = _FORKER.end
atexit.register(end_forker)


def fork_child(module: str, arguments: tuple[str, ...], *, limits: tuple[int, int, int], source: Path, answer: int) -> Child:
    """A child that runs `main(*arguments)` of a module under `limits` (bytes of memory, seconds, bytes of a file), its answer into `answer`."""
    asked = json.dumps({"limits": limits, "source": str(source), "module": module, "arguments": arguments})
    return _FORKER.fork(asked.encode(), answer)
