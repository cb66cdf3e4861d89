"""Who may record facts and judge: the bureau of the application's own region."""

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, WrongState

OPEN_STATES = ("submitted", "verifying", "recommendable", "frozen")  # what comes to light while the letter is signed must be kept


def check_own_region(application: Application, actor: Actor) -> None:
    """Raises NotAllowed for an application of another bureau."""
    if application.unit != actor.unit:
        raise NotAllowed("这不是本地区的申报件。")


def check_may_record(application: Application, actor: Actor) -> None:
    """Raises NotAllowed or WrongState unless facts may be written down now by this person."""
    if not actor.may("record_fact"):
        raise NotAllowed("您当前的岗位不能录入查核结果。")
    check_own_region(application, actor)
    if application.state not in OPEN_STATES:
        raise WrongState(f"本件现在是“{application.get_state_display()}”，不能再录入查核结果。", clause="C-07")
