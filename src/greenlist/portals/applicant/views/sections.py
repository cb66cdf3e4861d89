"""One section of the form: rows with unit, last year, source; autosave with a version number; conflicts to choose from."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.permissions import check_may_edit, may_edit
from greenlist.casework.applications.selectors import latest_version, own_files
from greenlist.casework.applications.services import editing
from greenlist.casework.filings.forms import Section
from greenlist.casework.filings.models import Filing
from greenlist.casework.filings.selectors import (
    Body,
    Gap,
    body_at,
    evidence_of,
    form_of,
    gaps_of,
    required_count,
    result_of,
    saved_sections,
)
from greenlist.casework.filings.services import KEPT, StaleSection, save_section
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.verification.energy import energy_while_typing, products_to_name
from greenlist.casework.verification.parks import told_while_typing
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import added, shown
from greenlist.portals.applicant.views.lines import blocks_of, lines_of
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.applicant.views.words import FIGURES, places_of
from greenlist.portals.shared.entry import based_on, for_roles
from greenlist.portals.shared.overtaken import typed_back
from greenlist.rulebook.reference.units import has_odd_commas, plain_digits

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class RailEntry:
    """One section in the rail: its number, its title, how many places are missing."""

    section: Section
    ordinal: str
    missing: int

    @property
    def title(self) -> str:
        return f"{self.ordinal} {self.section.title}"


@for_roles("applicant")
def edit(request: HttpRequest, pk: str, section: str) -> HttpResponse:
    """GET the section (`?row=` with the place to bind evidence open); POST saves it on top of `based_on`.

    Autosave gets JSON, a browser without JavaScript a redirect.
    """
    application = own(request, pk)
    found = next((s for s in form_of(application.filing) if s.id == section), None)
    if found is None:
        raise Http404
    return _save(request, application, found) if request.method == "POST" else _show(request, application, found)


def rail_of(application: Application, gaps: list[Gap]) -> list[RailEntry]:
    """Every section with its number and what is missing there."""
    form = form_of(application.filing)
    ordinals = [ORDINALS[i] if i < len(ORDINALS) else str(i + 1) for i in range(len(form))]
    return [RailEntry(s, o, sum(1 for g in gaps if g.section == s.id)) for s, o in zip(form, ordinals, strict=True)]


def score_context(result: Result, line: Any) -> dict[str, Any]:
    """What every card about a score needs: figure, line to reach, distance."""
    short = max(number(str(line)) - result.rounded, number("0")) if line else None
    return {"result": result, "line": line, "distance": "" if short is None else shown(short, 2)}


def _save(request: HttpRequest, application: Application, section: Section) -> HttpResponse:
    wants_json = request.headers.get("X-Requested-With") == "fetch"
    values = chosen_sides(request.POST, section) if request.POST.get("chosen") else typed(request.POST, section)
    try:
        check_may_edit(application, request.actor)
        with editing(application, actor=request.actor):
            saved = save_section(application.filing, section.id, values=values, based_on=based_on(request.POST), actor=request.actor)
    except StaleSection as stale:
        action = reverse("applicant:section", args=[application.pk, section.id])
        return conflict_page(request, application.filing, section, stale, action=action, is_fragment=wants_json)
    except Refused as refusal:
        if wants_json:
            return HttpResponse(render_to_string("shared/components/refusal.html", {"refusal": refusal}), status=409)
        if isinstance(refusal, WrongState):  # a colleague handed it in meanwhile
            stay = reverse("applicant:section", args=[application.pk, section.id])
            written = {row.label: _said(values.get(row.id, {})) for row in section.filled_rows}
            return typed_back(request, refusal, about=f"{application.site.name} · {section.title}", stay=stay, typed=written)
        return _show(request, application, section, refusal)
    if not wants_json:
        messages.success(request, f"已保存“{section.title}”")
        return redirect("applicant:section", application.pk, section.id)
    return _reply(_context(request, application, section), saved.number)


def _reply(context: dict[str, Any], saved: int) -> HttpResponse:
    fragments = {
        "score-card": render_to_string("applicant/_score_card.html", context),
        "rail": render_to_string("applicant/_rail.html", context),
        "section-score": render_to_string("applicant/_section_score.html", context),
        "returned": render_to_string("applicant/_returned.html", context),
        "still-missing": render_to_string("applicant/_still_missing.html", context),
    }
    for line in context["lines"]:
        if line.row.kind == "computed":
            fragments[f"state-{line.row.id}"] = render_to_string("applicant/_computed.html", {"l": line})
    rows = {line.row.id: line.as_reply() for line in context["lines"] if line.row.kind != "computed"}
    return JsonResponse({"number": saved, "saved_at": f"{now():%H:%M:%S}", "fragments": fragments, "rows": rows})


def _show(request: HttpRequest, application: Application, section: Section, refusal: Refused | None = None) -> HttpResponse:
    context = _context(request, application, section) | {"refusal": refusal}
    if context["binding"] and request.headers.get("X-Requested-With") == "fetch":
        return render(request, "applicant/_binding.html", context | {"l": context["binding"]})
    return render(request, "applicant/section.html", context, status=409 if refusal else 200)


def conflict_page(
    request: HttpRequest, filing: Filing, section: Section, stale: StaleSection, *, action: str, is_fragment: bool
) -> HttpResponse:
    """Both versions side by side, to choose from row by row; a fragment for autosave."""
    fields, kept = [], []
    base = body_at(filing, section.id, based_on(request.POST))
    for row in section.filled_rows:
        mine, theirs = stale.mine.get(row.id, {}), stale.theirs.get(row.id, {})
        kept += [(f"mine-{row.id}-{key}", mine.get(key, "")) for key in KEPT if mine.get(key)]
        kept += [(f"theirs-{row.id}-{key}", theirs.get(key, "")) for key in KEPT if theirs.get(key)]
        if mine != theirs:
            pick = "theirs" if mine == base.get(row.id, {}) else "mine"
            fields.append({"name": row.id, "label": row.label, "mine": _said(mine), "theirs": _said(theirs), "pick": pick})
    context = {"stale": stale, "fields": fields, "kept": kept, "action": action}
    if is_fragment:
        return HttpResponse(render_to_string("shared/components/conflict.html", context, request=request), status=409)
    return render(request, "applicant/conflict.html", context | {"about": filing.site.name, "section": section}, status=409)


def typed(posted: Any, section: Section) -> Body:
    """The section's values as posted: `v-<row>`, `l-<row>`, `n-<row>`, `na-<row>`; figures with plain digits and no commas."""
    keys = (("v", "value"), ("l", "last_year"), ("n", "note"), ("na", "not_applicable"))
    rows = {row.id: {key: posted.get(f"{short}-{row.id}", "") for short, key in keys} for row in section.filled_rows}
    for row in section.filled_rows:
        if row.kind in FIGURES:
            rows[row.id] |= {key: _plain(rows[row.id][key]) for key in ("value", "last_year")}
    return rows


