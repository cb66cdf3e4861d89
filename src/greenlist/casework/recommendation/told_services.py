"""Writing down a batch as another installation handed it in: its rows as printed there, its signed letter, the content by its digest."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import skip_absent_steps
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.rounds.models import Round

KEPT = ("number", "letter_number", "unconsulted_because", "contradictions_because")


def take_in_batch(
    round_: Round, *, unit: str, office: str, told: Mapping[str, Any], rows: Iterable[tuple[Application, dict[str, Any]]],
    letter: StoredFile, late: str, unsealed: str, package: str, actor: Actor,
) -> Batch:  # fmt: skip
    """The batch, handed in. `rows` are the applications that were taken in, each with its cells as printed; `package` is its digest."""
    with transaction.atomic():
        made = Batch.objects.create(
            round=round_, unit=unit, office=office, sealed_letter=letter, dated_on=date.fromisoformat(told["dated_on"]), created_at=now(),
            frozen_at=datetime.fromisoformat(told["frozen_at"]), content_digest=store("recommendation", told["told"]),
            **{name: told[name] for name in KEPT},
        )  # fmt: skip
        held = list(rows)
        BatchRow.objects.bulk_create(BatchRow(batch=made, application=a, serial=printed["serial"], printed=printed) for a, printed in held)
        change(made, "take_in_package", actor=actor, guards={"before_deadline": late, "letter_sealed": unsealed},
               fields={"submitted_at": datetime.fromisoformat(told["submitted_at"])}, detail={"package": package, "rows": len(held)})  # fmt: skip
        for application, _ in held:
            skip_absent_steps(application)
    return made
