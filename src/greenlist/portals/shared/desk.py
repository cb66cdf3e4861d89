"""待办 and 催办: one page each for every role; what waits leads to the page where it is done."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from greenlist.casework.desk.reminders import behind, behind_yearly, note_reminder, reminder_text, reminders_of
from greenlist.casework.desk.selectors import Todo, todos_of
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, deadline_of
from greenlist.casework.yearly_tables.models import YearlyOpening
from greenlist.casework.yearly_tables.selectors import current_opening
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

LEADS = {
    "applicant": {"case_draft": ("applicant:cases", ""), "yearly": ("applicant:yearly", ""), "": ("applicant:applications", "")},
    "evaluator": {"returns": ("evaluator:returns", ""), "complaints": ("evaluator:complaints", ""), "": ("evaluator:engagements", "")},
    "bureau": {
        "unowned": ("unowned", ""), "hits": ("watch_hits", ""), "submitted": ("bureau:workbench", "state=open"), "verifying": ("bureau:workbench", "state=open"),
        "recommendable": ("bureau:batches", ""), "unsealed": ("bureau:batches", ""), "sealed": ("bureau:batches", ""), "receipt": ("platform", ""),
        "reports": ("problem_reports", ""), "unsupervised": ("bureau:evaluators", ""), "unreported": ("bureau:evaluators", ""), "rechecks": ("register", ""),
        "banned": ("bureau:evaluators", ""), "complaints": ("complaints", ""), "visits": ("inspections", "state=open"),
        "unconsulted": ("bureau:consultations", ""), "case_offered": ("publicity", "state=case_offered"), "publicity": ("publicity_yearly", ""), "incidents": ("incidents", "state=open"),
        "yearly": ("yearly", "show=filed"), "yearly_late": ("yearly", "show=unfiled"),
    },
    "county": {"": ("county:screening", "state=screening")},
    "province": {
        "unowned": ("unowned", ""), "hits": ("watch_hits", ""),
        "recommended": ("province:intake", "state=recommended"), "accepted": ("province:intake", "state=accepted"),
        "notice": ("province:publications", ""), "nomination": ("province:publications", ""), "publication": ("province:publications", ""), "proposal": ("province:parameters", ""),
        "case_checked": ("publicity", "state=case_checked"), "cases_settle": ("publicity", "state=settle"),
        "visits": ("inspections", "state=open"), "incidents": ("incidents", "state=open"), "draws": ("province:draws", ""),
        "reports": ("problem_reports", ""), "returns": ("body_returns", ""), "returns_late": ("body_returns", ""),
        "feedback": ("province:evaluators", ""), "rechecks": ("register", ""), "register": ("watch", ""), "banned": ("province:evaluators", ""), "complaints": ("complaints", ""),
        "yearly": ("yearly", ""), "yearly_proposals": ("yearly_proposals", ""), "standards": ("province:standards", ""),
        "": ("province:selection", ""),
    },
    "expert": {"questions": ("expert:groups", ""), "": ("expert:assignments", "")},
    "system_admin": {"": ("admin:accounts", "")},
    "audit_admin": {"": ("admin:journal", "")},
}  # fmt: skip
LEADS["centre"] = LEADS["province"]


@exported
def todos(request: HttpRequest) -> HttpResponse:
    """GET /todo/: what waits for this person, the nearest deadline first."""
    if request.actor.is_anonymous:
        return redirect_to_login(request.get_full_path())
    round_ = current_round()
    found = [(todo, _lead(request.actor.role, todo)) for todo in todos_of(request.actor, round_)]
    return render(request, "shared/todos.html", {"round": round_, "todos": found, "deadline_at": _deadline(request, round_)})


@for_roles("bureau", "province", "centre")
def reminders(request: HttpRequest) -> HttpResponse:
    """GET /reminders/?what=yearly&group=: the words to copy, for the round or the yearly tables. POST channel: that these were reminded."""
    round_, opening = current_round(), current_opening()
    if round_ is None:
        return redirect("todos")
    is_yearly = opening is not None and request.GET.get("what") == "yearly"
    subject = opening if is_yearly else round_
    refusal = None
    if request.method == "POST":
        try:
            note_reminder(subject, names=request.POST.getlist("name"), channel=request.POST.get("channel", ""), actor=request.actor)
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, f"已记下催办{len(request.POST.getlist('name'))}家")
            return redirect(f"{reverse('reminders')}?what=yearly" if is_yearly else "reminders")
    shown = {**_words(request, subject), "round": round_, "opening": opening, "is_yearly": is_yearly, "refusal": refusal}
    return render(request, "shared/reminders.html", shown, status=409 if refusal else 200)


def _words(request: HttpRequest, subject: Round | YearlyOpening) -> dict[str, Any]:
    is_yearly = isinstance(subject, YearlyOpening)
    everybody = behind_yearly(request.actor, subject) if is_yearly else behind(request.actor, subject)
    title = f"{subject.year}年度动态管理表" if is_yearly else subject.title
    groups = list(dict.fromkeys(one.group for one in everybody))
    chosen = request.GET.get("group", "")
    rows = [one for one in everybody if one.group == chosen or not chosen]
    text = reminder_text(rows, what=title, sender=request.actor.organisation_name) if rows else ""
    return {"title": title, "rows": rows, "total": len(everybody), "groups": groups, "chosen": chosen, "text": text,
            "lines": text.count("\n") + 2, "past": reminders_of(subject, request.actor)}  # fmt: skip


def _lead(role: str, todo: Todo) -> str:
    leads = LEADS.get(role, {})
    name, query = leads.get(todo.key) or leads[""]
    return f"{reverse(name)}{'?' + query if query else ''}"


def _deadline(request: HttpRequest, round_: Round | None) -> Any:
    return deadline_of(round_, request.actor.unit) if round_ else None
