"""Reading a filing: its form, its sections in force, its evidence, its score, its versions and their differences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from greenlist.casework.filings.doubts import is_settled
from greenlist.casework.filings.forms import Row, Section, sections_of
from greenlist.casework.filings.models import Evidence, Filing, FilingVersion, SectionVersion
from greenlist.casework.journal.contents import load
from greenlist.engines.scoring import Plan, Result, read_application, score
from greenlist.engines.scoring.application import number

Body = dict[str, dict[str, str]]
BENCHMARK = re.compile("平均值|限额|控制指标")


@dataclass(frozen=True)
class Gap:
    """A place of the form that is not filled, or filled with a value that cannot stand."""

    section: str
    section_title: str
    row: str
    label: str


@dataclass(frozen=True)
class Change:
    """One difference between two versions."""

    section: str
    row: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class YearChange:
    """One declared figure beside the one declared for the year before; `percent` is None where last year's is 0."""

    label: str
    unit: str
    last_year: str
    value: str
    percent: Fraction | None


@lru_cache(maxsize=64)
def plan_by_digest(digest: str) -> Plan:
    """The stored plan; content found by hash cannot change, so it may be kept."""
    return Plan.from_content(load(digest))


def plan_of(filing: Filing) -> Plan:
    """The plan the filing began with."""
    return plan_by_digest(filing.plan_digest)


@lru_cache(maxsize=64)
def _form(digest: str) -> tuple[Section, ...]:
    return sections_of(plan_by_digest(digest))


def form_of(filing: Filing) -> tuple[Section, ...]:
    """The form's sections in order."""
    return _form(filing.plan_digest)


def rows_of(filing: Filing) -> dict[str, Row]:
    """All rows by id."""
    return {row.id: row for section in form_of(filing) for row in section.rows}


def saved_sections(filing: Filing) -> dict[str, tuple[int, Body]]:
    """{section: (version number, body)} of the newest saves; a section never saved is (0, {})."""
    found: dict[str, tuple[int, Body]] = {section.id: (0, {}) for section in form_of(filing)}
    for save in filing.section_versions.order_by("number"):
        found[save.section] = (save.number, save.body)
    return found


def saved_sections_of(filings: Iterable[Filing]) -> dict[UUID, dict[str, tuple[int, Body]]]:
    """{filing id: its `saved_sections`} for several filings in one query."""
    found = {filing.pk: {section.id: (0, dict[str, dict[str, str]]()) for section in form_of(filing)} for filing in filings}
    newest = SectionVersion.objects.filter(filing=OuterRef("filing"), section=OuterRef("section")).order_by("-number").values("number")[:1]
    for save in SectionVersion.objects.filter(filing__in=found, number=Subquery(newest)):
        found[save.filing_id][save.section] = (save.number, save.body)
    return found


def newest_save(filing: Filing, section: str) -> SectionVersion | None:
    """The newest save of one section."""
    return filing.section_versions.filter(section=section).order_by("-number").first()


def body_at(filing: Filing, section: str, number: int) -> Body:
    """What stood in a section at one of its saves; {} before the first."""
    save = filing.section_versions.filter(section=section, number=number).first()
    return save.body if save else {}


def evidence_of(filing: Filing) -> QuerySet[Evidence]:
    """The evidence in force, by row."""
    return filing.evidence.filter(removed_at=None).select_related("file").order_by("row", "added_at", "id")


def document(filing: Filing, bodies: Iterable[Body]) -> dict[str, Any]:
    """`greenlist.application/1` from section bodies. What cannot be read stays out and so counts as not filled."""
    rows = rows_of(filing)
    inputs: dict[str, Any] = {}
    items: dict[str, Any] = {}
    absent: dict[str, str] = {}
    for name, entry in ((n, e) for body in bodies for n, e in body.items()):
        row = rows.get(name)
        if row is None or not row.is_scored:
            continue
        if entry.get("not_applicable") and row.may_be_not_applicable:
            absent[name] = entry["not_applicable"]
            continue
        value = _readable(row, entry.get("value", ""))
        if not value:
            continue
        plain: dict[str, Any] = {"value": value, **({} if is_settled(row, entry) else {"doubtful": True})}
        (inputs if row.is_input else items)[name] = plain
    return {
        "format": "greenlist.application/1",
        "standard": filing.standard,
        "edition": filing.edition,
        "reference_date": filing.reference_on.isoformat(),
        "inputs": inputs,
        "items": items,
        "not_applicable": absent,
    }


