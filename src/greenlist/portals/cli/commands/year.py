"""`greenlist year --seed N`: play one whole round of the synthetic province in a data folder of its own."""

import argparse
import os
import secrets
import sys
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[5]


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("year", help="play one whole year of the synthetic province (演示数据)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--units", type=int, default=24, help="how many units, spread over the twelve recommending units")
    parser.add_argument(
        "--years", type=int, default=1, help="so many years in a row, with life on the list; the stock of each is reconciled"
    )
    parser.add_argument("--notice", default="", help="play the small chain of another notice we hold instead, e.g. jx-2021-23")
    parser.add_argument("--folder", type=Path, help="data folder to play in; without it a new one is made under var/")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def prepare(chosen: argparse.Namespace) -> None:
    """Point the settings at a new data folder before Django reads them: no year is ever played into real data."""
    folder = chosen.folder or _new_folder(chosen.seed)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} 不是空目录；请换一个 --folder，排演不写入已有数据。")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"GREENLIST_VAR": str(folder), "GREENLIST_DEMO": "1", "GREENLIST_SECRET_KEY": secrets.token_urlsafe(48)}
    chosen.folder = folder


def run(chosen: argparse.Namespace) -> int:
    """Play to the end of the last year; prints what became of the units. 1 when the list does not add up, with the names."""
    from django.core.management import call_command  # noqa: PLC0415 -- app ready: models load after set-up

    from greenlist.rehearsal.chain import tell_chain  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.rehearsal.demo import play_year  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.rehearsal.years import DoesNotAddUp, play_years  # noqa: PLC0415 -- app ready: models load after set-up

    call_command("migrate", verbosity=0)
    if chosen.notice:
        told = tell_chain(chosen.notice, seed=chosen.seed)
    elif chosen.years > 1:
        told = play_years(seed=chosen.seed, units=chosen.units, years=chosen.years)
    else:
        told = play_year(seed=chosen.seed, units=chosen.units)
    ending = 0
    try:
        for line in told:
            print(line, flush=True)
    except DoesNotAddUp as broken:
        print(f"在册数对不上：\n{broken}", file=sys.stderr)
        ending = 1
    print(f"数据在 {chosen.folder}")
    return ending


def _new_folder(seed: int) -> Path:
    var = Path(os.environ.get("GREENLIST_VAR", ROOT / "var"))
    names = (f"year-{seed}" if n == 1 else f"year-{seed}-{n}" for n in count(1))
    return next(var / name for name in names if not (var / name).exists())
