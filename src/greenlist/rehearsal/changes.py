"""Units of earlier lists to which something happened since: renamed, moved, merged, suspended, removed. They do not apply this year."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, time

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.services import enter_organisation, enter_site
from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.oversight.removal_services import remove_from_list, restore_to_list
from greenlist.casework.register.event_services import Ground, enter_listing, suspend_listing
from greenlist.casework.register.identity_services import merge_into, move_site, rename_unit, split_off
from greenlist.casework.register.models import ListEntry, Recheck
from greenlist.casework.register.recheck_services import keep_listing, report_recheck
from greenlist.rehearsal.cast import Cast
from greenlist.rehearsal.year import LISTS
from greenlist.rulebook.reference.credit_code import make_demo_code
from greenlist.rulebook.reference.regions import division_name

CITY = "360400"
FIRST_CODE = 8001  # of the demo codes, far from those of the applying units
UNITS = (("360402", "浔溪演示热处理有限公司", 2021), ("360403", "浔溪演示齿轮有限公司", 2021), ("360481", "赤湖演示水泥制品有限公司", 2021),
         ("360424", "幕阜演示竹业有限公司", 2022), ("360404", "鹤问演示印染有限公司", 2022), ("360430", "芙蓉演示玻纤有限公司", 2022))  # fmt: skip
PERMIT = "准予变更登记通知书（演示）"


def enter_changes(cast: Cast) -> Iterator[str]:
    """Play the changes, each on its day; nothing when they are there already."""
    if ListEntry.objects.filter(name__endswith=UNITS[2][1]).exists():
        return
    province, bureau = cast.province, cast.bureaus[CITY]
    with _on(2022, 10, 10):
        heat, gear, cement, bamboo, dye, fibre = (_listed(number, *unit, actor=province) for number, unit in enumerate(UNITS))
    with _on(2023, 3, 20):
        name = f"{division_name('360403')}浔溪演示传动科技有限公司"
        rename_unit(_organisation(gear), name=name, ground=Ground(date(2023, 3, 6), "市场监管部门核准更名", document=PERMIT), actor=bureau)
    with _on(2023, 6, 15):
        merge_into(_again(heat), _site(gear), ground=Ground(date(2023, 6, 1), "吸收合并", document=PERMIT), actor=province)
        _settle("热处理生产线并入，能耗指标重新核算，仍符合", bureau, province)
    with _on(2023, 8, 21):
        ground = Ground(date(2023, 8, 15), "整体搬迁入园", document=PERMIT)
        move_site(_site(bamboo), address="演示工业园竹业路1号", division="360429", ground=ground, actor=bureau)
    with _on(2023, 11, 7):
        suspend_listing(dye, Ground(date(2023, 11, 3), "废水超标排放，整改期内", document="演环函〔2023〕演17号"), actor=province)
    with _on(2024, 1, 25):
        restore_to_list(_again(dye), Ground(date(2024, 1, 22), "整改验收合格", document="演环函〔2024〕演3号"), actor=province)
    with _on(2024, 3, 18):
        remove_from_list(cement, on=date(2024, 3, 15), reason="提供虚假能耗数据", clause="暂行办法第十八条", document="演工信节能函〔2024〕演9号",
                         actor=province)  # fmt: skip
        split_off(fibre, _spun_off(fibre), ground=Ground(date(2024, 3, 1), "电子纱业务分立", document=PERMIT), actor=province)
    yield f"名单变动：{len(UNITS)}个往年单位"


def _on(year: int, month: int, day: int) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(date(year, month, day), time(10), tzinfo=clock.SHANGHAI))


def _listed(number: int, division: str, name: str, year: int, *, actor: Actor) -> ListEntry:
    document, day = LISTS[year]
    site = _enter(FIRST_CODE + number, division, name)
    row = ListEntry.objects.filter(document=document).count() + 1
    return enter_listing(
        site, actor=actor, level="provincial", category="factory", year=year, listed_on=day, document=document, document_row=row
    )


def _enter(serial: int, division: str, name: str) -> Site:
    name = f"{division_name(division)}{name}"
    unit = enter_organisation(kind=Organisation.Kind.ENTERPRISE, name=name, credit_code=make_demo_code(serial), division=division, unit=CITY,
                              actor=SYSTEM, is_demo=True)  # fmt: skip
    return enter_site(unit, name=name, address=f"{division_name(division)}工业园演示路{serial % 90}号", division=division, unit=CITY,
                      industry="3011", actor=SYSTEM)  # fmt: skip


def _spun_off(entry: ListEntry) -> Site:
    return _enter(FIRST_CODE + len(UNITS), entry.division, "芙蓉演示电子纱有限公司")


def _settle(opinion: str, bureau: Actor, province: Actor) -> None:
    recheck = Recheck.objects.get(state="recheck_open")
    report_recheck(recheck, opinion=opinion, actor=bureau)
    keep_listing(Recheck.objects.get(pk=recheck.pk), reason="同意保留在册", actor=province)


def _again(entry: ListEntry) -> ListEntry:
    return ListEntry.objects.select_related("site__organisation").get(pk=entry.pk)


def _site(entry: ListEntry) -> Site:
    return Site.objects.select_related("organisation").get(pk=entry.site_id)


def _organisation(entry: ListEntry) -> Organisation:
    return _site(entry).organisation