def _plain(text: str) -> str:
    """１，２８４．６ as 1284.6; what is no number stays as it was typed, and so does 12,34, which may be 12.34."""
    if has_odd_commas(text):
        return text
    try:
        number(text)
    except ValueError:
        return text
    return plain_digits(text)


def chosen_sides(posted: Any, section: Section) -> Body:
    """After a conflict: for each row the side that was picked (mine where both agreed)."""
    return {
        row.id: {key: posted.get(f"{posted.get(f'pick-{row.id}', 'mine')}-{row.id}-{key}", "") for key in KEPT}
        for row in section.filled_rows
    }


def _said(entry: dict[str, str]) -> str:
    """An entry in words, each part with its name: 1,284.6；上年 1,300；理由 …"""
    words = {"met": "符合", "not_met": "不符合", "yes": "是"}
    names = (("value", ""), ("last_year", "上年 "), ("note", "理由 "), ("not_applicable", "不适用："))
    return "；".join(f"{name}{words.get(entry[key], entry[key])}" for key, name in names if entry.get(key))


def _context(request: HttpRequest, application: Application, section: Section) -> dict[str, Any]:
    filing = application.filing
    saved = saved_sections(filing)
    result, gaps, given = result_of(filing, saved), gaps_of(filing, saved), parameters(application.round)
    rail, required = rail_of(application, gaps), required_count(filing)
    at = next(i for i, entry in enumerate(rail) if entry.section.id == section.id)
    returned = places_of(application)
    told = {**told_while_typing(application, saved[section.id][1]), **energy_while_typing(application, saved[section.id][1])}
    lines = lines_of(section, saved[section.id][1], gaps, result, bound=evidence_of(filing), returned=returned, unit=application.site.name,
                     told=told)  # fmt: skip
    latest = latest_version(application)
    return score_context(result, given["pass_line"]) | {
        "application": application,
        "section": section,
        "here": rail[at],
        "lines": lines,
        "blocks": blocks_of(lines),
        "binding": next((line for line in lines if line.row.id == request.GET.get("row") and line.row.is_scored), None),
        "based_on": saved[section.id][0],
        "rail": rail,
        "gaps": gaps,
        "required": required,
        "filled": required - len(gaps),
        "group": next((g for g in result.groups if g.id == section.id), None),
        "group_lines": _own_lines(result, section),
        "section_gain": shown(added(m.gain for m in result.missing if m.section == section.id), 1),
        "limit": given["upload_limit_mb"],
        "returned": returned,
        "editable": may_edit(application, request.actor),
        "version_number": latest.number if latest else 0,
        "previous": rail[at - 1] if at else None,
        "following": rail[at + 1] if at + 1 < len(rail) else None,
        "own_files": own_files(request.actor),
        "products": products_to_name(application.site.industry) if any(line.row.kind == "product" for line in lines) else [],
    }


def _own_lines(result: Result, section: Section) -> list[dict[str, object]]:
    ids = {row.id for row in section.rows} | {section.id}
    return [line for line in score_lines(result) if line["id"] in ids]
