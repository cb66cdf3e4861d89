"""核验: one unit; list → one finding explained → page of proof, then score, report, last year; decision bar."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.overtaking import seen_of
from greenlist.casework.applications.report_check import report_check
from greenlist.casework.applications.selectors import latest_version, returned_places, versions_of
from greenlist.casework.consultation.selectors import unasked
from greenlist.casework.directory.selectors import former_names
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import declared_result, versions_diff, year_changes
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.rounds.selectors import parameter, parameters
from greenlist.casework.verification.checklist import ChecklistItem
from greenlist.casework.verification.models import Answer
from greenlist.casework.verification.overtaking import judged_seen
from greenlist.casework.verification.permissions import OPEN_STATES
from greenlist.casework.verification.precedents import precedents_about
from greenlist.casework.verification.selectors import checklist, look_of
from greenlist.casework.verification.services import CHOSEN_UNDER, note_look
from greenlist.portals.bureau.views.files import proofs_of, viewed
from greenlist.portals.bureau.views.queue import neighbours
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.eligibility.windows import lookback
from greenlist.rulebook.notices import notice

AROUND = 26
SHOWN_YEARS = 3


@for_roles("bureau")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /bureau/applications/<pk>/?item=C-44&file=…&page=3&record=1."""
    application = own(request, pk)
    if version := latest_version(application):
        note_look(application, version=version.number, actor=request.actor, is_first=True)
    return render(request, "bureau/verification.html", page_context(request, application))


def page_context(request: HttpRequest, application: Application, **more: Any) -> dict[str, Any]:
    """Everything the verification page shows; also used when an act on it was refused."""
    lines = checklist(application)
    item = _chosen_item(lines, request.GET.get("item") or request.POST.get("clause", ""))
    window = lookback(today(), int(parameters(application.round)["lookback_years"]))
    explained = item.explained or (load(item.finding.content_digest) if item.finding else {})
    file, page = viewed(request, application, item.fact)
    acts = {t.action for t in open_transitions(application, request.actor)}
    may_record = application.state in OPEN_STATES
    recording = may_record and ("record" in request.GET or "answer" in request.POST)
    return {
        "application": application,
        "exclusions": [line for line in lines if line.kind == "exclusion"],
        "conditions": [line for line in lines if line.kind == "condition"],
        "priorities": [line for line in lines if line.kind == "priority"],
        "ranking": [line for line in lines if line.kind == "priority" and line.verdict != "not_met"],
        "item": item,
        "item_number": lines.index(item) + 1,
        "quoted": _quoted(application, item),
        "explained": explained,
        "precedents": precedents_about(application, item.clause.id, explained) if item.is_judged and explained else None,
        "file": file,
        "page": page,
        "window": window,
        "former": former_names(application.site.organisation),
        "open_words": _open_words(application, lines),
        "acts": acts,
        "check": (check := report_check(application)),
        "page_link": f"?item={item.clause.id}&file={check.read.pk}&page=" if check and check.read and check.read.is_pdf else "",
        "twin_action": reverse("bureau:text_twin", args=[application.pk]) if may_record and application.entered_by else "",
        "report_judgement": application.report_judgements.last(),
        "judged_seen": judged_seen(application, item.clause.id) if item.kind != "exclusion" else "",
        "report_seen": judged_seen(application, "C-37"),
        "chosen_under": CHOSEN_UNDER.get(application.category, "C-40"),
        "may_record": may_record,
        "may_consult": may_record and not recording and any(unasked([application]).values()),
        "may_judge": may_record and item.needs_judgement,
        "recording": recording,
        "viewing": urlencode({"item": item.clause.id, "file": file.pk if file else "", **({"record": 1} if recording else {})}),
        "chosen": request.POST.getlist("clause") or request.GET.getlist("clause") or [item.clause.id],
        "proofs": proofs_of(application),
        "answers": Answer.choices,
        "open_lines": [line for line in lines if line.is_open],
        "typed": request.POST,
        "today": today(),
        "seen": seen_of(application, request.actor),
        "limit": parameter(application.round, "upload_limit_mb"),
        **_cards(request, application),
        **neighbours(request, application),
        **more,
    }


