"""典型案例 and 绿色制造服务行 in public: pages that can be passed on, with their pictures."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.publicity.models import CasePicture, GoodCase
from greenlist.casework.publicity.selectors import events, fallen_words, public_cases, public_industries, with_pictures
from greenlist.portals.public.views.listing import SHORT
from greenlist.portals.shared.downloads import as_picture
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.industries import industry_name
from greenlist.rulebook.reference.regions import city_names, division_name

PER_PAGE, EVENTS_A_PAGE, SHARED = 12, 20, 120
ASKED = ("text", "category", "unit", "industry")


@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /cases/?text=&category=&unit=&industry=: the released cases, the newest first."""
    wanted = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = shown_page(request, with_pictures(_public(**wanted)), PER_PAGE)
    is_open = "category" in disclosure().fields
    context = {
        "page": page,
        "lines": [(case, division_name(case.entry.unit), *_kind(case, is_open), fallen_words(case)) for case in page],
        "wanted": wanted,
        "categories": [(code.value, label) for code, label in SHORT.items()] if is_open else [],
        "cities": city_names(),
        "industries": [(code, industry_name(code)) for code in public_industries()] if is_open else [],
    }
    return render(request, "public/cases.html", context)


def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /cases/<pk>/: one case, as a page that can be passed on."""
    case = get_object_or_404(with_pictures(_public()), pk=pk)
    pictures = list(case.pictures.all())
    placements = case.placements.filter(struck_because="").order_by("-published_on", "-id")
    category, industry = _kind(case, "category" in disclosure().fields)
    context: dict[str, Any] = {
        "case": case, "city": division_name(case.entry.unit), "category": category, "industry": industry, "fallen": fallen_words(case), "pictures": pictures,
        "placements": placements, "shared_at": case.shared.filter(event__struck_because="").select_related("event").order_by("-event__held_on", "-id"),
        "address": _site(request) + reverse("public:case", args=[pk]), "description": " ".join(case.practice.split())[:SHARED],
        "image": _site(request) + reverse("public:case_picture", args=[pictures[0].pk, "large"]) if pictures else "",
    }  # fmt: skip
    return render(request, "public/case.html", context)


def picture(request: HttpRequest, pk: UUID, size: str) -> FileResponse:
    """GET /cases/pictures/<pk>/<size>.jpg: a picture of a released case."""
    del request
    found = get_object_or_404(CasePicture.objects.select_related("file", "thumbnail"), pk=pk, case__in=_public().order_by())
    return as_picture(found.thumbnail if size == "small" else found.file, is_public=True)


@exported
def service_events(request: HttpRequest) -> HttpResponse:
    """GET /service-events/: what was held, with the cases shared there."""
    page = shown_page(request, events(), EVENTS_A_PAGE)
    released = set(_public().order_by().filter(shared__event__in=[event.pk for event in page]).values_list("pk", flat=True))
    lines = [(e, division_name(e.unit) if e.unit else "省级", [s.case for s in e.shared.all() if s.case_id in released]) for e in page]
    return render(request, "public/service_events.html", {"page": page, "lines": lines})


def _public(**wanted: str) -> QuerySet[GoodCase]:
    """What the public may read by the classes of the round: without names there are no cases."""
    shown = disclosure().fields
    if "category" not in shown:
        wanted = {name: value for name, value in wanted.items() if name not in ("category", "industry")}
    found = public_cases(is_removal_public="removal" in shown, **wanted)
    return found if "name" in shown else found.none()


def _kind(case: GoodCase, is_open: bool) -> tuple[str, str]:
    """(category, industry) in words; where the category is not public the industry is not told either, as in the list."""
    code = case.entry.site.industry if case.entry.site else ""
    return (case.entry.get_category_display(), industry_name(code) if code else "") if is_open else ("", "")


def _site(request: HttpRequest) -> str:
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
