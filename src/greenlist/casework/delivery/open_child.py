"""The child that opens a package: `check PATH` and `manifest PATH` print what was found; `unpack PATH FOLDER` prints [done, total] after
each file; `one PATH TARGET DIGEST` writes one file and prints its name.
"""

import json
from pathlib import Path

from greenlist.engines.ledger.package import check, unpack, unpack_one


def main(what: str, path: str, folder: str = "", digest: str = "") -> None:
    """Do one of the four."""
    if what == "one":
        print(json.dumps(unpack_one(Path(path), Path(folder), digest)))
    elif what == "unpack":
        unpack(Path(path), Path(folder), lambda done, total: print(json.dumps([done, total]), flush=True))
    else:
        print(json.dumps(check(Path(path), is_whole=what == "check").as_content(), ensure_ascii=False))
