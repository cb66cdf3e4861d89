"""第三方机构 in public: who may not evaluate for now, by which document, and how many of each body's projects were listed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import today
from greenlist.casework.oversight.public_record import public_bodies
from greenlist.casework.publication.disclosure import disclosure
from greenlist.portals.shared.exporting import exported


@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /evaluators/: the bodies by name."""
    shown = disclosure()
    context = {"bodies": public_bodies(today(), shown), "is_open": "body" in shown.fields, "day": today()}
    return render(request, "public/evaluators.html", context)
