"""One section of the form: rows with unit, last year, source; autosave with a version number; conflicts to choose from."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import score_lines
from greenlist.casework.applications.permissions import check_may_edit, may_edit
from greenlist.casework.applications.selectors import returned_places, versions_of
from greenlist.casework.files.selectors import files_of
from greenlist.casework.filings.doubts import doubt, is_settled
from greenlist.casework.filings.forms import Row, Section
from greenlist.casework.filings.models import Evidence
from greenlist.casework.filings.selectors import Body, Gap, evidence_of, form_of, gaps_of, result_of, saved_sections
from greenlist.casework.filings.services import KEPT, StaleSection, save_section
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import parameter
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.results import ItemResult, Result
from greenlist.engines.scoring.rounding import shown
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.shared.entry import for_roles


@dataclass(frozen=True)
class Line:
    """One row as shown: the row, what is typed, what is odd, last year's change, its evidence, its points now."""

    row: Row
    entry: dict[str, str]
    odd: str
    is_gap: bool
    change: str
    evidence: list[Evidence]
    item: ItemResult | None


@for_roles("applicant")
def edit(request: HttpRequest, pk: str, section: str) -> HttpResponse:
    """GET the section; POST saves it on top of `based_on` (JSON for autosave, redirect without JavaScript)."""
    application = own(request, pk)
    found = next((s for s in form_of(application.filing) if s.id == section), None)
    if found is None:
        raise Http404
    return _save(request, application, found) if request.method == "POST" else _show(request, application, found)


def _save(request: HttpRequest, application: Application, section: Section) -> HttpResponse:
    wants_json = request.headers.get("X-Requested-With") == "fetch"
    try:
        check_may_edit(application, request.actor)
        based_on = int(request.POST.get("based_on") or 0)
        values = _chosen(request.POST, section) if request.POST.get("chosen") else typed(request.POST, section)
        saved = save_section(application.filing, section.id, values=values, based_on=based_on, actor=request.actor)
    except StaleSection as stale:
        return _conflict(request, application, section, stale, wants_json)
    except Refused as refusal:
        if wants_json:
            return HttpResponse(render_to_string("shared/components/refusal.html", {"refusal": refusal}), status=409)
        return _show(request, application, section, refusal)
    if not wants_json:
        messages.success(request, f"已保存“{section.title}”")
        return redirect("applicant:section", application.pk, section.id)
    context = _context(request, application, section)
    fragments = {
        "score-card": render_to_string("applicant/_score_card.html", context),
        "rail": render_to_string("applicant/_rail.html", context),
        "section-score": render_to_string("applicant/_section_score.html", context),
        "odd-list": render_to_string("applicant/_odd_list.html", context),
    }
    return JsonResponse({"number": saved.number, "saved_at": f"{now():%H:%M:%S}", "fragments": fragments})


def _show(request: HttpRequest, application: Application, section: Section, refusal: Refused | None = None) -> HttpResponse:
    context = _context(request, application, section) | {"refusal": refusal}
    return render(request, "applicant/section.html", context, status=409 if refusal else 200)


def _conflict(request: HttpRequest, application: Application, section: Section, stale: StaleSection, is_fragment: bool) -> HttpResponse:
    fields, kept = [], []
    for row in section.filled_rows:
        mine, theirs = stale.mine.get(row.id, {}), stale.theirs.get(row.id, {})
        kept += [(f"mine-{row.id}-{key}", mine.get(key, "")) for key in KEPT if mine.get(key)]
        kept += [(f"theirs-{row.id}-{key}", theirs.get(key, "")) for key in KEPT if theirs.get(key)]
        if mine != theirs:
            fields.append({"name": row.id, "label": row.label, "mine": _said(mine), "theirs": _said(theirs)})
    context = {"stale": stale, "fields": fields, "kept": kept, "action": reverse("applicant:section", args=[application.pk, section.id])}
    if is_fragment:
        return HttpResponse(render_to_string("shared/components/conflict.html", context, request=request), status=409)
    return render(request, "applicant/conflict.html", context | {"application": application, "section": section}, status=409)


def typed(posted: Any, section: Section) -> Body:
    """The section's values as posted: `v-<row>`, `l-<row>`, `n-<row>`, `na-<row>`."""
    keys = (("v", "value"), ("l", "last_year"), ("n", "note"), ("na", "not_applicable"))
    return {row.id: {key: posted.get(f"{short}-{row.id}", "") for short, key in keys} for row in section.filled_rows}


def _chosen(posted: Any, section: Section) -> Body:
    """After a conflict: for each row the side that was picked (mine where both agreed)."""
    return {
        row.id: {key: posted.get(f"{posted.get(f'pick-{row.id}', 'mine')}-{row.id}-{key}", "") for key in KEPT}
        for row in section.filled_rows
    }


def _said(entry: dict[str, str]) -> str:
    words = {"met": "符合", "not_met": "不符合"}
    return "；".join(words.get(value, value) for value in entry.values())


def _context(request: HttpRequest, application: Application, section: Section) -> dict[str, Any]:
    filing = application.filing
    saved = saved_sections(filing)
    result, gaps = result_of(filing, saved), gaps_of(filing, saved)
    form = form_of(filing)
    at = [s.id for s in form].index(section.id)
    lines = _lines(filing, section, saved[section.id][1], gaps, result)
    return {
        "application": application,
        "section": section,
        "lines": lines,
        "odd_lines": [line for line in lines if line.odd],
        "based_on": saved[section.id][0],
        "rail": [(s, sum(1 for g in gaps if g.section == s.id)) for s in form],
        "gaps": gaps,
        "result": result,
        "group": next((g for g in result.groups if g.id == section.id), None),
        "group_lines": _own_lines(result, section),
        "line": parameter(application.round, "pass_line"),
        "distance": _distance(result, parameter(application.round, "pass_line")),
        "limit": parameter(application.round, "upload_limit_mb"),
        "returned": returned_places(application) if application.state in {"returned", "submitted"} else [],
        "editable": may_edit(application, request.actor),
        "versions": versions_of(application),
        "previous": form[at - 1] if at else None,
        "following": form[at + 1] if at + 1 < len(form) else None,
        "own_files": files_of(application.site.organisation_id),
    }


def _own_lines(result: Result, section: Section) -> list[dict[str, object]]:
    ids = {row.id for row in section.rows}
    labels = {result.plan.items[i].label for i in ids if i in result.plan.items}
    return [line for line in score_lines(result) if line["depth"] == 1 and line["label"] in labels]


def _lines(filing: Any, section: Section, body: Body, gaps: list[Gap], result: Result) -> list[Line]:
    empty = {gap.row for gap in gaps}
    bound: dict[str, list[Evidence]] = {}
    for evidence in evidence_of(filing):
        bound.setdefault(evidence.row, []).append(evidence)
    return [
        Line(row, entry := body.get(row.id, {}), "" if is_settled(row, entry) else doubt(row, entry), row.id in empty,
             _change(entry), bound.get(row.id, []), result.items.get(row.id))
        for row in section.rows
    ]  # fmt: skip


def _change(entry: dict[str, str]) -> str:
    try:
        value, before = number(entry.get("value", "")), number(entry.get("last_year", ""))
    except ValueError:
        return ""
    if not before:
        return "首次填报"
    percent = (value - before) / before * 100
    return f"{'＋' if percent >= 0 else '−'}{shown(abs(percent), 1)}%"


def _distance(result: Result, line: Any) -> str:
    if not line:
        return ""
    return shown(max(number(str(line)) - result.rounded, number("0")), 2)
