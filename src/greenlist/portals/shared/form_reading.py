"""A form as an office reads it: every row with its value in words, its proofs, its change, and the words written beside it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.report_check import report_check
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.models import Evidence
from greenlist.casework.filings.selectors import evidence_of, form_of, year_change
from greenlist.portals.shared.templatetags.figures import figure

ANSWERS = {"met": "符合", "not_met": "不符合"}


def named_places(request: HttpRequest, application: Application) -> list[tuple[str, str, str]]:
    """(section, row or '', words) of every place that was written beside, in the order of the form."""
    places = [(s.id, row) for s in form_of(application.filing) for row in ("", *(r.id for r in s.filled_rows))]
    return [(s, row, words) for s, row in places if (words := request.POST.get(f"words-{s}:{row}", "").strip())]


def read_sections(
    application: Application, filled: dict[str, Any], *, typed: QueryDict, changes: Iterable[Any] = ()
) -> list[tuple[Any, str, list[dict[str, Any]]]]:
    """(section, words typed for the whole of it, rows) in order; `typed` keeps the words of a refused return."""
    check = report_check(application)
    pages = check.pages if check else {}
    odd = {line.row.id: line for line in check.differing} if check else {}
    changed = {(c.section, c.row): c for c in changes}
    proofs: dict[str, list[Evidence]] = {}
    for evidence in evidence_of(application.filing):
        proofs.setdefault(evidence.row, []).append(evidence)
    return [
        (
            section,
            typed.get(f"words-{section.id}:", ""),
            [
                {
                    "row": row,
                    "entry": (entry := filled.get(section.id, {}).get(row.id, {})),
                    "said": said_of(row, entry),
                    "tone": "bad" if entry.get("value") == "not_met" else "strong" if (section.id, row.id) in changed else "",
                    "year": year_change(row, entry) if row.kind == "quantity" else None,
                    "change": changed.get((section.id, row.id)),
                    "proofs": proofs.get(row.id, []),
                    "report_page": pages.get(row.id, 0),
                    "odd": odd.get(row.id),
                    "words": typed.get(f"words-{section.id}:{row.id}", ""),
                }
                for row in section.filled_rows
            ],
        )
        for section in form_of(application.filing)
    ]


def said_of(row: Row, entry: dict[str, str]) -> str:
    """The value as an officer reads it: 符合, 38.9 万 m³, 3.5 / 4."""
    value = entry.get("value", "")
    if entry.get("not_applicable"):
        return f"不适用：{entry['not_applicable']}"
    if not value or not row.is_scored:
        return "已承诺" if value and row.kind == "check" else value or "—"
    if value in ANSWERS:
        return ANSWERS[value]
    unit = f"\u00a0{row.unit}" if row.unit not in {"", "1"} else f" / {row.maximum}" if row.maximum else ""
    return figure(value) + unit
