"""批量核对: the rows of a sheet looked up on the list by credit code, name or old name; nothing of the sheet is kept."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Q

from greenlist.casework.directory.models import OrganisationName
from greenlist.casework.files.names import clean_name
from greenlist.casework.files.rows import Row, read_rows
from greenlist.casework.files.storage import receive
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.disclosure import Disclosure
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.selectors import normalised

LIMIT_MB, MOST_ROWS = 2, 500
ENDINGS = {".xlsx", ".csv"}
CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}")
HEAD = re.compile(r"(单位|企业)?名称|统一社会信用代码|信用代码|代码|序号")


@dataclass(frozen=True)
class Asked:
    """One row of the sheet: where it stands, the credit code and the name in it ('' for none)."""

    place: str
    code: str
    name: str


@dataclass(frozen=True)
class Answer:
    """What the list says of one row; `how` is by what it was found, `is_other_name` when a name beside the code was never the unit's."""

    asked: Asked
    entries: Sequence[ListEntry]
    how: str
    is_other_name: bool = False


def read_asked(*, chunks: Iterable[bytes], name: str) -> list[Asked]:
    """The rows of a sheet that hold a code or a name; the file is gone afterwards. Raises Refused with what to do."""
    name = clean_name(name)
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise Refused(f"“{name}”没有读。", items=["只收 .xlsx 和 .csv。"], then="请另存为其中一种再上传。")
    temporary, _, size = receive(chunks)
    try:
        if size > LIMIT_MB * 1024 * 1024:
            raise Refused(f"“{name}”没有读。", items=[f"文件超过{LIMIT_MB} MB。"], then="请只留下名称或代码一栏。")
        found = [asked for row in read_rows(temporary, ending, name=name) if (asked := _asked(row))]
    finally:
        temporary.unlink(missing_ok=True)
    if not found:
        raise Refused(f"“{name}”里没有单位名称或统一社会信用代码。", then="请一行写一个单位，名称或代码都可以。")
    if len(found) > MOST_ROWS:
        raise Refused(f"“{name}”没有核对。", items=[f"有{len(found)}行，一次最多{MOST_ROWS}行。"], then="请分成几张表。")
    return found


def look_up(asked: Sequence[Asked], shown: Disclosure) -> list[Answer]:
    """Every row with the entries of the same code, else of the same name or old name; by public fields only, in three queries."""
    hidden = shown.hidden_columns()
    codes = {one.code for one in asked if one.code} if "credit_code" not in hidden else set()
    names = {spelling for one in asked if one.name for spelling in _spellings(one.name)} if "name" not in hidden else set()
    bearers: dict[str, set[Any]] = {}
    for name, organisation in OrganisationName.objects.filter(name__in=names).values_list("name", "organisation"):
        bearers.setdefault(normalised(name), set()).add(organisation)
    meant = {key for keys in bearers.values() for key in keys}
    by = Q(credit_code__in=codes) | Q(name__in=names) | Q(site__organisation__in=meant)
    rows = ListEntry.objects.filter(by, origin=ListEntry.Origin.PUBLISHED).select_related("site").order_by("-year", "id")
    held = [(row, row.credit_code, normalised(row.name), row.site.organisation_id if row.site else None) for row in rows]
    return [_answer(one, held, codes, bearers, shown) for one in asked]


def _answer(
    one: Asked, held: Sequence[tuple[ListEntry, str, str, Any]], codes: set[str], bearers: dict[str, set[Any]], shown: Disclosure
) -> Answer:
    by_code = [row for row, code, _, _ in held if one.code in codes and code == one.code]
    own, meant = normalised(one.name), bearers.get(normalised(one.name), set())
    by_name = [row for row, _, name, organisation in held if one.name and (name == own or organisation in meant)]
    how = "代码" if by_code else "名称" if by_name else ""
    is_other_name = bool(by_code and one.name and not any(row in by_name for row in by_code) and "name" not in shown.hidden_columns())
    return Answer(one, shown.redacted(by_code or by_name), how, is_other_name)


def _asked(row: Row) -> Asked | None:
    """The code and the name of a row; None for the heads and for a row with neither."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    code = next((text for cell in cells if CODE.fullmatch(text := normalised(cell).upper())), "")
    name = next((cell for cell in cells if len(re.findall(r"[\u4e00-\u9fff]", cell)) >= 4 and not HEAD.fullmatch(cell)), "")[:150]
    return Asked(row.place, code, name) if code or name else None


def _spellings(name: str) -> set[str]:
    """A name as it may be printed: brackets in either width, without spaces."""
    plain = normalised(name)
    return {name, plain, plain.replace("(", "（").replace(")", "）")}
