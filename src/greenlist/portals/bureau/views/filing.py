"""填报内容: every row of the form as handed in, what changed, its proof; words beside a row send it back for completion."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import history_of, latest_version, returned_places
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.models import Evidence
from greenlist.casework.filings.selectors import declared_result, evidence_of, form_of, version_content, year_change
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.verification.services import note_look
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.bureau.views.verification import changes_for
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.templatetags.faces import figure

ANSWERS = {"met": "符合", "not_met": "不符合"}


@for_roles("bureau")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/filing/: the form, read; the changes shown here count as seen."""
    application = own(request, pk)
    context = filing_context(request, application)
    if context["version"]:
        note_look(application, version=context["version"].number, actor=request.actor)
    return render(request, "bureau/filing.html", context)


def filing_context(request: HttpRequest, application: Application, **more: Any) -> dict[str, Any]:
    """What the page shows; also used when sending back was refused."""
    version = latest_version(application)
    sections = version_content(version)["sections"] if version else {}
    seen = changes_for(request, application, version) if version else {"changes": []}
    result = declared_result(version)
    return {
        "application": application,
        "version": version,
        "sections": _sections(request, application, sections, seen["changes"]),
        "returned": returned_places(application),
        "history": list(history_of(application, request.actor))[::-1],
        "result": result,
        "score_lines": score_lines(result) if result else [],
        "may_return": any(t.action == "return_for_completion" for t in open_transitions(application, request.actor)),
        **seen,
        **more,
    }


def named_places(request: HttpRequest, application: Application) -> list[tuple[str, str, str]]:
    """(section, row or '', words) of every place that was written beside, in the order of the form."""
    places = [(s.id, row) for s in form_of(application.filing) for row in ("", *(r.id for r in s.filled_rows))]
    return [(s, row, words) for s, row in places if (words := request.POST.get(f"words-{s}:{row}", "").strip())]


def _sections(
    request: HttpRequest, application: Application, filled: dict[str, Any], changes: list[Any]
) -> list[tuple[Any, str, list[dict[str, Any]]]]:
    """(section, words typed for the whole of it, rows) in order."""
    changed = {(c.section, c.row): c for c in changes}
    proofs: dict[str, list[Evidence]] = {}
    for evidence in evidence_of(application.filing):
        proofs.setdefault(evidence.row, []).append(evidence)
    typed = request.POST
    return [
        (
            section,
            typed.get(f"words-{section.id}:", ""),
            [
                {
                    "row": row,
                    "entry": (entry := filled.get(section.id, {}).get(row.id, {})),
                    "said": _said(row, entry),
                    "tone": "bad" if entry.get("value") == "not_met" else "strong" if (section.id, row.id) in changed else "",
                    "year": year_change(row, entry) if row.kind == "quantity" else None,
                    "change": changed.get((section.id, row.id)),
                    "proofs": proofs.get(row.id, []),
                    "words": typed.get(f"words-{section.id}:{row.id}", ""),
                }
                for row in section.filled_rows
            ],
        )
        for section in form_of(application.filing)
    ]


def _said(row: Row, entry: dict[str, str]) -> str:
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
