"""Typesets PDFs with Typst from a template beside this module. Data travels as JSON: user text is never Typst code."""

import json
import re
from dataclasses import asdict, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from greenlist.papers.typefaces import FACES, folder, fonts
from greenlist.papers.unit_signs import with_signs

HERE = Path(__file__).parent
Standard = Literal["a-2b", "a-3b"]
ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
ONE_DAY = re.compile(r"(\d+年\d+月\d+日)起，\1止")
DEMO_LINE = "演示数据：单位、人员、文号和数字均为虚构"


def typeset(template: str, paper: Any, *, standard: Standard | None = "a-2b") -> bytes:
    """The PDF of a paper (a dataclass or plain dict) by `templates/<template>.typ`. Same data, same bytes. What bears its date
    (`dated_on`) is PDF/A, to be kept (a-3b where a file is attached), unless a character stands in it that no font has.
    """
    data = asdict(paper) if is_dataclass(paper) and not isinstance(paper, type) else paper
    text = json.dumps(data, ensure_ascii=False, default=str)
    return _compiled(template, text, standard if data.get("dated_on") else None, folder())


@lru_cache(maxsize=32)
def _compiled(template: str, text: str, standard: Standard | None, own: Path | None) -> bytes:
    """A paper that is asked for again is not set again."""
    if standard:
        try:
            return _set(template, text, standard, own)
        except typst.TypstError:  # a character that no font has: PDF/A refuses it, a box on the paper tells the reader
            pass
    return _set(template, text, None, own)


def _set(template: str, text: str, standard: Standard | None, own: Path | None) -> bytes:
    pdf: bytes = typst.compile(
        str(HERE / "templates" / f"{template}.typ"),
        root=str(HERE / "templates"),
        font_paths=fonts(own),
        sys_inputs={"data": text, "faces": json.dumps(FACES, ensure_ascii=False)},
        pdf_standards=standard,
    )
    return pdf


def chinese_date(day: Any) -> str:
    """2024年5月27日, or blanks to be filled by hand when there is no date."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　　月　　日"


def as_printed(text: str) -> str:
    """A sentence that was stored with a finding, a judgement or an act, as a paper says it: its days in Chinese, its units with their signs."""
    return with_signs(with_chinese_dates(text))


def with_chinese_dates(text: str) -> str:
    """A stored sentence as a letter says it: 2022年11月3日, and a span of one day as that day."""
    said = ISO_DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", text)
    return ONE_DAY.sub(r"\1", said)
