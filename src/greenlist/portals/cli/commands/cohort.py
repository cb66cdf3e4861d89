"""`greenlist cohort FILE.parquet --standard ID/EDITION --on DAY`: a whole cohort scored, and held against what-ifs in the same pass."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from greenlist.engines.cohort.differences import Change, signed
from greenlist.engines.cohort.program import compile_program
from greenlist.engines.cohort.summary import WHOLE, Summary, Told
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.overlay import PASS_LINE, read_overlay, what_if
from greenlist.engines.scoring.rounding import shown
from greenlist.rulebook.reference.tables import ReferenceTable
from greenlist.rulebook.standards import held_editions, standard_file

WANTED = "这个命令要用 pyarrow，本机没有装；请装 requirements/fast.txt：.venv/bin/python -m pip install --require-hashes -r requirements/fast.txt"
MOST = 20


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("cohort", help="score a Parquet file of many units; --what-if: who would rise, fall, cross the line")
    parser.add_argument("file", type=Path)
    parser.add_argument("--standard", required=True, metavar="STANDARD/EDITION")
    parser.add_argument("--on", required=True, metavar="DAY", help="the reference date, 2024-05-27")
    parser.add_argument("--out", type=Path, help="results of every row, .parquet or .csv")
    parser.add_argument("--carry", action="append", default=[], metavar="COLUMN", help="a column of the file to keep in the results")
    parser.add_argument("--by", default="", metavar="COLUMN", help="tell everything by this column too")
    parser.add_argument("--what-if", type=Path, action="append", default=[], metavar="OVERLAY", dest="overlays")
    parser.add_argument("--pass-line", default="", help="the round's pass line; without it the standard's own")
    parser.add_argument("--threads", type=int, default=2, choices=range(1, 65), metavar="N")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 when a what-if moves anybody, 2 for data that cannot be scored."""
    if find_spec("pyarrow") is None:
        raise ValueError(WANTED)
    from greenlist.engines.cohort.parquet import Part, scored_parts, writer_of  # noqa: PLC0415 -- optional dependency: pyarrow

    source, on, line = _source(chosen.standard), _day(chosen.on), number(chosen.pass_line) if chosen.pass_line else None
    tables = _tables(on) if needs_database(chosen) else {}
    base = compile_program(compile_plan(source, on, tables), line)
    overlays = [read_overlay(path) for path in chosen.overlays]
    programs = [
        base,
        *(compile_program(what_if(source, o, on, tables), None if any(p.path == PASS_LINE for p in o.patches) else line) for o in overlays),
    ]
    summary = Summary(programs)

    def added(parts: Iterator[Part]) -> Iterator[Part]:
        for part in parts:
            summary.add(part.first, part.scores, part.losses, part.groups, part.codes)
            yield part

    parts = added(scored_parts(programs, chosen.file, by=chosen.by, carried=chosen.carry, threads=chosen.threads))
    if chosen.out:
        with writer_of(base, chosen.file, chosen.out, chosen.carry) as writer:
            for part in parts:
                writer.write(part)
    else:
        for _ in parts:
            pass
    _tell(summary, chosen.by)
    for told, overlay in zip(summary.told[1:], overlays, strict=True):
        _tell_what_if(summary, told, overlay.name, chosen.by)
    return 1 if any(told.changes[WHOLE].up or told.changes[WHOLE].down or told.changes[WHOLE].gained or told.changes[WHOLE].lost
                    for told in summary.told[1:] if told.changes) else 0  # fmt: skip


def needs_database(chosen: argparse.Namespace) -> bool:
    """Is the edition none that is shipped? Then it may be one that two persons signed (2018-1), which stands in the database."""
    return bool(chosen.standard not in _shipped())


def _shipped() -> list[str]:
    return [f"{path.parent.name}/{path.stem}" for path in held_editions()]


def _source(name: str) -> Source:
    standard, _, edition = name.partition("/")
    held = _shipped()
    if name in held:
        return load_standard(standard_file(standard, edition))
    from django.db import DatabaseError  # noqa: PLC0415 -- slow import: a shipped edition needs no database

    from greenlist.casework.standards.selectors import signed_sources  # noqa: PLC0415 -- app ready: models load after set-up

    try:
        signed = {f"{source.standard.id}/{source.standard.edition}": source for source in signed_sources()}
    except DatabaseError:  # no database of ours: nothing was signed here
        signed = {}
    if name not in signed:
        raise ValueError(f"没有标准“{name}”；有：{'、'.join((*held, *signed))}。")
    return signed[name]


def _tables(on: date) -> dict[str, ReferenceTable]:
    """The reference tables that were signed and hold today, as a form that is begun today is computed with them."""
    from greenlist.casework.journal.clock import today  # noqa: PLC0415 -- app ready: models load after set-up
    from greenlist.casework.standards.selectors import loaded_references, reference_tables  # noqa: PLC0415 -- app ready: models load

    return reference_tables(loaded_references(today()), on)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--on 应写成 2024-05-27 的样子，现在是“{text}”。") from None


def _tell(summary: Summary, by: str) -> None:
    told = summary.told[0]
    plan = told.program.plan
    line = "不设" if told.program.pass_line is None else shown(told.program.pass_line)
    print(f"{plan.title}　基准日 {plan.content['reference_date']}　合格线 {line}")
    print(f"{summary.rows}行　{_verdicts(told.verdicts)}　平均 {shown(summary.mean(told), 4)}　精确核算 {told.flagged}行")
    if told.grades:
        print("等级　" + "　".join(f"{name} {count}" for name, count in told.grades.items()))
    for name in sorted(summary.units):
        print(f"  {by} {name}　{sum(summary.units[name])}行　{_verdicts(summary.units[name])}")


def _verdicts(counts: list[int]) -> str:
    return "　".join(f"{word} {count}" for word, count in zip(("合格", "不合格", "未填全"), counts, strict=True))


def _tell_what_if(summary: Summary, told: Told, name: str, by: str) -> None:
    if not told.changes:
        return
    print(f"\n试算“{name}”　{_change(told.changes[WHOLE])}")
    for group in sorted(told.changes.keys() - {WHOLE}):
        print(f"  {by} {group}　{told.changes[group].units}行　{_change(told.changes[group])}")
    items, moved = told.program.plan.items, summary.item_changes(told)
    for item, points in moved[:MOST]:
        print(f"  指标 {item} {items[item].label}　项内分合计 {'−' if points < 0 else '＋'}{abs(points):.2f}")
    for mover in told.furthest:
        change = signed(mover.after - mover.before, Fraction(1, 100))
        print(f"  第{mover.row}行　{shown(mover.before)} → {shown(mover.after)}　{change}")


def _change(change: Change) -> str:
    return (f"上升 {change.up}　下降 {change.down}　不变 {change.same}　转为合格 {change.gained}　转为不合格 {change.lost}　"
            f"平均 {change.mean_shown}")  # fmt: skip
