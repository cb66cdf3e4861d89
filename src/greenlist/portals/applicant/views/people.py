"""本单位人员: who fills in for the unit; its administrator invites, entrusts, resets and ends."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.accounts.roles import duty_choices
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.applications.services import entrust
from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.selectors import open_positions, people_under
from greenlist.casework.directory.services import invite_person
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.people import end, people_rows, person_page, reset, shown_once

SPACE = "applicant"


@for_roles("applicant")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /applicant/people/: everybody of the unit."""
    people = people_rows(open_positions(request.actor.organisation_id, "applicant"))
    return render(request, "applicant/people.html", {"people": people, "may_invite": request.actor.may("invite_people")})


@for_roles("applicant")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /applicant/people/new/: invite somebody; his code is shown once."""
    _check_administrator(request)
    context: dict[str, Any] = {"typed": request.POST, "duties": duty_choices()}
    if request.method != "POST":
        return render(request, "applicant/person_new.html", context)
    typed = {key: request.POST.get(key, "") for key in ("username", "name", "phone", "duty")}
    organisation = Organisation.objects.get(pk=request.actor.organisation_id)
    try:
        made, code = invite_person(organisation, **typed, is_restricted="is_restricted" in request.POST, actor=request.actor)
    except Refused as refusal:
        return render(request, "applicant/person_new.html", {**context, "refusal": refusal}, status=409)
    return shown_once(request, made, code, SPACE)


@for_roles("applicant")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /applicant/people/<pk>/: what he has in hand, hand-over, reset, the applications entrusted to him."""
    return person_page(request, _person(request, pk), SPACE, **_given(request, pk))


@require_POST
@for_roles("applicant")
def end_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: end the position with hand-over."""
    return end(request, _person(request, pk), SPACE, **_given(request, pk))


@require_POST
@for_roles("applicant")
def reset_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: a new code."""
    return reset(request, _person(request, pk), SPACE, **_given(request, pk))


@require_POST
@for_roles("applicant")
def entrusting(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: the applications that a restricted person fills in."""
    person, wanted = _person(request, pk), set(request.POST.getlist("application"))
    chosen = [a for a in visible_to(request.actor) if str(a.pk) in wanted]
    try:
        entrust(person, applications=chosen, actor=request.actor)
    except Refused as refusal:
        return person_page(request, person, SPACE, refusal, **_given(request, pk))
    messages.success(request, f"已指定{len(chosen)}件由{person.user.name}填写")
    return redirect("applicant:person", pk)


def _person(request: HttpRequest, pk: str) -> Membership:
    _check_administrator(request)
    return get_object_or_404(people_under(request.actor), pk=pk)


def _given(request: HttpRequest, pk: str) -> dict[str, Any]:
    """The unit's applications, and which of them are entrusted to this person."""
    own = visible_to(request.actor)
    return {"applications": own, "entrusted": set(own.filter(entrusted__membership_id=pk).values_list("pk", flat=True))}


def _check_administrator(request: HttpRequest) -> None:
    if not request.actor.may("invite_people"):
        raise Http404
