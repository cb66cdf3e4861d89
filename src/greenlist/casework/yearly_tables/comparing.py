"""The values of a table beside last year's: which lie outside the range that would be expected, and what was said to it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.models import Filing
from greenlist.casework.filings.selectors import BENCHMARK, Body, form_of
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.rounding import shown
from greenlist.rulebook.yearly.changes import expected, is_unexpected


@dataclass(frozen=True)
class OddValue:
    """One value outside the range, with the range in words and the unit's own words on why."""

    section: str
    row: Row
    last_year: str
    value: str
    expected: str
    note: str

    @property
    def words(self) -> str:
        """One sentence beside the value."""
        return f"上年{_grouped(number(self.last_year))}，预期在{self.expected}之间；请核对，确实如此的写明原因。"


def odd_values(filing: Filing, saved: dict[str, tuple[int, Body]], percent: int) -> list[OddValue]:
    """Every figure outside the range around last year's, in the order of the form; the benchmarks it is held against stay out."""
    return [
        found
        for section in form_of(filing)
        for row in section.filled_rows
        if row.kind == "quantity" and not BENCHMARK.search(row.label)
        and (found := _odd(section.id, row, saved[section.id][1].get(row.id, {}), Fraction(percent)))
    ]  # fmt: skip


def _odd(section: str, row: Row, entry: dict[str, str], percent: Fraction) -> OddValue | None:
    try:
        value, last_year = number(entry.get("value", "")), number(entry.get("last_year", ""))
    except ValueError:
        return None
    if not is_unexpected(value, last_year, percent):
        return None
    around = expected(last_year, percent)
    words = f"{_grouped(around.low)}和{_grouped(around.high)}" if around else "0和0"
    return OddValue(section, row, entry["last_year"], entry["value"], words, entry.get("note", "").strip())


def _grouped(value: Fraction) -> str:
    """44,135.5: in thousands, as the figures beside it."""
    return f"{Decimal(shown(value, 4)):,}"
