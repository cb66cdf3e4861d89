"""代录: receive a county's table and zip, read them slice by slice, answer what was asked, enter the rows as applications."""

import contextlib
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import resubmit_for_unit
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.inspection import Inspection
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import Body
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.rounds.models import Round
from greenlist.casework.transcription.entering import enter_row, hand_in_row
from greenlist.casework.transcription.matching import match
from greenlist.casework.transcription.models import Transcription, TranscriptionReport, TranscriptionRow
from greenlist.casework.transcription.opening import Looked, list_archive, look_at_archive, look_at_reports, read_table
from greenlist.casework.transcription.permissions import check_may_transcribe, check_own
from greenlist.casework.transcription.selectors import is_settled, rows_of, to_import, unlooked
from greenlist.casework.verification.services import check_application
from greenlist.rulebook.notices import round_parameters

KEPT = ("category", "city", "county", "name", "credit_code", "third_party", "industry_or_type", "corrections", "doubts")
PDF = "application/pdf"
TABLES = tuple(ENDINGS[ending] for ending in (".docx", ".xlsx"))
MOST_ARCHIVE_MB = 2000
READ_AT_ONCE, ENTERED_AT_ONCE = 12, 6


def store_table(*, chunks: Iterable[bytes], name: str, actor: Actor) -> StoredFile:
    """Keep the summary table that came. Raises Refused unless it is a .docx or .xlsx."""
    check_may_transcribe(actor)
    return store_file(chunks=chunks, name=name, owner=_office(actor), actor=actor, only=TABLES)


def store_archive(*, chunks: Iterable[bytes], name: str, actor: Actor) -> StoredFile:
    """Keep the zip that came. Raises Refused for one that is locked, hostile or none."""
    check_may_transcribe(actor)
    return store_file(chunks=chunks, name=name, owner=_office(actor), actor=actor, limit_mb=MOST_ARCHIVE_MB, look=look_at_archive)


