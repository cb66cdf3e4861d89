"""标准校核: our tables to be filled in, an official one loaded, its differences, what it would change, two signatures, the history."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.jobs.selectors import newest_about
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.edition_changes import AT_ONCE, basis_of, count_of, edition_changes
from greenlist.casework.oversight.jobs import EDITION_CHANGES
from greenlist.casework.standards.comparing import FATES
from greenlist.casework.standards.held import Table
from greenlist.casework.standards.models import OPEN, StandardLoad
from greenlist.casework.standards.reference import KINDS as REFERENCES
from greenlist.casework.standards.selectors import changes_of, edition_words, held_now, seen_of, table_of, tally_of, visible_to
from greenlist.casework.standards.services import LIMIT_MB, load_table, name_sources, note_changes, sign, sign_second, withdraw
from greenlist.casework.standards.sheet import write_sheet
from greenlist.casework.standards.wording import by_weight, in_words
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.downloads import as_stored, sent
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

A_PAGE, FIRST = 100, 20
TO_SIGN = timedelta(days=7)  # two persons sign before the day from which a table holds
KINDS = {"filing": "填报得分", "sheet": "专家评分", "draft": "遴选排序", "energy": "能耗优先"}
ENDINGS = (".xlsx", ".yaml", ".yml")
DECIDING = ("结论", "结果", "能耗优先")  # of what would be otherwise, that which decides something
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/standards/: every table with its edition; below, what was loaded, the newest first."""
    context = {"held": held_now(), "page": shown_page(request, visible_to(request.actor).defer("plain", "rows"), A_PAGE)}
    return render(request, "province/standards.html", context)


@for_roles("province", "centre")
def loading(request: HttpRequest, subject: str) -> HttpResponse:
    """GET …/tables/<subject>/loading/: our table to take, the form. POST file, document, holds_from: what came is compared with ours."""
    table, newest = _table(subject)
    context: dict[str, Any] = {
        "table": table,
        "waiting": visible_to(request.actor).filter(subject=subject, state__in=OPEN).defer("plain", "rows").first(),
        "tally": tally_of(table),
        "edition": edition_words(subject, newest),
        "newest": newest,
        "is_reference": subject in REFERENCES,
        "is_of_energy": _is_of_energy(subject),
        "example": REFERENCES[subject].document if subject in REFERENCES else table.plain["number"],
        "limit": LIMIT_MB,
        "typed": request.POST,
        "today": today(),
        "suggested": max(today() + TO_SIGN, newest.holds_from if newest else today()),
    }
    if request.method == "GET":
        return render(request, "province/standard_loading.html", context)
    upload = request.FILES.get("file")
    request.keeps_arrived = False
    try:
        if upload is None or not (upload.name or "").lower().endswith(ENDINGS):
            raise Refused("没有载入。", items=[_wrong_file(upload), *_left_empty(request.POST)])
        row = load_table(subject, chunks=upload.chunks(), name=upload.name or "", document=request.POST.get("document", ""),
                         holds_from=_day(request.POST.get("holds_from", "")), actor=request.actor)  # fmt: skip
        if count_of(row) <= AT_ONCE:
            note_changes(row, edition_changes(row), actor=request.actor)
    except Refused as refusal:
        return render(request, "province/standard_loading.html", context | {"refusal": refusal}, status=409)
    messages.success(request, f"已载入，{len(row.rows)}处与本系统不同或新核对")
    return redirect("province:standard_load", row.pk)


@for_roles("province", "centre")
def sheet(request: HttpRequest, subject: str) -> HttpResponse:
    """GET …/tables/<subject>/table.xlsx: our table, to be filled in."""
    table, newest = _table(subject)
    target, edition = io.BytesIO(), edition_words(table.subject, newest)
    write_sheet(target, table, edition=edition)
    return sent(target.getvalue(), f"校核表 {table.title} {edition}.xlsx", XLSX)


