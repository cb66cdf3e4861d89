"""本轮: what is open, until when, the steps, who may recommend."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import now
from greenlist.casework.rounds.models import Round
from greenlist.portals.shared.kept_pages import kept
from greenlist.rulebook.notices import notice, notice_ids, round_parameters

UNSURE = {"document_number": "文号", "issued_on": "印发日期", "opens_on": "开始日期", "deadline_on": "截止日期", "categories": "类别",
          "levels": "级别", "recommending_units": "推荐单位名称"}  # fmt: skip


@kept
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
        "unsure": [label for name, label in UNSURE.items() if given.confidence.get(name) in {"GUESS", "RECALLED"}],
        "round": round_,
        "is_over": round_ is not None and round_.deadline_at <= now(),
    }
    return render(request, "public/round.html", context)
