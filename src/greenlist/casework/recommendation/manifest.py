"""What a batch says of itself to another installation: its rows with all that the province works on. The shape, and why, in `engines/ledger`.

Only rows of this batch enter, only the newest submitted version, look-up and finding of each, and only files that the province's page of
an application shows as well. All of it as it was when the batch was handed in, so that the same batch tells the same whenever it is asked.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.evaluators.models import Capability, Engagement
from greenlist.casework.evaluators.selectors import open_engagement, representative_on
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.selectors import version_content
from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.journal.contents import load, load_each
from greenlist.casework.recommendation.models import Batch, BatchRow, PlatformReceipt
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.rounds.selectors import deadline_of
from greenlist.casework.verification.models import Finding, RecordedFact
from greenlist.engines.ledger.package import FORMAT

Content = dict[str, Any]


def manifest_of(batch: Batch, rows: Iterable[BatchRow], files: list[Content]) -> Content:
    """The manifest of a frozen batch; `files` are the entries of everything that lies in the package."""
    held, until = list(rows), _until(batch)
    found = [_findings(row.application, until) for row in held]
    contents = load_each(finding.content_digest for own in found for finding in own)
    return {
        "format": FORMAT,
        "is_demo": any(row.application.is_demo for row in held),
        "notice": batch.round.notice,
        "year": batch.round.year,
        "office": {"unit": batch.unit, "name": batch.office},
        "batch": _batch(batch),
        "rows": [
            _row(row, until, [_finding(f, contents[f.content_digest], until) for f in own]) for row, own in zip(held, found, strict=True)
        ],
        "files": files,
    }


def files_beside(batch: Batch, rows: Iterable[BatchRow]) -> list[StoredFile]:
    """What the rows rest on besides their reports, each once: evidence of the submitted version, proofs of look-ups, of bodies."""
    found = {said.proof.digest: said.proof for said in _platform_receipts(batch)}
    until = _until(batch)
    for row in rows:
        application = row.application
        told = [bound.file for bound in application.filing.evidence.filter(removed_at=None).select_related("file").order_by("id")]
        told += [entry.file for entry in (*_facts(application, until), *_records(application, until)) if entry.file]
        if engaged := _engaged(application):
            capability = _capability(engaged, until)
            told += [file for file in (engaged.signed_report, capability and capability.file) if file]
        found |= {file.digest: file for file in told if file.digest not in found}
    return list(found.values())


def _batch(batch: Batch) -> Content:
    return {
        "number": batch.number,
        "letter_number": batch.letter_number,
        "dated_on": batch.dated_on.isoformat() if batch.dated_on else None,
        "sealed_letter": _digest(batch.sealed_letter),
        "frozen_at": _at(batch.frozen_at),
        "submitted_at": _at(batch.submitted_at),
        "deadline_at": _at(deadline_of(batch.round, batch.unit)),
        "unconsulted_because": batch.unconsulted_because,
        "contradictions_because": batch.contradictions_because,
        "told": load(batch.content_digest) if batch.content_digest else {},
        "digest": batch.content_digest,
        "platform_receipt": [
            {
                "number": said.number, "uploaded_on": said.uploaded_on.isoformat(), "proof": _digest(said.proof),
                "recorded_by": said.recorded_by, "recorded_at": _at(said.recorded_at),
            }
            for said in _platform_receipts(batch)
        ],
    }  # fmt: skip


def _row(row: BatchRow, until: datetime, findings: list[Content]) -> Content:
    application, site = row.application, row.application.site
    organisation, engaged = site.organisation, _engaged(application)
    return {
        "printed": row.printed,
        "organisation": {
            "kind": organisation.kind, "name": organisation.name, "credit_code": organisation.credit_code or "",
            "division": organisation.division,
            "former_names": [
                {"name": borne.name, "renamed_on": borne.until_on.isoformat()}
                for borne in organisation.names.exclude(until_on=None).order_by("until_on", "id")
            ],
        },
        "site": {
            "name": site.name, "address": site.address, "division": site.division, "industry": site.industry, "park_type": site.park_type,
        },
        "application": {
            "number": application.told_number or application.number, "category": application.category, "mode": application.mode, "third_party": application.third_party,
            "wants_national": application.wants_national, "wants_provincial": application.wants_provincial,
            "submitted_at": _at(application.submitted_at), "recommended_because": application.recommended_because,
            "entered_by": application.entered_by, "report": _digest(application.report),
        },
        "filing": _filing(application),
        "version": _version(application),
        "evaluator": [_evaluator(engaged, until)] if engaged else [],
        "facts": [
            _dated(fact, "clause", "answer", "statement", "source", "looked_up_on", "page") for fact in _facts(application, until)
        ],
        "records": [
            _dated(entry, "kind", "from_on", "until_on", "statement", "source", "reference", "page") for entry in _records(application, until)
        ],
        "findings": findings,
        "report_judgement": [
            {"follows": said.follows, "reason": said.reason, "judged_by": said.judged_by, "judged_at": _at(said.judged_at)}
            for said in application.report_judgements.filter(judged_at__lte=until).order_by("-judged_at", "-id")[:1]
        ],
    }  # fmt: skip


def _filing(application: Application) -> Content:
    filing = application.filing
    return {
        "standard": filing.standard, "edition": filing.edition, "standard_title": filing.standard_title, "plan": filing.plan_digest,
        "reference_on": filing.reference_on.isoformat(), "data_year": filing.data_year,
    }  # fmt: skip


def _version(application: Application) -> Content:
    version = latest_version(application)
    if version is None:
        raise ValueError(f"{application.number} is in a batch without a submitted version")
    return {
        "number": version.number, "content": version_content(version), "digest": version.content_digest, "score": version.score,
        "is_qualified": version.is_qualified, "unverified_count": version.unverified_count, "reason": version.reason,
        "receipt": version.printed_receipt, "submitted_by": version.submitted_by, "submitted_at": _at(version.submitted_at),
    }  # fmt: skip


def _evaluator(engaged: Engagement, until: datetime) -> Content:
    body, day = engaged.evaluator, engaged.proposed_at.astimezone(SHANGHAI).date()
    person, capability = representative_on(body, day), _capability(engaged, until)
    tenure = body.tenures.filter(from_on__lte=day).order_by("from_on", "id").last()
    outside = body.outside_declarations.filter(year=day.year, declared_at__lte=until).order_by("declared_at", "id").last()
    return {
        "name": str(body), "credit_code": body.organisation.credit_code or "", "representative": person.name if person else "",
        "represents_from": (tenure.from_on if tenure else day).isoformat(), "registered_from": engaged.registered_from,
        "independence_statement": engaged.independence_statement, "signed_report": _digest(engaged.signed_report),
        "signed_by": engaged.signed_by, "signed_at": _at(engaged.signed_at), "marks": engaged.marks, "marked_by": engaged.marked_by,
        "marked_at": _at(engaged.marked_at), "proposed_by": engaged.proposed_by, "proposed_at": _at(engaged.proposed_at),
        "is_national": engaged.is_national,
        "capability": [] if capability is None else [{
            "is_legal_person": capability.is_legal_person, "full_time": capability.full_time, "senior": capability.senior,
            "experience": capability.experience, "file": _digest(capability.file), "declared_by": capability.declared_by,
            "declared_at": _at(capability.declared_at),
        }],
        "outside": [] if outside is None else [{
            "year": outside.year, "projects": outside.projects, "declared_by": outside.declared_by, "declared_at": _at(outside.declared_at),
        }],
    }  # fmt: skip


def _findings(application: Application, until: datetime) -> list[Finding]:
    """The newest of each clause, by clause."""
    rows = application.findings.filter(computed_at__lte=until).prefetch_related("judgements").order_by("computed_at", "id")
    newest = {finding.clause: finding for finding in rows}
    return [newest[clause] for clause in sorted(newest)]


def _finding(finding: Finding, content: Content, until: datetime) -> Content:
    judged_then = [judgement for judgement in finding.judgements.all() if judgement.judged_at <= until]
    said = max(judged_then, key=lambda judgement: (judgement.judged_at, judgement.pk), default=None)
    judged = [] if said is None else [
        {"outcome": said.outcome, "reason": said.reason, "judged_by": said.judged_by, "judged_at": _at(said.judged_at)}
    ]  # fmt: skip
    return {
        "clause": finding.clause, "verdict": finding.verdict, "statement": finding.statement, "content": content,
        "digest": finding.content_digest, "stage": finding.stage, "checked_on": finding.checked_on.isoformat(),
        "computed_at": _at(finding.computed_at), "judgement": judged,
    }  # fmt: skip


def _dated(entry: Any, *names: str) -> Content:
    """These fields of a recorded fact or an adverse record, with its proof and who wrote it when."""
    told = {name: getattr(entry, name) for name in names}
    told = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}
    return told | {"file": _digest(entry.file), "recorded_by": entry.recorded_by, "recorded_at": _at(entry.recorded_at)}


def _facts(application: Application, until: datetime) -> list[RecordedFact]:
    rows = application.facts.filter(recorded_at__lte=until).select_related("file").order_by("recorded_at", "id")
    newest = {fact.clause: fact for fact in rows}
    return [newest[clause] for clause in sorted(newest)]


def _records(application: Application, until: datetime) -> list[AdverseRecord]:
    return list(application.site.adverse_records.filter(recorded_at__lte=until).select_related("file").order_by("from_on", "id"))


def _capability(engaged: Engagement, until: datetime) -> Capability | None:
    return engaged.evaluator.capabilities.filter(declared_at__lte=until).select_related("file").order_by("declared_at", "id").last()


def _engaged(application: Application) -> Engagement | None:
    return open_engagement(application.number) if application.mode == Application.Mode.THIRD_PARTY else None


def _platform_receipts(batch: Batch) -> list[PlatformReceipt]:
    """The newest that was registered by then, or none."""
    rows = batch.platform_receipts.filter(recorded_at__lte=_until(batch)).select_related("proof")
    return list(rows.order_by("-recorded_at", "-id")[:1])


def _until(batch: Batch) -> datetime:
    """The instant as of which everything is told: the handing in, before it the present."""
    return batch.submitted_at or now()


def _digest(file: StoredFile | None) -> str | None:
    return file.digest if file else None


def _at(instant: datetime | None) -> str | None:
    return instant.astimezone(SHANGHAI).isoformat() if instant else None
