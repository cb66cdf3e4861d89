"""开轮: the round of a notice begins, with every value of its first parameters shown before."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round
from greenlist.casework.rounds.services import open_round
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.notices import notice, notice_ids, round_parameters
from greenlist.rulebook.notices.drafting import differences


@for_roles("province")
def form(request: HttpRequest) -> HttpResponse:
    """GET ?notice=: what would begin. POST notice: open its round."""
    opened = set(Round.objects.values_list("notice", flat=True))
    held = [n for n in notice_ids() if n not in opened]
    chosen = request.POST.get("notice") or request.GET.get("notice", "")
    if chosen and chosen not in notice_ids():
        raise Http404
    refusal = None
    if request.method == "POST" and chosen:
        try:
            made = open_round(chosen, actor=request.actor)
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, f"已开启{made.title}，按{notice(chosen).document_number}的参数第1版")
            return redirect("province:round")
    context = {
        "held": [(n, notice(n), round_parameters(n)) for n in held],
        "chosen": chosen,
        "refusal": refusal,
        **(_about(chosen) if chosen else {}),
    }
    return render(request, "province/round_new.html", context, status=409 if refusal else 200)


def _about(notice_id: str) -> dict[str, object]:
    """The notice, its values, how much of it was read, and what differs from the round before."""
    text, given, before = notice(notice_id), round_parameters(notice_id), current_round()
    return {
        "text": text,
        "given": given,
        "unread": sum(1 for clause in text.clauses if not clause.quote),
        "before": notice(before.notice) if before else None,
        "differences": differences(before.notice, notice_id) if before else [],
    }
