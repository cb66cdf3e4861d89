"""How a bureau hands in its package: in time, a second too late and then under an extension, or caught after a withdrawal."""

from datetime import date, timedelta

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import withdraw
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.services import take_back
from greenlist.casework.rounds.services import extend_deadline
from greenlist.rehearsal import acts
from greenlist.rehearsal.playing import Calendar, Year, at

LATE = "360700"  # hands in a second after the deadline, is refused, and hands in again under an extension
CAUGHT = "361100"  # one of its units withdraws after 送签


def write_bureau(year: Year, bureau: str, calendar: Calendar) -> None:
    """Put the bureau's package on the script: in time, too late, or caught between signature and handing in."""
    if bureau == LATE:
        year.script.add(at(5, 27, 16), lambda: _play_late_batch(year, bureau))
    elif bureau == CAUGHT:
        year.script.add(calendar.hands_in - timedelta(hours=23), lambda: _play_caught_batch(year, bureau, calendar))
    else:
        year.script.add(calendar.hands_in, lambda: _play_batch(year, bureau))


def _play_batch(year: Year, bureau: str) -> None:
    officer = year.cast.bureaus[bureau]
    if ready := _recommendable(year, bureau):
        batch = acts.freeze(year.round, ready, officer)
        acts.hand_in_batch(batch, officer)
        acts.register_receipt(batch, officer)


def _play_late_batch(year: Year, bureau: str) -> None:
    """Sealed in time, handed in one second too late and refused; then an extension, and handed in under it."""
    officer = year.cast.bureaus[bureau]
    if not (ready := _recommendable(year, bureau)):
        return
    batch = acts.freeze(year.round, ready, officer)
    acts.seal_letter(batch, officer)
    year.script.add(at(5, 28, 0) + timedelta(seconds=1), lambda: _play_refusal(batch, officer))
    year.script.add(at(5, 28, 10), lambda: extend_deadline(
        year.round, unit=bureau, last_day=date(2024, 5, 29), reason="暴雨停电，来函说明", document="演工信函〔2024〕演31号", actor=year.cast.province
    ))  # fmt: skip
    year.script.add(at(5, 29, 9), lambda: _play_submission(batch, officer))


def _play_submission(batch: Batch, officer: Actor) -> None:
    acts.submit(batch, officer)
    acts.register_receipt(batch, officer)


def _play_caught_batch(year: Year, bureau: str, calendar: Calendar) -> None:
    """Signed for; then a unit withdraws; handing in is refused, the batch is taken back, signed for without it, and handed in."""
    officer = year.cast.bureaus[bureau]
    if len(ready := _recommendable(year, bureau)) < 2:
        _play_batch(year, bureau)
        return
    batch, leaver = acts.freeze(year.round, ready, officer), ready[-1]
    engineer = next(u.engineer for u in year.cast.units[bureau] if u.site == leaver.site)
    acts.seal_letter(batch, officer)
    year.script.add(now() + timedelta(hours=6), lambda: withdraw(leaver, reason="送签后决定迁址扩建，本年不报", actor=engineer))
    year.script.add(calendar.hands_in, lambda: _play_taking_back(year, bureau, batch))


def _play_taking_back(year: Year, bureau: str, batch: Batch) -> None:
    officer = year.cast.bureaus[bureau]
    _play_refusal(batch, officer)
    take_back(batch, actor=officer)
    _play_batch(year, bureau)


def _play_refusal(batch: Batch, officer: Actor) -> None:
    """Hand in what may not be handed in. RuntimeError if the system lets it pass."""
    try:
        acts.submit(batch, officer)
    except Refused:
        return
    raise RuntimeError(f"{batch.number} was taken though it should not be")


def _recommendable(year: Year, bureau: str) -> list[Application]:
    return list(Application.objects.filter(round=year.round, unit=bureau, state="recommendable").order_by("number"))
