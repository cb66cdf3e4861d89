"""厂址: the unit's plants under one credit code; its administrator adds a further one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.selectors import sites_of
from greenlist.casework.directory.services import add_own_site
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.reference.regions import cities, counties, division_name
from greenlist.rulebook.reference.regions import division as division_of


@for_roles("applicant")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /applicant/sites/new/: add a plant."""
    if not request.actor.may("add_site"):
        raise Http404
    organisation = Organisation.objects.get(pk=request.actor.organisation_id)
    context = {"typed": request.POST, "sites": sites_of(organisation.pk), "counties": _counties(organisation)}
    if request.method != "POST":
        return render(request, "applicant/site_new.html", context)
    typed = {key: request.POST.get(key, "") for key in ("name", "address", "division", "industry")}
    try:
        made = add_own_site(**typed, actor=request.actor)
    except Refused as refusal:
        return render(request, "applicant/site_new.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, f"已新增厂址：{made.name}")
    return redirect("applicant:application_new")


def _counties(organisation: Organisation) -> list[tuple[str, list[tuple[str, str]]]]:
    """(city, its counties), the unit's own city first."""
    own = organisation.unit or (division_of(organisation.division).parent if organisation.division else "")
    ordered = sorted(cities(), key=lambda city: city.code != own)
    return [(division_name(city.code), [(c.code, c.name) for c in counties(city.code)]) for city in ordered]
