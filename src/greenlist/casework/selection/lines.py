"""The admission line: one for all categories, and a category's own where it has one; beside it the round's pass line."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import Category
from greenlist.engines.scoring.application import number as read_number
from greenlist.engines.scoring.rounding import decimal_text, round_to

HOW = "请填0到100之间的分数，最多两位小数；不设请留空。"


def read_line(text: str, label: str = "") -> str:
    """A line as typed, in hundredths of a point; '' for none. Refused when it is no number from 0 to 100."""
    text = text.strip()
    if not text:
        return ""
    try:
        value = read_number(text)
    except ValueError as error:
        raise Refused(f"{label}入选线：{error}", then=HOW) from None
    if not 0 <= value <= 100:
        raise Refused(f"{label}入选线应在0和100之间。", then=HOW)
    return decimal_text(round_to(value, Fraction(1, 100)), Fraction(1, 100))


def read_lines(given: Mapping[str, Any] | None) -> dict[str, str]:
    """The lines that categories have of their own: {category: line}; an empty one is left out. Refused for what is no category."""
    labels = dict(Category.choices)
    if strange := set(given or {}) - set(labels):
        raise Refused(f"没有“{'、'.join(sorted(strange))}”这一类别，不能单设入选线。")
    read = {key: read_line(str(text), str(labels[key])) for key, text in (given or {}).items()}
    return {key: line for key, line in read.items() if line}


def lines_said(line: str, lines: Mapping[str, str], *, shown: Callable[[str], str] = str) -> str:
    """82.00, or 82.00（绿色园区75.00）; 不设 when there is none. `shown` writes a figure."""
    common = shown(line) if line else "不设"
    own = "、".join(f"{label}{shown(lines[key])}" for key, label in Category.choices if key in lines)
    return f"{common}（{own}）" if own else common
