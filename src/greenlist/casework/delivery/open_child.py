"""The child that opens a package. Run as `python -I open_child.py WHAT PATH [FOLDER]`; it limits itself first.

`check PATH` and `manifest PATH` print what was found; `unpack PATH FOLDER` prints [done, total] after each file.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY_BYTES = 512 * 1024**2
PROCESSOR_SECONDS = 500
OPEN_FILES = 64
MOST_FILE_BYTES = 301 * 1024**2


def main() -> None:
    """Limit, then do what the command line says."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE_BYTES, MOST_FILE_BYTES))
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from greenlist.engines.ledger.package import check, unpack  # noqa: PLC0415 -- slow import: only after the limits are set

    what, path = sys.argv[1], Path(sys.argv[2])
    if what == "unpack":
        unpack(path, Path(sys.argv[3]), lambda done, total: print(json.dumps([done, total]), flush=True))
    else:
        print(json.dumps(check(path, is_whole=what == "check").as_content(), ensure_ascii=False))


if __name__ == "__main__":
    main()
