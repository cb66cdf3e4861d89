"""我的申报: the list, a new application, one application's front page, levels and evaluation, the score."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.permissions import EDITABLE, may_edit
from greenlist.casework.applications.report_check import ReportCheck, report_check
from greenlist.casework.applications.selectors import AT_PROVINCE, CHOSEN, goes_to_county, history_of, versions_of, visible_to
from greenlist.casework.applications.services import set_evaluation, start_application
from greenlist.casework.directory.models import Site
from greenlist.casework.directory.selectors import county_office, sites_of
from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.evaluators.selectors import banned_today, evaluators, newest_engagement, open_engagement
from greenlist.casework.filings.selectors import gaps_of, required_count, result_of, saved_sections, saved_sections_of
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.selectors import letter_about
from greenlist.casework.register.models import Category, ListEntry
from greenlist.casework.register.selectors import listings_of
from greenlist.casework.rounds.selectors import county_deadline_of, current_round, parameters
from greenlist.casework.standards.selectors import edition_called
from greenlist.portals.applicant.views.history import folded
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.applicant.views.sections import rail_of, score_context
from greenlist.portals.applicant.views.words import places_of
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.lifecycle import lifecycle
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.standards import applicable

PER_PAGE = 20
NEWEST = 8
WAITS = {"province": "省工业和信息化厅", "expert": "评审专家"}


@dataclass(frozen=True)
class Entry:
    """One row of the list: whose turn it is, and what is still missing when it is the applicant's own."""

    application: Application
    waits_for: str
    gaps: int


