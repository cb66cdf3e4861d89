"""The report on its way to be sealed: a version is fixed, scans of the signed pages take their places, a text twin is bound to a scan."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from greenlist.casework.applications.models import Application, TextTwin
from greenlist.casework.applications.permissions import EDITABLE, check_may_edit
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.inspection import Inspection, inspect
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.page_texts import PLAIN, page_texts
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState

AT_OFFICE = (*EDITABLE, "submitted", "verifying", "recommendable", "frozen")
TWINS = (ENDINGS[".docx"], ENDINGS[".pdf"], PLAIN)


def store_text_twin(*, chunks: Iterable[bytes], name: str, application: Application, actor: Actor) -> StoredFile:
    """Keep an upload meant as a text twin: .docx, .pdf or .txt. Raises Refused for anything else."""
    check_may_bind_twin(application, actor)
    owner = actor.organisation_id or application.site.organisation_id
    return store_file(chunks=chunks, name=name, owner=owner, actor=actor, only=TWINS, look=look_at_twin)


def add_text_twin(application: Application, *, file: StoredFile, actor: Actor) -> TextTwin:
    """Bind the words of a scanned report to it, by its digest and the version that stands; the checks then run on them and say so.

    Raises Refused without a report, for a report that has text of its own, and for a twin without text.
    """
    check_may_bind_twin(application, actor)
    report = application.report
    if report is None:
        raise Refused("还没有评价报告，文字稿没有绑定。", then="先上传盖章的评价报告。", clause="C-09")
    if report.has_text:
        raise Refused("这份报告能读出文字，不用附文字稿。", clause="C-09")
    read = page_texts(file)
    if read is None or not read.has_text:
        raise Refused(f"“{file.name}”里没有读出文字，没有绑定。", then="请附报告的 Word 稿、能选中文字的 PDF 或 txt。", clause="C-09")
    version = latest_version(application)
    with transaction.atomic():
        made = TextTwin.objects.create(application=application, report_digest=report.digest, version=version.number if version else 0,
                                       file=file, added_by=actor.signature, added_at=now())  # fmt: skip
        record("add_text_twin", actor=actor, subject=application, clause="C-09", detail={"report": report.digest, "twin": file.digest})
    return made


def look_at_twin(path: Path, name: str) -> Inspection:
    """Plain text is taken beside what uploads are anyway; it is not opened here, only looked at for what no text has."""
    if not name.lower().endswith(".txt"):
        return inspect(path, name)
    with path.open("rb") as text:
        is_text = b"\0" not in text.read(1_000_000)
    return Inspection(PLAIN, None, True, "" if is_text else "这不是文本文件。请另存为 txt 后再上传。")


def check_may_bind_twin(application: Application, actor: Actor) -> None:
    """The unit while it may edit; for what came on paper the office that entered it, until the list goes to be signed."""
    if not actor.may("transcribe"):
        check_may_edit(application, actor)
        return
    if application.unit != actor.unit:
        raise NotAllowed("只能为本地区的件附文字稿。", clause="C-09")
    if not application.entered_by:
        raise NotAllowed("这件不是代录的，报告的文字稿由申报单位自己附。", then="需要文字稿的，请退回补正并写明。", clause="C-09")
    if application.state not in AT_OFFICE:
        raise WrongState(f"本件现在是“{application.get_state_display()}”，不能再附文字稿。", clause="C-09")
