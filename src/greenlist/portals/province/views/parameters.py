"""本轮参数: every parameter with its clause, whether the notice says it, and the signed versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.rounds.selectors import current_round, parameters
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.notices import round_parameters


@for_roles("province", "centre")
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/parameters/."""
    round_ = current_round()
    if round_ is None:
        return render(request, "province/parameters.html", {"rows": [], "versions": []})
    values = parameters(round_)
    rows = [(p, values[p.key], values[p.key] != p.value) for p in round_parameters(round_.notice).parameters]
    return render(
        request, "province/parameters.html", {"round": round_, "rows": rows, "versions": round_.parameter_versions.order_by("-number")}
    )
