"""`greenlist journal verify | seal [--follow]`: walk the sealed chain, or seal what is waiting."""

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

SECONDS = 2


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("journal", help="verify the sealed chain; seal what is waiting")
    parser.add_argument("act", choices=["verify", "seal"])
    parser.add_argument("--follow", action="store_true", help="go on sealing every two seconds")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def _seal_patiently(seal_all: Callable[[], int]) -> None:
    """A database that is busy (SQLite under a long write) is asked again two seconds later."""
    from django.db import OperationalError  # noqa: PLC0415 -- slow import: the pure commands need no database

    try:
        seal_all()
    except OperationalError as problem:
        print(f"稍后再封：{problem}", file=sys.stderr)


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 when the chain is broken."""
    from greenlist.casework.journal.sealer import seal_all, verify  # noqa: PLC0415 -- app ready: models load after set-up

    if chosen.act == "seal":
        _seal_patiently(seal_all) if chosen.follow else seal_all()
        while chosen.follow:
            time.sleep(SECONDS)
            _seal_patiently(seal_all)
        return 0
    result = verify()
    print(f"已封 {result.sealed} 条，待封 {result.unsealed} 条，链头 {result.head}")
    print(result.fault or "链完整")
    return 0 if result.is_whole else 1
