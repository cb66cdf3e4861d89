"""`greenlist table read FILE [--json]` and `table write FILE OUT`: the annexed summary table to and from greenlist.table/1."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from greenlist.papers import summary_table as paper
from greenlist.papers.table_reader import ReadRow, read_table

WRITERS = {".docx": paper.to_docx, ".xlsx": paper.to_xlsx, ".pdf": paper.to_pdf}


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("table", help="read or write the annexed summary table")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    reader = acts.add_parser("read", help="read a .docx or .xlsx; exit 1 when a row is doubtful")
    reader.add_argument("file", type=Path)
    reader.add_argument("--json", action="store_true", dest="is_json", help="print greenlist.table/1")
    writer = acts.add_parser("write", help="write a greenlist.table/1 file as .docx, .xlsx or .pdf")
    writer.add_argument("file", type=Path)
    writer.add_argument("out", type=Path)
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Read or write one file."""
    return _read(chosen) if chosen.act == "read" else _write(chosen)


def _read(chosen: argparse.Namespace) -> int:
    """Print what was read; 1 when a row is doubtful."""
    table = read_table(chosen.file)
    if chosen.is_json:
        print(json.dumps(table.as_content(), ensure_ascii=False, indent=2))
    else:
        print(f"{len(table.rows)}行，存疑{table.doubts}行，没有读成行的{len(table.unread)}处")
        for row in table.rows:
            for told in (*row.corrections, *row.doubts):
                print(f"{_place(row)} {row.name}：{told}")
        for left in table.unread:
            print(f"没有读：{left['text']}（{left['why']}）")
    return 1 if table.doubts else 0


def _place(row: ReadRow) -> str:
    table = row.place.get("sheet") or f"表{row.place['table']}"
    return f"{table}第{row.place['row']}行"


def _write(chosen: argparse.Namespace) -> int:
    """The ending of OUT chooses the format."""
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
