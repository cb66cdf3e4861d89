"""`greenlist demo load [--small]`: the demo province up to its clock's start; the historical lists; the accounts."""

import argparse
import sys
from typing import Any


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("demo", help="load the demo province (演示数据)")
    parser.add_argument("act", choices=["load"])
    parser.add_argument("--small", action="store_true", help="only one city, so that sign-in is reached quickly")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Load once; a second call adds nothing twice."""
    from greenlist.rehearsal.demo import load_demo  # noqa: PLC0415 -- app ready: models load after set-up

    for line in load_demo(is_small=chosen.small):
        print(line, flush=True)
    return 0
