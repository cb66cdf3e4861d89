"""导入县区材料: drop a table and a zip, settle what is asked, enter the rows; long work goes slice by slice and may be left."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.selectors import is_in_hand, newest_about, nobody_since
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import current_round, deadline_of, parameter
from greenlist.casework.transcription.bodies import BODY
from greenlist.casework.transcription.jobs import IMPORT
from greenlist.casework.transcription.matching import NO_REPORT, only_lacks_report
from greenlist.casework.transcription.models import FoundBy, Transcription, TranscriptionRow
from greenlist.casework.transcription.selectors import OPEN, SKIP, WORKING, files_of, how_far, is_settled, rows_of, unclaimed, visible_to
from greenlist.casework.transcription.services import (
    MOST_ARCHIVE_MB,
    add_report,
    answer_row,
    discard_import,
    go_on,
    receive_import,
    start_import,
    store_archive,
    store_table,
)
from greenlist.portals.bureau.rows import SHORT
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

Outcome = TranscriptionRow.Outcome
SUMS = ((Outcome.ENTERED, "已录入并提交"), (Outcome.INCOMPLETE, "存为草稿，缺评价报告"), (Outcome.KNOWN, "已有申报件"),
        (Outcome.LEFT_OUT, "不导入"), (Outcome.FAILED, "没有导入"), (Outcome.WAITING, "待导入"))  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One row for the page: its questions with what is chosen, its marks."""

    row: TranscriptionRow
    questions: list[dict[str, Any]]

    @property
    def category(self) -> str:
        return SHORT.get(self.row.category, "")

    @property
    def is_new(self) -> bool:
        return self.row.found_by == FoundBy.NEW and self.row.outcome in OPEN

    @property
    def is_scan(self) -> bool:
        report = self.row.report
        return bool(report and report.file and report.file.has_text is False)


@for_roles("bureau")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET: the form and the deliveries so far. POST files: keep them and begin to read."""
    round_ = current_round()
    refusal = None
    if request.method == "POST" and round_ is not None:
        try:
            table, archive = _sorted(request.FILES.getlist("files"))
            made = receive_import(
                round_=round_, actor=request.actor, table=store_table(chunks=table.chunks(), name=table.name or "", actor=request.actor),
                archive=archive and store_archive(chunks=archive.chunks(), name=archive.name or "", actor=request.actor),
            )  # fmt: skip
            return _go_on(request, made)
        except Refused as caught:
            refusal = caught
    context = {"round": round_, "imports": visible_to(request.actor), "refusal": refusal, "archive_mb": MOST_ARCHIVE_MB,
               "deadline": round_ and deadline_of(round_, request.actor.unit),
               "limit": round_ and parameter(round_, "upload_limit_mb")}  # fmt: skip
    return render(request, "bureau/transcriptions.html", context, status=409 if refusal else 200)


@for_roles("bureau")
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET: what was read and what is asked; or how far it is; or what came of it."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles("bureau")
def progress(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: the next slice of reading or entering, unless the worker is at it; answers how far it is."""
    made = _own(request, pk)
    is_in_background = is_in_hand(_job_of(made))
    if not is_in_background:
        go_on(made, actor=request.actor)
    if request.headers.get("X-Requested-With") != "fetch":
        return _go_on(request, made)
    done, total = how_far(made)
    to = "" if made.state in WORKING else reverse("bureau:transcription", args=[made.pk])
    return JsonResponse({"done": done, "total": total, "to": to, "look_again_s": 1 if is_in_background else 0})


@require_POST
@for_roles("bureau")
def importing(request: HttpRequest, pk: str) -> HttpResponse:
    """POST the answers: keep them, and begin to enter every row that is settled; `lacking` answers for all that only lack a report."""
    made = _own(request, pk)
    rows = list(rows_of(made).filter(outcome__in=OPEN))
    alike = _alike(request, rows)
    try:
        for row in rows:
            given = {q["id"]: request.POST.get(f"{row.pk}:{q['id']}", "") or alike.get(q["words"], "") for q in row.questions}
            if "lacking" in request.POST and only_lacks_report(row):
                given["report"] = given["report"] or NO_REPORT
            answer_row(row, answers=given, actor=request.actor)
        start_import(made, actor=request.actor)
    except Refused as refusal:
        return _page(request, made, refusal)
    return _go_on(request, made)


@require_POST
@for_roles("bureau")
def report(request: HttpRequest, pk: str, row_pk: str) -> HttpResponse:
    """POST file: the report that a row lacked; its draft is handed in."""
    made = _own(request, pk)
    row = get_object_or_404(rows_of(made), pk=row_pk)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("评价报告没有补上。", items=["请选择盖章的评价报告（PDF）。"], clause="C-09")
        file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                          limit_mb=int(parameter(made.round, "upload_limit_mb")), only=("application/pdf",))  # fmt: skip
        with unless_refused([file], actor=request.actor):
            add_report(row, file=file, actor=request.actor)
    except Refused as refusal:
        return _page(request, made, refusal)
    messages.success(request, f"已补评价报告并提交 {row.name}")
    return _go(request, made)


