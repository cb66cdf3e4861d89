"""`greenlist work [--once]`: the worker. Takes background work one piece after another; SIGTERM gives back what it has in hand."""

import argparse
import signal
import sys
from typing import Any


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser(
        "work", help="the worker: packages, volumes and other long work in the background, and the messages that are due"
    )
    parser.add_argument("--once", action="store_true", help="do what waits now, then end")
    parser.add_argument("--lost-after", type=float, default=60, metavar="SECONDS", help="a worker silent for so long is taken for gone")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 0 when it was stopped, or with --once when nothing waits any more."""
    from greenlist.casework.jobs.worker import Worker  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.casework.outbox.delivery_services import deliver_due  # noqa: PLC0415 -- app ready: models load after set-up

    worker = Worker(chosen.lost_after)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    signal.signal(signal.SIGINT, lambda *_: worker.stop())
    if not chosen.once:
        worker.follow()
    while chosen.once and worker.once():
        pass
    if chosen.once:
        deliver_due()
    return 0
