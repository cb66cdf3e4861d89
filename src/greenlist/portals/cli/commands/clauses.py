"""`greenlist clauses [ID]`: a passage with its clauses, or a clause with its six places as file:line."""

import argparse
import json
import sys
from typing import Any

from greenlist.rulebook.notices import Clause, Notice, newest_notice, notice, notice_ids
from greenlist.rulebook.served import PLACE_LABELS, Places, is_served, located, merge, read_fragments


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("clauses", help="a clause with text, rule, spec, service, screen, public page")
    parser.add_argument("id", nargs="?", default="", help="3.1.1 or C-44; nothing lists all")
    parser.add_argument("--notice", default=newest_notice(), choices=notice_ids(), help="which notice; without it the newest")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Print; exit 1 when a single clause asked for is not served."""
    text = notice(chosen.notice)
    places = merge(read_fragments(), text.id)
    found = [c for c in text.clauses if chosen.id in {"", c.id, c.passage}]
    if not found:
        raise KeyError(f"{text.id} 没有条款或段落 {chosen.id!r}；条款写作 C-44，段落写作 3.1.1")
    if chosen.json:
        print(json.dumps([_plain(c, places[c.id]) for c in found], ensure_ascii=False, indent=1))
    elif chosen.id.startswith("C-"):
        _print_clause(found[0], places[found[0].id])
    else:
        _print_passages(text, found, places)
    return 0 if len(found) > 1 or is_served(found[0].kind, places[found[0].id]) else 1


def _print_clause(clause: Clause, places: Places) -> None:
    print(f"{clause.id}（{clause.kind_label}，第 {clause.passage} 段）“{clause.quote}”")
    for name, label in PLACE_LABELS.items():
        print(f"  {label}　{located(getattr(places, name)) or '未运行或没有'}")
    print("  全部到位" if is_served(clause.kind, places) else "  还没有全部到位")


def _print_passages(text: Notice, clauses: list[Clause], places: dict[str, Places]) -> None:
    passage = ""
    for clause in clauses:
        if clause.passage != passage:
            passage = clause.passage
            print(f"\n{passage} {text.passage(passage).title}\n{text.passage(passage).public_text}")
        mark = "✓" if is_served(clause.kind, places[clause.id]) else "·"
        print(f"  {mark} {clause.id} {clause.kind_label} “{clause.quote}”")


def _plain(clause: Clause, places: Places) -> dict[str, Any]:
    own = {name: located(getattr(places, name)) for name in PLACE_LABELS}
    return {"id": clause.id, "passage": clause.passage, "kind": clause.kind, "quote": clause.quote, **own,
            "served": is_served(clause.kind, places)}  # fmt: skip
