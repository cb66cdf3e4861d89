"""公示公布: give notice of a decided draft, publish after the period, see the nominations."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.models import Publication, PublicNotice
from greenlist.casework.publication.selectors import (
    asked_for_nation,
    contradictions_in,
    nominate_by,
    nominations,
    notice_ends,
    notices,
    open_objections,
    publications,
)
from greenlist.casework.publication.services import give_notice, publish, tell_ministry
from greenlist.casework.rounds.selectors import current_round, parameter, unit_names
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.selectors import newest_draft, places_of, rows_of
from greenlist.papers.typefaces import boxes
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.templatetags.days import zh_date, zh_day, zh_time
from greenlist.rulebook.reference.holidays import working_days_after

SHOWN = ("decided", "on_notice", "published")


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/publications/."""
    return _page(request)


@require_POST
@for_roles("province")
def notice(request: HttpRequest) -> HttpResponse:
    """POST: give public notice of the decided draft."""
    try:
        made = give_notice(_draft(), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    said = f"已发布公示，至{made.ends_on:%-m月%-d日}" if made else "没有新进入的单位，原公示期继续"
    messages.success(request, said)
    return redirect("province:publications")


@require_POST
@for_roles("province")
def publication(request: HttpRequest) -> HttpResponse:
    """POST document_number, contradictions_because: publish the list."""
    words = {name: request.POST.get(name, "") for name in ("document_number", "contradictions_because")}
    try:
        made = publish(_draft(), actor=request.actor, **words)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已发布{made.title}")
    return redirect("province:publications")


@require_POST
@for_roles("province")
def nomination(request: HttpRequest, pk: str) -> HttpResponse:
    """POST ministry_number, ministry_on: by which document the nominations went to the ministry."""
    made = get_object_or_404(publications(), pk=pk)
    try:
        tell_ministry(made, document_number=request.POST.get("ministry_number", ""), sent_on=_day(request.POST.get("ministry_on", "")),
                      actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已登记向工信部推荐{made.nominations.count()}家")
    return redirect("province:publications")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _draft() -> SelectionDraft:
    round_ = current_round()
    found = newest_draft(round_) if round_ else None
    if found is None:
        raise Refused("还没有遴选稿。", then="先在“遴选”中拟稿、送审、审定。")
    return found


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    round_ = current_round()
    draft = newest_draft(round_) if round_ else None
    given = _notice_of(draft) if draft else None
    made = publications().filter(draft=draft).first() if draft else None
    days = int(parameter(round_, "notice_working_days")) if round_ else 0
    context: dict[str, Any] = {
        "round": round_,
        "draft": draft,
        "notice": given,
        "publication": made,
        "stages": _stages(draft, given, made),
        "rows": places_of(rows_of(draft).filter(outcome=SelectionRow.Outcome.PROPOSED)) if draft and draft.state in SHOWN else [],
        "nominations": nominations(made) if made else [],
        "asked_for_nation": asked_for_nation(made).count() if made else 0,
        "nominate_by": nominate_by(made) if made else None,
        **_contradictions(request, draft),
        "ends": notice_ends(draft) if draft and draft.state == "on_notice" else {},
        "letters": made.letters.order_by("unit") if made else [],
        "city_of": dict(unit_names(round_)),
        "days": days,
        "objections": open_objections(round_.pk).count() if round_ and given else 0,
        "would_end": working_days_after(today(), days) if draft and draft.state == "decided" else None,
        "may_publish": request.actor.may("draft_selection"),
        "typed": request.POST,
        "refusal": refusal,
    }
    context["boxes"] = boxes(row.application.site.name for _, row in context["rows"])
    return render(request, "province/publications.html", context, status=409 if refusal else 200)


def _contradictions(request: HttpRequest, draft: SelectionDraft | None) -> dict[str, Any]:
    """What stands before publishing, and which of the cases this reader may open."""
    found = contradictions_in(draft) if draft and draft.state in {"decided", "on_notice"} else []
    cases = [side.finding.application_id for one in found for side in one.sides]
    may_open = visible_to(request.actor).order_by().filter(pk__in=cases).values_list("pk", flat=True) if cases else []
    return {"contradictions": found, "may_open": set(may_open)}


def _notice_of(draft: SelectionDraft) -> PublicNotice | None:
    """The draft's own notice; where a draft drawn again brought nobody new, the one that runs on."""
    own = notices().filter(draft=draft).first()
    return own or (notices().filter(draft__round=draft.round_id).first() if draft.state in {"on_notice", "published"} else None)


def _stages(draft: SelectionDraft | None, given: PublicNotice | None, made: Publication | None) -> list[dict[str, Any]]:
    """The five steps with who did them when; the first that is not done is the current one."""
    steps = [
        ("拟稿", draft and f"{draft.drafted_by} {zh_time(draft.drafted_at)}", "在遴选表中拟稿"),
        ("送审", draft and draft.sent_by and f"{draft.sent_by} {zh_time(draft.sent_at)}", "等一人送审"),
        ("审定", draft and draft.decided_by and f"{draft.decided_by} {zh_time(draft.decided_at)}", "等另一人审定"),
        ("公示", given and f"{zh_date(given.starts_on)} 至 {zh_date(given.ends_on)}", "审定之后发布"),
        ("公布", made and f"{made.document_number}，{zh_day(made.published_on)}", "公示期满之后发布"),
    ]
    at = next((i for i, (_, done, _) in enumerate(steps) if not done), len(steps))
    return [
        {"label": label, "said": done or waiting, "is_done": bool(done), "is_current": i == at, "tone": "" if i <= at else "later"}
        for i, (label, done, waiting) in enumerate(steps)
    ]
