"""本轮参数: every parameter with its clause, whether the notice says it, and the signed versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.rounds.selectors import current_round, parameters
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.notices import round_parameters

WORDS = {True: "是", False: "否", None: "不设"}


@for_roles("province", "centre")
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/parameters/."""
    round_ = current_round()
    if round_ is None:
        return render(request, "province/parameters.html", {"rows": [], "versions": []})
    values = parameters(round_)
    rows = [(p, _said(values[p.key]), values[p.key] != p.value) for p in round_parameters(round_.notice).parameters]
    return render(
        request, "province/parameters.html", {"round": round_, "rows": rows, "versions": round_.parameter_versions.order_by("-number")}
    )


def _said(value: object) -> str:
    if value is None or isinstance(value, bool):
        return WORDS[value]
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
