"""Reading batches: the bureau's own, the province's incoming ones, and what changed after a batch was frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to as visible_cases
from greenlist.casework.consultation.selectors import unconsulted
from greenlist.casework.journal.actors import Actor
from greenlist.casework.recommendation.models import Batch, BatchRow, PlatformReceipt
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.verification.checklist import computed_labels, exclusion_labels, kind_of
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.precedents import Contradicting, contradictions_among
from greenlist.casework.verification.selectors import conditions, unsettled_findings
from greenlist.papers.unit_signs import with_signs
from greenlist.rulebook.eligibility.findings import word
from greenlist.rulebook.notices import notice, round_parameters
from greenlist.rulebook.reference.platform import NAME as PLATFORM

SHOWN_NAMES = 3
# The conditions that fall by an act of somebody else after the letter was sent to be signed: a ban, a factory taken off the list.
BAN, CHAIN = "C-60", "C-33"


@dataclass(frozen=True)
class RowChange:
    """What happened to a frozen row after it was sent to be signed, in one sentence, with its instant and clause; it blocks."""

    application: Application
    words: str
    at: datetime
    clause: str


def visible_to(actor: Actor) -> QuerySet[Batch]:
    """The batches a person may see: the bureau its own, the province those handed in."""
    has_receipt = Exists(PlatformReceipt.objects.filter(batch=OuterRef("pk")))
    rows = Batch.objects.select_related("round", "sealed_letter").annotate(row_count=Count("rows"), has_receipt=has_receipt)
    rows = rows.order_by("-created_at", "id")
    if actor.may("read_region"):
        return rows.filter(unit=actor.unit)
    if actor.may("read_province"):
        return rows.filter(state="submitted")
    return rows.none()


def open_batch(round_: Round, unit: str) -> Batch | None:
    """The bureau's batch that is not handed in yet."""
    return Batch.objects.filter(round=round_, unit=unit).exclude(state="submitted").order_by("-created_at", "-id").first()


def next_number(round_: Round, unit: str) -> str:
    """The batch number after the highest: a batch that came as a package may have left a gap. The row of the round is locked meanwhile."""
    begins = f"TJ-{round_.year}-{round_parameters(round_.notice).unit(unit).short}-"
    tails = [number.removeprefix(begins) for number in Batch.objects.filter(round=round_, unit=unit).values_list("number", flat=True)]
    return f"{begins}{max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1}"


def rows_of(batch: Batch) -> QuerySet[BatchRow]:
    """The frozen rows as the summary table has them, part by part, with their applications; the serial number starts anew in each part."""
    rows = batch.rows.select_related("application__site", "application__report", "application__filing")
    return rows.order_by("application__category", "serial")


def changes_of(batch: Batch) -> list[RowChange]:
    """Rows that no longer stand as signed: withdrawn by the unit, with an exclusion that came open again, or evaluated by a body that was
    banned meanwhile (C-60). In two queries, and one reading for each chain whose factory went off the list (C-33) before it was waived.
    """
    cases = {row.application_id: row.application for row in rows_of(batch)}
    gone = [RowChange(a, "申报单位已撤回申报", a.changed_at, "C-03") for a in cases.values() if a.state == "withdrawn"]
    labels = exclusion_labels() | {clause: computed_labels()[clause] for clause in (BAN, CHAIN)}
    unsettled = [f for f in unsettled_findings(cases, clauses=labels) if f.clause != CHAIN or _still_lacks_factory(f, cases)]
    open_again = [
        RowChange(
            cases[f.application_id],
            f"{labels[f.clause]}：{word(kind_of(f.clause), f.verdict)}，{with_signs(f.statement)}",
            f.computed_at,
            f.clause,
        )
        for f in unsettled
    ]
    return gone + open_again


def _still_lacks_factory(finding: Finding, cases: Mapping[Any, Application]) -> bool:
    """As its rule answers now: a waiver may have come after the finding."""
    if finding.verdict != Finding.Verdict.NOT_MET:
        return False
    return any(line.clause.id == CHAIN and line.is_open for line in conditions(cases[finding.application_id]))


def unconsulted_of(batch: Batch) -> list[Application]:
    """The units of a batch about whom a named department has not been heard (C-41), by number."""
    rows = unconsulted(Application.objects.filter(batch_rows__batch=batch))
    return list(rows.select_related("site").order_by("number"))


def without_receipt(round_: Round) -> QuerySet[Batch]:
    """The batches handed in that no receipt of the ministry's platform is registered for (C-10); none where the notice does not ask for it."""
    rows = Batch.objects.filter(round=round_, state="submitted", platform_receipts=None)
    return rows if notice(round_.notice).has_clause("C-10") else rows.none()


def receipt_lacking(batch: Batch) -> str:
    """The sentence that keeps a batch back where the round wants the platform's receipt first (C-10); '' else."""
    if not parameters(batch.round).get("platform_receipt_required") or batch.platform_receipts.exists():
        return ""
    return f"还没有登记上传{PLATFORM}的回执。"


def contradictions_of(batch: Batch) -> list[Contradicting]:
    """The judgements of this office, in this and earlier rounds, that contradict each other where one of the two is in the batch."""
    return contradictions_among(Application.objects.filter(unit=batch.unit), about=batch.rows.values_list("application", flat=True))


def numbers_shown(told: dict[str, Any], actor: Actor) -> set[str]:
    """Which of the cases that a package tells of as contradicting this person may see, by their numbers."""
    numbers = [one[side] for one in told.get("contradictions", []) for side in ("passed", "barred")]
    return set(visible_cases(actor).order_by().filter(number__in=numbers).values_list("number", flat=True)) if numbers else set()


def names_of(applications: Iterable[Application]) -> str:
    """甲厂、乙厂、丙厂等: the first few names."""
    names = [application.site.name for application in applications]
    return "、".join(names[:SHOWN_NAMES]) + ("等" if len(names) > SHOWN_NAMES else "")


def ready_for_batch(round_: Round, unit: str) -> QuerySet[Application]:
    """The recommendable applications of a bureau."""
    return (
        Application.objects.filter(round=round_, unit=unit, state="recommendable")
        .select_related("site__organisation", "filing", "report", "round")
        .order_by("category", "number")
    )
