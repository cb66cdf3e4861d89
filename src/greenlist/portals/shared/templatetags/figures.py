"""Template filters for numbers, sizes, digests and credit codes as they are read."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from greenlist.papers import unit_signs
from greenlist.rulebook.reference.units import has_odd_commas

register = template.Library()


@register.filter
def unit_sign(unit: str) -> str:
    """m² for m2; '' for a pure number."""
    return unit_signs.unit_sign(unit)


@register.filter
def with_unit(number: str, unit: str) -> str:
    """12.5 tce, 85%; '' has no unit."""
    return unit_signs.with_unit(str(number), unit) if number else ""


@register.filter
def with_signs(words: str) -> str:
    """A sentence with m² for m2 in it, and 85% for 85 %."""
    return unit_signs.with_signs(words)


@register.filter
def figure(value: Any, places: str = "") -> str:
    """Thousands with commas, U+2212 for minus; as many decimals as `places` says, or as typed. What may be read as two numbers, and powers
    of ten, stay as they were typed.
    """
    if isinstance(value, str) and ("e" in value.lower() or has_odd_commas(value)):
        return value
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return str(value)
    text = f"{number:,.{places}f}" if places else f"{number:,}"
    return text.replace("-", "−")


@register.filter
def points(value: str) -> str:
    """82.0, 82.25: a line or a score with at least one decimal and no idle zeros; 不设 for ''."""
    if not value:
        return "不设"
    whole, _, decimals = str(value).partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


@register.filter
def signed_percent(value: Any) -> str:
    """−2.2%, +3.5%; — when there is nothing to compare with."""
    if value is None:
        return "—"
    shown = f"{float(value):+.1f}%"
    return "0.0%" if shown in {"+0.0%", "-0.0%"} else shown.replace("-", "−")


@register.filter
def file_size(size: int) -> str:
    """6.4 MB."""
    return f"{size / 1048576:.1f}\u00a0MB" if size >= 104858 else f"{max(1, size // 1024)}\u00a0KB"


@register.filter
def short_digest(digest: str) -> str:
    """校验码 7c1e…a904."""
    name, _, value = digest.partition(":")
    shown = {"sha256": "校验码", "sm3": "SM3"}.get(name, name)
    return f"{shown} {value[:4]}…{value[-4:]}"


@register.filter
def spoken_digest(digest: str) -> str:
    """7c1e09 … 12a904: as much of a digest as two people compare on the telephone."""
    value = digest.partition(":")[2]
    return f"{value[:6]} … {value[-6:]}"


@register.filter
def credit_code(code: str | None) -> SafeString:
    """A credit code that never breaks, with the tag 演 beside an invented one."""
    if not code:
        return mark_safe("—")
    demo = mark_safe(' <span class="mark" data-sheet-says="">演</span>') if code[2:6] == "3699" else ""
    return format_html('<span class="nowrap">{}{}</span>', code, demo)
