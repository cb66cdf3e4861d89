"""A report looked through: is it this unit's and this version's, which chapters lack, which figures differ, on which page each indicator is.

What is found is to be looked at (提示) and bars nobody. A scan without text stays 未检查 until a text twin is bound to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from greenlist.casework.applications.models import Application, TextTwin
from greenlist.casework.applications.paper_versions import Marked, wrong_version
from greenlist.casework.applications.permissions import EDITABLE
from greenlist.casework.applications.report_findings import Findings, Question, findings_in
from greenlist.casework.applications.selectors import former_names, latest_version
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.selectors import Body, rows_of, saved_sections, version_content
from greenlist.engines.report_check import Chapter, Declared, FoundChapter, FoundFigure
from greenlist.engines.scoring.application import number
from greenlist.papers.report_chapters import form_id, report_form
from greenlist.papers.unit_signs import with_unit
from greenlist.rulebook.reference.units import plain_digits

WORDS = {"agrees": "一致", "differs": "不一致", "not_found": "没有找到"}


@dataclass(frozen=True)
class FigureLine:
    """One declared figure and what the report says of it."""

    row: Row
    declared: str
    found: FoundFigure

    @property
    def word(self) -> str:
        return WORDS[self.found.status]


@dataclass(frozen=True)
class ReportCheck:
    """What was found; `read` is the file whose pages are meant: the report, or its text twin; None when nothing could be read.

    `pages` is {row: page of the report itself}; `places` each row with its page of what was read.
    """

    report: StoredFile
    twin: TextTwin | None
    read: StoredFile | None
    version_problem: str
    is_marked: bool
    is_failed: bool
    unit_problem: str
    chapters: tuple[FoundChapter, ...]
    figures: tuple[FigureLine, ...]
    pages: Mapping[str, int]
    places: tuple[tuple[Row, int], ...]

    @property
    def is_unread(self) -> bool:
        """未检查: a scan without a text twin, or one that could not be read to its end."""
        return self.read is None

    @property
    def is_twin(self) -> bool:
        """Were the words of the twin read, and not the report's own?"""
        return self.twin is not None and self.read == self.twin.file

    @cached_property
    def missing(self) -> list[FoundChapter]:
        return [chapter for chapter in self.chapters if not chapter.page]

    @cached_property
    def differing(self) -> list[FigureLine]:
        return [line for line in self.figures if line.found.status == "differs" or line.found.elsewhere]

    @cached_property
    def lacking(self) -> list[FigureLine]:
        return [line for line in self.figures if line.found.status == "not_found"]

    @property
    def agreeing(self) -> int:
        return sum(1 for line in self.figures if line.found.status == "agrees")

    @property
    def is_clean(self) -> bool:
        """Nothing to look at."""
        return not (self.is_unread or self.version_problem or self.unit_problem or self.missing or self.differing)


def report_check(application: Application) -> ReportCheck | None:
    """The check of the report that is attached now; None without one."""
    return check_of(application, application.report, twin_of(application)) if application.report else None


def check_of(application: Application, report: StoredFile, twin: TextTwin | None = None) -> ReportCheck:
    """The check of one report of an application, attached or not yet."""
    question = _question(application)
    own = findings_in(report, question)
    read, found = _readable(report, own, twin, question)
    rows, declared = rows_of(application.filing), {d.id: d for d in question.declared}
    return ReportCheck(
        report=report, twin=twin, read=read, version_problem=wrong_version(application, own.marks), is_marked=bool(own.marks),
        is_failed=own.is_failed, unit_problem=found.doubt,
        chapters=tuple(_stamped(chapter, own.marks) for chapter in found.chapters),
        figures=tuple(FigureLine(rows[f.id], _said(declared[f.id]), f) for f in found.figures if declared[f.id].value),
        pages={f.id: f.page for f in found.figures if f.page} if read == report else {},
        places=tuple((rows[f.id], f.page) for f in found.figures if f.page),
    )  # fmt: skip


def twin_of(application: Application) -> TextTwin | None:
    """The newest text twin of the report that is attached now."""
    if application.report is None or application.report.has_text:
        return None
    rows = application.text_twins.filter(report_digest=application.report.digest).select_related("file")
    return rows.order_by("added_at", "id").last()


def _readable(report: StoredFile, own: Findings, twin: TextTwin | None, question: Question) -> tuple[StoredFile | None, Findings]:
    """The file whose words are meant, and what was found in it: the report, else its twin, else none."""
    if own.has_text:
        return report, own
    words = findings_in(twin.file, question) if twin else Findings()
    return (twin.file, words) if twin and words.has_text else (None, Findings())


def _stamped(chapter: FoundChapter, marks: Sequence[Marked]) -> FoundChapter:
    """A page that was signed and scanned is a picture; its code says which chapter it is."""
    page = next((marked.page for marked in marks if marked.what == chapter.id), 0)
    return chapter if chapter.page or not page else replace(chapter, page=page)


def _question(application: Application) -> Question:
    organisation = application.site.organisation
    names = (application.site.name, organisation.name, *former_names(organisation))
    form = report_form(form_id(application.category, application.mode))
    chapters = tuple(Chapter(c.id, c.heading, c.also) for c in form.chapters if c.is_checked)
    return Question(chapters, names, tuple(_declared(application)), application.filing.data_year)


def _declared(application: Application) -> list[Declared]:
    """Every row of the standard's form, the quantities with their values: of the version handed in, or of what is saved."""
    version = None if application.state in EDITABLE else latest_version(application)
    sections: Mapping[str, Body] = (
        version_content(version)["sections"] if version else {name: body for name, (_, body) in saved_sections(application.filing).items()}
    )
    entries: dict[str, dict[str, Any]] = {name: entry for body in sections.values() for name, entry in body.items()}
    return [_figure(row, entries.get(row.id, {})) for row in rows_of(application.filing).values() if row.is_scored]


def _figure(row: Row, entry: Mapping[str, str]) -> Declared:
    value = plain_digits(entry.get("value", "")) if row.kind == "quantity" and not entry.get("not_applicable") else ""
    try:
        number(value)
    except ValueError:
        value = ""
    return Declared(row.id, row.label, value, "" if row.unit == "1" else row.unit)


def _said(figure: Declared) -> str:
    return with_unit(f"{Decimal(figure.value):,}", figure.unit) if figure.value else ""
