"""One person's page for whoever manages him: what he has in hand, ending with hand-over, a new code. The unit's and the bureau's alike."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.accounts.services import FIRST_DAYS, RESET_DAYS
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import heirs_of, may_reset
from greenlist.casework.directory.services import end_membership, reset_person
from greenlist.casework.handover.selectors import holding_counts, holdings_of, unowned
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported

# where a portal lists its people, ends one and resets one
ROUTES = {
    "applicant": {"people": "applicant:people", "end": "applicant:person_end", "reset": "applicant:person_reset"},
    "bureau": {"people": "bureau:people", "end": "bureau:person_end", "reset": "bureau:person_reset"},
    "admin": {"people": "admin:memberships", "end": "admin:membership_end", "reset": ""},
}


@for_roles("bureau", "province", "centre")
@exported
def unowned_page(request: HttpRequest) -> HttpResponse:
    """GET /unowned/: what nobody has in hand in the offices below."""
    return render(request, "shared/people/unowned.html", {"unowned": unowned(request.actor)})


def people_rows(people: QuerySet[Membership]) -> list[tuple[Membership, int]]:
    """(position, how many open things he has in hand)."""
    rows = list(people)
    counts = holding_counts(rows)
    return [(membership, counts[membership.pk]) for membership in rows]


def person_page(request: HttpRequest, membership: Membership, space: str, refusal: Refused | None = None, **more: Any) -> HttpResponse:
    """What the person has in hand, who could take it over, and the forms to end and to reset."""
    context = {
        "person": membership,
        "holdings": holdings_of(membership),
        "heirs": heirs_of(membership),
        "may_reset": may_reset(membership.user, request.actor),
        "routes": ROUTES[space],
        "refusal": refusal,
        **more,
    }
    return render(request, f"{space}/person.html", context, status=409 if refusal else 200)


def end(request: HttpRequest, membership: Membership, space: str, **more: Any) -> HttpResponse:
    """POST: end the position; what he had in hand goes to the one chosen, or to a colleague."""
    posted = request.POST.get("successor", "")
    successor = chosen(Membership.objects.filter(pk__in=[m.pk for m in heirs_of(membership)]), posted) if posted else None
    count = len(holdings_of(membership))
    try:
        heir = end_membership(membership, actor=request.actor, reason=request.POST.get("reason", ""), successor=successor)
    except Refused as refusal:
        return person_page(request, membership, space, refusal, **more)
    messages.success(request, f"已终止{membership.user.name}的岗位。{_told(count, heir)}")
    return redirect(ROUTES[space]["people"])


def reset(request: HttpRequest, membership: Membership, space: str, **more: Any) -> HttpResponse:
    """POST: a new code, shown once."""
    try:
        code = reset_person(membership.user, actor=request.actor, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        return person_page(request, membership, space, refusal, **more)
    return shown_once(request, membership, code, space, is_reset=True)


def shown_once(request: HttpRequest, membership: Membership, code: str, space: str, *, is_reset: bool = False) -> HttpResponse:
    """The code on a page that no cache keeps; '' says that the person signs in already."""
    context = {"membership": membership, "person": membership.user, "code": code, "is_reset": is_reset, "routes": ROUTES[space],
               "days": RESET_DAYS if is_reset else FIRST_DAYS}  # fmt: skip
    response = render(request, "shared/people/code_page.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _told(count: int, heir: Membership | None) -> str:
    if not count:
        return "他手上没有未办结的事。"
    return f"手上{count}件已交给{heir.user.name}。" if heir else f"手上{count}件没有人接，已列入上级的“无人经办”。"
