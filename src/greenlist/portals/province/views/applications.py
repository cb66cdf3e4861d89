"""One application at the province: dossier, formal review, assignment of one expert."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import history_of, latest_version, visible_to
from greenlist.casework.directory.selectors import experts, former_names
from greenlist.casework.filings.selectors import declared_result, evidence_of, form_of, version_content, year_change
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.permissions import published_past
from greenlist.casework.publication.while_open_services import accept_while_open, assign_while_open
from greenlist.casework.recommendation.models import BatchRow
from greenlist.casework.review.group_selectors import is_sealed, names_apart
from greenlist.casework.review.models import GroupOpinion
from greenlist.casework.review.selectors import assignments_of, experts_for, workload
from greenlist.casework.review.services import refuse_formally
from greenlist.casework.review.steps import step_line
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.verification.selectors import checklist
from greenlist.casework.verification.services import CHOSEN_UNDER
from greenlist.portals.province.views.files import viewed
from greenlist.portals.province.views.intake import narrowed
from greenlist.portals.shared.entry import chosen, for_roles

KEPT = ("state", "unit", "category", "text")


@for_roles("province", "centre")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/applications/<pk>/?file=&page=n, with the filters of the intake list for the neighbours."""
    return _page(request, _own(request, pk))


@for_roles("province", "centre")
def filing(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/filing/: the form as handed in, and how its score comes about."""
    application = _own(request, pk)
    version = latest_version(application)
    result = declared_result(version)
    context = {
        "application": application,
        "version": version,
        "sections": _sections(application, version),
        "result": result,
        "lines": score_lines(result, is_whole=True) if result else [],
    }
    return render(request, "province/filing.html", context)


@require_POST
@for_roles("province", "centre")
def acceptance(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: pass the formal review."""
    application = _own(request, pk)
    return _done(request, application, "已通过形式审查", lambda: accept_while_open(application, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def formal_refusal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: fail the formal review, with a reason."""
    application = _own(request, pk)
    reason = request.POST.get("reason", "")
    return _done(request, application, "已记为形式审查不通过", lambda: refuse_formally(application, reason=reason, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def assignment(request: HttpRequest, pk: str) -> HttpResponse:
    """POST expert: assign one expert without a conflict."""
    application = _own(request, pk)
    expert = chosen(experts(), request.POST.get("expert"))
    return _done(request, application, "已指派专家", lambda: assign_while_open(application, expert=expert, actor=request.actor))


def _own(request: HttpRequest, pk: str) -> Application:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _done(request: HttpRequest, application: Application, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, application, refusal)
    messages.success(request, f"{said}：{application.site.name}")
    return redirect("province:application", application.pk)


def _page(request: HttpRequest, application: Application, refusal: Refused | None = None) -> HttpResponse:
    version = latest_version(application)
    result = declared_result(version)
    items = checklist(application)
    file, page = viewed(request, application)
    assignments = list(assignments_of(application))
    context = {
        "application": application,
        "former": former_names(application.site.organisation),
        "exclusions": [i for i in items if i.kind == "exclusion"],
        "conditions": [i for i in items if i.kind == "condition"],
        "priorities": [i for i in items if i.kind == "priority"],
        "open_items": [i for i in items if i.is_open],
        "report_judgement": application.report_judgements.last(),
        "version": version,
        "result": result,
        "line": parameter(application.round, "pass_line"),
        "batch_row": BatchRow.objects.filter(application=application).select_related("batch").first(),
        "chosen_under": CHOSEN_UNDER.get(application.category, "C-40"),
        "step_line": step_line(application),
        "is_sealed": is_sealed(application),
        "opinion": GroupOpinion.objects.filter(application=application).first(),
        "assignments": assignments,
        "expert_names": names_apart(assignments),
        "published_past": (past := published_past(application)),
        "experts": [] if past else _experts(application),
        "acts": {t.action for t in open_transitions(application, request.actor)},
        "history": list(history_of(application, request.actor))[::-1],
        "file": file,
        "page": page,
        "typed": request.POST,
        "refusal": refusal,
        **_neighbours(request, application),
    }
    return render(request, "province/application.html", context, status=409 if refusal else 200)


def _experts(application: Application) -> list[dict[str, Any]]:
    """Every expert with his conflict, '' for none, and how many sheets he has open; only while one may be assigned."""
    if application.state != "accepted":
        return []
    busy = workload(application.round)
    return [{"expert": e, "conflict": why, "open": busy.get(e.user_id, 0)} for e, why in experts_for(application)]


def _neighbours(request: HttpRequest, application: Application) -> dict[str, Any]:
    """The units before and after it in the intake list as it was narrowed, and its position there."""
    rows = narrowed(request, visible_to(request.actor).filter(round=application.round)).order_by("number")
    order = list(rows.values_list("pk", flat=True))
    kept = request.GET.copy()
    for key in set(kept) - set(KEPT):
        del kept[key]
    if application.pk not in order:
        return {"kept": kept.urlencode()}
    at = order.index(application.pk)
    return {
        "kept": kept.urlencode(),
        "position": at + 1,
        "total": len(order),
        "previous": order[at - 1] if at else None,
        "following": order[at + 1] if at + 1 < len(order) else None,
    }


def _sections(application: Application, version: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    """(section, its filled rows with value, last year, proof) in the order of the form."""
    filled = version_content(version)["sections"] if version else {}
    proofs: dict[str, list[Any]] = {}
    for evidence in evidence_of(application.filing):
        proofs.setdefault(evidence.row, []).append(evidence)
    return [
        (
            section,
            [
                {
                    "row": row,
                    "entry": (entry := filled.get(section.id, {}).get(row.id, {})),
                    "year": year_change(row, entry) if row.kind == "quantity" else None,
                    "proofs": proofs.get(row.id, []),
                }
                for row in section.filled_rows
            ],
        )
        for section in form_of(application.filing)
    ]
