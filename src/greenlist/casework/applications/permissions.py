"""Who may edit an application, and when: its own organisation, while it is a draft or returned."""

from greenlist.casework.applications.models import Application, Entrusted
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, WrongState

EDITABLE = ("draft", "returned")


def check_may_edit(application: Application, actor: Actor) -> None:
    """Raises NotAllowed for somebody else's application, WrongState once it is handed in."""
    if not actor.may("edit_filing") or application.site.organisation_id != actor.organisation_id:
        raise NotAllowed("这不是本单位的申报件。")
    _check_entrusted(application, actor)
    if application.state not in EDITABLE:
        raise WrongState(
            f"本件现在是“{application.get_state_display()}”，内容不能再改。", then="需要更正的，请联系推荐单位退回补正。", clause="C-07"
        )


def check_may_hand_in(application: Application, actor: Actor) -> None:
    """Raises NotAllowed unless the person may speak for the unit: a consultant fills in, the unit hands in and withdraws."""
    if application.site.organisation_id != actor.organisation_id:
        raise NotAllowed("这不是本单位的申报件。")
    if not actor.may("hand_in_own"):
        raise NotAllowed("代填人只能填写，提交和撤回由本单位的人办理。", then="填好后请单位管理员或填报人登录提交。", clause="C-03")
    _check_entrusted(application, actor)


def may_edit(application: Application, actor: Actor) -> bool:
    """The same as an answer for templates."""
    try:
        check_may_edit(application, actor)
    except (NotAllowed, WrongState):
        return False
    return True


def _check_entrusted(application: Application, actor: Actor) -> None:
    """Raises NotAllowed for somebody with only some applications when this is none of them."""
    if actor.is_restricted and not Entrusted.objects.filter(application=application, membership_id=actor.membership_id).exists():
        raise NotAllowed("这件没有指定由您办理。", then="请单位管理员在“本单位人员”里指定。")
