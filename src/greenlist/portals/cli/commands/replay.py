"""`greenlist replay --under ID`: the newest round's applications put to another notice; who would change, clause by clause, and why."""

import argparse
import json
import sys
from typing import Any

from greenlist.rulebook.notices import notice_ids

SHOWN = 5


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("replay", help="the applications of a round under another notice")
    parser.add_argument("--under", required=True, choices=notice_ids(), help="the notice they are put to")
    parser.add_argument("--round", default="", help="the notice of the round; without it the newest round")
    parser.add_argument("--json", action="store_true", help="every change, not the first few of each clause")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 when anybody would change."""
    from greenlist.casework.applications.models import Application  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.casework.journal.clock import today  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.casework.rounds.models import Round  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.casework.verification.replaying import MEMBERS, replay  # noqa: PLC0415 -- app ready: models load after set-up

    rounds = Round.objects.filter(notice=chosen.round) if chosen.round else Round.objects.all()
    round_ = rounds.order_by("-opens_on", "-id").first()
    if round_ is None:
        raise LookupError("还没有开过这一轮。")
    cases = Application.objects.filter(round=round_).exclude(state__in=("draft", "withdrawn")).select_related(*MEMBERS).order_by("number")
    found = replay(cases, chosen.under, today())
    if chosen.json:
        print(json.dumps([_content(line) for line in found if line.changes], ensure_ascii=False, indent=1))
    else:
        for line in found:
            _tell(line)
    return 1 if any(line.changes for line in found) else 0


def _content(line: Any) -> dict[str, Any]:
    changes = [{"number": c.application.number, "unit": c.application.site.name, "before": _told(c.before), "after": _told(c.after)}
               for c in line.changes]  # fmt: skip
    return {"clause": line.clause, "same": line.same, "changes": changes}


def _tell(line: Any) -> None:
    words = (line.after or line.before).quote or (line.after or line.before).obligation
    print(f"{line.clause}　{words}：{line.same}件不变，{len(line.changes)}件会变")
    for change in line.changes[:SHOWN]:
        print(f"  {change.application.number} {change.application.site.name}：{_told(change.before)} → {_told(change.after)}")
    if len(line.changes) > SHOWN:
        print(f"  ……还有{len(line.changes) - SHOWN}件，用 --json 看全部")


def _told(finding: Any) -> str:
    return f"{finding.verdict}（{finding.fact}）" if finding else "不问这一条"
