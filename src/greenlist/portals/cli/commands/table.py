"""`greenlist table write FILE OUT`: the annexed summary table from a greenlist.table/1 file, as .docx, .xlsx or .pdf."""

import argparse
import sys
from pathlib import Path
from typing import Any

import yaml

from greenlist.papers import summary_table as paper

WRITERS = {".docx": paper.to_docx, ".xlsx": paper.to_xlsx, ".pdf": paper.to_pdf}


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("table", help="write the annexed summary table")
    parser.add_argument("act", choices=["write"])
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Write one file; the ending of OUT chooses the format."""
    writer = WRITERS.get(chosen.out.suffix)
    if writer is None:
        raise ValueError(f"{chosen.out}：扩展名应为 {'、'.join(WRITERS)}")
    raw = yaml.safe_load(chosen.file.read_text(encoding="utf-8"))
    rows = tuple(_row(entry, n) for n, entry in enumerate(raw["rows"], start=1))
    table = paper.SummaryTable(raw.get("year", 2024), raw["recommending_unit"], raw.get("dated_on"), rows, bool(raw.get("is_demo")))
    chosen.out.write_bytes(writer(table))
    print(f"已写 {chosen.out}，{len(rows)}行")
    return 0


def _row(entry: dict[str, Any], number: int) -> paper.SummaryRow:
    plain = {key: entry[key] for key in ("category", "serial", "city", "county", "name", "third_party", "industry_or_type")}
    levels = set(entry.get("levels", []))
    if not levels & {"national", "provincial"}:
        raise ValueError(f"第{number}行没有选国家级或省级（C-67）")
    return paper.SummaryRow(**plain, national="national" in levels, provincial="provincial" in levels)
