"""征求意见函: prepare, send, chase, open a link; the reply is recorded through 批量录入证明."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.consultation.departments import departments, scope_sentence
from greenlist.casework.consultation.models import Consultation
from greenlist.casework.consultation.papers import consultation_letter, letter_pdf, letter_word
from greenlist.casework.consultation.selectors import is_link_open, newest_answer, unasked, visible_to
from greenlist.casework.consultation.services import give_link, prepare_letter, remind, send_letter, void_letter
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.rounds.selectors import current_round
from greenlist.casework.stationery.printing import is_default
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.papers import consultation_letter as paper
from greenlist.papers.typefaces import boxes
from greenlist.portals.bureau.views.proofs import units_in_hand
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.bureau.views.verification import page_context
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPERS = {
    "letter.docx": (letter_word, WORD, "征求意见函.docx"),
    "letter.pdf": (letter_pdf, "application/pdf", "征求意见函.pdf"),
    "annex.xlsx": (lambda letter: paper.to_xlsx(consultation_letter(letter)), EXCEL, "征求意见函附件（答复表）.xlsx"),
}


@for_roles("bureau")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /bureau/consultations/: the letters so far, and for each department the units it has not settled."""
    return render(request, "bureau/consultations.html", _index_context(request))


@require_POST
@for_roles("bureau")
def preparation(request: HttpRequest) -> HttpResponse:
    """POST department: a letter about all units with something unknown in its remit that it was not asked about yet."""
    round_ = current_round()
    if round_ is None:
        return redirect("bureau:workbench")
    to = request.POST.get("department", "")
    ticked = set(request.POST.getlist("application"))
    wanted = [a for a in unasked(units_in_hand(request, round_)).get(to, []) if not ticked or str(a.pk) in ticked]
    try:
        letter = prepare_letter(round_, to=to, applications=wanted, actor=request.actor)
    except Refused as refusal:
        return render(request, "bureau/consultations.html", {**_index_context(request), "refusal": refusal}, status=409)
    messages.success(request, f"已生成致{letter.addressee}的征求意见函，{len(wanted)}家")
    return redirect("bureau:consultation", letter.pk)


@require_POST
@for_roles("bureau")
def for_unit(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: for one unit, a letter to every department in whose remit something is unknown and that was not asked yet."""
    application = own(request, pk)
    to = [name for name, rows in unasked([application]).items() if rows]
    try:
        if not to:
            raise Refused("没有生成征求意见函：待核实的项都已发函，或不属要征求意见的部门。", then="请录入查询结果。", clause="C-41")
        with transaction.atomic():
            letters = [prepare_letter(application.round, to=name, applications=[application], actor=request.actor) for name in to]
    except Refused as refusal:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refusal), status=409)
    messages.success(request, f"已为{application.site.name}的待核实项生成征求意见函：{'、'.join(letter.addressee for letter in letters)}")
    return redirect("bureau:consultation", letters[0].pk) if len(letters) == 1 else redirect("bureau:consultations")


@for_roles("bureau")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /bureau/consultations/<pk>/: papers, clock, chasing, link, reply."""
    return _page(request, _own(request, pk), new_link=request.session.pop(_link_key(pk), ""))


@require_POST
@for_roles("bureau")
def voiding(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: the letter is void, its link dead."""
    letter = _own(request, pk)
    try:
        void_letter(letter, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal=refusal)
    messages.success(request, f"已作废致{letter.addressee}的征求意见函")
    return redirect("bureau:consultations")


@require_POST
@for_roles("bureau")
def dispatch(request: HttpRequest, pk: str) -> HttpResponse:
    """POST letter_number, dated_on: it went out."""
    letter = _own(request, pk)
    try:
        send_letter(letter, letter_number=request.POST.get("letter_number", ""), dated_on=_day(request, "dated_on", "发函日期"),
                    actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal=refusal)
    messages.success(request, f"已登记发函 {letter.letter_number}")
    return redirect("bureau:consultation", pk)


@require_POST
@for_roles("bureau")
def reminder(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: one more reminder was given."""
    letter = _own(request, pk)
    try:
        remind(letter, actor=request.actor)
    except Refused as refusal:
        return _page(request, letter, refusal=refusal)
    messages.success(request, f"已记第{letter.reminders + 1}次催办")
    return redirect("bureau:consultation", pk)


@require_POST
@for_roles("bureau")
def link(request: HttpRequest, pk: str) -> HttpResponse:
    """POST until_on: a new link, shown once on the page that follows; loading that page again makes no other."""
    letter = _own(request, pk)
    try:
        token = give_link(letter, until_on=_day(request, "until_on", "有效期"), actor=request.actor)
    except Refused as refusal:
        return _page(request, letter, refusal=refusal)
    request.session[_link_key(pk)] = request.build_absolute_uri(reverse("department:letter", args=[token]))
    return redirect("bureau:consultation", pk)


def _link_key(pk: Any) -> str:
    return f"department_link_{pk}"


@for_roles("bureau")
def letter_paper(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET …/papers/letter.docx, letter.pdf and annex.xlsx."""
    letter = _own(request, pk)
    if name not in PAPERS:
        raise Http404
    make, media_type, title = PAPERS[name]
    response = HttpResponse(make(letter), content_type=media_type)
    kind = "inline" if name.endswith(".pdf") else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(letter.addressee + title)}"
    return response


def _own(request: HttpRequest, pk: Any) -> Consultation:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _page(request: HttpRequest, letter: Consultation, *, refusal: Refused | None = None, new_link: str = "") -> HttpResponse:
    labels = exclusion_labels()
    units = list(letter.units.select_related("application__site"))
    context = {
        "letter": letter,
        "units": units,
        "items": [(clause, labels[clause]) for clause in letter.to.clauses],
        "scope": scope_sentence(),
        "boxes": boxes(str(text) for u in units for text in u.printed.values()),
        "own_letter": not is_default("consultation", letter.template),
        "is_overdue": letter.is_overdue(today()),
        "overdue_days": (today() - letter.due_on).days if letter.due_on else 0,
        "is_link_open": is_link_open(letter),
        "answer": newest_answer(letter),
        "chasing": _chasing(letter),
        "new_link": new_link,
        "voided": entries_of(letter).filter(action="void_consultation").last() if letter.state == "voided" else None,
        "today": today(),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "bureau/consultation.html", context, status=409 if refusal else 200)


def _chasing(letter: Consultation) -> str:
    """The text to paste into a chat group."""
    if not (letter.dated_on and letter.due_on):
        return ""
    over = "，现已逾期" if letter.is_overdue(today()) else ""
    return (
        f"{letter.addressee}：我局{letter.dated_on.month}月{letter.dated_on.day}日{letter.letter_number}（征求{letter.units.count()}家申报单位意见）"
        f"请于{letter.due_on.month}月{letter.due_on.day}日前函复{over}。请填附件表并盖章，仅说明职责范围内事实。{letter.office}"
    )


def _index_context(request: HttpRequest) -> dict[str, Any]:
    round_ = current_round()
    waiting = unasked(units_in_hand(request, round_)) if round_ else {}
    letters = list(visible_to(request.actor))
    day = today()
    return {
        "round": round_,
        "letters": [(letter, letter.is_overdue(day)) for letter in letters],
        "asked": [(d, len(waiting.get(d.id, [])), [exclusion_labels()[c] for c in d.clauses]) for d in departments()],
    }


def _day(request: HttpRequest, name: str, label: str) -> date:
    text = request.POST.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"没有存入：{label}“{text}”不是日期。", then="请按 2024-05-20 的格式填写。") from None
