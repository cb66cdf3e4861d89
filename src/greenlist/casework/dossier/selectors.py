"""Whose dossier a person may take out, and which stored files stand in it."""

from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import UNDECIDED, visible_to
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.selectors import evidence_of, rows_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.publication.selectors import is_noticed
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import is_day_pledged
from greenlist.casework.review.selectors import visible_to as visible_assignments
from greenlist.casework.verification.selectors import newest_facts

READING = ("pledged", "handed_in")  # an expert who has declared no conflict

REPLACED = "已替换的评价报告"

Bound = dict[StoredFile, list[str]]


def case_for(actor: Actor, pk: Any) -> Application | None:
    """The application if this person may take out its dossier: as the pages show it; an expert only what he has pledged to review, on a
    day whose pledge he has signed.
    """
    if actor.may("read_assigned"):
        own = own_assignment(actor, pk)
        return own.application if own and is_day_pledged(own) else None
    return visible_to(actor).filter(pk=pk).first()


def own_assignment(actor: Actor, application_id: Any) -> Assignment | None:
    """The assignment under which an expert reads this application."""
    rows = visible_assignments(actor).filter(application=application_id, state__in=READING)
    return rows.first() if actor.may("read_assigned") else None


def reads_findings(actor: Actor) -> bool:
    """Findings, facts and replies: the recommending bureau and the province."""
    return actor.may("read_region") or actor.may("read_province")


def state_for(application: Application, actor: Actor) -> str:
    """The word for its state: before the public notice units and bureaus read 省厅评审中."""
    if application.state in UNDECIDED and not actor.may("read_province") and not is_noticed(application.round_id):
        return "省厅评审中"
    return str(application.get_state_display())


def bound_files(application: Application, actor: Actor) -> Bound:
    """{file: what it proves}: the report, the evidence by row, then for offices what their findings and steps rest on. Each file once."""
    rows = rows_of(application.filing)
    order = {row: place for place, row in enumerate(rows)}
    found: Bound = {application.report: ["评价报告"]} if application.report else {}
    for evidence in sorted(evidence_of(application.filing), key=lambda e: order.get(e.row, len(order))):
        label = rows[evidence.row].label if evidence.row in rows else evidence.row
        found.setdefault(evidence.file, []).append(f"{label}（第{evidence.page}页）" if evidence.page else label)
    if reads_findings(actor):
        for clause, fact in newest_facts(application).items():
            if fact.file:
                found.setdefault(fact.file, []).append(f"核验 {clause}：{fact.source}")
    if actor.may("read_province"):
        for record in application.step_records.filter(file__isnull=False).select_related("file").order_by("recorded_at", "id"):
            if record.file:
                found.setdefault(record.file, []).append(f"{record.step}环节记录")
    former = _former_reports(application)
    for file, purposes in found.items():
        if file.digest in former:
            purposes.insert(0, REPLACED)
    return found


def _former_reports(application: Application) -> set[str]:
    """The digests of the reports that were attached before the one attached now."""
    attached = entries_of(application).filter(action="set_report").values_list("detail__digest", flat=True)
    return set(attached) - {application.report.digest if application.report else ""}
