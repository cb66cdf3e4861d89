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
MOST_ASKED = 512 * 1024


class Child:
    """A child at work, reached by the line to its guard."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._end = poll()
        self._end.register(line, POLLIN)

    def ended(self, seconds: float) -> int | None:
        """Wait so long at most; its exit code, the negative of a signal's number, or None while it works."""
        if not self._end.poll(1000 * max(0.0, seconds)):
            return None
        told = self._line.recv(32)
        return int(told) if told else 1  # the guard itself was ended

    def end(self) -> None:
        """End it if it has not ended; afterwards it is gone."""
        try:
            self._line.shutdown(socket.SHUT_WR)
            while self._line.recv(32):
                pass
        except OSError:  # the guard is gone, and with its line the child
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
        ours, theirs = socket.socketpair()
        with theirs:
            for is_last in (False, True):
                line = self._begun()
                try:
                    socket.send_fds(line, [asked], [answer, theirs.fileno()])
                    return Child(ours)
                except (BrokenPipeError, ConnectionResetError):
                    self.end()
                    if is_last:
                        ours.close()
                        raise
        raise AssertionError("not reached")

    def end(self) -> None:
        """Close the line and wait: from then on the kernel's books of our children hold all that were forked."""
        with self._lock:
            if self._line is not None:
                self._line.close()
            if self._process is not None and self._owner == os.getpid():
                self._process.wait()
            self._line = self._process = None

    def _begun(self) -> socket.socket:
        with self._lock:
            if self._line is None or self._owner != os.getpid():
                self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                self._line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MOST_ASKED)
                command = [sys.executable, "-I", "-S", str(START), str(theirs.fileno()), str(SOURCE), str(PACKAGES)]
                with theirs:
                    self._process = subprocess.Popen(
                        command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL, env=ENVIRONMENT, start_new_session=True,
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
