"""`greenlist journal verify | seal [--follow]`: walk the sealed chain, or seal what is waiting."""

import argparse
import sys
import time
from typing import Any

SECONDS = 2


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("journal", help="verify the sealed chain; seal what is waiting")
    parser.add_argument("act", choices=["verify", "seal"])
    parser.add_argument("--follow", action="store_true", help="go on sealing every two seconds")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 when the chain is broken."""
    from greenlist.casework.journal.sealer import seal_all, verify  # noqa: PLC0415 -- app ready: models load after set-up

    if chosen.act == "seal":
        seal_all()
        while chosen.follow:
            time.sleep(SECONDS)
            seal_all()
        return 0
    result = verify()
    print(f"已封 {result.sealed} 条，待封 {result.unsealed} 条，链头 {result.head}")
    print(result.fault or "链完整")
    return 0 if result.is_whole else 1
