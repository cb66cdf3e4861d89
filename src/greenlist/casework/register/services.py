"""Writing the register: imported rows of published lists, adverse records, coverage. What happens to an entry: event_services."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.typed import too_long
from greenlist.casework.register.event_services import begin_listings
from greenlist.casework.register.models import AdverseRecord, Coverage, ListEntry, ProposedHit

LONG = ("name", "region", "third_party", "industry")


@dataclass(frozen=True)
class ImportReport:
    """Rows in = rows kept + rows known from before + rows reported (row number, what is wrong)."""

    rows_in: int
    kept: int
    known: int
    reported: tuple[tuple[int, str], ...]


def import_published_rows(rows: Iterable[dict[str, Any]], *, document: str, actor: Actor) -> ImportReport:
    """Import rows of a published list as printed; importing the same document again keeps nothing twice.

    Each row: row (its line in the document), name, level, category, year, region, third_party, industry.
    """
    fields = ("name", "level", "category", "year", "region", "third_party", "industry")
    known = set(ListEntry.objects.filter(document=document).values_list("document_row", flat=True))
    fresh, reported, rows_in, seen = [], [], 0, 0
    for row in rows:
        rows_in += 1
        if row["row"] in known:
            seen += 1
        elif not row["name"]:
            reported.append((row["row"], "名称为空"))
        elif wordy := too_long(ListEntry, **{name: str(row.get(name, "")) for name in LONG}):
            reported.append((row["row"], "".join(wordy)))
        else:
            values = {name: row.get(name, "") for name in fields}
            fresh.append(ListEntry(origin="imported", document=document, document_row=row["row"], **values))
    with transaction.atomic():
        ListEntry.objects.bulk_create(fresh, batch_size=500)
        begin_listings(fresh, actor=actor)
        detail = {"document": document, "kept": len(fresh), "known": seen, "reported": len(reported)}
        record("import_published_rows", actor=actor, subject=None, detail=detail)
    return ImportReport(rows_in, len(fresh), seen, tuple(reported))


def enter_adverse_record(
    site: Site, *, kind: str, from_on: date, until_on: date | None, statement: str, source: str, actor: Actor,
    file: StoredFile | None = None, page: int | None = None,
) -> AdverseRecord:  # fmt: skip
    """Write down one dated adverse fact about a site with its proof."""
    with transaction.atomic():
        row = AdverseRecord.objects.create(
            site=site, kind=kind, from_on=from_on, until_on=until_on, statement=statement, source=source, file=file,
            page=page, recorded_by=actor.name, recorded_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        record("enter_adverse_record", actor=actor, subject=row, detail={"kind": kind})
    return row


@dataclass(frozen=True)
class Entering:
    """One adverse fact of many that one list brings."""

    site: Site
    kind: str
    from_on: date
    until_on: date | None
    statement: str
    source: str
    reference: str
    file: StoredFile | None


def enter_adverse_records(rows: Iterable[Entering], *, actor: Actor) -> None:
    """Write down many adverse facts at once; the act that brings them has its own journal line and names them."""
    at = now()
    AdverseRecord.objects.bulk_create(
        AdverseRecord(
            site=r.site,
            kind=r.kind,
            from_on=r.from_on,
            until_on=r.until_on,
            statement=r.statement,
            source=r.source,
            reference=r.reference,
            file=r.file,
            recorded_by=actor.name,
            recorded_at=at,
            is_demo=settings.DEMO,
        )  # fmt: skip
        for r in rows
    )


def propose_hits(hits: Iterable[ProposedHit]) -> None:
    """Keep the rows of a list that may mean a unit until somebody says."""
    ProposedHit.objects.bulk_create(hits)


def declare_coverage(*, kind: str, region: str, from_year: int, until_year: int, actor: Actor, level: str = "",
                     category: str = "") -> Coverage:  # fmt: skip
    """Declare the register complete for a kind, region and years; only then absence means no."""
    with transaction.atomic():
        row = Coverage.objects.create(
            kind=kind, level=level, category=category, region=region, from_year=from_year, until_year=until_year,
            declared_by=actor.name, declared_on=today(),
        )  # fmt: skip
        record("declare_coverage", actor=actor, subject=row)
    return row
