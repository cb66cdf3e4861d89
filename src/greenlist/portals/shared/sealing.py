"""The page 盖章页 of the unit and of the evaluating body: what it shows, and what its acts have in common."""

import re
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header

from greenlist.casework.applications.models import Application, PreparedReport
from greenlist.casework.applications.paper_versions import form_digest
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.sealing_services import (
    check_scans,
    page_words,
    prepare_own_report,
    prepare_report,
    seal_report,
    store_scan,
)
from greenlist.casework.applications.selectors import returned_places
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.sealing import pages_only
from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import parameter
from greenlist.papers.report import empty_chapters
from greenlist.papers.version_mark import mark_of
from greenlist.portals.shared.downloads import page_picture

PDF = "application/pdf"
MOST_DIGITS = 5


def sealing_context(request: HttpRequest, application: Application, portal: str, pk: str) -> dict[str, Any]:
    """The newest version fixed by this organisation, its pages to be signed, whether the form changed since, and the earlier ones.

    `portal` and `pk` make the addresses: of the application, or of the engagement.
    """
    made = list(_own(request, application).order_by("-number"))
    newest = made[0] if made else None
    slots = list(zip(newest.pages, page_words(newest), strict=True)) if newest else []
    return {
        "application": application,
        "draft_url": reverse({"applicant": "applicant:report_docx", "evaluator": "evaluator:sealing_draft"}[portal], args=[pk]),
        "preparation_url": reverse(f"{portal}:sealing_preparation", args=[pk]),
        **(_addresses(portal, pk, newest, slots) if newest else {}),
        "prepared": newest,
        "slots": slots,
        "is_stale": bool(newest and newest.code and newest.content_digest != form_digest(application)),
        "mark": mark_of(newest.code, newest.content_digest).text if newest and newest.code else "",
        "earlier": made[1:],
        "empty": empty_chapters(evaluation_report(application)),
        "unchanged": [place.item for place in returned_places(application) if not place.is_changed]
        if application.state == "returned"
        else [],
        "limit": int(parameter(application.round, "upload_limit_mb")),
    }


def _addresses(portal: str, pk: str, prepared: PreparedReport, slots: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """Where the newest version's pages, whole paper, scans and pictures are."""
    named = {f"{what}_url": reverse(f"{portal}:sealing_{what}", args=[pk, prepared.number]) for what in ("pages", "whole", "scans")}
    shown = [(reverse(f"{portal}:sealing_picture", args=[pk, prepared.number, slot["page"]]), words) for slot, words in slots]
    return named | {"pictures": shown}


def prepare(request: HttpRequest, application: Application) -> PreparedReport:
    """POST: fix the form's report, or take the one that was uploaded (`file`, `pages`)."""
    upload = request.FILES.get("file")
    if upload is None:
        if "own" in request.POST:
            raise Refused("没有选文件。", then="请选择自己编制的评价报告（PDF）。")
        return prepare_report(application, actor=request.actor)
    limit = int(parameter(application.round, "upload_limit_mb"))
    pages = [int(number[:MOST_DIGITS]) for number in re.findall(r"\d+", request.POST.get("pages", ""))]
    file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=limit, only=(PDF,))  # fmt: skip
    with unless_refused([file], actor=request.actor):
        return prepare_own_report(application, file=file, pages=pages, actor=request.actor)


def seal(request: HttpRequest, application: Application, number: int) -> PreparedReport:
    """POST one or several scans: build the sealed report."""
    prepared = get_object_or_404(_own(request, application), number=number)
    uploads = request.FILES.getlist("file")
    check_scans(len(uploads))
    limit = int(parameter(application.round, "upload_limit_mb"))
    scans: list[StoredFile] = []
    with unless_refused(scans, actor=request.actor):
        for upload in uploads:
            scans.append(
                store_scan(chunks=upload.chunks(), name=upload.name or "", application=application, actor=request.actor, limit_mb=limit)
            )
        seal_report(prepared, scans=scans, actor=request.actor)
    return prepared


def sealed_of(request: HttpRequest, application: Application, number: int) -> StoredFile:
    """The sealed report of a version; 404 before it is built."""
    prepared = get_object_or_404(_own(request, application), number=number)
    if prepared.sealed is None:
        raise Http404
    sealed: StoredFile = prepared.sealed
    return sealed


def pages_to_sign(request: HttpRequest, application: Application, number: int) -> HttpResponse:
    """GET: only the pages to be signed, as a PDF."""
    prepared = get_object_or_404(_own(request, application), number=number)
    with pages_only(prepared.original, [slot["page"] for slot in prepared.pages]) as path:
        name = content_disposition_header(False, f"{application.site.name}_评价报告_盖章页第{number}版.pdf")
        return HttpResponse(path.read_bytes(), content_type=PDF, headers={"Content-Disposition": name})


def whole(request: HttpRequest, application: Application, number: int) -> FileResponse:
    """GET: the sealed report once it is built, the original before."""
    prepared = get_object_or_404(_own(request, application), number=number)
    which = f"第{number}版" if prepared.code else f"第{number}份"
    name = f"{application.site.name}_评价报告_盖章版{which}{'' if prepared.sealed else '（未盖章）'}.pdf"
    return FileResponse(path_of_file(prepared.sealed or prepared.original).open("rb"), content_type=PDF, filename=name)


def picture(request: HttpRequest, application: Application, number: int, page: int) -> HttpResponse:
    """GET: one page as PNG, sealed where it is."""
    prepared = get_object_or_404(_own(request, application), number=number)
    return page_picture(prepared.sealed or prepared.original, page)


def _own(request: HttpRequest, application: Application) -> Any:
    return application.prepared_reports.filter(original__organisation_id=request.actor.organisation_id).select_related("original", "sealed")
