"""Beginning a filing, saving a section with its version number, binding evidence, freezing a version."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Evidence, Filing, FilingVersion, SectionVersion
from greenlist.casework.filings.selectors import Body, document, evidence_of, form_of, newest_save, result_of, rows_of, saved_sections
from greenlist.casework.filings.told import MOST_PAGES
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain
from greenlist.casework.standards.selectors import compiled_edition, in_force_on, loaded_references, reference_tables
from greenlist.engines.scoring import ENGINE_VERSION, NotInForce, Plan, compile_plan, load_standard
from greenlist.rulebook.standards import applicable

KEPT = ("value", "last_year", "note", "not_applicable")
LONGEST = 4000


class StaleSection(Refused):
    """Somebody saved this section meanwhile. Both versions are here, so that the person can choose field by field."""

    def __init__(self, *, mine: Body, newest: SectionVersion) -> None:
        super().__init__(
            f"{newest.saved_by}在{newest.saved_at.astimezone(SHANGHAI):%H:%M}改过本节，您的填写还没有存入。",
            then="请逐项选择要保留的内容后再保存。",
        )
        self.mine, self.theirs, self.newest = mine, newest.body, newest


def start_filing(site: Site, *, subject: str, on: date, actor: Actor, standard_path: Path | None = None, data_year: int = 0) -> Filing:
    """Begin a filing with the standard in force for the site's industry, in the edition that two persons signed where there is one; its
    plan is stored by hash. The figures are of the year before the day, or of `data_year`.

    Raises Refused when no standard is known, when nobody has looked for too long whether it still holds, or when the table of the one
    that applies is not held and there is no general standard (C-16, C-17).
    """
    path = standard_path or _standard_path(subject, site.industry, on)
    loaded = in_force_on(f"{path.parent.name}/{path.stem}", today())
    references = loaded_references(today())
    try:
        plan = compiled_edition(loaded.content_digest, on, references) if loaded else _compiled(path, on, references)
    except NotInForce as found:
        raise Refused(f"{found}。", clause="C-05", then="请联系省厅，由规则维护人核对标准。") from None
    with transaction.atomic():
        filing = Filing.objects.create(
            site=site, standard=plan.standard, edition=plan.edition, standard_title=plan.title,
            plan_digest=store("plan", plan.as_content()), reference_on=on, data_year=data_year or on.year - 1,
        )  # fmt: skip
        record("start_filing", actor=actor, subject=filing, clause="C-05",
               detail={"plan": filing.plan_digest, **({"checked_edition": loaded.number} if loaded else {})})  # fmt: skip
        _prefill(filing, site, actor)
    return filing


def prefill(filing: Filing, bodies: Mapping[str, Body], *, actor: Actor) -> None:
    """Write what a new form begins with, on top of what it holds (name and address of the unit)."""
    saved = saved_sections(filing)
    SectionVersion.objects.bulk_create(
        SectionVersion(
            filing=filing,
            section=section,
            number=saved[section][0] + 1,
            body=body | saved[section][1],
            saved_by=actor.signature,
            saved_at=now(),
        )
        for section, body in bodies.items()
    )


@lru_cache(maxsize=64)
def _compiled(path: Path, on: date, references: tuple[tuple[str, str], ...]) -> Plan:
    """An edition for a reference date; the files of the standards do not change while the program runs."""
    return compile_plan(load_standard(path), on, reference_tables(references, on))


def save_section(filing: Filing, section: str, *, values: Body, based_on: int, actor: Actor) -> SectionVersion:
    """Save one section on top of version `based_on`. Raises StaleSection when a newer one exists; nothing is lost."""
    if not actor.may("edit_filing"):
        raise NotAllowed("您当前的岗位不能填报。")
    body = _cleaned(filing, section, values)
    newest = newest_save(filing, section)
    if newest and newest.body == body:
        return newest
    if newest and newest.number != based_on:
        raise StaleSection(mine=body, newest=newest)
    number = newest.number + 1 if newest else 1
    try:
        with transaction.atomic():
            return SectionVersion.objects.create(
                filing=filing, section=section, number=number, body=body, saved_by=actor.signature, saved_at=now()
            )
    except IntegrityError:
        newest = newest_save(filing, section)
        if newest is None:
            raise
        raise StaleSection(mine=body, newest=newest) from None


def attach_evidence(filing: Filing, *, row: str, file: StoredFile, page: int | None, actor: Actor) -> Evidence:
    """Bind a file (and a page of it) to a row. Raises Refused for an unknown row or a page beyond the end."""
    if not actor.may("edit_filing") or file.organisation_id != filing.site.organisation_id:
        raise NotAllowed("只能绑定本单位的材料。")
    if row not in rows_of(filing):
        raise Refused("表中没有这个指标。", then="请刷新页面后重选。")
    if page is not None and not file.pages and not 1 <= page <= MOST_PAGES:
        raise Refused(f"没有第{page}页。", then=f"请填1到{MOST_PAGES}之间的页码，或不填。")
    if page is not None and file.pages and not 1 <= page <= file.pages:
        raise Refused(f"“{file.name}”只有{file.pages}页，没有第{page}页。", then=f"请填1到{file.pages}之间的页码。")
    with transaction.atomic():
        bound = Evidence.objects.create(filing=filing, row=row, file=file, page=page, added_by=actor.signature, added_at=now())
        record("attach_evidence", actor=actor, subject=filing, detail={"row": row, "file": file.digest, "page": page or 0})
    return bound


def remove_evidence(evidence: Evidence, *, actor: Actor) -> None:
    """Take evidence back; the row and the file stay in the record."""
    with transaction.atomic():
        evidence.removed_at = now()
        evidence.save(update_fields=["removed_at"])
        record("remove_evidence", actor=actor, subject=evidence.filing, detail={"row": evidence.row})


def freeze_version(
    filing: Filing, *, number: int, receipt: str, reason: str, facts: dict[str, Any], actor: Actor, is_whole: bool = True
) -> FilingVersion:
    """Store what is saved now as an immutable version: sections, evidence, application, score, plan, engine.

    A form in which nothing is filled, or that the office filled only in part (代录), has no score: '' and None, unknown, never a nought.
    """
    saved = saved_sections(filing)
    bodies = {section: body for section, (_, body) in saved.items()}
    result = result_of(filing, saved)
    declared = document(filing, bodies.values())
    is_filled = is_whole and any(declared[part] for part in ("inputs", "items", "not_applicable"))
    shown = result.shown if is_filled else ""
    content = {
        "plan": filing.plan_digest,
        "engine": ENGINE_VERSION,
        "sections": bodies,
        "application": declared,
        "evidence": [_evidence(bound) for bound in evidence_of(filing)],
        "score": shown,
        "facts": facts,
    }
    return FilingVersion.objects.create(
        filing=filing, number=number, content_digest=store("filing_version", content), score=shown,
        is_qualified={"qualified": True, "not_qualified": False}.get(result.verdict) if is_filled else None,
        unverified_count=len(result.unverified), reason=reason, receipt=receipt, submitted_by=actor.signature, submitted_at=now(),
    )  # fmt: skip


def _standard_path(subject: str, industry: str, on: date) -> Path:
    known = applicable(subject, industry, on)
    held = [entry.file for entry in known if entry.file]
    if not held:
        raise Refused("这一类别的评价标准还没有录入，暂不能在线填报。", clause="C-16", then="请联系省厅，由规则维护人录入。")
    return held[0]


def _prefill(filing: Filing, site: Site, actor: Actor) -> None:
    form_of(filing)
    values = {"unit_name": {"value": site.name}, "address": {"value": site.address}}
    SectionVersion.objects.create(filing=filing, section="unit", number=1, body=values, saved_by=actor.signature, saved_at=now())


def _cleaned(filing: Filing, section: str, values: Body) -> Body:
    """Only rows of this section and known keys; text as typed, without outer spaces."""
    rows = {row.id for s in form_of(filing) if s.id == section for row in s.filled_rows}
    if not rows:
        raise Refused("表中没有这一节。", then="请刷新页面后重填。")
    cleaned: Body = {}
    check_plain(*(str(text) for name in rows & set(values) for text in values[name].values()))
    for name in sorted(rows & set(values)):
        entry = {key: str(values[name][key]).strip()[:LONGEST] for key in KEPT if str(values[name].get(key, "")).strip()}
        if entry:
            cleaned[name] = entry
    return cleaned


def _evidence(bound: Evidence) -> dict[str, Any]:
    return {"row": bound.row, "file": bound.file.digest, "name": bound.file.name, "page": bound.page or 0}
