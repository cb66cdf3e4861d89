"""`greenlist notice new ID --from ID` begins a new notice from an old one; `notice diff OLD NEW` tells what they differ in."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from greenlist.rulebook.notices import notice_ids
from greenlist.rulebook.notices.drafting import Difference, begin, differences


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("notice", help="begin a new notice from an old one, or compare two")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    new = acts.add_parser("new", help="begin a notice: its folder with text.md, clauses.yaml, round.yaml")
    new.add_argument("id", help="like jx-2025-12: province, year, number of the document")
    new.add_argument("--from", dest="old", required=True, choices=notice_ids(), help="the notice it is begun from")
    diff = acts.add_parser("diff", help="what changes from one notice to another")
    diff.add_argument("old", choices=notice_ids())
    diff.add_argument("new", choices=notice_ids())
    diff.add_argument("--json", action="store_true")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 0; the differences are told in both acts."""
    if chosen.act == "new":
        folder = begin(chosen.id, chosen.old)
        print(f"已建立 {folder.name}/：text.md、clauses.yaml、round.yaml。按维护手册“新通知来了”逐条核对。")
        _tell(differences(chosen.old, chosen.id))
        return 0
    found = differences(chosen.old, chosen.new)
    if chosen.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
    else:
        _tell(found)
    return 0


def _tell(found: list[Difference]) -> None:
    for each in found:
        print(f"{each.what}\n  原：{each.before or '—'}\n  新：{each.after or '—'}")
        if each.rule_before != each.rule_after:
            print(f"  规则：{each.rule_before or '—'} → {each.rule_after or '—'}")
    print(f"共{len(found)}处不同")
