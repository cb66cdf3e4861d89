"""What the rows of a batch rest on, as it was when the batch was handed in: read in a fixed number of queries, however many rows there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import OrganisationName
from greenlist.casework.evaluators.models import Capability, Engagement, OutsideDeclaration, Tenure
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Evidence, FilingVersion
from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.recommendation.models import Batch, BatchRow, PlatformReceipt
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.verification.models import Finding, RecordedFact, ReportJudgement


@dataclass(frozen=True)
class ToldRow:
    """One row of a batch with everything that is told of it; of look-ups and findings the newest of each clause, by clause."""

    row: BatchRow
    version: FilingVersion
    former_names: list[OrganisationName]
    evidence: list[Evidence]
    facts: list[RecordedFact]
    records: list[AdverseRecord]
    findings: list[Finding]
    report_judgement: ReportJudgement | None
    engaged: Engagement | None
    capability: Capability | None

    @property
    def application(self) -> Application:
        return self.row.application

    @property
    def files(self) -> list[StoredFile]:
        """What it rests on besides its report, in the order in which it is told."""
        told = [bound.file for bound in self.evidence] + [entry.file for entry in (*self.facts, *self.records) if entry.file]
        if self.engaged:
            told += [file for file in (self.engaged.signed_report, self.capability and self.capability.file) if file]
        return told


def told_rows(batch: Batch, rows: Sequence[BatchRow]) -> list[ToldRow]:
    """Every row in order. Raises ValueError for one without a submitted version: no such row is frozen."""
    until = until_of(batch)
    prefetch_related_objects(
        list(rows), "application__site__organisation",
        _many("application__site__organisation__names", OrganisationName.objects.exclude(until_on=None).order_by("until_on", "id")),
        _many("application__site__adverse_records", _by(AdverseRecord, until, "from_on").select_related("file")),
        _many("application__filing__versions", FilingVersion.objects.order_by("number", "id")),
        _many("application__filing__evidence", Evidence.objects.filter(removed_at=None).select_related("file").order_by("id")),
        _many("application__facts", _by(RecordedFact, until, "recorded_at").select_related("file")),
        _many("application__findings", Finding.objects.filter(computed_at__lte=until).order_by("computed_at", "id")),
        "application__findings__judgements",
        _many("application__report_judgements", ReportJudgement.objects.filter(judged_at__lte=until).order_by("judged_at", "id")),
    )  # fmt: skip
    engaged = _engagements([row.application for row in rows], until)
    return [_told(row, engaged.get(row.application.number)) for row in rows]


def until_of(batch: Batch) -> datetime:
    """The instant as of which everything is told: the handing in, before it the present."""
    return batch.submitted_at or now()


def engaged_on(engaged: Engagement) -> date:
    """The day on which the engagement was proposed."""
    return engaged.proposed_at.astimezone(SHANGHAI).date()


def platform_receipts(batch: Batch) -> list[PlatformReceipt]:
    """The newest that was registered by then, or none."""
    rows = batch.platform_receipts.filter(recorded_at__lte=until_of(batch)).select_related("proof")
    return list(rows.order_by("-recorded_at", "-id")[:1])


def _told(row: BatchRow, engaged: Engagement | None) -> ToldRow:
    application = row.application
    if not (versions := list(application.filing.versions.all())):
        raise ValueError(f"{application.number} is in a batch without a submitted version")
    judged, site = list(application.report_judgements.all()), application.site
    declared = list(engaged.evaluator.capabilities.all()) if engaged else []
    return ToldRow(
        row=row, version=versions[-1], former_names=list(site.organisation.names.all()),
        evidence=list(application.filing.evidence.all()), facts=_newest(application.facts.all()), records=list(site.adverse_records.all()),
        findings=_newest(application.findings.all()), report_judgement=judged[-1] if judged else None, engaged=engaged,
        capability=declared[-1] if declared else None,
    )  # fmt: skip


def _engagements(applications: Iterable[Application], until: datetime) -> dict[str, Engagement]:
    """The open engagement of each application that a body evaluates, by its number, with what the body declared by then."""
    numbers = [a.number for a in applications if a.mode == Application.Mode.THIRD_PARTY]
    rows = Engagement.objects.filter(application_number__in=numbers).exclude(state__in=("declined", "cancelled"))
    rows = rows.select_related("evaluator__organisation", "signed_report").prefetch_related(
        _many("evaluator__tenures", Tenure.objects.select_related("representative__same_as__same_as").order_by("from_on", "id")),
        _many("evaluator__capabilities", Capability.objects.filter(declared_at__lte=until).select_related("file").order_by("declared_at", "id")),
        _many("evaluator__outside_declarations", OutsideDeclaration.objects.filter(declared_at__lte=until).order_by("declared_at", "id")),
    )  # fmt: skip
    return {engaged.application_number: engaged for engaged in rows}


def _many(path: str, rows: QuerySet[Any]) -> Prefetch:
    return Prefetch(path, rows)


def _by(model: Any, until: datetime, order: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(recorded_at__lte=until).order_by(order, "id")
    return rows


def _newest(rows: Iterable[Any]) -> list[Any]:
    """The newest of each clause, by clause; `rows` stand by their time."""
    newest = {row.clause: row for row in rows}
    return [newest[clause] for clause in sorted(newest)]
