"""Who may record an incident, decide its level, and settle what is proposed: the unit tells, the bureau and the province decide."""

from greenlist.casework.directory.models import Site
from greenlist.casework.incidents.models import CLOSED, Incident
from greenlist.casework.incidents.selectors import clause_of, is_own_site, unreported_grave_of, visible_to
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.rights import not_allowed
from greenlist.casework.register.models import ListEntry


def check_may_record(site: Site, actor: Actor) -> None:
    """Raises NotAllowed for a site of another office or unit, and for a person who only fills in."""
    if not actor.may("record_incident") or actor.is_restricted or not is_own_site(actor, site.pk):
        what, then = "事故由所在地推荐单位、省厅或单位自己记录。", "请换到有此职责的岗位，或告知所在地推荐单位。"
        raise not_allowed(actor, what, then=then, clause="C-55")


def check_may_tell(incident: Incident, actor: Actor) -> None:
    """Raises NotAllowed for an incident of somebody else's, WrongState for one that is closed."""
    if not actor.may("record_incident") or not visible_to(actor).filter(pk=incident.pk).exists():
        raise NotAllowed("这起事故由记录它的推荐单位办理。", clause=clause_of(incident))
    if incident.state in CLOSED:
        raise WrongState(
            f"本件已办结（{incident.get_state_display()}），不能再续报。",
            then="情况又有变化的（如伤亡增加），请按同日同类重新记录，自新的知悉时间起计时。",
            clause=clause_of(incident),
        )


def check_may_decide(incident: Incident, actor: Actor) -> None:
    """Raises NotAllowed for all but the offices it belongs to: the unit does not grade itself."""
    if not actor.may("decide_incident_level") or not visible_to(actor).filter(pk=incident.pk).exists():
        raise not_allowed(actor, "等级由所在地推荐单位或省厅认定。", clause=clause_of(incident))
    if incident.state in CLOSED or (actor.may("read_region") and incident.state != "incident_recorded"):
        raise WrongState(
            f"本件现在是“{incident.get_state_display()}”，您当前的岗位不能再认定等级。",
            then="已报省厅的由省厅认定。",
            clause=clause_of(incident),
        )


def check_reported(entry: ListEntry, what: str) -> None:
    """Raises Refused, under the clause of the incident, while a grave one of this row's unit (or one that may be) has not been reported."""
    if waiting := unreported_grave_of(entry):
        told = [f"{one}：已记录，还没有上报省厅。" for one in waiting]
        raise Refused(what, items=told, then="请先由所在地推荐单位上报，再办。", clause=clause_of(waiting[0]))