@for_roles("province", "centre")
def text(request: HttpRequest, subject: str) -> HttpResponse:
    """GET …/tables/<subject>/table.yaml: the whole table as a file of its own."""
    table, newest = _table(subject)
    return sent(table.text.encode(), f"{table.title} {edition_words(table.subject, newest)}.yaml", "application/yaml")


@for_roles("province", "centre")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/<pk>/: the differences value by value, what would change of past decisions, the signatures."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles("province", "centre")
def sources(request: HttpRequest, pk: str) -> HttpResponse:
    """POST source.<place>, all_others: where the values were read. `then` is the page to go on with, after this one was saved."""
    typed = {name.removeprefix("source."): str(value) for name, value in request.POST.items() if name.startswith("source.")}
    row, all_others = _own(request, pk), request.POST.get("all_others", "")
    try:
        if any(text.strip() for text in (*typed.values(), all_others)):
            name_sources(row, sources=typed, all_others=all_others, actor=request.actor)
            messages.success(request, "出处已保存")
        elif not request.POST.get("then"):
            raise Refused("没有保存。", items=["一处出处也没有写。"], then="请在没有出处的行里填文件、页码、条款，再保存。")
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal, typed)
    query = {"show": "lacking"} if _shows_lacking(request) else {"page": request.POST.get("then") or request.GET.get("page", "1")}
    return redirect(f"{reverse('province:standard_load', args=[pk])}?{urlencode(query)}")


