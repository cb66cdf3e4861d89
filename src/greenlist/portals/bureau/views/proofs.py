"""批量录入证明: one document for many units and clauses; an answer sheet fills the page in; nothing is stored before it was shown."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import in_region
from greenlist.casework.consultation.models import Consultation
from greenlist.casework.consultation.selectors import visible_to
from greenlist.casework.consultation.services import record_reply
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.rows import ENDINGS, rows_of
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameters
from greenlist.casework.transcription.selectors import entered_in
from greenlist.casework.transcription.selectors import visible_to as deliveries
from greenlist.casework.verification.answer_sheet import read_answers
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.grounds import open_findings
from greenlist.casework.verification.models import ProofDocument
from greenlist.casework.verification.permissions import OPEN_STATES
from greenlist.casework.verification.proving import NOTHING, Said, check_proof, outcome_words, store_proof
from greenlist.casework.verification.selectors import open_counts, proof_documents, unknown_counts
from greenlist.portals.bureau.proof_form import ANSWERS, ProofForm, read_form
from greenlist.portals.bureau.replies import for_letter
from greenlist.portals.bureau.views.scope import is_id
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.eligibility.windows import lookback

VERDICTS = {"not_found": "met", "found": "not_met", "unknown": "unknown"}
SHOWN_DOCUMENTS = 6


@for_roles("bureau")
def index(request: HttpRequest) -> HttpResponse:
    """GET /bureau/proofs/?application=…: the empty form; every unit with something unknown is chosen unless some are named, one by one
    or by the delivery (`transcription`) they came with.
    """
    round_ = current_round()
    if round_ is None:
        return render(request, "bureau/no_round.html")
    form = read_form(request.GET, units_in_hand(request, round_))
    if delivered := _delivered(request) & {str(a.pk) for a in form.units}:
        form.chosen |= delivered
        form.typed["kind"] = form.typed["kind"] or ProofDocument.Kind.QUERY_BATCH  # what the office looks up itself when rows come in
    letter = _letter(request, form)
    return _page(request, round_, for_letter(form, letter, "answer" in request.GET) if letter else _with_usual(form, round_))


@require_POST
@for_roles("bureau")
def preview(request: HttpRequest) -> HttpResponse:
    """POST: keep the files, read the answer sheet, show what would be stored. Nothing is stored yet."""
    round_ = current_round()
    if round_ is None:
        return redirect("bureau:workbench")
    form = read_form(request.POST, units_in_hand(request, round_))
    if "kind" not in request.POST:  # come from the workbench with rows ticked
        return _page(request, round_, _with_usual(form, round_)) if form.chosen else redirect("bureau:proofs")
    try:
        _take_files(request, form, round_)
        said = form.said()
        check_proof(form.proof(), said=said, actor=request.actor)
    except Refused as refusal:
        return _page(request, round_, form, refusal=refusal)
    return _page(request, round_, form, said=said)


@require_POST
@for_roles("bureau")
def storage(request: HttpRequest) -> HttpResponse:
    """POST: store the document with everything that the page shows."""
    round_ = current_round()
    if round_ is None:
        return redirect("bureau:workbench")
    form = read_form(request.POST, units_in_hand(request, round_))
    try:
        form.file, form.sheet = _kept(request, "file_id"), _kept(request, "sheet_id")
        letter = _letter(request, form)
        if letter is None and form.typed.get("consultation"):
            raise Refused("函复没有登记：这份函已经登记过函复，或还没有发出。", then="请在征求意见函页面查看它的最新状态。", clause="C-41")
        if letter:
            document = record_reply(letter, form.proof(), said=form.said(), actor=request.actor)
        else:
            document = store_proof(form.proof(), said=form.said(), actor=request.actor)
    except Refused as refusal:
        return _page(request, round_, form, refusal=refusal)
    messages.success(request, f"已存入 {document.source}：{document.outcome}")
    if letter:
        return redirect("bureau:consultation", letter.pk)
    if not all_settled(form.chosen_units):
        return redirect("bureau:workbench")
    return redirect("bureau:conditions" if open_findings(form.chosen_units) else "bureau:batches")


def all_settled(units: list[Application]) -> bool:
    """Is no exclusion open on any of them? Then judging what conditions are open, or marking them recommendable, is the next act."""
    return all(counts == (0, 0) for counts in open_counts(units).values())


def _delivered(request: HttpRequest) -> set[str]:
    """The applications that came with one of the bureau's own deliveries."""
    wanted = request.GET.get("transcription", "")
    return {str(pk) for pk in entered_in(deliveries(request.actor).filter(pk=wanted))} if is_id(wanted) else set()


