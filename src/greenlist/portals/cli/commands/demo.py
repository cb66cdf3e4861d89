"""`greenlist demo load [--small]`: the demo province up to its clock's start, the historical lists, the accounts.

`greenlist demo county [--out FOLDER] [--seed N]`: a county's messy table and zip, and the replies of departments, to be dropped in.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from greenlist.rehearsal.handouts import write_handouts


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("demo", help="load the demo province (演示数据)")
    parser.add_argument("act", choices=["load", "county"])
    parser.add_argument("--small", action="store_true", help="only one city, so that sign-in is reached quickly")
    parser.add_argument("--out", type=Path, default=Path(), help="the folder for the files of the presenter")
    parser.add_argument("--seed", type=int, default=20240522)
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Load once (a second call adds nothing twice), or write a county's delivery."""
    if chosen.act == "county":
        for written in write_handouts(chosen.out, chosen.seed):
            print(f"已写 {written}")
        return 0
    from greenlist.rehearsal.demo import load_demo  # noqa: PLC0415 -- app ready: models load after set-up

    for line in load_demo(is_small=chosen.small):
        print(line, flush=True)
    return 0
