"""A unit on the list becomes another: renamed, moved, merged, split. The entry goes on, old names and codes lead to it.

Where the basis of the standard may have changed (暂行办法第十九条) a re-check is proposed with the event; nothing is removed by itself.
"""

from collections.abc import Iterable

from django.db import transaction

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.selectors import units_tied_by
from greenlist.casework.directory.services import relocate_site, rename_organisation
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.register.event_services import Ground, check_province, hold, unfit, write_event
from greenlist.casework.register.events import Kind
from greenlist.casework.register.models import ON_LIST, ListEntry, ListEvent
from greenlist.casework.register.recheck_services import propose_recheck
from greenlist.casework.register.selectors import listings_of, places_on
from greenlist.rulebook.reference.regions import division_name, divisions


def rename_unit(organisation: Organisation, *, name: str, ground: Ground, actor: Actor) -> list[ListEvent]:
    """The unit bears a new name from a day on: in the directory, at its sites that bear its name, and on the list. No re-check."""
    _check_may(organisation, actor)
    name = name.strip()
    check_plain(name)
    with transaction.atomic():
        hold(organisation)
        entries = list(listings_of(organisation).select_related("site").select_for_update(of=("self",)))
        sites, before = list(organisation.sites.order_by("id")), organisation.name
        _check_own([*sites, *entries], actor)
        _refuse("更名没有登记。", [*unfit(ground), *_wrong_name(organisation, name, ground)])
        rename_organisation(organisation, name=name, on=ground.on, actor=actor)
        for site in sites:
            if site.name.startswith(before):  # not in the query: SQLite takes a for A there
                site.name = (name + site.name.removeprefix(before))[:150]
                site.save(update_fields=["name"])
        return [_rename_entry(entry, name, before, ground, actor) for entry in entries]


def _wrong_name(organisation: Organisation, name: str, ground: Ground) -> list[str]:
    problems = too_long(Organisation, name=name)
    problems += ["请填写新的名称。"] if not name else ["新的名称与现用名称相同。"] if name == organisation.name else []
    since = organisation.names.filter(until_on=None).values_list("from_on", flat=True).first()
    if since and ground.on <= since:
        problems.append(f"现用名称自{since:%Y-%m-%d}起使用，新名称的日期须在其后。")
    return problems


def move_site(site: Site, *, address: str, division: str, ground: Ground, actor: Actor) -> list[ListEvent]:
    """The site stands elsewhere in the province from a day on. A bureau enters moves within its region."""
    _check_may(site.organisation, actor)
    address, found = address.strip(), divisions().get(division)
    check_plain(address)
    with transaction.atomic():
        hold(site)
        _check_own([site], actor)
        problems = [*unfit(ground), *too_long(Site, address=address)]
        if not address:
            problems.append("请填写新的地址。")
        elif (address, division) == (site.address, site.division):
            problems.append("新的地址与现在的相同。")
        if found is None or found.kind == "设区市":
            problems.append("请选择新址所在区县。")
        unit = site.unit if division == site.division or found is None else found.parent
        if unit != site.unit and not actor.may("read_province"):
            problems.append("迁到其他设区市的，由省厅登记。")
        _refuse("迁址没有登记。", problems)
        text = _moved_text(site.division, division)
        relocate_site(site, address=address, division=division, unit=unit, on=ground.on, actor=actor)
        sets = {"unit": unit, "division": division}
        return [
            _with_recheck(write_event(entry, Kind.MOVED, ground, sets=sets, text=text, actor=actor), entry, actor)
            for entry in site.entries.filter(state__in=ON_LIST).order_by("id")
        ]


def merge_into(entry: ListEntry, into: Site, *, ground: Ground, actor: Actor) -> ListEvent:
    """The unit of an entry is merged into another. Where that stands on the same list itself, this entry ends in the other; else the
    other takes over its place. Either way the place that remains is checked again. Raises NotAllowed to all but the province.
    """
    check_province(actor, "合并")
    with transaction.atomic():
        hold(entry)
        same = ["合并后的单位就是本条目的单位。"] if entry.site_id == into.pk else []
        _refuse("合并没有登记。", [*unfit(ground), *same])
        heirs = places_on(into.pk, entry.level, entry.category, entry.origin)
        heir = heirs.exclude(pk=entry.pk).select_for_update().first()
        if heir is None:
            made = _take_over(entry, into, ground, actor)
        else:
            text = f"并入“{heir.name}”，由其承继，不再单独在册。"
            made = write_event(
                entry, Kind.MERGED, ground, action="merge_listing", successor=heir, successor_site=into, text=text, actor=actor
            )
        return _with_recheck(made, heir or entry, actor)