def _open_words(application: Application, lines: list[ChecklistItem]) -> list[tuple[str, str]]:
    """What is still open, for the decision bar: pieces of one sentence with their tone."""
    if application.state == "recommendable":
        return [("", "已标为可推荐，等送签")]
    if application.state not in OPEN_STATES:
        return [("", f"本件现在是“{application.get_state_display()}”")]
    unknown = sum(1 for x in lines if x.is_open and x.verdict == "unknown" and x.kind == "exclusion")
    found = sum(1 for x in lines if x.is_open and x.needs_judgement)
    unmet = sum(1 for x in lines if x.is_open and x.kind == "condition" and not x.needs_judgement)
    counted = (("warn", unknown, "待核实"), ("bad", found, "待判断"), ("bad", unmet, "不符合"))
    named = [(tone, f"{n}项{word}") for tone, n, word in counted if n]
    if not named:
        return [("", "各项已有结论")]
    joined = [piece for one in named for piece in (("", "、"), one)][1:]
    return [("", "还有"), *joined, ("", "，办完方可标为可推荐")]


def next_open(application: Application, clause: str) -> str:
    """The address of the first line still open, or of this one when none is."""
    lines = checklist(application)
    waiting = next((x.clause.id for x in lines if x.is_open and (x.kind == "exclusion" or x.needs_judgement)), clause)
    return reverse("bureau:verification", args=[application.pk]) + f"?item={waiting}"


def _cards(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Score, report, last year side by side."""
    version = latest_version(application)
    if version is None:
        return {"version": None, "line": parameter(application.round, "pass_line")}
    result, years, returned = declared_result(version), year_changes(version), returned_places(application)
    return {
        "version": version,
        "result": result,
        "required": sum(1 for item in result.plan.items.values() if item.kind == "required") if result else 0,
        "line": parameter(application.round, "pass_line"),
        "years": years[:SHOWN_YEARS],
        "year_count": len(years),
        "returned": returned,
        "mended": sum(1 for place in returned if place.is_changed),
        **changes_for(request, application, version),
    }


def changes_for(request: HttpRequest, application: Application, version: FilingVersion) -> dict[str, Any]:
    """What changed since this officer looked; or, once seen, since the version before."""
    look = look_of(application, request.actor)
    is_unseen = look is not None and look.version < version.number
    number = look.version if is_unseen and look else version.number - 1
    before = versions_of(application).filter(number=number).first()
    changes = versions_diff(before, version) if before else []
    return {"changes": changes, "is_unseen": is_unseen and bool(changes), "before": before}


def _chosen_item(lines: list[ChecklistItem], clause: str) -> ChecklistItem:
    """The line asked for, else the first that is open, else the first."""
    asked = next((line for line in lines if line.clause.id == clause), None)
    return asked or next((line for line in lines if line.is_open), lines[0])


def _quoted(application: Application, item: ChecklistItem) -> tuple[str, str, str]:
    """The words of the clause with what stands before and after them in the passage."""
    text = notice(application.round.notice).passage(item.clause.passage).text.replace("\n", "")
    before, quote, after = text.partition(item.clause.quote)
    if not quote:
        return "", item.clause.quote, ""
    return _tail(before), quote, _head(after)


def _tail(text: str) -> str:
    return text if len(text) <= AROUND else "…" + re.sub(r"^[A-Za-z0-9/. ]+", "", text[-AROUND:])


def _head(text: str) -> str:
    """The beginning, not cut within a number or a Latin word."""
    return text if len(text) <= AROUND else re.sub(r"[A-Za-z0-9/. ]+$", "", text[:AROUND]) + "…"
