"""本轮参数: every parameter with its clause, whether the notice says it, and the signed versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import (
    FIELDS,
    current_round,
    disclosure_classes,
    open_proposal,
    parameters,
    proposed_changes,
    steps_of,
)
from greenlist.papers.unit_signs import with_unit
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.templatetags.faces import said
from greenlist.rulebook.notices import notice, round_parameters


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/parameters/?silent=1 (only those on which the notice is silent)."""
    round_ = current_round()
    return render(request, "province/parameters.html", _context(request, round_) if round_ else {"halves": [], "versions": []})


def _context(request: HttpRequest, round_: Round) -> dict[str, Any]:
    given, values, text = round_parameters(round_.notice), parameters(round_), notice(round_.notice)
    proposal = open_proposal(round_)
    wanted = [p for p in given.parameters if not (request.GET.get("silent") and p.in_notice)]
    rows = [
        {
            "parameter": p,
            "said": _said(p.key, values[p.key], p.unit),
            "was": _said(p.key, p.value, p.unit) if values[p.key] != p.value else "",
            "quote": text.clause(p.clause).quote if p.in_notice else "",
        }
        for p in wanted
    ]
    middle = (len(rows) + 1) // 2
    return {
        "round": round_,
        "halves": [rows[:middle], rows[middle:]],
        "total": len(given.parameters),
        "silent": sum(1 for p in given.parameters if not p.in_notice),
        "document_number": given.document_number,
        "versions": round_.parameter_versions.order_by("-number"),
        "steps": steps_of(round_),
        "fields": [(FIELDS[field], value) for field, value in disclosure_classes(round_).items()],
        "proposal": proposal,
        "changes": proposed_changes(proposal) if proposal else [],
        "may_sign": request.actor.may("sign_parameters"),
        "is_own": proposal is not None and proposal.proposed_by_id == request.actor.user_id,
    }


def _said(key: str, value: Any, unit: str) -> str:
    """The value with its unit, in words; '' for a way of doing, which its note explains."""
    words = said(value)
    return with_unit(words, unit) if words and value is not None and not isinstance(value, bool) else words
