"""Opening a round and signing its parameters: version 1 is round.yaml, every later one bears two signatures."""

from typing import Any

from django.db import transaction

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import end_of, now
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.rounds.models import ParameterVersion, Round
from greenlist.casework.rounds.selectors import newest_version, parameters
from greenlist.rulebook.notices import notice, round_parameters


def open_round(notice_id: str, *, actor: Actor) -> Round:
    """Open the round of a notice with parameter version 1. KeyError when the notice is not held."""
    text, given = notice(notice_id), round_parameters(notice_id)
    with transaction.atomic():
        round_ = Round.objects.create(
            notice=notice_id,
            year=given.year,
            title=f"{given.year}年度绿色制造名单推荐遴选",
            opens_on=given.opens_on,
            deadline_at=end_of(given.deadline_on),
        )
        _sign(round_, 1, given.values(), f"{text.document_number}及默认值", actor.name, actor.name)
        record("open_round", actor=actor, subject=round_, clause="C-01")
    return round_


def sign_parameters(round_: Round, *, changes: dict[str, Any], reason: str, first: Actor, second: Actor) -> ParameterVersion:
    """A new whole copy of the parameters with some values changed, signed by two different persons of the province."""
    if not (first.may("sign_parameters") and second.may("sign_parameters")):
        raise NotAllowed("本轮参数只能由省厅两人签署。")
    if first.user_id == second.user_id:
        raise Refused("本轮参数须由两个人签署。", then="请另一位同事签署。")
    before = parameters(round_)
    if unknown := sorted(set(changes) - set(before)):
        raise Refused(f"没有这个参数：{'、'.join(unknown)}。")
    with transaction.atomic():
        number = newest_version(round_).number + 1
        version = _sign(round_, number, {**before, **changes}, reason, first.name, second.name)
        record("sign_parameters", actor=first, subject=round_, reason=reason,
               detail={"version": number, "second": second.name, "changed": sorted(changes)})  # fmt: skip
    return version


def _sign(round_: Round, number: int, values: dict[str, Any], reason: str, first: str, second: str) -> ParameterVersion:
    return ParameterVersion.objects.create(
        round=round_, number=number, content_digest=store("parameters", values), reason=reason, first_signed_by=first,
        second_signed_by=second, signed_at=now(),
    )  # fmt: skip
