"""The province's steps as data: which a round has, what each application has passed, what waits at which step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.review.models import StepRecord
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import Step, steps_of

BEFORE = {"county", "city", "hand_in"}  # steps below the province
TOGETHER = {"meeting", "notice", "publication"}  # steps of a whole draft, recorded there
PAST_FORMAL = {"accepted", "reviewing", "reviewed", "proposed", "listed"}
PAST_EXPERTS = {"reviewed", "proposed", "listed"}
AT_A_STEP = ("recommended", "accepted", "reviewing", "reviewed")


@dataclass(frozen=True)
class StepLine:
    """One step of one application: its record, and whether it is done, failed, now or later."""

    step: Step
    record: StepRecord | None
    standing: str


def case_steps(round_: Round) -> list[Step]:
    """The steps that each application passes by itself at the province, in the round's order."""
    return [step for step in steps_of(round_) if step.is_on and step.id not in BEFORE | TOGETHER]


def missing_of(round_: Round, applications: Iterable[Application]) -> dict[Any, list[Step]]:
    """{application id: the steps it has not passed yet, in order}, in one query for the records."""
    return _missing(round_, case_steps(round_), applications)


def missing_before(application: Application, step_id: str) -> list[Step]:
    """The steps before `step_id` that the application has not passed yet."""
    order = [step.id for step in case_steps(application.round)]
    limit = order.index(step_id) if step_id in order else len(order)
    return [s for s in missing_of(application.round, [application])[application.pk] if order.index(s.id) < limit]


def waiting(round_: Round, steps: list[Step]) -> dict[str, list[Any]]:
    """{step id: the ids of the applications whose next step it is, by number}, for every step of `case_steps`."""
    rows = Application.objects.filter(round=round_, state__in=AT_A_STEP).only("pk", "state").order_by("number")
    found: dict[str, list[Any]] = {step.id: [] for step in steps}
    for pk, left in _missing(round_, steps, rows).items():
        if left:
            found[left[0].id].append(pk)
    return found


def step_line(application: Application) -> list[StepLine]:
    """Every step of this application with its record: for the line on its page."""
    records = {r.step: r for r in application.step_records.filter(replaced_at=None).select_related("file")}
    left = [step.id for step in missing_of(application.round, [application])[application.pk]]
    return [
        StepLine(step, records.get(step.id), _standing(application, records.get(step.id), step.id, left))
        for step in case_steps(application.round)
    ]


def records_in_force(round_: Round, step_id: str) -> QuerySet[StepRecord]:
    """The records of one step that no later version replaced, the newest first."""
    rows = StepRecord.objects.filter(application__round=round_, step=step_id, replaced_at=None)
    return rows.select_related("application__site", "file").order_by("-recorded_at", "application__number")


def replaced_records(records: Iterable[StepRecord]) -> dict[Any, list[StepRecord]]:
    """{id of a record in force: the versions it replaced, the oldest first}, in one query."""
    corrected = {(r.application_id, r.step): r.pk for r in records if r.version > 1}
    if not corrected:
        return {}
    rows = StepRecord.objects.filter(application__in={case for case, _ in corrected}).exclude(replaced_at=None)
    found: dict[Any, list[StepRecord]] = {}
    for row in rows.select_related("file").order_by("version"):
        found.setdefault(corrected.get((row.application_id, row.step)), []).append(row)
    return found


def _missing(round_: Round, steps: list[Step], applications: Iterable[Application]) -> dict[Any, list[Step]]:
    held = list(applications)
    found = StepRecord.objects.filter(application__round=round_, outcome=StepRecord.Outcome.PASSED, replaced_at=None)
    if len(held) == 1:
        found = found.filter(application=held[0])
    passed = set(found.values_list("application_id", "step"))
    return {a.pk: [s for s in steps if not _is_past(a, s.id) and (a.pk, s.id) not in passed] for a in held}


def _is_past(application: Application, step_id: str) -> bool:
    """Formal and expert review are told by the state itself: rows from before the records existed have passed them too."""
    past = {"formal": PAST_FORMAL, "experts": PAST_EXPERTS}.get(step_id, frozenset())
    return application.state in past


def _standing(application: Application, record: StepRecord | None, step_id: str, left: list[str]) -> str:
    if record and record.outcome == StepRecord.Outcome.FAILED:
        return "failed"
    if step_id not in left:
        return "done"
    return "now" if left[0] == step_id and application.state in AT_A_STEP else "later"
