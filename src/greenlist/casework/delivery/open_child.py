"""The child that opens a package: `check PATH` and `manifest PATH` print what was found; `unpack PATH FOLDER` prints [done, total] after
each file.
"""

import json
from pathlib import Path

from greenlist.engines.ledger.package import check, unpack


def main(what: str, path: str, folder: str = "") -> None:
    """Do one of the three."""
    if what == "unpack":
        unpack(Path(path), Path(folder), lambda done, total: print(json.dumps([done, total]), flush=True))
    else:
        print(json.dumps(check(Path(path), is_whole=what == "check").as_content(), ensure_ascii=False))
