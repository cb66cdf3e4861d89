"""判断申报条件: what the rules leave open, by clause and cause, priorities at the end; one judgement with one reason for all units open
for the same cause.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameter
from greenlist.casework.verification.checklist import outcome_words
from greenlist.casework.verification.grounds import Ground, open_grounds
from greenlist.casework.verification.judging import check_judgement, judge_conditions
from greenlist.casework.verification.models import Judgement
from greenlist.casework.verification.precedents import precedents
from greenlist.portals.bureau.views.facts import page_of
from greenlist.portals.bureau.views.proofs import units_in_hand
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

REFUSED = "判断没有保存，一项也没有改动。"


@for_roles("bureau")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /bureau/conditions/: every cause for which a condition of a unit in hand is 待核实."""
    round_ = current_round()
    return _page(request, round_) if round_ else render(request, "bureau/no_round.html")


@require_POST
@for_roles("bureau")
def judgement(request: HttpRequest) -> HttpResponse:
    """POST outcome, file, and for each ground ticked its units, reason and page: all are judged, or none."""
    round_ = current_round()
    if round_ is None:
        return redirect("bureau:workbench")
    grounds = open_grounds(units_in_hand(request, round_))
    ticked = set(request.POST.getlist("ground"))
    chosen = [ground for ground in grounds if ground.key in ticked]
    try:
        with transaction.atomic():
            count = _judge_all(request, round_, chosen, len(ticked) - len(chosen))
    except Refused as refusal:
        return _page(request, round_, refusal=refusal)
    messages.success(request, f"已保存判断：{len(chosen)}项原因，{count}家次")
    left = [ground for ground in grounds if ground not in chosen and not ground.is_priority]
    return redirect("bureau:conditions" if left else "bureau:batches")


def _judge_all(request: HttpRequest, round_: Round, chosen: Sequence[Ground], gone: int) -> int:
    """Judge what is ticked; how many judgements were made. Raises Refused with what is wrong with any of them."""
    problems = [] if chosen else ["请至少勾选一项原因。"]
    problems += [f"{gone}项原因已不再待核实，请看最新的页面。"] if gone else []
    has_file, actor, made = "file" in request.FILES, request.actor, list[Judgement]()
    problems += _told(chosen, lambda g: check_judgement(**_given(request, g), has_file=has_file, actor=actor))
    if not problems:
        file = _stored(request, round_)
        problems += _told(chosen, lambda g: made.extend(judge_conditions(**_given(request, g), file=file, actor=actor)))
    if problems:
        raise Refused(REFUSED, items=problems, then="填过的内容还在（文件须重选），改正后再存。", clause="C-40")
    return len(made)


def _told(chosen: Sequence[Ground], act: Callable[[Ground], None]) -> list[str]:
    """Do this for each ground; what was refused of any."""
    problems = []
    for ground in chosen:
        try:
            act(ground)
        except Refused as refusal:
            problems += [f"{ground.label}（{ground.settle_by}）：{words}" for words in refusal.items or (refusal.what,)]
    return problems


def _given(request: HttpRequest, ground: Ground) -> dict[str, Any]:
    """What was filled in for one ground. Raises Refused for a page that is no number."""
    wanted = set(request.POST.getlist(f"unit-{ground.key}"))
    return {
        "applications": [f.application for f in ground.findings if str(f.application_id) in wanted],
        "clause": ground.clause.id,
        "outcome": request.POST.get("outcome", ""),
        "reason": request.POST.get(f"reason-{ground.key}", ""),
        "page": page_of(request.POST.get(f"page-{ground.key}", "")),
    }


def _stored(request: HttpRequest, round_: Round) -> StoredFile | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=int(parameter(round_, "upload_limit_mb")))  # fmt: skip


def _page(request: HttpRequest, round_: Round, refusal: Refused | None = None) -> HttpResponse:
    grounds, posted = open_grounds(units_in_hand(request, round_)), request.POST
    before = precedents(ground.sample for ground in grounds)
    context: dict[str, Any] = {
        "grounds": [
            {
                "ground": ground,
                "is_chosen": ground.key in posted.getlist("ground") if posted else not ground.is_priority,
                "left_out": {str(f.application_id) for f in ground.findings} - set(posted.getlist(f"unit-{ground.key}"))
                if posted
                else set(),
                "reason": posted.get(f"reason-{ground.key}", ""),
                "page": posted.get(f"page-{ground.key}", ""),
                "precedents": before[ground.sample.pk],
            }
            for ground in grounds
        ],
        "outcomes": _outcomes(grounds),
        "open_conditions": sum(1 for ground in grounds if not ground.is_priority),
        "outcome": posted.get("outcome", ""),
        "limit": parameter(round_, "upload_limit_mb"),
        "refusal": refusal,
    }
    return render(request, "bureau/conditions.html", context, status=409 if refusal else 200)


def _outcomes(grounds: Sequence[Ground]) -> list[tuple[str, str]]:
    """(code, words) of the judgements there are; the words for priorities stand beside those for conditions where both are open."""
    kinds = [kind for kind, is_priority in (("condition", False), ("priority", True)) if any(g.is_priority == is_priority for g in grounds)]
    return [(code, " / ".join(outcome_words(kind)[code] for kind in kinds)) for code in outcome_words("condition")]
