"""The start of every child: its limits first, then the module that opens the file.

Run by `children.run_child` as `python -I -S start_child.py MEMORY SECONDS WRITTEN SOURCE PACKAGES MODULE ARGUMENT…`.
"""

import resource
import sys
from importlib import import_module

OPEN_FILES = 64


def main() -> None:
    """Limit this process, then call `main` of the module with what is left of the command line."""
    memory, seconds, written, source, packages, module, *arguments = sys.argv[1:]
    _limit(int(memory), int(seconds), int(written))
    sys.path += [source, packages]
    import_module(module).main(*arguments)


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
