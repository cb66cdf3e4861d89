"""典型案例: written by the unit or its bureau, checked by the bureau, released by the province."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.publicity.case_services import (
    MOST_EFFECTS,
    WORDS,
    check_case,
    consent_to_case,
    file_consent,
    keep_case,
    offer_case,
    release_case,
    return_case,
    save_case,
    start_case,
    take_back_consent,
    take_down_case,
)
from greenlist.casework.publicity.models import CasePicture, GoodCase
from greenlist.casework.publicity.permissions import may_write
from greenlist.casework.publicity.picture_services import MOST_PICTURES, add_picture, remove_picture
from greenlist.casework.publicity.selectors import entries_to_write_of, fallen_words, to_settle, visible_to
from greenlist.casework.register.selectors import Filters, search
from greenlist.portals.shared.downloads import as_picture, as_stored
from greenlist.portals.shared.entry import based_on, chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

OFFICES = ("bureau", "province", "centre")
WRITERS = ("applicant", "bureau")
READERS = ("applicant", *OFFICES)
PER_PAGE, FOUND, PICTURE_MB = 30, 20, 20
KINDS = ("application/pdf", "image/png", "image/jpeg")


@for_roles(*OFFICES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /publicity/?state=&text=: the cases this office sees; `settle` those whose unit left the list."""
    return render(request, "shared/publicity/index.html", _index(request))


@for_roles("bureau")
def choosing(request: HttpRequest) -> HttpResponse:
    """GET /publicity/cases/new/?text=: which listed unit the case is of."""
    text = request.GET.get("text", "").strip()
    found = list(search(entries_to_write_of(request.actor), Filters(text=text))[:FOUND])
    return render(request, "shared/publicity/case_new.html", {"found": found, "text": text, "most": FOUND, "typed": {}})


@require_POST
@for_roles(*WRITERS)
def beginning(request: HttpRequest) -> HttpResponse:
    """POST entry, title: begin a case."""
    entry, title = chosen(entries_to_write_of(request.actor), request.POST.get("entry")), request.POST.get("title", "")
    try:
        made = start_case(entry, title=title, actor=request.actor)
    except Refused as refusal:
        context = {"found": [entry], "text": "", "most": FOUND, "typed": request.POST, "refusal": refusal}
        return render(request, "shared/publicity/case_new.html", context, status=409)
    messages.success(request, "已建立案例，请写做法和成效")
    return redirect("good_case", made.pk)


@for_roles(*READERS)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /publicity/cases/<pk>/."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles(*WRITERS)
def saving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST title, practice, and of each row of effects what-n, value-n, measure-n, year-n."""
    case, posted = _own(request, pk), request.POST
    try:
        save_case(
            case, title=posted.get("title", ""), practice=posted.get("practice", ""), effects=_typed_effects(request), actor=request.actor
        )
    except Refused as refusal:
        return _page(request, case, refusal)
    messages.success(request, "已保存案例")
    return redirect("good_case", pk)


@require_POST
@for_roles(*WRITERS)
def adding_picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST alt, file (JPG, PNG): one picture."""
    case, upload = _own(request, pk), request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("图片没有存入。", items=["请选一张图片"], then="选好后再传。", clause="C-61")
        add_picture(case, chunks=upload.chunks(), name=upload.name or "", alt=request.POST.get("alt", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, "已上传图片")
    return redirect("good_case", pk)


@require_POST
@for_roles(*WRITERS)
def removing_picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST: take a picture out of a draft."""
    picture = get_object_or_404(CasePicture, pk=pk, case__in=visible_to(request.actor))
    try:
        remove_picture(picture, actor=request.actor)
    except Refused as refusal:
        return _page(request, _own(request, picture.case_id), refusal)
    messages.success(request, "已撤下图片")
    return redirect("good_case", picture.case_id)


@for_roles(*READERS)
def picture(request: HttpRequest, pk: UUID, size: str) -> FileResponse:
    """GET /publicity/pictures/<pk>/<size>.jpg: a picture of a case that is not public yet."""
    found = get_object_or_404(CasePicture.objects.select_related("file", "thumbnail"), pk=pk, case__in=visible_to(request.actor))
    return as_picture(found.thumbnail if size == "small" else found.file, is_public=False)


@require_POST
@for_roles(*WRITERS)
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST version: the unit's administrator consents; signed_by, file (PDF, picture): the bureau lays in the paper."""
    case, upload = _own(request, pk), request.FILES.get("file")
    try:
        if request.actor.role == "applicant":
            consent_to_case(case, version=based_on(request.POST, "version"), actor=request.actor)
        elif upload is None:
            raise Refused("同意书没有存入。", items=["请选单位签署的同意书"], then="选好后再传。", clause="C-61")
        else:
            _file_consent(request, case, upload)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, "已登记单位同意公开")
    return redirect("good_case", pk)