def _letter(request: HttpRequest, form: ProofForm) -> Consultation | None:
    """The letter of consultation that this document answers; only units and clauses of the letter can then be chosen."""
    wanted = form.typed.get("consultation", "")
    letter = visible_to(request.actor).filter(pk=wanted, state="sent").first() if is_id(wanted) else None
    if letter:
        asked = set(letter.units.values_list("application_id", flat=True))
        form.units = [a for a in form.units if a.pk in asked]
    return letter


def units_in_hand(request: HttpRequest, round_: Round) -> list[Application]:
    """The units on which facts may be recorded now, by county and name."""
    rows = in_region(request.actor, round_).filter(state__in=OPEN_STATES)
    return list(rows.order_by("site__division", "site__name", "number"))


def _with_usual(form: ProofForm, round_: Round) -> ProofForm:
    """The window of the round up to yesterday, and all units with something unknown (全部待核) unless some were named."""
    first, last = lookback(today(), int(parameters(round_)["lookback_years"]))
    usual = {"kind": "reply", "from_on": first.isoformat(), "until_on": (last - timedelta(days=1)).isoformat(), "nothing": NOTHING}
    form.typed = {name: value or usual.get(name, "") for name, value in form.typed.items()}
    waiting = unknown_counts(form.units)[0]
    form.chosen = form.chosen or {str(a.pk) for a in form.units if waiting[a.pk]}
    return form


def _take_files(request: HttpRequest, form: ProofForm, round_: Round) -> None:
    """Store what was uploaded, else take what was uploaded before; a new answer sheet is read and fills the form in."""
    limit = int(parameters(round_)["upload_limit_mb"])
    form.file = _stored(request, "file", limit, only=("application/pdf",)) or _kept(request, "file_id")
    sheet = _stored(request, "sheet", limit, only=tuple(ENDINGS))
    form.sheet = sheet or _kept(request, "sheet_id")
    if sheet:
        form.fill_from(read_answers(rows_of(sheet), applications=form.chosen_units, clauses=form.clauses))


def _stored(request: HttpRequest, name: str, limit: int, only: tuple[str, ...]) -> StoredFile | None:
    upload = request.FILES.get(name)
    if upload is None:
        return None
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=limit, only=only)  # fmt: skip


def _kept(request: HttpRequest, name: str) -> StoredFile | None:
    """A file that this bureau uploaded before."""
    wanted = request.POST.get(name, "")
    return StoredFile.objects.filter(organisation_id=request.actor.organisation_id, pk=wanted).first() if is_id(wanted) else None


def _page(
    request: HttpRequest, round_: Round, form: ProofForm, *, refusal: Refused | None = None, said: list[Said] | None = None
) -> HttpResponse:
    letter = _letter(request, form)
    per_unit, per_clause = unknown_counts(form.units)
    labels = {c: label for c, label in exclusion_labels().items() if letter is None or c in letter.to.clauses}
    context: dict[str, Any] = {
        "round": round_,
        "form": form,
        "letter": letter,
        "typed": form.typed,
        "kinds": ProofDocument.Kind.choices,
        "answers": ANSWERS,
        "clauses": [(c, label, per_clause[c], c in form.clauses) for c, label in labels.items()],
        "rows": [(a, str(a.pk) in form.chosen, per_unit[a.pk], form.pages.get(str(a.pk), "")) for a in form.units],
        "said": said,
        "foretold": outcome_words(Counter(VERDICTS[entry.answer] for entry in said)) if said else "",
        "documents": proof_documents(request.actor)[:SHOWN_DOCUMENTS],
        "today": today(),
        "limit": parameters(round_)["upload_limit_mb"],
        "refusal": refusal,
    }
    return render(request, "bureau/proofs.html", context, status=409 if refusal else 200)
