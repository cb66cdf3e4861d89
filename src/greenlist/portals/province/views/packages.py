"""离线报送包: a bureau's package that came without a network is checked, shown, taken in; its receipt goes back."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.delivery.jobs import TAKE_IN, is_large
from greenlist.casework.delivery.judging_services import judge_row
from greenlist.casework.delivery.looking import file_in
from greenlist.casework.delivery.matching import HOW, Meant, all_meant
from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.delivery.opening import read_manifest
from greenlist.casework.delivery.receipts import receipt_name, receipt_of
from greenlist.casework.delivery.selectors import visible_to, works_here
from greenlist.casework.delivery.services import MOST_PACKAGE_MB, KnownPackage, drop_package, offer_package, take_in_package
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.recommendation.selectors import rows_of
from greenlist.casework.rounds.selectors import current_round
from greenlist.portals.province.views.intake import SHORT
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.downloads import PDF, as_stored, note_download
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

A_PAGE = 50


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/intake/packages/: the form, and the packages that came. POST file: check one and keep it when it is in order."""
    refusal = None
    if request.method == "POST":
        request.keeps_arrived = False
        try:
            return redirect("province:package", _offered(request).pk)
        except KnownPackage as known:
            messages.info(request, known.what)
            return redirect("province:package", known.package.pk)
        except Refused as caught:
            refusal = caught
    context = {"page": shown_page(request, visible_to(request.actor), A_PAGE), "limit": MOST_PACKAGE_MB, "round": current_round(),
               "refusal": refusal}  # fmt: skip
    return render(request, "province/packages.html", context, status=409 if refusal else 200)


@for_roles("province", "centre")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/packages/<pk>/: what would be made of it; after it was taken in, what it became."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles("province", "centre")
def taking_in(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: take it in, a large one in the background."""
    package, is_asked = _own(request, pk), bool(request.POST.get("is_asked"))
    try:
        if is_large(package) and package.batch_id is None:
            about = f"收入{package}"
            return to_job(request, ask(TAKE_IN, actor=request.actor, about=about, package=str(package.pk), is_asked=is_asked))
        batch = take_in_package(package, actor=request.actor, is_asked=is_asked)
    except KnownPackage as known:
        messages.info(request, known.what)
        return redirect("province:package", pk)
    except Refused as refusal:
        return _page(request, package, refusal)
    messages.success(request, f"已收入{batch.office}推荐材料{package.row_count}件")
    return redirect("province:package", pk)


@require_POST
@for_roles("province", "centre")
def judging(request: HttpRequest, pk: str, place: int) -> HttpResponse:
    """POST is_same, reason, renamed_on: what was found out about the unit of one row."""
    package, reason, renamed_on = _own(request, pk), request.POST.get("reason", ""), request.POST.get("renamed_on", "")
    try:
        judge_row(package, place=place, is_same=request.POST.get("is_same") == "yes", reason=reason, renamed_on=_day(renamed_on),
                  actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal, {"place": place, "reason": reason, "renamed_on": renamed_on})
    messages.success(request, f"第{place}件已认定")
    return redirect("province:package", pk)


@require_POST
@for_roles("province", "centre")
def dropping(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: lay it aside; its zip goes."""
    package = _own(request, pk)
    try:
        drop_package(package, actor=request.actor)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, f"没有收入{package}，压缩包已删去")
    return redirect("province:packages")


@for_roles("province", "centre")
def came(request: HttpRequest, pk: str) -> FileResponse:
    """GET …/packages/<pk>/package.zip: the package as it came: letter, table and reports can be read before it is taken in."""
    package = _own(request, pk)
    note_download(request, package.number, package.file.name)
    return as_stored(package.file)


@for_roles("province", "centre")
def one_file(request: HttpRequest, pk: str, digest: str) -> FileResponse:
    """GET …/packages/<pk>/files/<digest>/: one file of it, as it would be taken in; a PDF opens in the browser."""
    package = _own(request, pk)
    found = file_in(package, f"sha256:{digest}")
    if found is None:
        raise Http404
    note_download(request, package.number, found.name)
    response = FileResponse(found.body, content_type=found.media_type)
    kind = "inline" if found.media_type == PDF else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(found.name)}"
    return response


@for_roles("province", "centre")
def receipt(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/packages/<pk>/receipt.json: what the bureau's installation can read."""
    package = _own(request, pk)
    if package.batch_id is None:
        raise Http404
    response = HttpResponse(receipt_of(package, request.actor.organisation_name), content_type="application/json")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(receipt_name(package))}"
    return response


def _offered(request: HttpRequest) -> OfflinePackage:
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("离线报送包没有收下。", items=["请选择推荐单位生成的压缩包（.zip）。"], clause="C-09")
    return offer_package(chunks=upload.chunks(), name=upload.name or "", actor=request.actor)


def _page(
    request: HttpRequest, package: OfflinePackage, refusal: Refused | None = None, typed: dict[str, object] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"package": package, "short": {code.value: label for code, label in SHORT.items()}, "refusal": refusal}
    if package.batch:
        matched = {said["application"]: said for said in package.matches}
        rows = rows_of(package.batch).select_related("application__site__organisation")
        context |= {"how": HOW, "rows": [(row, matched.get(row.application.number)) for row in rows]}
    else:
        context |= _foretold(package) | {"typed": typed or {}}
    return render(request, "province/package.html", context, status=409 if refusal else 200)


def _foretold(package: OfflinePackage) -> dict[str, Any]:
    """What the manifest says, beside what is held here."""
    manifest: Any = read_manifest(path_of_file(package.file)).manifest
    if manifest is None:
        return {"meant": [], "manifest": None}
    rows: list[Meant] = all_meant(package, manifest["rows"])
    doubtful = [row for row in rows if row.doubts]
    files = [{"path": file["path"], "hex": file["digest"].removeprefix("sha256:")} for file in manifest["files"]]
    reports = {row.report_hex for row in rows}
    return {"lead_files": [file for file in files if "/" not in file["path"]],
            "beside_files": [file for file in files if "/" in file["path"] and file["hex"] not in reports], "meant": rows, "manifest": manifest, "new": sum(row.is_new for row in rows), "files": len(manifest["files"]),
            "works_here": works_here(package), "doubtful": doubtful, "waiting": sum(row.waits for row in doubtful), "refused": sum(row.is_refused for row in doubtful)}  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("认定没有保存。", items=[f"“{text[:20]}”不是日期，请按 2024-05-20 的格式填写更名日期。"], clause="C-09") from None


def _own(request: HttpRequest, pk: str) -> OfflinePackage:
    return get_object_or_404(visible_to(request.actor), pk=pk)