@for_roles("applicant")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /applicant/applications/: own applications, newest act first."""
    rows = visible_to(request.actor)
    text = request.GET.get("text", "").strip()
    if text:
        rows = rows.filter(site__name__icontains=text)
    page = shown_page(request, rows, PER_PAGE)
    context = {"page": page, "entries": _entries(list(page)), "round": current_round(), "text": text}
    return render(request, "applicant/applications.html", context)


@for_roles("applicant")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /applicant/applications/new/: choose the site and the category."""
    round_, sites = current_round(), sites_of(request.actor.organisation_id)
    context = {"round": round_, "sites": sites, "categories": _categories(sites), "open": _open_sites(request),
               "may_add_site": request.actor.may("add_site"), "listings": _listings(sites)}  # fmt: skip
    if request.method != "POST" or round_ is None:
        return render(request, "applicant/application_new.html", context)
    site = chosen(sites, request.POST.get("site"))
    try:
        made = start_application(site, round_=round_, category=request.POST.get("category", ""), actor=request.actor)
    except Refused as refusal:
        return render(request, "applicant/application_new.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, f"已建立申报件 {made.number}")
    return redirect("applicant:application", made.pk)


@for_roles("applicant")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /applicant/applications/<pk>/: what is missing, what was returned, what to do next, the history."""
    return page_of(request, own(request, pk))


@require_POST
@for_roles("applicant")
def evaluation(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: levels and the way of evaluation."""
    application = own(request, pk)
    posted = request.POST
    try:
        set_evaluation(application, national="national" in posted, provincial="provincial" in posted, mode=posted.get("mode", "self"),
                       evaluator=_chosen_evaluator(posted.get("evaluator", "")), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return page_of(request, _as_chosen(application, posted), refusal)
    messages.success(request, "已保存申报级别与评价方式")
    return redirect("applicant:application", pk)


def _chosen_evaluator(posted: str) -> Evaluator | None:
    return chosen(evaluators(), posted) if posted else None


@for_roles("applicant")
def score(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/score/: the whole explanation tree of what is saved now."""
    application = own(request, pk)
    result = result_of(application.filing)
    context = score_context(result, parameters(application.round)["pass_line"]) | {
        "application": application,
        "lines": score_lines(result, is_whole=True),
        "gaps": gaps_of(application.filing),
    }
    return render(request, "applicant/score.html", context)


def page_of(request: HttpRequest, application: Application, refusal: Refused | None = None) -> HttpResponse:
    """The front page of one application, with a refusal on top if there is one."""
    saved = saved_sections(application.filing)
    gaps, given = gaps_of(application.filing, saved), parameters(application.round)
    known = applicable(application.category, application.site.industry, application.filing.reference_on)
    returned = places_of(application)
    history = folded(history_of(application, request.actor))
    required = required_count(application.filing)
    context = score_context(result_of(application.filing, saved), given["pass_line"]) | {
        "application": application,
        "gaps": gaps,
        "required": required,
        "filled": required - len(gaps),
        "rail": rail_of(application, gaps),
        "limit": given["upload_limit_mb"],
        "returned": returned,
        "unchanged": sum(1 for place in returned if not place.is_changed),
        "versions": versions_of(application),
        "newest": history[:NEWEST],
        "older": history[NEWEST:],
        "editable": may_edit(application, request.actor),
        "report_judgement": application.report_judgements.last() if application.state in ("returned", *CHOSEN) else None,
        "is_chosen": application.state in CHOSEN,
        "is_at_province": application.state in AT_PROVINCE,
        "may_withdraw": application.state in lifecycle("application").transition("withdraw").sources,
        "waits_for": _waits_for(application),
        "to_county": may_edit(application, request.actor) and goes_to_county(application),
        "county_deadline_at": county_deadline_of(application.round, application.unit),
        "letter": letter_about(application),
        "checked_edition": edition_called(application.filing.standard, application.filing.edition),
        "not_held": next((entry for entry in known if not entry.is_held), None),
        "engagement": (engagement := open_engagement(application.number)),
        "had_body": None if engagement else newest_engagement(application.number),
        "ban": banned_today(engagement.evaluator) if engagement else None,
        "evaluators": evaluators(),
        "check": (check := report_check(application)),
        "page_link": page_link(check),
        "twin_action": reverse("applicant:text_twin", args=[application.pk]) if may_edit(application, request.actor) else "",
        "refusal": refusal,
    }
    return render(request, "applicant/application.html", context, status=409 if refusal else 200)


def page_link(check: ReportCheck | None) -> str:
    """Where a page of what was read stands in the viewer, up to its number; '' when it is no PDF."""
    return f"{reverse('applicant:file', args=[check.read.pk])}?page=" if check and check.read and check.read.is_pdf else ""


def _as_chosen(application: Application, posted: Any) -> Application:
    """The application as the refused form had it, so that nothing has to be chosen again; it is not saved."""
    application.wants_national, application.wants_provincial = "national" in posted, "provincial" in posted
    application.mode, application.third_party = posted.get("mode", "self"), posted.get("third_party", "")
    return application


def _entries(applications: list[Application]) -> list[Entry]:
    mine = [a.filing for a in applications if a.state in EDITABLE]
    saved = saved_sections_of(mine) if mine else {}
    gaps = {filing.pk: len(gaps_of(filing, saved[filing.pk])) for filing in mine}
    return [Entry(a, _waits_for(a), gaps.get(a.filing_id, 0)) for a in applications]


def _waits_for(application: Application) -> str:
    """Who must act next: 本单位, the bureau by its name, the province, an expert; '' when nobody."""
    if application.state == "not_selected" and letter_about(application):
        return ""
    turn = lifecycle("application").state(application.state).turn
    if turn == "applicant":
        return "本单位"
    if turn == "county":
        office = county_office(application.site.division, application.unit)
        return office.name if office else "区县工信部门"
    if turn == "bureau":
        return round_parameters(application.round.notice).unit(application.unit).office
    return WAITS.get(turn, "")


def _categories(sites: Iterable[Site]) -> list[tuple[str, str, bool]]:
    """(code, label, is there a table to fill in online for one of the sites?)."""
    held = {code: any(entry.is_held for site in sites for entry in applicable(code, site.industry, today())) for code in Category.values}
    return [(code, label, held[code]) for code, label in Category.choices]


def _listings(sites: Iterable[Site]) -> dict[Any, list[ListEntry]]:
    """{site id: where it stands on the lists today}; a row that nobody has linked to a site is shown at each of the unit's."""
    rows = list(sites)
    found = list(listings_of(rows[0].organisation)) if rows else []
    return {site.pk: [entry for entry in found if entry.site_id in (site.pk, None)] for site in rows}


def _open_sites(request: HttpRequest) -> dict[Any, str]:
    """{site id: number of its application of this round}, for the sites that already have one."""
    rows = visible_to(request.actor).filter(round=current_round()).exclude(state="withdrawn")
    return dict(rows.values_list("site_id", "number"))
