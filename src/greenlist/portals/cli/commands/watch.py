"""`greenlist watch`: the daily check. Every kept list is matched with the units of today, once a day; for cron."""

import argparse
import sys
from typing import Any


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("watch", help="the daily check: kept lists against the units of today")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(_chosen: argparse.Namespace) -> int:
    """Exit 0 when the day has its record; what was found is for the offices, and stands on their page."""
    from greenlist.casework.oversight.daily_services import check_daily  # noqa: PLC0415 -- app ready: models load after set-up

    check = check_daily()
    print(f"{check.day:%Y-%m-%d} 每日比对：名单行{check.row_count}，新对应{check.linked_count}，新提出{check.proposed_count}；")
    print(
        f"查看申报件{check.case_count}，重新查核{check.changed_count}；未对应单位的在册条目与名单相同或相近{len(check.entry_hits)}；{check.content_digest}"
    )
    print(f"名册与公布决定、变动记录不符{len(check.register_breaks)}处")
    return 0
