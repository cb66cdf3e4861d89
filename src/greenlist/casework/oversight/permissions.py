"""Who may import lists and settle who is meant: the province, and a bureau for the units of its own region."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.oversight.selectors import open_hits_of, visible_to
from greenlist.casework.publication.selectors import noticed_rounds
from greenlist.casework.register.models import AdverseRecord, ProposedHit
from greenlist.casework.verification.permissions import AT_PROVINCE


def check_may_import(actor: Actor) -> None:
    """Raises NotAllowed unless the actor's role may import lists."""
    if not actor.may("import_lists"):
        raise NotAllowed("您当前的岗位不能导入名单。", then="名单由省厅或推荐单位导入。", clause="C-42")


def check_own(delivery: ListDelivery, actor: Actor) -> None:
    """Raises NotAllowed for a delivery that is not the actor's own."""
    check_may_import(actor)
    if not visible_to(actor).filter(pk=delivery.pk).exists() or delivery.unit != actor.unit:
        raise NotAllowed("这份名单由收到它的单位办理。", then="请由收到的单位办理，或由本单位另行导入。", clause="C-42")


def check_may_settle(hit: ProposedHit, actor: Actor) -> None:
    """Raises NotAllowed for a unit outside the actor's region, and for a bureau when the province holds a case of the unit."""
    check_may_import(actor)
    if hit.state != "hit_open" or may_settle([hit], actor):
        return
    if open_hits_of(actor).filter(pk=hit.pk).exists():
        raise NotAllowed("这家单位的申报件已报送省厅，推荐单位不能再认定。", then="请由省厅认定。", clause="C-42")
    raise NotAllowed("这家单位不在您的地区，由它的推荐单位或省厅认定。", clause="C-42")


def check_may_recognise(hit: ProposedHit, others: Collection[ProposedHit], actor: Actor) -> None:
    """Raises NotAllowed when the word that this is the unit would reach further than the actor may."""
    if len(may_settle(others, actor)) < len(others):
        told = f"“{hit.printed_name}”也可能是别的地区的单位，或申报件已报送省厅的单位。"
        raise NotAllowed(f"没有认定。{told}", then="请由省厅认定。", clause="C-42")
    unit = "" if actor.may("read_province") else actor.unit
    if unit and hit.organisation.sites.exclude(unit=unit).exists():
        raise NotAllowed("没有认定。这家单位在别的地区也有厂址，认定会记到那里。", then="请由省厅认定。", clause="C-42")
    barred = not_to_be_ended(unit, hit.kind, {hit.organisation_id}, {hit.reference}) if hit.until_on else set()
    if (hit.organisation_id, hit.from_on, hit.reference) in barred:
        raise NotAllowed("没有认定。这一事实由别处录入，认定会使它终止。", then="请由省厅认定。", clause="C-42")


def may_settle(hits: Collection[ProposedHit], actor: Actor) -> list[ProposedHit]:
    """Those of these open hits that the actor may settle: a bureau's are of its own units, until it hands their cases in."""
    if actor.may("read_province"):
        return list(hits)
    seen = set(open_hits_of(actor).filter(pk__in=[hit.pk for hit in hits]).values_list("pk", flat=True))
    held = held_by_province({hit.organisation_id for hit in hits})
    return [hit for hit in hits if hit.pk in seen and hit.organisation_id not in held]


def held_by_province(organisations: Collection[UUID]) -> set[UUID]:
    """Those of these organisations that have a case which is with the province: handed in, and its outcome not yet on notice."""
    sealed = Q(state="not_selected") & ~Q(round__in=noticed_rounds())
    rows = Application.objects.filter(Q(state__in=AT_PROVINCE) | sealed, site__organisation__in=organisations)
    return set(rows.values_list("site__organisation_id", flat=True))


def not_to_be_ended(unit: str, kind: str, organisations: Collection[UUID], references: Collection[str]) -> set[tuple[UUID, date, str]]:
    """The facts (organisation, beginning, document) which a list of this office cannot end; the province ends all.

    A bureau ends what its own lists brought, and that only until it hands the unit's case in. The newest row of a fact counts in the
    register, so that without this a bureau could lift any bar by a list of its own.
    """
    if not unit or not organisations:
        return set()
    rows = AdverseRecord.objects.filter(kind=kind, site__organisation__in=organisations, reference__in=references)
    stands = list(rows.values_list("site__organisation_id", "from_on", "reference", "file_id"))
    own = set(ListDelivery.objects.filter(unit=unit, file__in=[row[3] for row in stands if row[3]]).values_list("file_id", flat=True))
    held = held_by_province(organisations)
    return {(key, began, reference) for key, began, reference, file in stands if file not in own or key in held}
