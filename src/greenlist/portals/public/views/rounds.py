"""本轮: what is open, until when, the steps, who may recommend."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import now
from greenlist.casework.rounds.models import Round
from greenlist.rulebook.notices import notice, notice_ids, round_parameters


def show(request: HttpRequest, notice_id: str) -> HttpResponse:
    """GET /rounds/<notice>/."""
    if notice_id not in notice_ids():
        raise Http404
    given = round_parameters(notice_id)
    round_ = Round.objects.filter(notice=notice_id).first()
    context = {
        "notice": notice(notice_id),
        "given": given,
        "steps": [step["label"] for step in given.steps if step["is_on"]],
        "left_out": [step["label"] for step in given.steps if not step["is_on"]],
        "round": round_,
        "is_over": round_ is not None and round_.deadline_at <= now(),
    }
    return render(request, "public/round.html", context)
