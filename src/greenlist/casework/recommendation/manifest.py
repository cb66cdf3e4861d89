"""What a batch says of itself to another installation: its rows with all that the province works on. The shape, and why, in `engines/ledger`.

Only rows of this batch enter, only the newest submitted version, look-up and finding of each, and only files that the province's page of
an application shows as well. All of it as it was when the batch was handed in, so that the same batch tells the same whenever it is asked.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.selectors import represents
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load, load_each
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.told_rows import ToldRow, engaged_on, platform_receipts, until_of
from greenlist.casework.rounds.selectors import deadline_of
from greenlist.casework.verification.models import Finding
from greenlist.engines.ledger.package import FORMAT

Content = dict[str, Any]


def manifest_of(batch: Batch, rows: Iterable[ToldRow], files: list[Content]) -> Content:
    """The manifest of a frozen batch; `files` are the entries of everything that lies in the package."""
    held, until = list(rows), until_of(batch)
    contents = load_each(
        [finding.content_digest for told in held for finding in told.findings] + [told.version.content_digest for told in held]
    )
    return {
        "format": FORMAT,
        "is_demo": any(told.application.is_demo for told in held),
        "notice": batch.round.notice,
        "year": batch.round.year,
        "office": {"unit": batch.unit, "name": batch.office},
        "batch": _batch(batch),
        "rows": [_row(told, until, contents) for told in held],
        "files": files,
    }


def _batch(batch: Batch) -> Content:
    return {
        "number": batch.told_number or batch.number,
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
            for said in platform_receipts(batch)
        ],
    }  # fmt: skip


def _row(told: ToldRow, until: datetime, contents: Content) -> Content:
    application, site, judged = told.application, told.application.site, told.report_judgement
    organisation = site.organisation
    return {
        "printed": told.row.printed,
        "organisation": {
            "kind": organisation.kind, "name": organisation.name, "credit_code": organisation.credit_code or "",
            "division": organisation.division,
            "former_names": [{"name": borne.name, "renamed_on": borne.until_on.isoformat()} for borne in told.former_names if borne.until_on],
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
        "filing": _filing(told),
        "version": _version(told, contents),
        "evaluator": [_evaluator(told, told.engaged)] if told.engaged else [],
        "facts": [_dated(fact, "clause", "answer", "statement", "source", "looked_up_on", "page") for fact in told.facts],
        "records": [_dated(entry, "kind", "from_on", "until_on", "statement", "source", "reference", "page") for entry in told.records],
        "findings": [_finding(finding, contents[finding.content_digest], until) for finding in told.findings],
        "report_judgement": [] if judged is None else [
            {"follows": judged.follows, "reason": judged.reason, "judged_by": judged.judged_by, "judged_at": _at(judged.judged_at)}
        ],
    }  # fmt: skip


def _filing(told: ToldRow) -> Content:
    filing = told.application.filing
    return {
        "standard": filing.standard, "edition": filing.edition, "standard_title": filing.standard_title, "plan": filing.plan_digest,
        "reference_on": filing.reference_on.isoformat(), "data_year": filing.data_year,
    }  # fmt: skip


def _version(told: ToldRow, contents: Content) -> Content:
    version = told.version
    return {
        "number": version.number, "content": contents[version.content_digest], "digest": version.content_digest, "score": version.score,
        "is_qualified": version.is_qualified, "unverified_count": version.unverified_count, "reason": version.reason,
        "receipt": version.printed_receipt, "submitted_by": version.submitted_by, "submitted_at": _at(version.submitted_at),
    }  # fmt: skip


def _evaluator(told: ToldRow, engaged: Engagement) -> Content:
    body, day, capability = engaged.evaluator, engaged_on(engaged), told.capability
    tenures = list(body.tenures.all())
    person, begun = represents(tenures, day), [tenure.from_on for tenure in tenures if tenure.from_on <= day]
    outside = [said for said in body.outside_declarations.all() if said.year == day.year]
    return {
        "name": str(body), "credit_code": body.organisation.credit_code or "", "representative": person.name if person else "",
        "represents_from": (begun[-1] if begun else day).isoformat(), "registered_from": engaged.registered_from,
        "independence_statement": engaged.independence_statement, "signed_report": _digest(engaged.signed_report),
        "signed_by": engaged.signed_by, "signed_at": _at(engaged.signed_at), "marks": engaged.marks, "marked_by": engaged.marked_by,
        "marked_at": _at(engaged.marked_at), "proposed_by": engaged.proposed_by, "proposed_at": _at(engaged.proposed_at),
        "is_national": engaged.is_national,
        "capability": [] if capability is None else [{
            "is_legal_person": capability.is_legal_person, "full_time": capability.full_time, "senior": capability.senior,
            "experience": capability.experience, "file": _digest(capability.file), "declared_by": capability.declared_by,
            "declared_at": _at(capability.declared_at),
        }],
        "outside": [
            {"year": said.year, "projects": said.projects, "declared_by": said.declared_by, "declared_at": _at(said.declared_at)}
            for said in outside[-1:]
        ],
    }  # fmt: skip


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


def _digest(file: StoredFile | None) -> str | None:
    return file.digest if file else None


def _at(instant: datetime | None) -> str | None:
    return instant.astimezone(SHANGHAI).isoformat() if instant else None
