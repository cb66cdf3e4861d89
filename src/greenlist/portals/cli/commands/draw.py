"""`greenlist draw verify FILE`: was a spot check drawn as its record says? No database, no network."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from greenlist.engines.sampling import check


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("draw", help="draw a spot check again from its record")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("verify", help="exit 1 and one line a fault when something does not agree").add_argument("file", type=Path)
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 and one line a fault when the record does not agree with itself."""
    text = chosen.file.read_bytes().decode("utf-8", errors="replace")
    if faults := check(text):
        print("\n".join(faults))
        return 1
    record = json.loads(text)
    names = {unit["key"]: f"{unit['name']}（入选概率 {unit['chance']}）" for unit in record["frame"]["units"]}
    print(f"{len(names)}家中抽{len(record['drawn'])}家，重抽结果一致：")
    print("\n".join(names[key] for key in record["drawn"]))
    print(f"抽取范围摘要 {record['frame_digest']}；密数摘要 {record['commitment']}；公开数 {record['figure']}")
    if not record.get("basis"):
        print("记录中没有风险信号：入选概率怎样算出没有核对，只核对了按它抽取。")
    return 0
