"""`greenlist demo load [--small]`: the demo province up to its clock's start, the historical lists, the accounts.

`greenlist demo county [--out FOLDER] [--seed N]`: a county's messy table and zip, to be dropped on 导入县区材料.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from greenlist.rehearsal.county_zip import county_papers


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("demo", help="load the demo province (演示数据)")
    parser.add_argument("act", choices=["load", "county"])
    parser.add_argument("--small", action="store_true", help="only one city, so that sign-in is reached quickly")
    parser.add_argument("--out", type=Path, default=Path(), help="the folder for a county's table and zip")
    parser.add_argument("--seed", type=int, default=20240522)
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Load once (a second call adds nothing twice), or write a county's delivery."""
    if chosen.act == "county":
        return _write_county(chosen)
    from greenlist.rehearsal.demo import load_demo  # noqa: PLC0415 -- app ready: models load after set-up

    for line in load_demo(is_small=chosen.small):
        print(line, flush=True)
    return 0


def _write_county(chosen: argparse.Namespace) -> int:
    papers = county_papers(chosen.seed, "360400")
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, body in (("县区汇总表（演示）.docx", papers.table), ("县区评价报告（演示）.zip", papers.archive)):
        (chosen.out / name).write_bytes(body)
        print(f"已写 {chosen.out / name}")
    return 0