@for_roles("province", "centre")
@exported
def changes(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/<pk>/changes/: every past decision that would change. POST: list them anew, many of them in the background."""
    row = _own(request, pk)
    if request.method == "GET":
        found = changes_of(row) or {"rows": [], "looked_at": 0}
        rows = _deciding_first(found["rows"])
        context = {
            "load": row,
            "changes": found,
            "decided": sum(map(_is_deciding, rows)),
            "kinds": KINDS,
            "is_of_energy": _is_of_energy(row.subject),
            "page": shown_page(request, rows, A_PAGE),
        }
        return render(request, "province/standard_changes.html", context)
    try:
        if row.state not in OPEN:
            raise Refused("这份校核稿已经启用或撤回，不再重列。")
        if count_of(row) > AT_ONCE:
            page = reverse("province:standard_load", args=[pk])
            return to_job(
                request, ask(EDITION_CHANGES, actor=request.actor, about=f"{row}：列出会改变的以往决定", leads_to=page, load=str(row.pk))
            )
        note_changes(row, edition_changes(row), actor=request.actor)
    except Refused as refusal:
        return _page(request, row, refusal)
    messages.success(request, "已列出会改变的以往决定")
    return redirect("province:standard_load", pk)


@require_POST
@for_roles("province", "centre")
def signature(request: HttpRequest, pk: str) -> HttpResponse:
    """POST seen: the first signature, then the second of another person, after which the new edition is in force.

    What is signed is what was on the page: its state and its rows. A second signature without that is refused.
    """
    row = _own(request, pk)
    seen = request.POST.get("seen", "")
    try:
        if seen != seen_of(row) and (seen or row.state != "load_prepared"):
            raise Refused("打开这一页以后，校核稿有了变化（签署或出处）。", then="请看过现在的内容，再签署。")
        if row.state == "load_prepared":
            sign(row, basis=basis_of(row), actor=request.actor)
            messages.success(request, "已签署，等第二人签署")
        else:
            edition = sign_second(row, basis=basis_of(row), actor=request.actor)
            messages.success(request, f"已签署，{edition.title}第{edition.number}版自{edition.holds_from:%-m月%-d日}起启用")
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    return redirect("province:standard_load", pk)


@require_POST
@for_roles("province", "centre")
def withdrawal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: taken back before the second signature."""
    row = _own(request, pk)
    try:
        withdraw(row, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    messages.success(request, "已撤回校核稿，现在的版本不变")
    return redirect("province:standards")


@for_roles("province", "centre")
def file(request: HttpRequest, pk: str) -> FileResponse:
    """GET …/file/: what was loaded, as it came."""
    return as_stored(_own(request, pk).file)


def _page(request: HttpRequest, row: StandardLoad, refusal: Refused | None = None, typed: Mapping[str, str] | None = None) -> HttpResponse:
    """The page of a load; `typed` are sources that could not be saved."""
    shows_lacking = row.state == "load_prepared" and _shows_lacking(request)
    page = shown_page(request, by_weight([told for told in row.rows if not (shows_lacking and told["source"])]), A_PAGE)
    page.object_list = [told | {"typed": (typed or {}).get(told["place"], "")} for told in in_words(page.object_list, row.plain)]
    found = changes_of(row)
    rows = _deciding_first(found["rows"]) if found else []
    missing = sum(not r["source"] for r in row.rows)
    job = newest_about(EDITION_CHANGES, load=str(row.pk)) if row.state in OPEN else None
    tally = [(label, n) for fate, label in FATES.items() if (n := sum(r["fate"] == fate for r in row.rows))]
    context = {
        "load": row,
        "page": page,
        "fates": FATES,
        "tally": tally,
        "missing": missing,
        "shows_lacking": shows_lacking,
        "steps": _steps(row, missing),
        "changes": found,
        "first_changes": rows[:FIRST],
        "decided": sum(map(_is_deciding, rows)),
        "kinds": KINDS,
        "is_of_energy": _is_of_energy(row.subject),
        "doubtful": sum("doubt" in told for told in row.rows),
        "is_open": row.state in OPEN,
        "may_sign": request.actor.may("keep_standards"),
        "may_withdraw": row.state == "load_prepared" or (row.state == "load_signed_once" and request.actor.may("keep_standards")),
        "seen": seen_of(row),
        "is_own": row.state == "load_signed_once" and row.first_signed_by_id == request.actor.user_id,
        "job": job,
        "is_my_job": job is not None and job.asked_by_id == request.actor.user_id and job.membership_id == request.actor.membership_id,
        "refusal": refusal,
        "all_others": request.POST.get("all_others", "") if refusal else "",
    }
    return render(request, "province/standard_load.html", context, status=409 if refusal else 200)


def _is_of_energy(subject: str) -> bool:
    """Are the priorities of energy found with this table?"""
    return subject in REFERENCES and REFERENCES[subject].is_of_energy


def _shows_lacking(request: HttpRequest) -> bool:
    return request.GET.get("show") == "lacking"


def _steps(row: StandardLoad, missing: int) -> list[tuple[str, bool]]:
    """The way of a load to an edition, and where it is; none for one that was taken back."""
    names = ["载入并比对", "写明出处", "第一人签署", "第二人签署", f"{row.holds_from:%-m月%-d日}起启用"]
    here = {"load_prepared": 1 if missing else 2, "load_signed_once": 3, "load_in_force": 4}.get(row.state)
    return [] if here is None else [(name, at == here) for at, name in enumerate(names)]


def _is_deciding(change: dict[str, Any]) -> bool:
    return any(what.endswith(DECIDING) for what, *_ in change["changes"])


def _deciding_first(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(changes, key=lambda change: not _is_deciding(change))


def _wrong_file(upload: UploadedFile | None) -> str:
    if upload is None:
        return "请选择填好的校核表（.xlsx）或整份数据文件（.yaml）。"
    return f"“{upload.name}”不是校核表：只收 .xlsx 和 .yaml；请在下载的校核表上填写，再载入。"


def _left_empty(typed: Mapping[str, str]) -> list[str]:
    """What else is missing when there is no file to read: told together with it."""
    day = _day(typed.get("holds_from", ""))
    told = [] if typed.get("document", "").strip() else ["请写明官方文本（名称、编号、版本）。"]
    return told if day and day >= today() else [*told, "请填启用日，不早于今天。"]


def _table(subject: str) -> tuple[Table, StandardLoad | None]:
    try:
        return table_of(subject)
    except KeyError:
        raise Http404 from None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _own(request: HttpRequest, pk: str) -> StandardLoad:
    return get_object_or_404(visible_to(request.actor), pk=pk)
