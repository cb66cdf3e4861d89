"""`greenlist verify BUNDLE [--root DIGEST] [--openings FILE]`: is a published list what was decided? No database, no network."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from greenlist.engines.ledger import verify, verify_openings


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("verify", help="verify the bundle of a published list")
    parser.add_argument("bundle")
    parser.add_argument("--root", default="", help="the digest printed where the list was published")
    parser.add_argument("--openings", help="the openings, from an auditor")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 and one line a fault when something was changed."""
    text = Path(chosen.bundle).read_bytes().decode("utf-8", errors="replace")
    faults = verify(text, chosen.root)
    if not faults and chosen.openings:
        faults = verify_openings(json.loads(text), json.loads(Path(chosen.openings).read_text(encoding="utf-8")))
    if faults:
        print("\n".join(faults))
        return 1
    bundle = json.loads(text)
    print(f"{bundle['list']['title']}：{len(bundle['rows'])}家，内容完整，总摘要 {bundle['root']}")
    return 0
