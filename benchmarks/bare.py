"""The other side of the list pages: bare Django views of the same rows, the least that Django needs to list them.

A plain function, a queryset, a slice, a count, a template of one row a line without tags, inheritance or context
processors. The middleware is the project's. This module is the URL table while a benchmark runs.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Template
from django.urls import include, path

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import AT_PROVINCE
from greenlist.casework.register.models import ListEntry
from greenlist.casework.rounds.models import Round

ENTRY = Template("{% for row in rows %}{{ row.name }} {{ row.credit_code }} {{ row.year }}<br>\n{% endfor %}{{ count }}")
CASE = Template("{% for row in rows %}{{ row.number }} {{ row.site.name }} {{ row.state }}<br>\n{% endfor %}{{ count }}")
FIELDS = ("name", "former_names", "credit_code", "level", "category", "year", "unit", "listed_on", "document", "state", "removed_on",
          "removal_reason", "removal_clause", "is_demo")  # fmt: skip
Rows = Callable[[HttpRequest], QuerySet[Any]]


def published(request: HttpRequest) -> QuerySet[ListEntry]:
    """The rows of the public list, in its order."""
    return ListEntry.objects.filter(origin="published").order_by("-year", "category", "name", "id")


def of_the_bureau(request: HttpRequest) -> QuerySet[Application]:
    """The rows of the bureau's workbench, by time alone: a simpler order than the page's."""
    rows = Application.objects.filter(round=_newest(), unit=request.actor.unit, submitted_at__isnull=False)
    return rows.select_related("site").order_by("changed_at", "id")


def of_the_province(request: HttpRequest) -> QuerySet[Application]:
    """The rows of the province's intake, in its order."""
    return Application.objects.filter(round=_newest(), state__in=AT_PROVINCE).select_related("site").order_by("number")


def _newest() -> Round | None:
    return Round.objects.order_by("-opens_on").first()


def page(rows: Rows, template: Template, size: int) -> Callable[[HttpRequest], HttpResponse]:
    """A bare list view."""

    def view(request: HttpRequest) -> HttpResponse:
        found = rows(request)
        start = size * (int(request.GET.get("page", 1)) - 1)
        return HttpResponse(template.render(Context({"rows": found[start : start + size], "count": found.count()})))

    return view


def answer(request: HttpRequest) -> JsonResponse:
    """A bare list as JSON."""
    found = published(request)
    return JsonResponse({"count": found.count(), "rows": list(found.values(*FIELDS)[:50])})


urlpatterns = [
    path("bare/list/", page(published, ENTRY, 20)),
    path("bare/api/", answer),
    path("bare/workbench/", page(of_the_bureau, CASE, 15)),
    path("bare/intake/", page(of_the_province, CASE, 15)),
    path("", include("greenlist.config.urls")),
]