@require_POST
@for_roles("bureau")
def discarding(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: lay the delivery aside."""
    made = _own(request, pk)
    discard_import(made, actor=request.actor)
    messages.success(request, f"已作废 {made.number}，已录入的件不受影响")
    return redirect("bureau:transcriptions")


@for_roles("bureau")
def file(request: HttpRequest, pk: str, file_pk: str) -> FileResponse:
    """GET: the table, the zip or one of its reports, as it came."""
    return as_stored(get_object_or_404(files_of(_own(request, pk)), pk=file_pk))


def _alike(request: HttpRequest, rows: Iterable[TranscriptionRow]) -> dict[str, str]:
    """{question: answer} about evaluating bodies: answered at one row it holds for every row that asks the same, but for leaving out."""
    asked = [(q["words"], request.POST.get(f"{row.pk}:{BODY}", "")) for row in rows for q in row.questions if q["id"] == BODY]
    return {words: answer for words, answer in asked if answer and answer != SKIP}


def _page(request: HttpRequest, made: Transcription, refusal: Refused | None = None) -> HttpResponse:
    done, total = how_far(made)
    rows = [_shown(row, request) for row in rows_of(made)]
    asked = [r for r in rows if r.row.outcome in OPEN and not is_settled(r.row)]
    context = {
        "made": made,
        "done": done,
        "total": total,
        "is_working": made.state in WORKING,
        "job": _job_of(made) if made.state in WORKING else None,
        "has_worker": nobody_since() is None,
        "rows": [r for r in rows if r not in asked],
        "asked": asked,
        "only_lacking": sum(1 for r in asked if only_lacks_report(r.row)),
        "row_count": len(rows),
        "settled": len(rows) - len(asked),
        "to_enter": sum(1 for r in rows if r.row.outcome in OPEN),
        "sums": [(label, n) for outcome, label in SUMS if (n := sum(1 for r in rows if r.row.outcome == outcome))],
        "has_results": any(r.row.outcome not in OPEN for r in rows),
        "told": _told(rows),
        "lacking": [r for r in rows if r.row.outcome == Outcome.INCOMPLETE],
        "unclaimed": unclaimed(made) if made.state != "reading" else [],
        "limit": parameter(made.round, "upload_limit_mb"),
        "refusal": refusal,
    }
    return render(request, "bureau/transcription.html", context, status=409 if refusal else 200)


def _shown(row: TranscriptionRow, request: HttpRequest) -> Shown:
    chosen = {q["id"]: request.POST.get(f"{row.pk}:{q['id']}") or row.answers.get(q["id"], "") for q in row.questions}
    return Shown(row, [{**q, "name": f"{row.pk}:{q['id']}", "chosen": chosen[q["id"]]} for q in row.questions])


def _told(rows: Iterable[Shown]) -> list[tuple[str, int]]:
    """How the rows were matched, in counts; a count of nought is left out."""
    held = [r.row for r in rows]
    known = (FoundBy.CODE, FoundBy.NAME, FoundBy.FORMER_NAME)
    counts = (
        ("名册中已有", sum(1 for r in held if r.found_by in known)),
        ("新登记单位", sum(1 for r in held if r.found_by == FoundBy.NEW)),
        ("报告按文件名找到", sum(1 for r in held if r.report_found_by == FoundBy.FILE_NAME)),
        ("文件名不对、按正文找到", sum(1 for r in held if r.report_found_by == FoundBy.TEXT)),
        ("扫描件未检查", sum(1 for r in rows if r.is_scan)),
        ("有改正", sum(1 for r in held if r.corrections)),
    )
    return [(label, n) for label, n in counts if n]


def _sorted(uploads: list[UploadedFile]) -> tuple[UploadedFile, UploadedFile | None]:
    """Which of the dropped files is the table and which the zip."""
    tables = [u for u in uploads if (u.name or "").lower().endswith((".docx", ".xlsx"))]
    archives = [u for u in uploads if (u.name or "").lower().endswith(".zip")]
    problems = [f"“{u.name}”不是汇总表（.docx、.xlsx），也不是压缩包（.zip）。" for u in uploads if u not in tables and u not in archives]
    if len(tables) != 1:
        problems.append("请选一份汇总表（.docx 或 .xlsx）。" if not tables else f"选了{len(tables)}份汇总表，一次只导入一份。")
    if len(archives) > 1:
        problems.append(f"选了{len(archives)}个压缩包，一次只导入一个。")
    if problems:
        raise Refused("材料没有读进来。", items=problems, then="汇总表和装评价报告的压缩包一起选，或先只选汇总表。", clause="C-07")
    return tables[0], archives[0] if archives else None


def _own(request: HttpRequest, pk: Any) -> Transcription:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _go(request: HttpRequest, made: Transcription) -> HttpResponse:
    return redirect("bureau:transcription", made.pk)


def _go_on(request: HttpRequest, made: Transcription) -> HttpResponse:
    """To its page; while there is work to do, also in the background: the page may be closed. Without a worker the page does it."""
    if made.state in WORKING:
        with contextlib.suppress(Refused):
            ask(IMPORT, actor=request.actor, about=f"{'读取' if made.state == 'reading' else '录入'}县区材料 {made.number}", transcription=str(made.pk),
                leads_to=reverse("bureau:transcription", args=[made.pk]))  # fmt: skip
    return _go(request, made)


def _job_of(made: Transcription) -> Job | None:
    return newest_about(IMPORT, transcription=str(made.pk))