def result_of(filing: Filing, saved: dict[str, tuple[int, Body]] | None = None, pass_line: Fraction | None = None) -> Result:
    """The score of what is saved now."""
    saved = saved_sections(filing) if saved is None else saved
    plan = plan_of(filing)
    content = document(filing, (body for _, body in saved.values()))
    return score(plan, read_application(plan, content), pass_line)


def gaps_of(filing: Filing, saved: dict[str, tuple[int, Body]] | None = None) -> list[Gap]:
    """Every required place that is empty, or holds what cannot be read."""
    saved = saved_sections(filing) if saved is None else saved
    return [
        Gap(section.id, section.title, row.id, row.label)
        for section in form_of(filing)
        for row in section.filled_rows
        if row.is_required and not _is_filled(row, saved[section.id][1].get(row.id, {}))
    ]


def required_count(filing: Filing) -> int:
    """How many places of the form must be filled."""
    return sum(1 for section in form_of(filing) for row in section.filled_rows if row.is_required)


def version_content(version: FilingVersion) -> dict[str, Any]:
    """The stored content of a submitted version."""
    return load(version.content_digest)


def version_result(version: FilingVersion, pass_line: Fraction | None = None) -> Result:
    """The score of a submitted version, replayed from stored content alone."""
    return _result(version.content_digest, pass_line)


@lru_cache(maxsize=128)
def _result(digest: str, pass_line: Fraction | None) -> Result:
    """Content found by hash cannot change, nor can its score."""
    content = load(digest)
    plan = plan_by_digest(content["plan"])
    return score(plan, read_application(plan, content["application"]), pass_line)


def declared_result(version: FilingVersion | None) -> Result | None:
    """The score of a submitted version; None where there is none, or nothing was filled in: unknown, never a nought."""
    return None if version is None or version.is_unfilled else version_result(version)


def declared_verdict(version: FilingVersion | None) -> str:
    """The verdict of that score; '' where there is none."""
    return "" if version is None or version.is_unfilled else _verdict(version.content_digest)


@lru_cache(maxsize=4096)
def _verdict(digest: str) -> str:
    """One word a version: a whole round's stay at hand, while so many results would not."""
    return _result(digest, None).verdict


def versions_diff(old: FilingVersion, new: FilingVersion) -> list[Change]:
    """What changed from one version to the next, in the order of the form."""
    before, after = version_content(old)["sections"], version_content(new)["sections"]
    return [
        Change(section.id, row.id, row.label, a or "—", b or "—")
        for section in form_of(new.filing)
        for row in section.rows
        if (a := _said(before, section.id, row.id)) != (b := _said(after, section.id, row.id))
    ]


def year_changes(version: FilingVersion) -> list[YearChange]:
    """The unit's own figures declared for both years, the largest change first; the benchmarks it is held against stay out."""
    sections = version_content(version)["sections"]
    made = [
        change
        for section in form_of(version.filing)
        for row in section.rows
        if row.kind == "quantity"
        and not BENCHMARK.search(row.label)
        and (change := year_change(row, sections.get(section.id, {}).get(row.id, {})))
    ]
    return sorted(made, key=lambda c: (c.percent is not None, -abs(c.percent or 0)))


def year_change(row: Row, entry: dict[str, str]) -> YearChange | None:
    """The figure against last year's; None when either is missing or no number."""
    try:
        before, after = number(entry.get("last_year", "")), number(entry.get("value", ""))
    except ValueError:
        return None
    percent = (after - before) / abs(before) * 100 if before else None
    return YearChange(row.label, row.unit, entry["last_year"], entry["value"], percent)


def _said(sections: dict[str, Body], section: str, row: str) -> str:
    entry = sections.get(section, {}).get(row, {})
    return f"不适用：{entry['not_applicable']}" if entry.get("not_applicable") else entry.get("value", "")


def _is_filled(row: Row, entry: dict[str, str]) -> bool:
    if entry.get("not_applicable") and row.may_be_not_applicable:
        return True
    return bool(_readable(row, entry.get("value", ""))) if row.is_scored else bool(entry.get("value", "").strip())


def _readable(row: Row, text: str) -> str:
    """The value if the scoring can read it, else ''."""
    text = text.strip()
    if row.kind == "yes_no":
        return text if text in {"met", "not_met"} else ""
    if row.is_input and row.kind == "choice":
        return text if text in row.choices else ""
    if row.kind in {"quantity", "degree", "count"}:
        try:
            value = number(text)
        except ValueError:
            return ""
        is_below = value < number(row.minimum) if row.minimum else bool(row.maximum) and value < 0
        return "" if is_below or (row.maximum and value > number(row.maximum)) else text
    return text
