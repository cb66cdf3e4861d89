"""What a factory declares of its main product's energy, and the reference that holds on the day (C-18, C-19)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.selectors import Body, version_content
from greenlist.casework.journal.clock import today
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.selectors import ask
from greenlist.casework.standards.selectors import loaded_rows
from greenlist.casework.verification.priorities import as_checked
from greenlist.casework.verification.reading import Reading
from greenlist.engines.scoring.application import number
from greenlist.papers.unit_signs import with_signs
from greenlist.rulebook.eligibility.energy import EnergyLevel
from greenlist.rulebook.notices import Clause, notice
from greenlist.rulebook.reference.energy import (
    LEVEL_WORDS,
    LEVELS,
    Conditions,
    Reference,
    benchmark_of,
    benchmarks,
    is_key_field,
    limit_on,
    limits,
    products_of,
)

CORRECTED_BY = ("clinker", "altitude", "pressure")  # the rows of the form that a correction reads, in the order of `Conditions`
LOWER_LEVELS = LEVELS[1:]
Rows = Mapping[str, tuple[Any, ...]]


def products_to_name(industry: str) -> list[str]:
    """What a factory of this class may name as its product today, by the tables that hold today."""
    return list(products_of(industry, loaded_rows(today())))


def energy_level(read: Reading, clause: Clause, checked_on: date) -> EnergyLevel:
    """The newest submitted version's product and figure, with the reference of the day, and what an officer made of it; nothing declared
    leaves all empty.
    """
    application = read.application
    if application.category != Category.FACTORY:
        return EnergyLevel(is_factory=False)
    body = version_content(read.version)["sections"].get("unit", {}) if read.version else {}
    facts = declared_in(body, application.site.industry, checked_on)
    return as_checked(read, clause, facts) if facts.product else facts


def declared_in(body: Body, industry: str, on: date, rows: Rows | None = None) -> EnergyLevel:
    """The product and figure in the unit's section of a form, with the reference of a day; from other `rows` than those that hold then."""
    typed = {name: body.get(f"energy_{name}", {}).get("value", "").strip() for name in ("product", "value", *CORRECTED_BY)}
    value, product, given = _read(typed["value"]), typed["product"], Conditions(*(_read(typed[name]) for name in CORRECTED_BY))
    rows = loaded_rows(on) if rows is None else rows
    is_in_field = is_key_field(industry, rows.get("energy-benchmarks"))
    if not product or value is None:
        return EnergyLevel(is_key_field=is_in_field)
    found = reference_for(industry, product, given, on, rows)
    is_missed = found.value is not None and value > found.value
    return EnergyLevel(
        True, is_in_field, product, _decimal(value), found.unit, _decimal(found.value) if found.value is not None else "",
        found.source, found.why, _lower_level(product, value, given, on, rows) if is_missed and not is_in_field else "",
    )  # fmt: skip


def energy_while_typing(application: Application, body: Body) -> dict[str, str]:
    """{row: what the priority makes of what is typed} while it does not reach it or nobody can tell; nothing before both are typed."""
    text = notice(application.round.notice)
    if application.category != Category.FACTORY or not text.has_rule("C-18"):
        return {}
    facts = declared_in(body, application.site.industry, today())
    if not facts.product:
        return {}
    found = ask(application.round, "C-18" if facts.is_key_field else "C-19", facts, today())
    if found.verdict == "not_met":
        return {"energy_value": f"{with_signs(found.fact)}。不影响申报，只是不按优先排序。"}
    return {} if facts.reference else {"energy_value": f"{with_signs(found.fact)}。不影响申报，核对相符的才按优先排序。"}


def reference_for(industry: str, product: str, given: Conditions, on: date, rows: Rows) -> Reference:
    """The benchmark of a key field, else the advanced value; without a value for a product that is not on the list. `rows` by table,
    where somebody has checked it.
    """
    if is_key_field(industry, rows.get("energy-benchmarks")):
        listed = rows.get("energy-benchmarks", benchmarks())  # a loaded table may name other products than the file
        if not any(row.industry == industry and row.product == product for row in listed):
            return Reference(None, "", "", f"标杆水平里没有“{product}”")
        return benchmark_of(industry, product, on, rows.get("energy-benchmarks"))
    standard, _, name = _split(product)
    if not any(row.standard == standard and row.product == name for row in rows.get("energy-limits", limits())):
        return Reference(None, "", "", f"限额标准里没有“{product}”")
    return limit_on(standard, name, "advanced", on, given, rows.get("energy-limits"))


def _lower_level(product: str, value: Fraction, given: Conditions, on: date, rows: Rows) -> str:
    """Which lower level a figure that misses the first one reaches, in words; why that is not known, where it is not."""
    standard, _, name = _split(product)
    for level in LOWER_LEVELS:
        found = limit_on(standard, name, level, on, given, rows.get("energy-limits"))
        if found.value is None:
            return found.why
        if value <= found.value:
            return f"达到{LEVEL_WORDS[level]} {_shown(found)}"
    return f"超过{LEVEL_WORDS[level]} {_shown(found)}"


def _shown(found: Reference) -> str:
    return f"{_decimal(round(found.value, 2))} {found.unit}"


def _split(product: str) -> tuple[str, str, str]:
    """GB 16780 水泥 单位产品综合能耗 → standard, a space, product."""
    parts = product.split(" ", 2)
    return (f"{parts[0]} {parts[1]}", " ", parts[2]) if len(parts) == 3 else ("", "", product)


def _read(text: str) -> Fraction | None:
    """A typed figure; None for nothing or what is no number (the form tells that itself)."""
    try:
        return number(text) if text else None
    except ValueError:
        return None


def _decimal(value: Fraction) -> str:
    """Exact, as text; every value here ends."""
    digits = next(n for n in range(60) if (value * 10**n).denominator == 1)
    return format(Decimal(int(value * 10**digits)).scaleb(-digits), "f")
