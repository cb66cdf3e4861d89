"""The child that opens a template. `main("check", paper, path)` prints its problems as JSON; `main("fill", path, values)` prints the
filled file, the values being in a JSON file.
"""

import json
import sys
from pathlib import Path

from greenlist.papers.stationery.checking import problems_of
from greenlist.papers.stationery.filling import fill


def main(act: str, *arguments: str) -> None:
    """Do one of the two."""
    if act == "check":
        paper, path = arguments
        print(json.dumps(problems_of(paper, Path(path).read_bytes()), ensure_ascii=False))
    else:
        path, values = arguments
        told = json.loads(Path(values).read_text(encoding="utf-8"))
        sys.stdout.buffer.write(fill(Path(path).read_bytes(), told["values"], is_demo=told["is_demo"]))
