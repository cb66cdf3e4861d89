"""履历: one body at a glance: its projects with results, complaints, inspections, bans; the deviation of its scores for the province."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.evaluators.selectors import complaints_of, inspections_of
from greenlist.casework.oversight.track_record import Compared, deviations, years_of
from greenlist.casework.register.models import Category
from greenlist.engines.scoring.deviation import LEAST, Deviation
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.reference.regions import division_name


@for_roles("bureau", "province", "centre")
@exported
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /evaluators/<pk>/record/: a bureau reads of its own region, the province of all."""
    body = get_object_or_404(Evaluator.objects.select_related("organisation"), pk=pk)
    sees_all = request.actor.may("read_province")
    context = {
        "body": body,
        "sees_all": sees_all,
        "years": years_of(body, request.actor),
        "complaints": complaints_of(request.actor).filter(evaluator=body),
        "inspections": [(found, division_name(found.unit)) for found in inspections_of(body, request.actor)],
        "bans": body.bans.order_by("-decided_on", "-id"),
        "compared": _parts(deviations(request.actor, evaluator=body).get(body.pk)) if sees_all else None,
        "least": LEAST,
    }
    return render(request, "shared/evaluators/record.html", context)


def _parts(compared: Compared | None) -> list[tuple[str, Deviation]]:
    """全部 first, then each year and category."""
    if compared is None:
        return [("全部", Deviation(0))]
    return [("全部", compared.overall), *((f"{year}年{Category(category).label}", part) for year, category, part in compared.parts)]
