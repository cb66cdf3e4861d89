"""Recording what a look-up gave: one document may settle several clauses of the unit at once."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Overtaken, Refused, WrongState
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.verification.looking_up import LookedUp
from greenlist.casework.verification.models import Answer
from greenlist.casework.verification.overtaking import check_facts_seen
from greenlist.casework.verification.services import record_facts
from greenlist.portals.bureau.views.files import proofs_of
from greenlist.portals.bureau.views.scope import is_id, own
from greenlist.portals.bureau.views.verification import next_open, page_context
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.overtaken import both_versions, typed_back

TYPED = {"answer": "结论", "statement": "查到的事实", "source": "来源", "looked_up_on": "查询或函复日期"}


@require_POST
@for_roles("bureau")
def record(request: HttpRequest, pk: str) -> HttpResponse:
    """POST clause (one or several), answer, statement, source, looked_up_on, file or kept, page, from_on/until_on."""
    application = own(request, pk)
    clauses, file = request.POST.getlist("clause"), None
    stay = reverse("bureau:verification", args=[pk]) + f"?item={clauses[0] if clauses else ''}"
    about, typed = f"{application.site.name} · {application.number}", {name: request.POST.get(name, "") for name in TYPED}
    try:
        values = _values(request)
        file = proof_of(request, application)
        with transaction.atomic():
            check_facts_seen(application, seen={c: request.POST[f"seen-{c}"] for c in clauses if f"seen-{c}" in request.POST}, mine=typed)
            record_facts(application, [LookedUp(clause, file=file, **values) for clause in clauses], actor=request.actor)
    except Overtaken as caught:
        return both_versions(request, caught, about=about, stay=stay, action=request.path, save="按我的录入存入",
                             more={"kept": str(file.pk)} if file else None)  # fmt: skip
    except WrongState as late:
        answer = dict(Answer.choices).get(typed["answer"], "")
        return typed_back(
            request, late, about=about, stay=stay, typed={TYPED[n]: words for n, words in {**typed, "answer": answer}.items()}
        )
    except Refused as refusal:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refusal), status=409)
    messages.success(request, f"已存入{len(clauses)}项查核结果")
    return redirect(next_open(application, clauses[0]))


def _values(request: HttpRequest) -> dict[str, Any]:
    posted, problems = request.POST, []
    looked_up_on = _day(posted.get("looked_up_on", ""), "查询日期", problems)
    start = _day(posted.get("from_on", ""), "起日", problems, is_optional=True)
    end = _day(posted.get("until_on", ""), "止日", problems, is_optional=True)
    page = posted.get("page", "").strip()
    if page and not page.isdecimal():
        problems.append(f"页码“{page}”不是数字。")
    if not posted.getlist("clause"):
        problems.append("请至少选一项。")
    if problems:
        raise Refused("查核结果没有存入。", items=problems, then="填过的内容还在，改正后再存。")
    return {
        "answer": posted.get("answer", ""),
        "statement": posted.get("statement", ""),
        "source": posted.get("source", ""),
        "looked_up_on": looked_up_on,
        "page": int(page) if page else None,
        "intervals": [(start, end)] if start else [],
    }


def _day(text: str, label: str, problems: list[str], *, is_optional: bool = False) -> date | None:
    if is_optional and not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(f"{label}“{text}”不是日期，请按 2024-05-20 的格式填写。")
        return None


def page_of(text: str) -> int | None:
    """The page that was typed; None for none. Raises Refused for what is no number."""
    if text.strip() and not text.strip().isdecimal():
        raise Refused("没有保存。", items=[f"页码“{text}”不是数字。"], then="填过的内容还在，改正后再存。")
    return int(text) if text.strip() else None


def proof_of(request: HttpRequest, application: Any) -> StoredFile | None:
    """The file uploaded with the form, else the kept proof it names, else None."""
    upload = request.FILES.get("file")
    if upload is None:
        kept = request.POST.get("kept", "")
        own_office = StoredFile.objects.filter(organisation_id=request.actor.organisation_id)
        return proofs_of(application).filter(pk=kept).first() or own_office.filter(pk=kept).first() if is_id(kept) else None
    limit = int(parameter(application.round, "upload_limit_mb"))
    return store_file(
        chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor, limit_mb=limit
    )