def receive_import(*, round_: Round, table: StoredFile, archive: StoredFile | None, actor: Actor) -> Transcription:
    """Take a table and a zip; the table is read at once, the reports by `read_import`. The same two files again are the same import.

    Raises Refused when the table or the zip cannot be read at all.
    """
    check_may_transcribe(actor)
    content = " ".join(file.digest for file in (table, archive) if file)
    same = Transcription.objects.filter(round=round_, unit=actor.unit, content=content).exclude(state="discarded")
    if known := same.first():
        return known
    read = read_table(path_of_file(table), table.name)
    packed = list_archive(path_of_file(archive)) if archive else {"entries": [], "left": []}
    if problems := [
        f"“{file.name}”：{found['problem']}" for file, found in ((table, read), (archive, packed)) if file and "problem" in found
    ]:
        raise Refused("材料没有读进来。", items=problems, then="换一份文件再试；已有的件没有变动。", clause="C-07")
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        if known := same.first():  # the same files came in at the same moment: a second click, a second officer
            return known
        made = Transcription.objects.create(
            number=_next_number(round_, actor.unit), round=round_, unit=actor.unit, table=table, archive=archive, content=content,
            sent_by=read["recommending_unit"][:200], dated_on=read["dated_on"], unread=_unread(read, packed), created_by=actor.name,
            created_at=now(), changed_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        TranscriptionRow.objects.bulk_create(_row(made, position, row) for position, row in enumerate(read["rows"], start=1))
        TranscriptionReport.objects.bulk_create(_report(made, entry) for entry in packed["entries"])
        record("receive_import", actor=actor, subject=made, clause="C-07",
               detail={"rows": len(read["rows"]), "files": len(packed["entries"])})  # fmt: skip
    return made


def read_import(transcription: Transcription, *, actor: Actor, limit: int | None = None) -> int:
    """Look at the next `limit` reports (all without a limit); when none is left, match. Returns how many are still to be looked at."""
    check_own(transcription, actor)
    if transcription.state != "reading":
        return 0
    waiting = {report.position: report for report in unlooked(transcription)[:limit]}
    if waiting and transcription.archive:
        with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
            for looked in look_at_reports(path_of_file(transcription.archive), Path(folder), list(waiting)):
                _keep_report(waiting[looked.position], looked, Path(folder), actor)
    left = unlooked(transcription).count()
    if not left:
        _finish_reading(transcription, actor)
    return left


def answer_row(row: TranscriptionRow, *, answers: Mapping[str, str], actor: Actor) -> None:
    """Settle what was asked about a row. Raises Refused for an answer that was not among the choices."""
    check_own(row.transcription, actor)
    given = {question["id"]: answers[question["id"]] for question in row.questions if answers.get(question["id"])}
    wrong = [q["words"] for q in row.questions if q["id"] in given and given[q["id"]] not in {value for value, _ in q["choices"]}]
    if wrong:
        raise Refused(f"{row.place}没有存。", items=[f"“{words}”：请从所列选项中选一项。" for words in wrong])
    with transaction.atomic():
        held = TranscriptionRow.objects.select_for_update().get(pk=row.pk)
        if held.outcome not in {TranscriptionRow.Outcome.WAITING, TranscriptionRow.Outcome.FAILED}:
            raise WrongState(f"{row.place}已经办过（{held.get_outcome_display()}），不能再改。", then="刷新页面可看到结果。")
        if {**held.answers, **given} == held.answers:
            return
        row.answers = {**held.answers, **given}
        row.answered_by, row.answered_at, row.outcome = actor.name, now(), TranscriptionRow.Outcome.WAITING
        row.save(update_fields=["answers", "answered_by", "answered_at", "outcome"])
        record("answer_row", actor=actor, subject=row, clause="C-07", detail=given)


def start_import(transcription: Transcription, *, actor: Actor) -> None:
    """Begin to enter all rows that are settled. Raises Refused when there is none."""
    check_own(transcription, actor)
    guards = {"rows_settled": "" if to_import(transcription) else "没有可以导入的行：请先选定所列各行。"}
    change(transcription, "start_import", actor=actor, guards=guards, fields={"changed_at": now()})


def confirm_import(transcription: Transcription, *, actor: Actor, limit: int | None = None) -> int:
    """Enter the next `limit` settled rows (all without a limit), each in a transaction of its own; a row that fails says why and
    leaves the others alone. Returns how many are still to be entered. At the end the import is done, or waits for what is open.
    """
    check_own(transcription, actor)
    if transcription.state == "read":
        start_import(transcription, actor=actor)
    if transcription.state != "importing":
        return 0
    waiting = to_import(transcription)
    for row in waiting[:limit]:
        enter_row(row, actor=actor)
    left = 0 if limit is None else max(0, len(waiting) - limit)
    if not left:
        is_open = rows_of(transcription).filter(outcome__in=[TranscriptionRow.Outcome.WAITING, TranscriptionRow.Outcome.FAILED]).exists()
        done = {"rows": transcription.rows.exclude(application=None).count()}
        if is_open:
            change(transcription, "pause_import", actor=actor, fields={"changed_at": now()}, detail=done)
        else:
            change(transcription, "confirm_import", actor=actor, fields={"changed_at": now()}, detail=done)
    return left


def go_on(transcription: Transcription, *, actor: Actor) -> None:
    """The next slice of reading or entering, for whoever drives it: the open page, or the worker. What the other one has finished
    meanwhile is not done again.
    """
    with contextlib.suppress(WrongState):
        if transcription.state == "reading":
            read_import(transcription, actor=actor, limit=READ_AT_ONCE)
        elif transcription.state == "importing":
            confirm_import(transcription, actor=actor, limit=ENTERED_AT_ONCE)
    transcription.refresh_from_db()


def add_report(row: TranscriptionRow, *, file: StoredFile, actor: Actor) -> None:
    """Add the report of a row that became a draft, and hand the draft in. Raises Refused with what is missing."""
    check_own(row.transcription, actor)
    if row.outcome != TranscriptionRow.Outcome.INCOMPLETE or row.application is None:
        raise WrongState(f"{row.place}不缺评价报告。", then="刷新页面可看到最新状态。")
    with transaction.atomic():
        hand_in_row(row, file, actor)
        record("add_report", actor=actor, subject=row, clause="C-09", detail={"digest": file.digest})


def mend_entered(
    application: Application, *, filled: Mapping[str, tuple[Body, int]], report: StoredFile | None, reason: str, actor: Actor
) -> FilingVersion:
    """Mend and hand in again what the office entered and what was returned, and compute every exclusion on the day (C-42)."""
    with transaction.atomic():
        version = resubmit_for_unit(application, filled=filled, report=report, reason=reason, actor=actor)
        check_application(application, stage="submission", actor=actor)
    return version


def discard_import(transcription: Transcription, *, actor: Actor) -> None:
    """Lay a delivery aside that was not meant; what it made already stays."""
    check_own(transcription, actor)
    change(transcription, "discard_import", actor=actor, fields={"changed_at": now()})


def _finish_reading(transcription: Transcription, actor: Actor) -> None:
    with transaction.atomic():
        rows = match(transcription)
        TranscriptionRow.objects.bulk_update(rows, ["site", "found_by", "report", "report_found_by", "questions"])
        asked = sum(1 for row in rows if not is_settled(row))
        change(transcription, "finish_reading", actor=actor, fields={"changed_at": now()}, detail={"rows": len(rows), "asked": asked})


def _keep_report(report: TranscriptionReport, looked: Looked, folder: Path, actor: Actor) -> None:
    """Store what the child unpacked; what it refused is kept as a line with its reason. What was kept meanwhile is not kept again."""
    if TranscriptionReport.objects.filter(pk=report.pk, is_looked_at=True).exists():
        return
    report.is_looked_at, report.problem, report.text = True, looked.problem, looked.text
    if not looked.problem:
        seen = Inspection(PDF, looked.pages, looked.has_text, "")
        with (folder / f"{report.position}.pdf").open("rb") as body:
            report.file = store_file(chunks=iter(lambda: body.read(1 << 20), b""), name=report.name, owner=_office(actor),
                                     actor=actor, only=(PDF,), look=lambda path, name: seen)  # fmt: skip
    report.save(update_fields=["is_looked_at", "problem", "text", "file"])


def _office(actor: Actor) -> UUID:
    if actor.organisation_id is None:
        raise ValueError(f"{actor.name} has no organisation")
    return actor.organisation_id


def _row(made: Transcription, position: int, row: dict[str, Any]) -> TranscriptionRow:
    place = row["place"]
    where = f"“{place['sheet']}”" if "sheet" in place else f"表{place['table']}"
    return TranscriptionRow(
        transcription=made, position=position, place=f"{where}第{place['row']}行", wants_national="national" in row["levels"],
        wants_provincial="provincial" in row["levels"], **{name: row[name] for name in KEPT},
    )  # fmt: skip


def _report(made: Transcription, entry: dict[str, Any]) -> TranscriptionReport:
    return TranscriptionReport(transcription=made, position=entry["position"], name=entry["name"][-300:], problem=entry["problem"],
                               is_looked_at=bool(entry["problem"]))  # fmt: skip


def _unread(read: dict[str, Any], packed: dict[str, Any]) -> list[list[str]]:
    """[text, why] of everything that became neither a row nor a report."""
    lines = [[left["text"], left["why"]] for left in read["unread"]]
    return [*lines, *([name, "系统自带的文件，不是材料"] for name in packed["left"])]


def _next_number(round_: Round, unit: str) -> str:
    count = Transcription.objects.filter(round=round_, unit=unit).count()
    return f"DL-{round_.year}-{round_parameters(round_.notice).unit(unit).short}-{count + 1}"
