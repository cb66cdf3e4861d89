"""单位账号: the applying units of the region, who manages each, what nobody has in hand; inviting, resetting, ending."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from greenlist.casework.accounts.services import FIRST_DAYS
from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.selectors import people_under, units_of
from greenlist.casework.enrolment.services import open_for_unit
from greenlist.casework.enrolment.sheets import COLUMNS, UNITS_NEED
from greenlist.casework.handover.selectors import holding_counts, unowned
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.portals.shared.people import ROUTES, end, person_page, reset

SPACE = "bureau"
PER_PAGE = 15


@for_roles("bureau")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /bureau/people/?text=&show=: units with their administrators, and 无人经办."""
    text, show = request.GET.get("text", "").strip(), request.GET.get("show", "")
    page = shown_page(request, _units(request, text, show), PER_PAGE)
    people = [m for unit in page for m in unit.administrators]
    context = {"page": page, "text": text, "show": show, "counts": holding_counts(people), "unowned": unowned(request.actor)}
    return render(request, "bureau/people.html", context)


@for_roles("bureau")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /bureau/people/new/: open one unit's administrator by hand."""
    fields = [(kind, head, kind in UNITS_NEED, request.POST.get(kind, "")) for kind, (head, _) in COLUMNS.items()]
    if request.method != "POST":
        return render(request, "bureau/person_new.html", {"fields": fields})
    try:
        user, code = open_for_unit(typed={kind: value for kind, _, _, value in fields}, actor=request.actor)
    except Refused as refusal:
        return render(request, "bureau/person_new.html", {"fields": fields, "refusal": refusal}, status=409)
    made = user.memberships.select_related("organisation").latest("id")
    context = {"membership": made, "person": user, "code": code, "days": FIRST_DAYS, "routes": ROUTES[SPACE]}
    response = render(request, "shared/people/code_page.html", context)
    response["Cache-Control"] = "no-store"
    return response


@for_roles("bureau")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /bureau/people/<pk>/: one administrator."""
    return person_page(request, _person(request, pk), SPACE)


@require_POST
@for_roles("bureau")
def end_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: end with hand-over."""
    return end(request, _person(request, pk), SPACE)


@require_POST
@for_roles("bureau")
def reset_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: a new code."""
    return reset(request, _person(request, pk), SPACE)


def _person(request: HttpRequest, pk: str) -> Membership:
    return get_object_or_404(people_under(request.actor), pk=pk)


def _units(request: HttpRequest, text: str, show: str) -> QuerySet[Organisation]:
    mine = people_under(request.actor)
    rows: Any = units_of(request.actor.unit)
    if text:
        rows = rows.filter(name__icontains=text) | rows.filter(credit_code__iexact=text)
    if show == "none":
        rows = rows.filter(~Exists(mine.filter(organisation=OuterRef("pk"))))
    if show == "waiting":
        rows = rows.filter(Exists(mine.filter(organisation=OuterRef("pk"), user__password__startswith="!")))
    return rows.prefetch_related(Prefetch("memberships", queryset=mine, to_attr="administrators"))
