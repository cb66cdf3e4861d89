"""Our units in the platform's columns: one sheet a category, every cell text, so that no code loses a digit and no date turns round."""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from greenlist.papers.list_sheet import Part, write_xlsx
from greenlist.rulebook.reference.platform import PlatformForm

SHEETS = {"factory": "绿色工厂", "park": "绿色园区", "supply_chain": "绿色供应链管理企业"}


@dataclass(frozen=True)
class PlatformUnit:
    """One unit as it is told to the platform; `place` is where it stands with us."""

    category: str
    serial: int
    name: str
    credit_code: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    address: str = ""
    industry: str = ""
    industry_code: str = ""
    evaluator: str = ""
    level: str = ""
    ownership: str = ""
    contact_department: str = ""
    contact_person: str = ""
    contact_phone: str = ""
    document_number: str = ""
    dated_on: str = ""
    place: str = ""


def to_xlsx(form: PlatformForm, units: Sequence[PlatformUnit], *, foot: str = "") -> bytes:
    """The workbook; a head stands in the first line, as an import wants it. Categories without a unit have no sheet."""
    target = io.BytesIO()
    held = [(category, [unit for unit in units if unit.category == category]) for category in SHEETS]
    parts = [
        Part(SHEETS[category], [c.head(category) for c in form.columns], [_row(form, unit) for unit in rows])
        for category, rows in held
        if rows
    ]
    write_xlsx(target, (), parts, foot=foot)
    return target.getvalue()


def _row(form: PlatformForm, unit: PlatformUnit) -> list[str]:
    said = asdict(unit) | {"category": SHEETS[unit.category]}
    return [str(said[column.source]) for column in form.columns]
