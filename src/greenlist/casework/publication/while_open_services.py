"""The province's steps with a case while its round is under way: refused for what a published list went past, also when both come at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Membership
from greenlist.casework.journal.actors import Actor
from greenlist.casework.publication.permissions import check_round_open
from greenlist.casework.review.group_services import assign_group
from greenlist.casework.review.models import Assignment, ReviewGroup
from greenlist.casework.review.services import accept, assign
from greenlist.casework.review.step_services import record_step
from greenlist.casework.rounds.models import Round


def accept_while_open(application: Application, *, actor: Actor) -> None:
    """Pass the formal review. Raises WrongState when the list is out, and what `accept` raises."""
    with _under_way([application]):
        accept(application, actor=actor)


def assign_while_open(application: Application, *, expert: Membership, actor: Actor) -> Assignment:
    """Assign one expert. Raises WrongState when the list is out, and what `assign` raises."""
    with _under_way([application]):
        return assign(application, expert=expert, actor=actor)


def assign_group_while_open(group: ReviewGroup, *, applications: Sequence[Application], actor: Actor) -> int:
    """Hand cases to a group. Raises WrongState when the list is out, and what `assign_group` raises."""
    with _under_way(applications):
        return assign_group(group, applications=applications, actor=actor)


def record_step_while_open(round_: Round, *, applications: Sequence[Application], is_passed: bool, **told: Any) -> int:
    """Record a step; one that was not passed may still be written down when the list is out. Raises what `record_step` raises."""
    with _under_way(applications if is_passed else []):
        return record_step(round_, applications=applications, is_passed=is_passed, **told)


@contextmanager
def _under_way(applications: Sequence[Application]) -> Iterator[None]:
    """No list comes out between the look and the act: publishing holds the same rows."""
    with transaction.atomic():
        list(Round.objects.select_for_update().filter(pk__in={a.round_id for a in applications}).order_by("pk"))
        check_round_open(applications)
        yield
