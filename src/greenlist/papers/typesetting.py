"""Typesets PDFs with Typst from a template beside this module. Data travels as JSON: user text is never Typst code."""

import json
from dataclasses import asdict, is_dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import typst
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
Standard = Literal["a-2b", "a-3b"]
DEMO_LINE = "演示数据：单位、人员、文号和数字均为虚构"


def typeset(template: str, paper: Any, *, standard: Standard | None = "a-2b") -> bytes:
    """The PDF of a paper (a dataclass or plain dict) by `templates/<template>.typ`. Same data, same bytes. What bears its date
    (`dated_on`) is PDF/A, to be kept (a-3b where a file is attached), unless a character stands in it that no font has.
    """
    data = asdict(paper) if is_dataclass(paper) and not isinstance(paper, type) else paper
    return _compiled(template, json.dumps(data, ensure_ascii=False, default=str), standard if data.get("dated_on") else None)


@lru_cache(maxsize=32)
def _compiled(template: str, text: str, standard: Standard | None) -> bytes:
    """A paper that is asked for again is not set again."""
    if standard:
        try:
            return _set(template, text, standard)
        except typst.TypstError:  # a character that no font has: PDF/A refuses it, a box on the paper tells the reader
            pass
    return _set(template, text, None)


def _set(template: str, text: str, standard: Standard | None) -> bytes:
    pdf: bytes = typst.compile(
        str(HERE / "templates" / f"{template}.typ"),
        root=str(HERE / "templates"),
        font_paths=_fonts(is_complete=not missing_glyphs(text)),
        sys_inputs={"data": text},
        pdf_standards=standard,
    )
    return pdf


@cache
def _fonts(*, is_complete: bool) -> typst.Fonts:
    """The vendored fonts, found once a process; the machine's fonts too where they do not hold every character."""
    return typst.Fonts(include_system_fonts=not is_complete, font_paths=[str(FONTS)])


def missing_glyphs(text: str) -> list[str]:
    """The characters of a text that the vendored fonts lack; they fall back to the machine's fonts."""
    return sorted(c for c in set(text) if ord(c) > 0x2E7F and ord(c) not in _glyphs())


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(TTFont(FONTS / "NotoSerifSC-Regular.ttf").getBestCmap())


def chinese_date(day: Any) -> str:
    """2024年5月27日, or blanks to be filled by hand when there is no date."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　　月　　日"
