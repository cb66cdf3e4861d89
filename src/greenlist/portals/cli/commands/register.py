"""`greenlist register reconcile`: the printed counts of every published list beside the rows we carry of it."""

import argparse
import sys
from typing import Any

from greenlist.rulebook.reference.published_counts import Reconciled, reconcile, unaccounted


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("register", help="the register: printed counts against the rows carried")
    parser.add_argument("what", choices=["reconcile"])
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(_chosen: argparse.Namespace) -> int:
    """Exit 0 when every list that we carry agrees with its notice, 1 when one does not; what is not carried is said, not counted."""
    lists, lost = reconcile(), unaccounted()
    for one in lists:
        print(_line(one))
    for batch, rows in lost.items():
        print(f"第{batch}批：有{rows}行，没有公布数")
    differing = [one.published.list for one in lists if one.differs]
    carried = sum(1 for one in lists if one.is_carried)
    print(f"公布数{len(lists)}份，载入名单行{carried}份，不相符{len(differing)}份{'：' if differing else ''}{'、'.join(differing)}")
    return 1 if differing or lost else 0


def _line(one: Reconciled) -> str:
    told = one.published
    if one.is_carried:
        parts = [f"{c.label}公布{'—' if c.printed is None else c.printed}、名单行{c.rows}（{c.words}）" for c in one.categories]
    else:
        parts = [f"公布{'、'.join(f'{c.label}{c.printed}' for c in one.categories)}，没有载入名单行"]
    parts += [f"移出{_each(one.removed)}"] if told.removed else []
    parts += [f"更名{told.renamed}"] if told.renamed is not None else []
    parts += [f"累计推算{_each(one.stock_told)}"] if one.stock else []
    parts += [text for text in (one.fell_out_words, told.note.rstrip("。")) if text]
    return f"{told.list} {told.published_on or '日期未录'} {told.number}：{'；'.join(parts)}。来源：{told.source}（{told.confidence}）".replace(
        " ：", "："
    )


def _each(told: list[tuple[str, int]]) -> str:
    return "、".join(f"{label}{n}" for label, n in told)
