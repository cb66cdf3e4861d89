#!/usr/bin/env python3
"""One launcher, standard library only.

python3 run.py                        set everything up and serve the demo
python3 run.py --no-serve             set up only
python3 run.py --port 8000            choose the port
python3 run.py test [--strict] [PART …]
python3 run.py prove [NAME]
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))


def main(arguments: list[str]) -> int:
    """Choose the way; returns the exit code."""
    if sys.version_info < (3, 11):
        return _with_newer_python()
    from running import demo, proofs, tests

    os.chdir(ROOT)
    known = {"--no-serve", "--port"}
    if unknown := [a for a in arguments if a.startswith("-") and a not in known and arguments[0] not in {"test", "prove"}]:
        print(__doc__.strip())
        return 0 if unknown[0] in {"-h", "--help"} else 2
    if arguments[:1] == ["test"]:
        return tests.run(arguments[1:])
    if arguments[:1] == ["prove"]:
        return proofs.run(arguments[1:])
    return demo.run(arguments)


def _with_newer_python() -> int:
    import shutil

    for name in ("python3.13", "python3.12", "python3.11"):
        if found := shutil.which(name):
            os.execv(found, [found, *sys.argv])
    print("greenlist needs Python 3.11 or newer. 需要 Python 3.11 或更新版本。", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