def _file_consent(request: HttpRequest, case: GoodCase, upload: Any) -> None:
    file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=PICTURE_MB, only=KINDS)  # fmt: skip
    with unless_refused([file], actor=request.actor):
        file_consent(case, file=file, signed_by=request.POST.get("signed_by", ""), actor=request.actor)


@for_roles(*READERS)
def consent_paper(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /publicity/cases/<pk>/consent/: the paper that the unit signed."""
    file = _own(request, pk).consent_file
    if file is None:
        raise Http404
    return as_stored(file)


@require_POST
@for_roles(*READERS)
def moving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST act=offer | return | check | take_back | release | down | keep, words, version (that was read): one step of the case."""
    case, words, actor = _own(request, pk), request.POST.get("words", ""), request.actor
    version = based_on(request.POST, "version")
    acts: dict[str, Callable[[], None]] = {
        "offer": lambda: offer_case(case, actor=actor),
        "return": lambda: return_case(case, reason=words, actor=actor),
        "check": lambda: check_case(case, checked=words, version=version, actor=actor),
        "take_back": lambda: take_back_consent(case, actor=actor),
        "release": lambda: release_case(case, version=version, actor=actor),
        "down": lambda: take_down_case(case, reason=words, actor=actor),
        "keep": lambda: keep_case(case, reason=words, actor=actor),
    }
    if (act := acts.get(request.POST.get("act", ""))) is None:
        raise Http404
    try:
        act()
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, f"{case.title}：{'已登记保留' if request.POST['act'] == 'keep' else case.get_state_display()}")
    return redirect("good_case", pk)


def _own(request: HttpRequest, pk: UUID) -> GoodCase:
    return get_object_or_404(visible_to(request.actor).select_related("consent_file"), pk=pk)


def _index(request: HttpRequest) -> dict[str, Any]:
    rows, wanted = visible_to(request.actor), request.GET.get("state", "")
    settling = to_settle(rows)
    shown = settling if wanted == "settle" else rows.filter(state=wanted) if wanted else rows
    page = shown_page(request, shown, PER_PAGE)
    return {
        "page": page,
        "lines": [(case, division_name(case.entry.unit), fallen_words(case)) for case in page],
        "settling": settling.count(),
        "states": GoodCase._meta.get_field("state").choices,
        "wanted": wanted,
    }


def _typed_effects(request: HttpRequest) -> list[dict[str, str]]:
    return [{name: request.POST.get(f"{name}-{place}", "") for name in WORDS} for place in range(1, MOST_EFFECTS + 1)]


def _page(request: HttpRequest, case: GoodCase, refusal: Refused | None = None) -> HttpResponse:
    case.refresh_from_db(fields=["state", "version", "reason"])
    is_settling = bool(fallen_words(case)) and to_settle(visible_to(request.actor)).filter(pk=case.pk).exists()
    typed = request.POST if refusal and "practice" in request.POST else None
    effects = _typed_effects(request) if typed else case.effects
    blank = dict.fromkeys(WORDS, "")
    context: dict[str, Any] = {
        "case": case,
        "city": division_name(case.entry.unit),
        "fallen": fallen_words(case),
        "is_settling": is_settling,
        "may_keep": is_settling and not case.is_inherited and request.actor.may("decide_publicity"),
        "is_editable": may_write(case, request.actor),
        "title": typed.get("title", "") if typed else case.title,
        "practice": typed.get("practice", "") if typed else case.practice,
        "rows": [(n + 1, effects[n] if n < len(effects) else blank) for n in range(MOST_EFFECTS)],
        "pictures": case.pictures.order_by("added_at", "id"),
        "most_pictures": MOST_PICTURES,
        "picture_mb": PICTURE_MB,
        "may_do": {transition.action for transition in open_transitions(case, request.actor)},
        "history": entries_of(case).exclude(action="save_case").order_by("at", "id"),
        "typed": request.POST if refusal else {},
        "refusal": refusal,
    }
    return render(request, "shared/publicity/case.html", context, status=409 if refusal else 200)
