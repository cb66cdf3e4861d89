"""公布前查核: all proposed units against all exclusions and adverse records on one day; precedents; the province's judgement."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to as visible_applications
from greenlist.casework.consultation.selectors import overdue_units
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import current_round, parameter
from greenlist.casework.selection.models import PublicationScreen, SelectionDraft
from greenlist.casework.selection.selectors import lacks_of, newest_draft, proposed_rows, visible_to
from greenlist.casework.selection.services import screen, take_out
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import Answer, Finding, Judgement
from greenlist.casework.verification.precedents import precedents
from greenlist.casework.verification.selectors import findings_of, judgement_of, unsettled_findings
from greenlist.casework.verification.services import judge, record_fact
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.eligibility.findings import word

OPEN_DRAFTS = ("decided", "on_notice")


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/screen/: what the newest screen found, and what still stands open."""
    return _page(request)


@require_POST
@for_roles("province")
def run(request: HttpRequest) -> HttpResponse:
    """POST: screen every proposed unit of the newest draft today."""
    round_ = current_round()
    draft = newest_draft(round_) if round_ else None
    if draft is None:
        return redirect("province:screen")
    made = screen(draft, actor=request.actor)
    messages.success(request, f"已查核{made.unit_count}家，{made.risk_count}项没有了结")
    return redirect("province:screen")


@require_POST
@for_roles("province")
def judgement(request: HttpRequest, pk: str, finding_pk: str) -> HttpResponse:
    """POST outcome and reason: judge a finding that turned up at this stage."""

    application = get_object_or_404(visible_applications(request.actor), pk=pk)
    found = get_object_or_404(findings_of(application), pk=finding_pk)
    try:
        judge(found, outcome=request.POST.get("outcome", ""), reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已保存判断：{application.site.name}")
    return redirect("province:screen")


@require_POST
@for_roles("province")
def facts(request: HttpRequest) -> HttpResponse:
    """POST application, clause, answer, statement, source, looked_up_on, from_on, until_on, file: what the province found itself."""
    posted = request.POST
    application = chosen(visible_applications(request.actor), posted.get("application"))
    try:
        looked, start, end = (_day(posted.get(name, "")) for name in ("looked_up_on", "from_on", "until_on"))
        if looked is None:
            raise Refused("查核结果没有存入。", items=["请填查询日期。"])
        record_fact(application, clause=posted.get("clause", ""), answer=posted.get("answer", ""), statement=posted.get("statement", ""),
                    source=posted.get("source", ""), looked_up_on=looked, intervals=[(start, end)] if start else [], actor=request.actor,
                    file=_proof(request, application))  # fmt: skip
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已存入查核结果：{application.site.name}")
    return redirect("province:screen")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused("查核结果没有存入。", items=[f"“{text[:20]}”不是日期，请按 2024-05-20 的格式填写。"]) from None


def _proof(request: HttpRequest, application: Application) -> StoredFile | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    limit = int(parameter(application.round, "upload_limit_mb"))
    return store_file(
        chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor, limit_mb=limit
    )


@require_POST
@for_roles("province")
def taking_out(request: HttpRequest, pk: str) -> HttpResponse:
    """POST application, clause, reason: take one unit out of the draft; the others are ranked anew as the next draft."""
    draft = get_object_or_404(visible_to(request.actor), pk=pk)
    application = chosen(visible_applications(request.actor).filter(selection_rows__draft=draft), request.POST.get("application"))
    try:
        made = take_out(
            draft, application, reason=request.POST.get("reason", ""), clause=request.POST.get("clause", ""), actor=request.actor
        )
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已移出“{application.site.name}”，重排为第{made.number}稿，请送审")
    return redirect("province:selection")


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    round_ = current_round()
    draft = newest_draft(round_) if round_ else None
    context = {"round": round_, "draft": draft, "refusal": refusal, "typed": request.POST, "may_act": request.actor.may("draft_selection")}
    if draft:
        context |= _screened(draft)
    return render(request, "province/screen.html", context, status=409 if refusal else 200)


def _screened(draft: SelectionDraft) -> dict[str, Any]:
    rows, screens, days = (
        list(proposed_rows(draft)),
        list(draft.screens.order_by("-checked_at", "-id")[:6]),
        int(parameter(draft.round, "screen_days")),
    )
    last = screens[0] if screens else None
    seen = {row["number"]: row for row in load(last.content_digest)["rows"]} if last else {}
    return {
        "last": last,
        "lacks": lacks_of(last, days),
        "days": days,
        "labels": exclusion_labels(),
        "lines": [(row, seen[row.application.number]) for row in rows if row.application.number in seen],
        "unseen": sum(1 for row in rows if row.application.number not in seen),
        "open": _open(draft, rows, last),
        "overdue": list(overdue_units(row.application_id for row in rows)),
        "answers": Answer.choices,
        "today": today(),
        "proposed": [row.application for row in rows],
        "outcomes": Judgement.Outcome.choices,
        "may_take_out": draft.state in OPEN_DRAFTS,
        "screens": screens,
    }


def _open(draft: SelectionDraft, rows: list[Any], last: PublicationScreen | None) -> list[dict[str, Any]]:
    """What stands open about the proposed units now, each with how the like was judged before."""
    if last is None:
        return []
    found = unsettled_findings([row.application.pk for row in rows])
    before, labels = precedents(found), exclusion_labels()
    return [
        {
            "finding": f,
            "application": f.application,
            "label": labels[f.clause],
            "word": word("exclusion", f.verdict),
            "content": before[f.pk].content,
            "judgement": judgement_of(f) if f.outcome else None,
            "may_judge": f.verdict == Finding.Verdict.NOT_MET,
            "precedents": before[f.pk],
        }
        for f in sorted(found, key=lambda f: (f.verdict != "not_met", f.clause, f.application_id))
    ]
