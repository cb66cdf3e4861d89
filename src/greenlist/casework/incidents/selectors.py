"""Reading incidents: whose they are, how grave, until when they are to be reported, and which waits for whom."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from greenlist.casework.directory.models import Site
from greenlist.casework.incidents.models import CLOSED, Incident, IncidentProposal, IncidentReport
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import ON_LIST, ListEntry
from greenlist.casework.rounds.selectors import current_notice, current_round, parameter
from greenlist.rulebook.incidents import grave_levels, is_grave, level_tables
from greenlist.rulebook.notices import round_parameters

OPEN_PROPOSAL = ("consequence_proposed", "consequence_suspended")


def visible_to(actor: Actor) -> QuerySet[Incident]:
    """The unit what it reported itself, the bureau those of its region, the province and its centre all. The newest known first."""
    rows = Incident.objects.select_related("site__organisation", "proposal").order_by("-known_at", "-id")
    if actor.may("read_own"):
        own = Exists(IncidentReport.objects.filter(incident=OuterRef("pk"), organisation_id=actor.organisation_id))
        return rows.none() if actor.is_restricted else rows.filter(own, site__organisation_id=actor.organisation_id)
    if actor.may("read_region"):
        return rows.filter(unit=actor.unit)
    return rows if actor.may("read_province") else rows.none()


def reports_visible_to(actor: Actor) -> QuerySet[IncidentReport]:
    """The reports of those incidents, the newest first; a unit sees its own, not what an office or a department told of it."""
    rows = IncidentReport.objects.filter(incident__in=visible_to(actor).order_by().values("pk")).select_related("file", "incident")
    rows = rows.order_by("-entered_at", "-id")
    return rows.filter(organisation_id=actor.organisation_id) if actor.may("read_own") else rows


def with_newest(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with the answer of the table to its newest report, for `told_last`."""
    newest = _newest_of_row()
    return incidents.annotate(
        table_words=Subquery(newest.values("table_words")[:1]),
        table_level=Subquery(newest.values("table_level")[:1]),
        table_is_certain=Subquery(newest.values("is_certain")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
        was_grave=Exists(newest.filter(table_level__in=grave_levels())),
    )


def _newest_of_row() -> QuerySet[IncidentReport]:
    """The reports of the incident of the outer query, the newest first."""
    return IncidentReport.objects.filter(incident=OuterRef("pk")).order_by("-number")


def newest_report(incident: Incident) -> IncidentReport:
    """What was told last."""
    return incident.reports.order_by("-number")[0]


def told_last(incident: Incident) -> IncidentReport:
    """The same of one that was read by `with_newest`, without a query: its number and the table's answer."""
    return IncidentReport(
        number=incident.newest_number,
        table_level=incident.table_level,
        table_words=incident.table_words,
        is_certain=incident.table_is_certain,
    )


def may_be_grave(incident: Incident, newest: IncidentReport | None = None) -> bool:
    """重大 (Ⅱ级) or above, or nobody can say yet that it is not. Once the province knows, what a person decided on the newest report counts."""
    newest = newest or newest_report(incident)
    if incident.state != "incident_recorded" and incident.level_report == newest.number:
        return is_grave(incident.level)
    return is_to_be_reported(incident, newest)


def is_to_be_reported(incident: Incident, newest: IncidentReport) -> bool:
    """May it not stay at the city? Grave by decision or by the table to any report, or not certain; no lesser decision takes that back.

    Only where no table can ever be certain (quality) does a decision on the newest report settle it.
    """
    is_open = bool(level_tables()[incident.kind].measures) or incident.level_report != newest.number
    return is_grave(incident.level) or was_grave(incident) or (is_open and not newest.is_certain)


def was_grave(incident: Incident) -> bool:
    """Did any report make it grave by the table? A later one does not take that back by itself."""
    if hasattr(incident, "was_grave"):
        return bool(incident.was_grave)
    return incident.reports.filter(table_level__in=grave_levels()).exists()


def clause_of(incident: Incident) -> str:
    """C-55 for accidents of production and quality, C-56 for the environment."""
    return level_tables()[incident.kind].clause


def level_name(kind: str, level: str) -> str:
    """What a level is called in the table of its kind; '' for none."""
    return level_tables()[kind].names[level] if level else ""


def is_late(incident: Incident, newest: IncidentReport | None = None) -> bool:
    """Reported after its time, or not yet and that is over; of those that are to be reported."""
    if incident.state == "incident_kept_at_city" or (incident.reported_at or now()) <= incident.due_at:
        return False
    return is_to_be_reported(incident, newest or newest_report(incident))


def due_after(known_at: datetime) -> datetime:
    """及时: the hours of the round's parameter, counted from when the office learnt of it."""
    round_ = current_round()
    hours = parameter(round_, "timely_hours") if round_ else round_parameters(current_notice()).values()["timely_hours"]
    return known_at + timedelta(hours=int(hours))


def site_for(actor: Actor, text: str) -> Site:
    """The one site of this actor's that a name or credit code means. Raises Refused for none, or for several."""
    wanted = text.strip()
    rows = _own_sites(actor).filter(Q(organisation__credit_code__iexact=wanted) | Q(name=wanted))
    found = list(rows.select_related("organisation").order_by("name", "id")[:3]) if wanted else []
    if len(found) == 1:
        return found[0]
    told = (
        f"“{wanted[:40]}”有几处厂址：{'、'.join(one.name for one in found)}。"
        if found
        else f"没有找到名称或信用代码是“{wanted[:40]}”的单位。"
    )
    raise Refused("事故没有记录。", items=[told], then="请填写厂址的全称。", clause="C-55")


def only_site_of(actor: Actor) -> str:
    """What the one site of a unit is called; '' for offices, and where there are several."""
    names = _own_sites(actor).values_list("name", flat=True)[:2] if actor.may("read_own") else []
    return names[0] if len(names) == 1 else ""


def is_own_site(actor: Actor, pk: UUID) -> bool:
    """May this actor record what happened at this site?"""
    return _own_sites(actor).filter(pk=pk).exists()


def _own_sites(actor: Actor) -> QuerySet[Site]:
    if actor.may("read_province"):
        return Site.objects.all()
    if actor.may("read_region"):
        return Site.objects.filter(unit=actor.unit)
    return Site.objects.filter(organisation=actor.organisation_id) if actor.may("hand_in_own") else Site.objects.none()


def listed_entries(site: Site) -> QuerySet[ListEntry]:
    """The rows of a site that stand on a list, of all levels; rows that nobody has linked by its credit code."""
    own = Q(site=site)
    if code := site.organisation.credit_code:
        own |= Q(site=None, credit_code=code)
    return ListEntry.objects.filter(own, state__in=ON_LIST).order_by("level", "year", "id")


def open_grave_of(entry: ListEntry) -> list[Incident]:
    """The incidents of the unit of a row that are of the grave levels, or may be, and are not closed; as `listed_entries`, by site or code."""
    if entry.site_id is None and not entry.credit_code:
        return []
    whose = Q(site=entry.site_id) if entry.site_id else Q(site__organisation__credit_code=entry.credit_code)
    rows = with_newest(Incident.objects.filter(whose)).exclude(state__in=CLOSED).select_related("site").order_by("known_at", "id")
    return [incident for incident in rows if may_be_grave(incident, told_last(incident))]


def unreported_grave_of(entry: ListEntry) -> list[Incident]:
    """Of those the ones that the province has not been told of."""
    return [incident for incident in open_grave_of(entry) if incident.state == "incident_recorded"]


def waiting_reports(actor: Actor) -> dict[str, Any]:
    """{n, since, due_at, dues} of what is recorded and not reported: the bureau's to-do. Time runs until a lesser level is decided and stands."""
    rows = list(with_newest(visible_to(actor).filter(state="incident_recorded")))
    pressing = [one for one in rows if one.level_report != one.newest_number or is_to_be_reported(one, told_last(one))]
    since, dues = min((one.recorded_at for one in rows), default=None), sorted(one.due_at for one in pressing)
    return {"n": len(rows), "since": since, "due_at": dues[0] if dues else None, "dues": dues}


def waiting_levels(actor: Actor) -> QuerySet[Incident]:
    """Reported, and nobody has decided the level on the newest report; each with since when that waits."""
    rows = with_newest(visible_to(actor)).exclude(state__in=(*CLOSED, "incident_recorded"))
    since = Greatest("reported_at", Subquery(_newest_of_row().values("entered_at")[:1]))
    return rows.filter(Q(level_report=None) | Q(level_report__lt=F("newest_number"))).annotate(since=since)


def waiting_for_ministry(actor: Actor) -> QuerySet[Incident]:
    """Of the grave levels, and the ministry has not been told; each with since when the province knows it to be grave."""
    reports = _newest_of_row()
    first_grave = reports.filter(table_level__in=grave_levels()).order_by("number")
    told = Coalesce(Subquery(first_grave.values("entered_at")[:1]), Subquery(reports.values("entered_at")[:1]))
    return visible_to(actor).filter(state="incident_reported", level__in=grave_levels()).annotate(since=Greatest("reported_at", told))


def waiting_proposals(actor: Actor, state: str = "consequence_proposed") -> QuerySet[IncidentProposal]:
    """Proposals the province has not decided on; or those it suspended for, which still end in a removal or a restoration."""
    return IncidentProposal.objects.filter(state=state, incident__in=visible_to(actor).order_by().values("pk"))