def split_off(entry: ListEntry, new: Site, *, ground: Ground, actor: Actor) -> ListEvent:
    """Part of the unit becomes another one. The entry stays where it is; the new unit is not on the list by that."""
    check_province(actor, "分立")
    with transaction.atomic():
        hold(entry)
        problems = unfit(ground)
        if entry.site_id == new.pk:
            problems.append("分出的单位就是本条目的单位。")
        if entry.events.filter(kind=Kind.SPLIT, on=ground.on, successor_site=new).exists():
            problems.append(f"{ground.on:%Y-%m-%d}分立出“{new.name}”已经登记过。")
        _refuse("分立没有登记。", problems)
        text = f"分立出“{new.name}”；名单条目仍属“{entry.name}”，分出的单位不因此在册。"
        return _with_recheck(write_event(entry, Kind.SPLIT, ground, successor_site=new, text=text, actor=actor), entry, actor)


def _moved_text(before: str, after: str) -> str:
    """The county, never the address: that is no published field."""
    if before == after:
        return f"在{division_name(after)}内迁址。"
    return f"由{division_name(before)}迁至{division_name(after)}。"


def _rename_entry(entry: ListEntry, name: str, before: str, ground: Ground, actor: Actor) -> ListEvent:
    """As its site is called now; a row that nobody has linked, as the unit is."""
    called = Site.objects.get(pk=entry.site_id).name if entry.site_id and entry.site.name.startswith(before) else name
    sets = {"name": called, "former_names": _with_former(entry, "former_names", entry.name)}
    text = f"名称由“{entry.name}”变更为“{called}”。"
    return write_event(entry, Kind.RENAMED, ground, sets=sets, text=text, actor=actor)


def _take_over(entry: ListEntry, into: Site, ground: Ground, actor: Actor) -> ListEvent:
    code = into.organisation.credit_code or ""
    sets = {"site_id": into.pk, "name": into.name, "former_names": _with_former(entry, "former_names", entry.name), "credit_code": code,
            "former_codes": _with_former(entry, "former_codes", entry.credit_code if entry.credit_code != code else ""),
            "unit": into.unit, "division": into.division, "industry": into.industry}  # fmt: skip
    text = f"合并后由“{into.name}”承继，名单条目转到其名下。"
    return write_event(entry, Kind.MERGED, ground, sets=sets, successor_site=into, text=text, actor=actor)


def _with_former(entry: ListEntry, column: str, former: str) -> str:
    """What the entry was called (or its code) before, the newest first; the oldest fall out where the column is full."""
    held = getattr(entry, column).split("、") if getattr(entry, column) else []
    names = list(dict.fromkeys(one for one in (former, *held) if one))
    while len("、".join(names)) > (ListEntry._meta.get_field(column).max_length or 0):
        names.pop()
    return "、".join(names)


def _with_recheck(event: ListEvent, entry: ListEntry, actor: Actor) -> ListEvent:
    propose_recheck(event, entry, actor=actor)
    return event


def _refuse(what: str, problems: list[str]) -> None:
    if problems:
        raise Refused(what, items=problems, then="改好后再登记；填过的还在。", clause="C-54")


def _check_may(organisation: Organisation, actor: Actor) -> None:
    if not units_tied_by(actor).filter(pk=organisation.pk).exists():
        raise NotAllowed("更名和迁址由本地区的推荐单位或省厅登记。", clause="C-54")


def _check_own(rows: Iterable[Site | ListEntry], actor: Actor) -> None:
    """Raises NotAllowed for a bureau when another one looks after a site or an entry among these; a row of an old list has no bureau."""
    if not actor.may("read_province") and any(row.unit and row.unit != actor.unit for row in rows):
        raise NotAllowed("这家单位还有厂址或名单条目归其他推荐单位，更名和迁址由省厅登记。", then="请把情况和文件报送省厅。", clause="C-54")
