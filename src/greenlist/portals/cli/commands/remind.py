"""`greenlist remind`: the reminders of the day, one message a person; for cron, in the morning."""

import argparse
import sys
from typing import Any


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("remind", help="the reminders of the day: what is due soon, today or late, one message a person")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(_chosen: argparse.Namespace) -> int:
    """Exit 0; a second run on the same day tells nobody twice."""
    from greenlist.casework.desk.digest_services import remind_everybody  # noqa: PLC0415 -- app ready: models load after set-up

    print(f"每日提醒：新告知{remind_everybody()}人")
    return 0
