"""日志: every act, newest first; and the walk along the sealed chain."""

from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.accounts.roles import role_choices
from greenlist.casework.journal.acts import act_labels, detail_words
from greenlist.casework.journal.clock import end_of, now
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.sealer import verify
from greenlist.casework.journal.selectors import narrowed, recent_entries
from greenlist.casework.publication.selectors import publications
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.lifecycle import lifecycle

PER_PAGE = 15
ROLE_NAMES = dict(role_choices()) | {"system": "系统", "none": "没有岗位", "anonymous": "未登录访问者"}


@for_roles("audit_admin")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /admin/journal/?text=&action=&role=&from=&until=&seal=: lines with their seal, narrowed."""
    get = request.GET
    first, last = _day(get.get("from", "")), _day(get.get("until", ""))
    rows = narrowed(
        recent_entries(), text=get.get("text", "").strip(), action=get.get("action", ""), role=get.get("role", ""),
        since=end_of(date.fromordinal(first.toordinal() - 1)) if first else None, before=end_of(last) if last else None,
        seal=int(get["seal"]) if get.get("seal", "").isdecimal() and len(get["seal"]) < 18 else None, is_open=get.get("seal") == "none",
    )  # fmt: skip
    page = shown_page(request, rows, PER_PAGE)
    context = {
        "page": page,
        "lines": [(entry, *_states(entry)) for entry in page],
        "actions": sorted(act_labels().items(), key=lambda pair: pair[1]),
        "roles": role_choices(),
        "role_names": ROLE_NAMES,
        "detail_words": detail_words(),
        "is_narrowed": any(get.get(key) for key in ("text", "action", "role", "from", "until", "seal")),
    }
    return render(request, "admin/journal.html", context)


@for_roles("audit_admin")
def verification(request: HttpRequest) -> HttpResponse:
    """GET /admin/journal/verification/?number=&digest=: recompute the whole chain; a head kept earlier is compared too."""
    number, digest = request.GET.get("number", "").strip(), request.GET.get("digest", "").strip()
    kept = {int(number): digest} if number.isdecimal() and len(number) < 18 and digest else None
    context = {"result": verify(kept), "at": now(), "number": number, "digest": digest, "is_compared": kept is not None,
               "publications": publications()}  # fmt: skip
    return render(request, "admin/journal_verification.html", context)


def _states(entry: JournalEntry) -> tuple[str, str]:
    """The words for the state before and after; codes of cases that are gone stand as they are."""
    words = _words(entry.subject_kind) if entry.target else {}
    return words.get(entry.source, entry.source), words.get(entry.target, entry.target)


@cache
def _words(kind: str) -> dict[str, str]:
    try:
        model: Any = apps.get_model(kind)
    except (LookupError, ValueError):
        return {}
    return {state.code: state.label for state in lifecycle(model.LIFECYCLE).states} if hasattr(model, "LIFECYCLE") else {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
