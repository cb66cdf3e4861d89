"""What is odd about a typed value: no number, or far from last year's. It warns; a written reason settles it."""

from fractions import Fraction

from greenlist.casework.filings.forms import Row
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.rounding import shown
from greenlist.rulebook.reference.units import UnknownUnit, convert, has_odd_commas, kindred

FAR = 20
NEAR = 5
NUMBERS = {"1", "%", "个"}


def doubt(row: Row, entry: dict[str, str]) -> str:
    """One sentence on what is odd, the likely cause and what to enter; '' when nothing is."""
    text = entry.get("value", "")
    if not text or row.kind not in {"quantity", "degree", "count"}:
        return ""
    try:
        value = number(text)
    except ValueError as error:
        return str(error)
    if has_odd_commas(text):
        return f"“{text}”里的逗号不在千位上，看不出是多少；小数点请用“.”，整数请去掉逗号。"
    low = row.minimum or ("" if row.is_input else "0")
    if row.maximum and not _fraction(low or "0") <= value <= _fraction(row.maximum):
        return f"应在{low or 0}和{row.maximum}之间，现在是“{text}”。"
    if low == "0" and value < 0:
        return "不应为负数；请核对。"
    if low and value < _fraction(low):
        return f"应不小于{low}，现在是“{text}”。"
    return _against_last_year(row, value, entry)


def is_settled(row: Row, entry: dict[str, str]) -> bool:
    """Is there nothing odd, or a written reason for a value that can be read?"""
    return not doubt(row, entry) or (bool(entry.get("note", "").strip()) and _is_number(entry.get("value", "")))


def _against_last_year(row: Row, value: Fraction, entry: dict[str, str]) -> str:
    try:
        before = number(entry.get("last_year", ""))
    except ValueError:
        return ""
    if not before or not value or row.kind != "quantity":
        return ""
    ratio = abs(value / before)
    if Fraction(1, FAR) < ratio < FAR:
        return ""
    times = f"{shown(ratio, 0)} 倍" if ratio >= 1 else f"1/{shown(1 / ratio, 0)}"
    cause = _likely_unit(row.unit, abs(value), abs(before)) or f"请核对单位是否为 {row.unit}"
    return f"约为上年的 {times}。{cause}；确实如此的，请写明理由。"


def _likely_unit(unit: str, value: Fraction, before: Fraction) -> str:
    """若原数单位是 kgce，应填 1,248.6 tce: the unit of the same kind in which the value would lie near last year's; '' if none."""
    if unit in NUMBERS:
        return ""
    try:
        meant = [(other, convert(value, other, unit)) for other in kindred(unit)]
    except (UnknownUnit, ValueError):
        return ""
    near = [(max(v / before, before / v), other, v) for other, v in meant if Fraction(1, NEAR) < v / before < NEAR]
    return f"若原数单位是 {min(near)[1]}，应填 {_grouped(min(near)[2])} {unit}" if near else ""


def _grouped(value: Fraction) -> str:
    whole, point, decimals = shown(value, 4).partition(".")
    return f"{int(whole):,}{point}{decimals}"


def _fraction(text: str) -> Fraction:
    return number(text)


def _is_number(text: str) -> bool:
    try:
        number(text)
    except ValueError:
        return False
    return not has_odd_commas(text)
