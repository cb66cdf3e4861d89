"""The reference tables that officers check: every value in use today; what was read in the official text; which editions were checked."""

import re
from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import today
from greenlist.casework.standards.comparing import FATES, SURE
from greenlist.casework.standards.held import shipped
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.reference import KINDS
from greenlist.casework.standards.selectors import loaded_references, loaded_table, newest_of, reference_tables, signed
from greenlist.casework.standards.wording import by_weight, in_words, product_said
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.tables import ReferenceTable, Row, reference_table
from greenlist.rulebook.standards.confidence import TABLE_WORDS

A_PAGE = 100
YEAR = re.compile(r"(?<=\d)-(?=(?:19|20)\d\d(?!\d))")


@kept
@exported
def show(request: HttpRequest, name: str) -> HttpResponse:
    """GET /standards/references/<name>/."""
    if name not in KINDS:
        raise Http404
    row, day = newest_of(name), today()
    page = shown_page(request, by_weight(row.rows) if row else [], A_PAGE)
    page.object_list = in_words(page.object_list, {})
    held = reference_tables(loaded_references(day), day).get(name) or reference_table(name, day)
    kind = KINDS[name]
    context = {"title": kind.title, "is_of_energy": kind.is_of_energy, "loaded": row, "fates": FATES, "page": page, "day": day,
               "columns": held.columns.values(), "values": [_line(held, line) for line in held.rows.values()],
               **told_sureness((loaded_table(row.content_digest) if row else shipped(name)).sureness)}  # fmt: skip
    return render(request, "public/reference.html", context)


def told_sureness(counts: Counter[str]) -> dict[str, Any]:
    """What a page tells of how sure a table is: its values, those that were read, and how many of each sureness."""
    told = [(word, counts[code]) for code, word in TABLE_WORDS.items() if counts[code]]
    return {"total": counts.total(), "verified": counts[SURE], "counts": told}


def dashed(text: str) -> str:
    """GB 16780—2021: the number of a standard with the dash that Chinese standards print, however it was transcribed."""
    return YEAR.sub("—", text)


def _line(table: ReferenceTable, line: Row) -> dict[str, Any]:
    """A product with its values as printed, '—' where the text has none; `why` where none of them is used for a finding."""
    printed = [(label, line.printed.get(column) or "—") for column, label in table.columns.items()]
    is_used = any(value is not None for value in line.values.values())
    return {"label": dashed(product_said(line.label)), "unit": line.unit, "printed": printed, "source": dashed(line.source),
            "confidence": line.confidence, "why": "" if is_used else dashed(line.why)}  # fmt: skip


def checked_editions() -> dict[str, Any]:
    """The newest edition that was checked against the official text, by subject; and the reference tables, checked or not."""
    newest: dict[str, StandardLoad] = {}
    for row in signed():
        newest.setdefault(row.subject, row)
    return {"checked": newest, "references": [(name, kind.title, newest.get(name)) for name, kind in KINDS.items()]}
