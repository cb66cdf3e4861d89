"""Writing down what another installation found about an application: look-ups, dated records, findings and judgements, as told there.

The findings keep their day and digest; whoever doubts one finds its facts in the content table and may ask the rule again.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import store_each
from greenlist.casework.journal.door import record
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.register.services import Entering, enter_adverse_records
from greenlist.casework.verification.models import Finding, Judgement, RecordedFact, ReportJudgement

Files = Mapping[str, StoredFile]


def take_in_verification(application: Application, *, told: Mapping[str, Any], files: Files, actor: Actor) -> None:
    """Everything that the row of a package says was found; dated records that are held already are not doubled."""
    with transaction.atomic():
        RecordedFact.objects.bulk_create(_fact(application, fact, files) for fact in told["facts"])
        enter_adverse_records(_fresh(application, told["records"], files), actor=actor)
        found = [_finding(application, finding) for finding in told["findings"]]
        store_each("finding", [finding["content"] for finding in told["findings"]])
        Finding.objects.bulk_create(found)
        Judgement.objects.bulk_create(
            Judgement(finding=finding, outcome=said["outcome"], reason=said["reason"], judged_by=said["judged_by"], judged_at=_at(said["judged_at"]))
            for finding, entry in zip(found, told["findings"], strict=True)
            for said in entry["judgement"]
        )  # fmt: skip
        ReportJudgement.objects.bulk_create(
            ReportJudgement(application=application, report=application.report, follows=said["follows"], reason=said["reason"],
                            judged_by=said["judged_by"], judged_at=_at(said["judged_at"]))
            for said in told["report_judgement"]
        )  # fmt: skip
        record(
            "take_in_findings",
            actor=actor,
            subject=application,
            clause="C-42",
            detail={"findings": len(found), "facts": len(told["facts"])},
        )


def _fact(application: Application, told: Mapping[str, Any], files: Files) -> RecordedFact:
    return RecordedFact(
        application=application, clause=told["clause"], answer=told["answer"], statement=told["statement"], source=told["source"],
        looked_up_on=date.fromisoformat(told["looked_up_on"]), file=files.get(told["file"]), page=told["page"],
        recorded_by=told["recorded_by"], recorded_at=_at(told["recorded_at"]),
    )  # fmt: skip


def _fresh(application: Application, told: list[dict[str, Any]], files: Files) -> list[Entering]:
    names = ("kind", "from_on", "statement", "source")
    held = set(AdverseRecord.objects.filter(site=application.site).values_list(*names))
    rows = [
        Entering(
            application.site, entry["kind"], date.fromisoformat(entry["from_on"]), _day(entry["until_on"]), entry["statement"],
            entry["source"], entry["reference"], files.get(entry["file"]),
        )
        for entry in told
    ]  # fmt: skip
    return [row for row in rows if tuple(getattr(row, name) for name in names) not in held]


def _finding(application: Application, told: Mapping[str, Any]) -> Finding:
    return Finding(
        application=application, clause=told["clause"], verdict=told["verdict"], statement=told["statement"], content_digest=told["digest"],
        stage=told["stage"], checked_on=date.fromisoformat(told["checked_on"]), computed_at=_at(told["computed_at"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
