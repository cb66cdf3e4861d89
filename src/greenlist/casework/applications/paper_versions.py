"""Which version a paper is that comes back signed: read from the mark on its pages, told against what this application has now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from greenlist.casework.applications.models import Application, PreparedReport
from greenlist.casework.applications.papers import form_content
from greenlist.casework.applications.permissions import EDITABLE
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.files.models import PageTexts, StoredFile
from greenlist.casework.files.page_texts import page_texts
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import version_content
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.refusals import Refused
from greenlist.engines.ledger import canonical, digest_of
from greenlist.papers.version_mark import VersionMark, mark_in_code, mark_of, marks_in_text


@dataclass(frozen=True)
class Marked:
    """A mark on a page: which version, and which page to be signed (`page` for any other; '' where only the text was read)."""

    page: int
    mark: VersionMark
    what: str = ""
    turn: int = 0


def marks_on(read: PageTexts) -> list[Marked]:
    """Every mark on the pages, from the text and from the QR codes of pages that are pictures."""
    in_text = [Marked(page, mark) for page, text in enumerate(read.texts, start=1) for mark in marks_in_text(text)]
    in_codes = [Marked(page, *found, turn) for page, said, turn in read.codes if (found := mark_in_code(said))]
    return sorted(in_text + in_codes, key=lambda marked: marked.page)


def form_digest(application: Application, version: FilingVersion | None = None) -> str:
    """The digest of what a report printed now would say, or one of a submitted version."""
    return digest_of(canonical(form_content(application, version_content(version)["sections"] if version else None)))


def newest_prepared(application: Application) -> PreparedReport | None:
    """The newest version of ours made to be sealed."""
    return application.prepared_reports.exclude(code="").order_by("number").last()


@dataclass(frozen=True)
class KnownVersion:
    """A version that the system holds with the very content of a mark."""

    made_at: datetime
    is_newest: bool


def known_version(mark: VersionMark) -> KnownVersion | None:
    """The version of a mark, whoever asks; None when there is none or its digest is another."""
    if mark.code.startswith("HZ-"):
        rows = FilingVersion.objects.filter(Q(receipt=mark.code) | Q(told_receipt=mark.code)).order_by("id")
        version = next((one for one in rows if mark_of(one.printed_receipt, one.content_digest) == mark), None)
        if version is None:
            return None
        return KnownVersion(version.submitted_at, not version.filing.versions.filter(number__gt=version.number).exists())
    prepared = PreparedReport.objects.filter(code=mark.code).first()
    if prepared is None or mark_of(prepared.code, prepared.content_digest) != mark:
        return None
    return KnownVersion(prepared.prepared_at, prepared == newest_prepared(prepared.application))


def check_paper(application: Application, file: StoredFile, *, by_office: bool = False) -> None:
    """Raises Refused when a signed paper bears the mark of another application, of a draft, or of a version that is no longer the one;
    the way out is that of the unit, or of the office that hands in for it.
    """
    read = page_texts(file)
    found = marks_on(read) if read else []
    if problem := wrong_version(application, found):
        raise Refused(f"“{file.name}”没有采用：{problem}", then=_way_out(application, found, by_office=by_office), clause="C-09")


def _way_out(application: Application, found: list[Marked], *, by_office: bool) -> str:
    """What to do with a wrong paper: another's is exchanged, without a fixed version one is made first, else the one that stands is sealed."""
    if any(marked.mark.number != application.number for marked in found):
        return f"请换成本件（{application.site.name}）的评价报告再上传。"
    if by_office:
        return f"请向申报单位（{application.site.name}）要现在的盖章版，收到后再补。"
    newest = newest_prepared(application)
    if newest is None or newest.content_digest != form_digest(application):
        return "请先到“定稿、盖章、合成报告”页定稿，再打印、签字、盖章、扫描。"
    return "请打印现在的盖章版，签字盖章后再上传。"


def stale_report(application: Application) -> str:
    """'' when the attached report may be handed in with the form as it stands, else why not and the way out."""
    read = page_texts(application.report) if application.report else None
    problem = wrong_version(application, marks_on(read)) if read else ""
    again = "请机构重新定稿、盖章并签署" if application.mode == Application.Mode.THIRD_PARTY else "请在“盖章页”重新定稿、盖章、合成"
    return f"所附评价报告不能用：{problem}{again}，或把申报表改回原样，再提交。" if problem else ""


def wrong_version(application: Application, found: Iterable[Marked]) -> str:
    """One sentence naming both versions; '' when the marks are of the version that is wanted, or there is none."""
    marks = list(found)
    if not marks:
        return ""
    first = marks[0]
    if other := next((m for m in marks if m.mark != first.mark), None):
        return f"各页不是同一版：第{first.page}页是{first.mark.text}，第{other.page}页是{other.mark.text}。"
    mark = first.mark
    if mark.number != application.number:
        return f"第{first.page}页印的是{mark.code}，属于申报件{mark.number}；本件是{application.number}。"
    if mark.is_draft:
        return f"第{first.page}页印的是草稿{mark.text}，须用定稿的盖章版{_newest_words(application)}。"
    return _wrong_receipt(application, mark) if mark.code.startswith("HZ-") else _wrong_prepared(application, mark)


def _wrong_prepared(application: Application, mark: VersionMark) -> str:
    prepared, newest = application.prepared_reports.filter(code=mark.code).first(), newest_prepared(application)
    if prepared is None or newest is None:
        return f"系统没有出过盖章版{mark.code}{_newest_words(application)}。"
    if mark != mark_of(prepared.code, prepared.content_digest):
        return f"印的是{mark.text}，与系统保存的{mark_of(prepared.code, prepared.content_digest).text}不是同一内容。"
    if prepared != newest:
        return f"这是旧版{mark.text}{_newest_words(application)}。"
    return _other_content(application, prepared, mark)


def _other_content(application: Application, prepared: PreparedReport, mark: VersionMark) -> str:
    """Compared with the form while it may be edited, then with what was handed in."""
    version = None if application.state in EDITABLE else latest_version(application)
    digest = form_digest(application, version)
    if digest == prepared.content_digest:
        return ""
    if version:
        return f"盖章版{mark.text}与提交的第{version.number}版{mark_of(version.receipt, version.content_digest).text}内容不同。"
    now_called = mark_of(f"CG-{application.number}", digest).text
    return f"盖章版{mark.text}定稿以后，申报表又改过，现在的内容是{now_called}。"


def _wrong_receipt(application: Application, mark: VersionMark) -> str:
    version = latest_version(application)
    if version is None or version.printed_receipt != mark.code:
        newest = f"最新提交的是第{version.number}版{version.printed_receipt}" if version else "本件还没有提交过"
        return f"印的是{mark.code}，{newest}。"
    if mark != mark_of(version.printed_receipt, version.content_digest):
        return f"印的是{mark.text}，与系统保存的{mark_of(version.printed_receipt, version.content_digest).text}不是同一内容。"
    return _changed_since(application, version, mark) if application.state == "returned" else ""


def _changed_since(application: Application, version: FilingVersion, mark: VersionMark) -> str:
    if form_content(application)["sections"] == version_content(version)["sections"]:
        return ""
    return f"印的是第{version.number}版{mark.code}，退回以后申报表又改过{_newest_words(application)}。"


def _newest_words(application: Application) -> str:
    newest = newest_prepared(application)
    if newest is None:
        return "（本件还没有定稿盖章版）"
    at = f"{newest.prepared_at.astimezone(SHANGHAI):%m月%d日 %H:%M}"
    return f"（现在的盖章版是{mark_of(newest.code, newest.content_digest).text}，{at}定稿）"
