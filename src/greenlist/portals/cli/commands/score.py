"""`greenlist score FILE`: score one application file with its tree; `score --template ID/EDITION`: a form to fill in."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from greenlist.engines.scoring import ApplicationProblems, Result
from greenlist.engines.scoring.application_file import ApplicationFile, template
from greenlist.engines.scoring.rounding import shown


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("score", help="score one application file, with the explanation tree")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--template", metavar="STANDARD/EDITION", default="")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 when not qualified or incomplete, 2 for a file that cannot be read."""
    if chosen.template:
        standard, _, edition = chosen.template.partition("/")
        print(template(standard, edition), end="")
        return 0
    if chosen.file is None:
        raise ValueError("请写申报数据文件名，或用 --template gbt-36132/2018 取一份空表")
    try:
        file = ApplicationFile(chosen.file)
    except ApplicationProblems as problems:
        print(problems, file=sys.stderr)
        return 2
    result = file.score()
    if zeros := file.zeros(result):
        print("\n".join(zeros), file=sys.stderr)
    print(json.dumps(result.trace, ensure_ascii=False) if chosen.json else _text(result))
    return 0 if result.verdict == "qualified" else 1


def _text(result: Result) -> str:
    words = {"qualified": "合格", "not_qualified": "不合格", "incomplete": "未填全"}
    lines = [f"{result.plan.title}　总分 {result.shown} / {shown(result.plan.maximum)}　{words[result.verdict]}"]
    lines += [f"含未核实的标准数值、取法 {len(result.unverified)} 项"] if result.unverified else []
    lines += [f"不符合：{'；'.join(result.unmet)}"] if result.unmet else []
    lines += [f"未填 {len(result.missing)} 项，补齐最多可得 ＋{result.gain}"] if result.missing else []
    for group, planned in zip(result.groups, result.plan.groups, strict=True):
        lines.append(f"{group.title}　{shown(group.weighted)} / {shown(group.weighted_maximum)}")
        for item in planned.all_items():
            found = result.items[item.id]
            lines.append(f"  {item.clause}　{item.label}　{found.value or found.status}　{shown(found.points)} / {shown(found.maximum)}")
    return "\n".join(lines)
