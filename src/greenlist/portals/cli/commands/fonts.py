"""`greenlist fonts [TEXT]`: which font each face is set in, and which characters of a text no font has."""

import argparse
import sys
from typing import Any

from greenlist.papers.typefaces import STAND_INS, files_of, folder, found, missing_glyphs


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("fonts", help="the fonts of PDFs; the characters of TEXT that none of them has")
    parser.add_argument("text", nargs="?", default="")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Print; exit 1 when a character has no glyph."""
    own = folder()
    print(f"字体文件夹：{own or '没有设 GREENLIST_FONTS，只用自带字体'}{f'，{len(files_of(own))}个字体文件' if own else ''}")
    for face, family in found(own).items():
        print(f"  {face}　{family}{'（代用）' if family == STAND_INS[face] else ''}")
    missing = missing_glyphs(chosen.text, own)
    for char in missing:
        print(f"没有字形：{char}（U+{ord(char):04X}）")
    return 1 if missing else 0
