"""Which fonts the PDFs are set in: those in the folder GREENLIST_FONTS first, then the vendored ones; never the machine's own.

So the same data give the same bytes on every machine, and a character that none of them has can be named before the paper is made.
"""

import os
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTCollection, TTFont

VENDORED = Path(__file__).parent / "fonts"
# Each face of GB/T 9704-2012 under the names its fonts bear, best first.
FACES = {
    "仿宋": ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "FandolFang R", "FandolFang"),
    "楷体": ("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "FandolKai"),
    "黑体": ("黑体", "SimHei", "FandolHei"),
    "小标宋": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
}
STAND_INS = {"仿宋": "Noto Serif SC", "楷体": "Noto Serif SC", "黑体": "Noto Sans SC", "小标宋": "Noto Sans SC"}
ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}


def folder() -> Path | None:
    """The folder of the office's own fonts, if one is named."""
    named = os.environ.get("GREENLIST_FONTS", "")
    return Path(named) if named else None


def found(own: Path | None) -> dict[str, str]:
    """The family that each face is set in; a stand-in of ours where the folder has none."""
    known = set(fonts(own).families())
    return {face: next((name for name in names if name in known), STAND_INS[face]) for face, names in FACES.items()}


def lacking(own: Path | None) -> list[str]:
    """The faces that are set in a stand-in."""
    return [face for face, family in found(own).items() if family == STAND_INS[face]]


def missing_glyphs(text: str, own: Path | None = None) -> list[str]:
    """The characters of a text that no font has, each once, in order: on paper each is an empty box."""
    return sorted(c for c in set(text) if _is_seen(c) and ord(c) not in _glyphs(own or folder()))


def boxes(texts: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The texts that would be printed with empty boxes: (text, [(character, U+30EDE), …]); what is told before a paper is made."""
    told = ((text, [(char, f"U+{ord(char):04X}") for char in missing_glyphs(text)]) for text in dict.fromkeys(texts))
    return [(text, chars) for text, chars in told if chars]


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ" or unicodedata.category(char) == "Co"


@cache
def fonts(own: Path | None) -> typst.Fonts:
    """The fonts, found once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(p) for p in (own, VENDORED) if p])


@cache
def _glyphs(own: Path | None) -> frozenset[int]:
    """Every character that some font has; read once a process."""
    held: set[int] = set()
    for path in (*files_of(own), *files_of(VENDORED)):
        several = TTCollection(path, lazy=True).fonts if path.suffix.lower() in {".ttc", ".otc"} else [TTFont(path, lazy=True)]
        for font in several:
            held |= set(font.getBestCmap() or ())
    return frozenset(held)


def files_of(own: Path | None) -> list[Path]:
    """The font files of a folder and the folders in it."""
    return sorted(p for p in own.rglob("*") if p.suffix.lower() in ENDINGS) if own else []
