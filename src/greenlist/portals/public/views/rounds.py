"""本轮: what is open, until when, the steps, who may recommend."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.rounds.models import Round
from greenlist.rulebook.notices import notice, notice_ids, round_parameters


def show(request: HttpRequest, notice_id: str) -> HttpResponse:
    """GET /rounds/<notice>/."""
    if notice_id not in notice_ids():
        raise Http404
    context = {
        "notice": notice(notice_id),
        "given": round_parameters(notice_id),
        "round": Round.objects.filter(notice=notice_id).first(),
    }
    return render(request, "public/round.html", context)
