"""Who may record facts and judge: the bureau of the application's own region until it hands in, then the province."""

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, WrongState

OPEN_STATES = ("submitted", "verifying", "recommendable", "frozen")  # what comes to light while the letter is signed must be kept
AT_PROVINCE = ("recommended", "accepted", "reviewing", "reviewed", "proposed")


def check_own_region(application: Application, actor: Actor) -> None:
    """Raises NotAllowed for an application of another bureau."""
    if application.unit != actor.unit:
        raise NotAllowed("这不是本地区的申报件。")


def check_may_record(application: Application, actor: Actor) -> None:
    """Raises NotAllowed or WrongState unless facts may be written down now by this person."""
    if not actor.may("record_fact"):
        raise NotAllowed("您当前的岗位不能录入查核结果。")
    if actor.may("read_province"):
        _check_at_province(application, "C-07")
        return
    check_own_region(application, actor)
    if application.state not in OPEN_STATES:
        raise WrongState(f"本件现在是“{application.get_state_display()}”，不能再录入查核结果。", clause="C-07")


def check_may_judge(application: Application, actor: Actor, clause: str) -> None:
    """Raises NotAllowed or WrongState unless this person may judge now: the bureau until it hands in, then the province."""
    if not actor.may("judge_finding"):
        raise NotAllowed("您当前的岗位不能作判断。")
    if actor.may("read_province"):
        _check_at_province(application, clause)
        return
    check_own_region(application, actor)
    if application.state not in OPEN_STATES:
        raise WrongState(f"本件现在是“{application.get_state_display()}”，推荐单位不能再作判断。", then="请联系省厅办理。", clause=clause)


def _check_at_province(application: Application, clause: str) -> None:
    if application.state not in AT_PROVINCE:
        raise NotAllowed("省厅只对已报送、还没有公布的件录入查核结果、作判断。", clause=clause)
