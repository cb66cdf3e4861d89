"""A coefficient to standard coal as it is typed or loaded: how it is written, and whether it is what its heating value gives."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction

from greenlist.casework.standards.numbers import printed_number, why_no_number
from greenlist.engines.scoring.rounding import shown
from greenlist.rulebook.reference.coefficients import BY_YEAR, TO, coefficients, editions, ends
from greenlist.rulebook.reference.units import UnknownUnit, has_odd_commas, plain_digits, unit

PRINTED = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
RANGE = re.compile(r"([0-9., ]+)[~〜–—−至-]([0-9., ]+)")
HOW = f"系数和低位发热量给出范围的写成 1.1000{TO}1.3300 的样子；系数每年不同、没有给出的写“{BY_YEAR}”；低位发热量按 kJ 填。"
LEAST = 4  # digits
ABOVE, BASES = "kgce", ("", "当量值", "等价值")
Row = Mapping[str, str]


def written_range(text: str) -> str:
    """A range with the sign and the digits that the table has, however it was typed; everything else as it is."""
    found = RANGE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found or any(map(has_odd_commas, found.groups())):
        return text
    return TO.join(map(plain_digits, found.groups()))


def wrong_coefficient(column: str, text: str) -> str:
    """What is wrong with a value of a row of coefficients, '' for nothing."""
    if text == BY_YEAR and column == "value":
        return ""
    if (alone := printed_number(text)) is not None and alone < 0:
        return f"“{text[:20]}”是负数，系数和低位发热量都大于0；请核对"
    parts = text.split(TO)
    if len(parts) > 2 or not all(map(PRINTED.fullmatch, parts)):
        return f"“{text[:20]}”不是数，也不是范围{why_no_number(text)}；写成 0.7143 或 1.1000{TO}1.3300 的样子" + (
            f"，或写“{BY_YEAR}”" if column == "value" else ""
        )
    numbers = [Fraction(part) for part in parts]
    if not all(numbers):
        return f"“{text[:20]}”是0，不能折算；没有规定的不写0"
    return f"“{text[:20]}”的低值不低于高值；请核对，从低到高写" if numbers[0] >= numbers[-1] and len(numbers) == 2 else ""


def wrong_in_coefficient_row(row: Row) -> Iterator[tuple[str, str]]:
    """(key, what is wrong there) of what a row of coefficients says besides its values."""
    held = {(one.standard, one.edition) for one in editions()}
    if row["standard"] and row["edition"] and (row["standard"], row["edition"]) not in held:
        known = "、".join(f"{standard}/{edition}" for standard, edition in sorted(held))
        yield "edition", f"没有 {row['standard'][:20]}/{row['edition'][:20]} 这一版；可用的是 {known}，新的一版要先由规则维护人录入"
    if row["basis"] not in BASES:
        yield "basis", f"不认识口径“{row['basis'][:20]}”；可用的是 当量值、等价值，没有的写 ''"
    if not row["clause"]:
        yield "clause", "没有写条号；请写 表A.1 的样子"
    above, slash, below = row["unit"].partition("/")
    if not slash or above != ABOVE:
        yield "unit", f"单位“{row['unit'][:20]}”不是“{ABOVE}/…”；请写成 {ABOVE}/kg 的样子"
        return
    try:
        unit(below)
    except UnknownUnit:
        yield "unit", f"不认识单位“{below[:20]}”；请写成 {ABOVE}/kg 的样子"


def off_its_heating_value(row: Row) -> str:
    """What is to be looked at in a row whose coefficient is not what its heating value gives, to the last digit printed; '' for nothing.

    The official text is printed as it is: it may be off as well, so this is no fault. Four digits count at least, for a workbook drops
    the last zeros of 0.9000.
    """
    value, heat = ends(row["value"]), ends(row["ncv"])
    if value is None or heat is None:
        return ""
    if (TO in row["value"]) != (TO in row["ncv"]):
        return "系数和低位发热量一个是范围、一个不是，请对照官方文本再核对"
    whole = coefficients(row["standard"], row["edition"]).standard_coal_kj
    for text, printed, kilojoules in zip(row["value"].split(TO), value, heat, strict=False):
        before, _, behind = text.partition(".")
        digits = max(len(behind), LEAST - len(before.lstrip("0")))
        if abs(kilojoules / whole - printed) >= Fraction(1, 10**digits):
            given = f"{shown(kilojoules, 0)} ÷ {shown(whole, 1)} = {shown(kilojoules / whole, digits)}"
            return f"与低位发热量不符：{given}，表上是 {text}，请对照官方文本再核对"
    return ""
