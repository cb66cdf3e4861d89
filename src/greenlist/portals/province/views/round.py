"""本轮: twelve units at a glance."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.models import Application
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.notices import round_parameters

COLUMNS = (
    ("submitted", "在办", ("submitted", "verifying", "returned", "recommendable", "frozen")),
    ("recommended", "已推荐", ("recommended",)),
    ("accepted", "形式审查通过", ("accepted",)),
    ("reviewing", "评审中", ("reviewing",)),
    ("reviewed", "已评审", ("reviewed",)),
    ("proposed", "拟入选", ("proposed",)),
    ("listed", "已公布", ("listed",)),
    ("out", "未入选或不予推荐", ("not_selected", "not_recommended")),
)


@for_roles("province", "centre")
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/round/."""
    round_ = current_round()
    context = {"round": round_, "columns": COLUMNS, **(_table(round_) if round_ else {})}
    return render(request, "province/round.html", context)


def _table(round_: Round) -> dict[str, Any]:
    found = Application.objects.filter(round=round_, submitted_at__isnull=False).values("unit", "state").annotate(n=Count("pk"))
    counts = {(row["unit"], row["state"]): row["n"] for row in found}
    handed_in = {b.unit: b.submitted_at for b in Batch.objects.filter(round=round_, state="submitted").order_by("submitted_at")}
    rows = [
        (unit, [sum(counts.get((unit.code, s), 0) for s in states) for _, _, states in COLUMNS], handed_in.get(unit.code))
        for unit in round_parameters(round_.notice).units
    ]
    totals = [sum(row[1][i] for row in rows) for i in range(len(COLUMNS))]
    return {"rows": rows, "totals": totals, "late": sum(1 for row in rows if row[2] is None)}
