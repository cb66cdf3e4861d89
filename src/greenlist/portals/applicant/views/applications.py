"""我的申报: the list, a new application, one application's front page, levels and evaluation, the score."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.papers import score_lines
from greenlist.casework.applications.permissions import may_edit
from greenlist.casework.applications.selectors import history_of, returned_places, versions_of, visible_to
from greenlist.casework.applications.services import set_evaluation, start_application
from greenlist.casework.directory.selectors import sites_of
from greenlist.casework.filings.selectors import gaps_of, result_of, saved_sections
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.selectors import current_round, parameter
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.rulebook.standards import applicable

PER_PAGE = 20


@for_roles("applicant")
def index(request: HttpRequest) -> HttpResponse:
    """GET /applicant/applications/: own applications, newest act first."""
    rows = visible_to(request.actor)
    if text := request.GET.get("text", "").strip():
        rows = rows.filter(site__name__icontains=text)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "applicant/applications.html", {"page": page, "round": current_round()})


@for_roles("applicant")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /applicant/applications/new/: choose the site and the category."""
    round_, sites = current_round(), sites_of(request.actor.organisation_id)
    context = {"round": round_, "sites": sites, "categories": Category.choices, "typed": request.POST}
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
    return _page(request, pk)


@require_POST
@for_roles("applicant")
def evaluation(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: levels and the way of evaluation."""
    application = own(request, pk)
    posted = request.POST
    try:
        set_evaluation(application, national="national" in posted, provincial="provincial" in posted, mode=posted.get("mode", "self"),
                       third_party=posted.get("third_party", ""), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, pk, refusal)
    messages.success(request, "已保存申报级别与评价方式")
    return redirect("applicant:application", pk)


@for_roles("applicant")
def score(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/score/: the whole explanation tree of what is saved now."""
    application = own(request, pk)
    result = result_of(application.filing)
    context = {
        "application": application,
        "result": result,
        "lines": score_lines(result),
        "line": parameter(application.round, "pass_line"),
    }
    return render(request, "applicant/score.html", context)


def _page(request: HttpRequest, pk: str, refusal: Refused | None = None) -> HttpResponse:
    application = own(request, pk)
    saved = saved_sections(application.filing)
    known = applicable(application.category, application.site.industry, application.filing.reference_on)
    context = {
        "application": application,
        "gaps": gaps_of(application.filing, saved),
        "result": result_of(application.filing, saved),
        "line": parameter(application.round, "pass_line"),
        "limit": parameter(application.round, "upload_limit_mb"),
        "returned": returned_places(application),
        "versions": versions_of(application),
        "history": history_of(application),
        "editable": may_edit(application, request.actor),
        "not_held": next((entry for entry in known if not entry.is_held), None),
        "refusal": refusal,
    }
    return render(request, "applicant/application.html", context, status=409 if refusal else 200)
