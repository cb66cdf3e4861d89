"""The page behind a link: the units and questions of one letter; answered until its date, closed after it, unknown to a stranger."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from greenlist.casework.consultation.departments import scope_sentence
from greenlist.casework.consultation.models import Consultation
from greenlist.casework.consultation.selectors import behind_link, is_link_open, newest_answer
from greenlist.casework.consultation.services import answer_by_link, answering, check_answer, is_opened_too_often, open_link, visitor
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import Answer
from greenlist.casework.verification.proving import NOTHING
from greenlist.portals.shared.entry import network_of, sender_of

FIELDS = ("answer", "statement", "page", "from_on", "until_on")


@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """GET the letter, POST the answer. A wrong token is the plain 404; too many openings from one address are told to wait."""
    if is_opened_too_often(sender_of(request)):
        return _hidden(render(request, "department/closed.html", {"is_too_often": True}, status=429))
    letter = behind_link(token)
    if letter is None:
        raise Http404
    open_link(letter, address=network_of(request))
    if not is_link_open(letter):
        return _hidden(render(request, "department/closed.html", {"letter": letter}))
    return _hidden(_answered(request, letter) if request.method == "POST" else _page(request, letter))


def _answered(request: HttpRequest, letter: Consultation) -> HttpResponse:
    name, follows = request.POST.get("name", ""), "seal_follows" in request.POST
    try:
        lines = _lines(request, letter)
        with answering(letter) as held:
            check_answer(held, lines=lines, name=name, has_seal="file" in request.FILES or follows)
            answer_by_link(held, lines=lines, name=name, file=_sealed(request, held, name), seal_follows=follows)
    except Refused as refusal:
        return _page(request, letter, refusal=refusal)
    return _page(request, letter, is_stored=True)


def _lines(request: HttpRequest, letter: Consultation) -> list[dict[str, Any]]:
    """What was filled in; a unit left empty counts as 未发现 only when the officer said so for the rest."""
    rest, lines, problems = "others_not_found" in request.POST, [], list[str]()
    for unit in letter.units.all():
        for clause in letter.to.clauses:
            key = f"{unit.application_id}-{clause}"
            given = {name: request.POST.get(f"{name}-{key}", "").strip() for name in FIELDS}
            if not given["answer"] and rest:
                given |= {"answer": Answer.NOT_FOUND, "statement": NOTHING}
            if given["answer"] == Answer.NOT_FOUND:
                given["statement"] = given["statement"] or NOTHING
            problems += [f"{unit.printed['name']}：日期“{given[n]}”不是日期。" for n in ("from_on", "until_on") if not _is_day(given[n])]
            if given["answer"]:
                lines.append({"unit": str(unit.application_id), "clause": clause, **given})
    if problems:
        raise Refused("答复没有存入。", items=problems, then="请按 2023-08-14 的格式填写。")
    return lines


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _sealed(request: HttpRequest, letter: Consultation, name: str) -> Any:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    limit = int(parameters(letter.round)["link_upload_mb"])
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=letter.organisation_id, actor=visitor(letter, name.strip()[:80]),
                      limit_mb=limit, only=("application/pdf",))  # fmt: skip


def _page(request: HttpRequest, letter: Consultation, *, refusal: Refused | None = None, is_stored: bool = False) -> HttpResponse:
    typed = request.POST if refusal else {}
    labels = exclusion_labels()
    rows = [
        {"unit": u, "key": f"{u.application_id}-{c}", "item": labels[c], "is_first": c == letter.to.clauses[0],
         **{name: typed.get(f"{name}-{u.application_id}-{c}", "") for name in FIELDS}}
        for u in letter.units.all() for c in letter.to.clauses
    ]  # fmt: skip
    context = {
        "letter": letter, "rows": rows, "answers": Answer.choices, "scope": scope_sentence(), "answer": newest_answer(letter),
        "typed": typed, "limit": parameters(letter.round)["link_upload_mb"], "refusal": refusal, "is_stored": is_stored,
    }  # fmt: skip
    return render(request, "department/letter.html", context, status=409 if refusal else 200)


def _hidden(response: HttpResponse) -> HttpResponse:
    """Not for search machines; that no other site is told the address is the rule of every page (Referrer-Policy same-origin)."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
