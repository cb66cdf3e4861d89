"""Reading rounds and the parameters in force."""

from datetime import date
from typing import Any

from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load
from greenlist.casework.rounds.models import ParameterVersion, Round
from greenlist.rulebook.reference.holidays import working_days_before


def current_round() -> Round | None:
    """The newest round, or None before the first is opened."""
    return Round.objects.order_by("-opens_on").first()


def newest_version(round_: Round) -> ParameterVersion:
    """The parameter version in force."""
    return round_.parameter_versions.order_by("-number")[0]


def parameters(round_: Round) -> dict[str, Any]:
    """{key: value} of the newest signed version."""
    return load(newest_version(round_).content_digest)


def parameter(round_: Round, key: str) -> Any:
    """One value of the newest signed version; KeyError when the round has no such parameter."""
    return parameters(round_)[key]


def latest_signing_on(round_: Round, days: int) -> date:
    """最迟送签: the deadline day less the working days that signature takes."""
    return working_days_before(last_day(round_), days)


def last_day(round_: Round) -> date:
    """The last day on which the package may be handed in (the deadline is 24:00 of it)."""
    return date.fromordinal(round_.deadline_at.astimezone(SHANGHAI).date().toordinal() - 1)
