"""核验: one unit; list → one finding explained → page of proof, then score, report, last year; decision bar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import score_lines
from greenlist.casework.applications.selectors import history_of, latest_version, returned_places, versions_of, visible_to
from greenlist.casework.filings.selectors import evidence_of, form_of, version_content, version_result, versions_diff
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.rounds.selectors import parameter, parameters
from greenlist.casework.verification.checklist import ChecklistItem
from greenlist.casework.verification.models import Answer, Judgement
from greenlist.casework.verification.selectors import checklist
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.eligibility.windows import lookback
from greenlist.rulebook.notices import notice


@for_roles("bureau")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /bureau/applications/<pk>/?item=C-44&file=…&page=3."""
    return render(request, "bureau/verification.html", page_context(request, own(request, pk)))


@for_roles("bureau")
def filing(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/filing/: what the unit filled in, with the diff against the version before."""
    application = own(request, pk)
    version = latest_version(application)
    content = version_content(version) if version else {"sections": {}}
    before = versions_of(application).filter(number=version.number - 1).first() if version else None
    context = {
        "application": application,
        "version": version,
        "sections": _filled(application, content["sections"]),
        "changes": versions_diff(before, version) if before and version else [],
        "evidence": evidence_of(application.filing),
    }
    return render(request, "bureau/filing.html", context)


def page_context(request: HttpRequest, application: Application, **more: Any) -> dict[str, Any]:
    """Everything the verification page shows; also used when an act on it was refused."""
    lines = checklist(application)
    item = _chosen_item(lines, request.GET.get("item") or request.POST.get("clause", ""))
    version = latest_version(application)
    before = versions_of(application).filter(number=version.number - 1).first() if version else None
    result = version_result(version) if version else None
    file, page = _viewed(request, application, item)
    first, last = lookback(today(), int(parameters(application.round)["lookback_years"]))
    neighbours = _neighbours(request, application)
    return {
        "application": application,
        "lines": lines,
        "exclusions": [line for line in lines if line.kind == "exclusion"],
        "conditions": [line for line in lines if line.kind == "condition"],
        "item": item,
        "explained": load(item.finding.content_digest) if item.finding else {},
        "passage": notice(application.round.notice).passage(item.clause.passage),
        "version": version,
        "result": result,
        "lines_of_score": score_lines(result) if result else [],
        "line": parameter(application.round, "pass_line"),
        "changes": versions_diff(before, version) if before and version else [],
        "returned": returned_places(application),
        "history": history_of(application),
        "file": file,
        "page": page,
        "window": (first, last),
        "open_unknown": sum(1 for x in lines if x.is_open and x.verdict == "unknown" and x.kind == "exclusion"),
        "open_found": sum(1 for x in lines if x.needs_judgement),
        "answers": Answer.choices,
        "outcomes": Judgement.Outcome.choices,
        "typed": request.POST,
        "today": today(),
        "form": form_of(application.filing),
        "limit": parameter(application.round, "upload_limit_mb"),
        **neighbours,
        **more,
    }


def _chosen_item(lines: list[ChecklistItem], clause: str) -> ChecklistItem:
    """The line asked for, else the first that is open, else the first."""
    asked = next((line for line in lines if line.clause.id == clause), None)
    return asked or next((line for line in lines if line.is_open), lines[0])


def _viewed(request: HttpRequest, application: Application, item: ChecklistItem) -> tuple[Any, int]:
    """The file and page of the viewer: as asked, else the chosen line's proof, else the report."""
    proof = item.fact.file if item.fact and item.fact.file and item.fact.file.is_pdf else None
    report = application.report
    file = report if request.GET.get("show") == "report" or proof is None else proof
    asked = request.GET.get("page", "")
    start = item.fact.page if file is proof and item.fact and item.fact.page else 1
    page = int(asked) if asked.isdigit() else start
    return file, max(1, min(page, (file.pages or 1) if file else 1))


def _neighbours(request: HttpRequest, application: Application) -> dict[str, Any]:
    ids = list(visible_to(request.actor).filter(round=application.round).order_by("number").values_list("pk", flat=True))
    at = ids.index(application.pk)
    return {
        "position": at + 1,
        "total": len(ids),
        "previous": ids[at - 1] if at else None,
        "following": ids[at + 1] if at + 1 < len(ids) else None,
    }


def _filled(application: Application, sections: dict[str, Any]) -> list[tuple[Any, list[tuple[Any, dict[str, str]]]]]:
    return [
        (section, [(row, sections.get(section.id, {}).get(row.id, {})) for row in section.filled_rows])
        for section in form_of(application.filing)
    ]
