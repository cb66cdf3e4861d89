"""`greenlist year --seed N`: play one whole round of the synthetic province in the database at hand."""

import argparse
import sys
from typing import Any


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("year", help="play one whole year of the synthetic province (演示数据)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--units", type=int, default=24, help="how many units, spread over the twelve recommending units")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Play to the end of the year; prints what became of the units."""
    from greenlist.rehearsal.demo import play_year  # noqa: PLC0415 -- app ready: models load after set-up

    for line in play_year(seed=chosen.seed, units=chosen.units):
        print(line, flush=True)
    return 0
