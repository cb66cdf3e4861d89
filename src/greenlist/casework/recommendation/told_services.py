"""Writing down a batch as another installation handed it in: its rows as printed there, its signed letter, the content by its digest."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import skip_absent_steps
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change
from greenlist.casework.recommendation.models import Batch, BatchRow, PlatformReceipt
from greenlist.casework.recommendation.selectors import next_number
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import ask
from greenlist.rulebook.eligibility.declared import PackageParts, SealedLetter

KEPT = ("letter_number", "unconsulted_because", "contradictions_because")


def unsealed_of(round_: Round, is_sealed: bool, row_count: int) -> str:
    """'' when letter and rows are there, else what the rule of C-09 lacks."""
    finding = ask(round_, "C-09", PackageParts(is_sealed, row_count, 0), today())
    return "" if finding.verdict == "met" else finding.fact


def letter_faults(round_: Round, letter: SealedLetter) -> list[str]:
    """What is wrong with the signed letter, by the rule of C-68."""
    finding = ask(round_, "C-68", letter, today())
    return [] if finding.verdict == "met" else [finding.fact]


def take_in_batch(
    round_: Round, *, unit: str, office: str, told: Mapping[str, Any], rows: Iterable[tuple[Application, dict[str, Any]]],
    letter: StoredFile, proofs: Mapping[str, StoredFile], late: str, unsealed: str, package: str, actor: Actor,
) -> Batch:  # fmt: skip
    """The batch, handed in. It keeps its number while that is free; where a batch made here bears it, it gets the next one and tells the
    old one beside it, as 申报号 do. `rows` are the applications that were taken in, each with its cells as printed; `package` is its digest."""
    taken = Batch.objects.filter(number=told["number"]).exists()
    numbers = {"number": next_number(round_, unit), "told_number": told["number"]} if taken else {"number": told["number"]}
    with transaction.atomic():
        made = Batch.objects.create(
            **numbers, round=round_, unit=unit, office=office, sealed_letter=letter, dated_on=date.fromisoformat(told["dated_on"]), created_at=now(),
            frozen_at=datetime.fromisoformat(told["frozen_at"]), content_digest=store("recommendation", told["told"]),
            **{name: told[name] for name in KEPT},
        )  # fmt: skip
        held = list(rows)
        BatchRow.objects.bulk_create(BatchRow(batch=made, application=a, serial=printed["serial"], printed=printed) for a, printed in held)
        change(made, "take_in_package", actor=actor, guards={"before_deadline": late, "letter_sealed": unsealed},
               fields={"submitted_at": datetime.fromisoformat(told["submitted_at"])}, detail={"package": package, "rows": len(held)})  # fmt: skip
        for said in told["platform_receipt"]:
            PlatformReceipt.objects.create(
                batch=made, number=said["number"], uploaded_on=date.fromisoformat(said["uploaded_on"]), proof=proofs[said["proof"]],
                recorded_by=said["recorded_by"], recorded_at=datetime.fromisoformat(said["recorded_at"]),
            )  # fmt: skip
        for application, _ in held:
            skip_absent_steps(application)
    return made
