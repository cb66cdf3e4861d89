"""`greenlist standards`: what is held and how much of it is verified; `standards check FILE`, `standards preview FILE`: for authors."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from greenlist.casework.standards.comparing import SURE
from greenlist.casework.standards.held import Table, shipped
from greenlist.casework.standards.reference import KINDS
from greenlist.engines.scoring import load_standard
from greenlist.engines.scoring.check import check_file, coverage_of, hints_of, preview_of
from greenlist.engines.scoring.load import StandardProblems
from greenlist.engines.scoring.values import plain_standard
from greenlist.rulebook.reference.coefficients import editions
from greenlist.rulebook.standards import held_editions


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser(
        "standards", help="what is in force, share read in the original; `check FILE` lints and tests a file, `preview FILE` draws it"
    )
    parser.add_argument("act", nargs="?", choices=["check", "preview"])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--coverage", action="store_true", help="check: which branches no test inside the file takes")
    parser.add_argument("--out", type=Path, default=Path(), help="preview: the folder the page is written to")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """List, or check one file; exit 2 with every fault at file:line."""
    if chosen.act:
        if chosen.file is None:
            raise ValueError(f"standards {chosen.act} 后面要写文件名")
        if chosen.act == "preview":
            return _preview(chosen.file, chosen.out)
        return _check(chosen.file, wants_coverage=chosen.coverage)
    for path in held_editions():
        _print_edition(path)
    for held in editions():
        in_force = f"{held.from_on} 至 {held.until_on or '今'}"
        print(f"{held.standard}/{held.edition}　{held.number} {held.title}　{in_force}　{_share(held.sureness, '系数表')}")
    for name, kind in KINDS.items():
        print(f"{name}　{kind.title}　{_share(shipped(name).sureness, '参考表')}")
    return 0


def _check(file: Path, *, wants_coverage: bool) -> int:
    problems = check_file(file)
    print("\n".join(problems) or "没有问题", file=sys.stderr if problems else sys.stdout)
    if problems:
        return 2
    if found := hints_of(file):
        print("\n".join(found))
    if not wants_coverage:
        return 0
    gone, count = coverage_of(file)
    print("\n".join([*gone, f"测试走到 {count - len(gone)} / {count} 条支路"]))
    return 1 if gone else 0


def _preview(file: Path, folder: Path) -> int:
    try:
        page = preview_of(file)
    except StandardProblems as problems:
        print(problems, file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{file.resolve().parent.name}-{file.stem}.html"
    target.write_text(page, encoding="utf-8")
    print(f"已写入 {target}，用浏览器打开")
    return 0


def _print_edition(path: Path) -> None:
    standard = load_standard(path).standard
    name, until = f"{standard.id}/{standard.edition}", standard.in_force["to"] or "今"
    share = _share(Table(name, plain_standard(standard)).sureness, "文件")
    print(f"{name}　{standard.number} {standard.title}　{standard.in_force['from']} 至 {until}　{share}")


def _share(counts: Mapping[str, int], kind: str) -> str:
    total, verified = sum(counts.values()), counts.get(SURE, 0)
    return f"本{kind}{total}处取值中{verified}处已核原文（{100 * verified // total}%）" if total else f"本{kind}没有取值"
