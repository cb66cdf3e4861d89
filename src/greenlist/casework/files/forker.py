"""The process that children are forked from. It has loaded the libraries that open files, and opens none itself.

Run by `forking.Forker` as `python -I -S forker.py LINE SOURCE PACKAGES`. For each message on LINE it forks a guard, and the guard a child.
The child sets its limits first, then calls `main` of the module asked for; the guard tells how it ended, and ends it when whoever asked
hangs up. A hostile file can only end its child: the next one is forked from a process that never saw it.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module

LIBRARIES = ("zipfile", "pyexpat", "pypdfium2_raw", "pikepdf", "zxingcpp", "PIL.Image", "python_calamine", "docxtpl")
MOST_ASKED = 128 * 1024
NOT_BEGUN = b"not begun"
PR_SET_PDEATHSIG = 1
OPEN_FILES = 64


def main() -> None:
    """Load, then fork until the line is closed."""
    line = socket.socket(fileno=int(sys.argv[1]))
    sys.path += sys.argv[2:]
    for name in LIBRARIES:
        import_module(name)
    gc.freeze()
    while True:
        asked, files, _, _ = socket.recv_fds(line, MOST_ASKED, 2)
        if not asked:
            return _reap(0)
        if _forked(files[1]) == 0:
            line.close()
            _guard(json.loads(asked), *files)
        for file in files:
            os.close(file)
        _reap(os.WNOHANG)


def _reap(how: int) -> None:
    """Wait for the guards that have ended, so that the kernel adds what they and their children used to ours."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _guard(asked: dict[str, object], answer: int, asker: int) -> None:
    """Fork the child, tell how it ended; a word or the end of the asker's line before that ends it."""
    guard, child = os.getpid(), _forked(asker)
    if child == 0:
        os.close(asker)
        _end_with(guard)
        _open(answer, **asked)  # type: ignore[arg-type]
    if child < 0:
        os._exit(0)
    os.close(answer)
    waits = select.poll()
    for one in (os.pidfd_open(child), asker):
        waits.register(one, select.POLLIN)
    waits.poll()
    os.kill(child, signal.SIGKILL)  # one that has ended is not touched; its number is its own until it is waited for
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(OSError):  # nobody listens any more
        os.write(asker, b"%d" % code)
    os._exit(0)


def _forked(asker: int) -> int:
    """`os.fork`, or -1 after telling the asker that there is no room for a process: that says nothing about his file."""
    try:
        return os.fork()
    except OSError as fault:
        print(f"forker: {fault}", file=sys.stderr, flush=True)
        with suppress(OSError):
            os.write(asker, NOT_BEGUN)
        return -1


def _end_with(guard: int) -> None:
    """Let the kernel end this child when its guard is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != guard:  # it was gone before
        os._exit(1)


def _open(answer: int, limits: list[int], source: str, module: str, arguments: list[str]) -> None:
    """The child: nothing to read, its answer in the file, its limits; then what was asked for."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for place, file in enumerate((nothing, answer, nothing)):
        os.dup2(file, place)
    os.closerange(3, OPEN_FILES)
    code = 1
    try:
        _limit(*limits)
        if source not in sys.path:
            sys.path.append(source)
        import_module(module).main(*arguments)
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


def _limit(memory: int, seconds: int, written: int) -> None:
    """No more address space, processor time, bytes in a file or open files than these; no core dump; no process or thread beside it."""
    limits = {
        resource.RLIMIT_AS: memory, resource.RLIMIT_FSIZE: written,
        resource.RLIMIT_NOFILE: OPEN_FILES, resource.RLIMIT_CORE: 0, resource.RLIMIT_NPROC: 0,
    }  # fmt: skip
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # the first ends it by a signal that says why


if __name__ == "__main__":
    main()
