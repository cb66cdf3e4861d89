"""A year of life on the list, as a script: names, places and owners change, visits are paid, bodies are banned, the ministry promotes (演示数据)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from greenlist.casework.directory.models import Site
from greenlist.casework.directory.services import enter_organisation, enter_site
from greenlist.casework.directory.tie_services import enter_representative
from greenlist.casework.evaluators.complaint_services import answer_complaint, close_complaint, open_complaint
from greenlist.casework.incidents.consequence_services import restore_unless_open
from greenlist.casework.inspections.draw_services import close_set, draw_units, open_draw, publish_draw
from greenlist.casework.inspections.models import Inspection, SpotDraw
from greenlist.casework.inspections.services import (
    accept_rectification,
    conclude_fine,
    demand_rectification,
    items_of,
    propose_removal,
    report_rectification,
    save_visit,
    settle_removal,
)
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.clock import today
from greenlist.casework.oversight.ban_services import ban_and_check
from greenlist.casework.oversight.removal_services import fail_recheck
from greenlist.casework.publication.models import Nomination
from greenlist.casework.register.event_services import Ground, promote_listing, suspend_listing
from greenlist.casework.register.identity_services import merge_into, move_site, rename_unit, split_off
from greenlist.casework.register.models import ON_LIST, Level, ListEntry, Recheck
from greenlist.casework.register.recheck_services import keep_listing, report_recheck
from greenlist.rehearsal.playing import Year, at
from greenlist.rulebook.reference.credit_code import make_demo_code
from greenlist.rulebook.reference.regions import counties, division_name

PERMIT = "准予变更登记通知书（演示）"
FIRST_CODE = 8100  # of the demo codes for units that split off, far from those of the applying units
ONE_IN = 25  # of so many listed units one is met by each kind of change a year
FIGURE, NUMBER = "上证指数收盘点位", "3310.98"


def write_spring(year: Year, of: int) -> None:
    """January to March: before the round of the year opens."""
    for month, day, act in ((1, 20, _rename), (2, 10, _move), (2, 20, _represent), (3, 1, _merge), (3, 10, _split), (3, 15, _suspend)):
        year.script.add(at(month, day, year=of), partial(act, year))


def write_autumn(year: Year, of: int) -> None:
    """August to December: after the list of the year is out."""
    steps: tuple[tuple[int, int, Callable[[Year], None]], ...] = (
        (8, 12, _restore), (8, 26, _promote), (9, 2, _open_draw), (9, 4, _visit), (9, 28, _settle_visits), (10, 10, _complain), (11, 5, _recheck), (11, 12, _decide_rechecks),
    )  # fmt: skip
    for month, day, act in steps:
        year.script.add(at(month, day, year=of), partial(act, year))


def standing(year: Year, *, count: int = 0, **which: object) -> list[ListEntry]:
    """Entries that stand on the provincial list, drawn by lot: so many, or one in twenty-five; few of those that just applied."""
    found = ListEntry.objects.filter(state="listing_standing", level=Level.PROVINCIAL, site__isnull=False, **which)
    rows = list(found.select_related("site__organisation").order_by("credit_code", "site__name", "year"))
    return year.random.sample(rows, min(len(rows), count or max(1, len(rows) // ONE_IN)))


def _ground(reason: str, document: str = PERMIT) -> Ground:
    return Ground(today() - timedelta(days=3), reason, document=document)


def _rename(year: Year) -> None:
    for entry in standing(year, category="factory"):
        unit = entry.site.organisation
        name = f"{unit.name.removesuffix('有限公司').removesuffix('股份')}绿能{today().year % 100}有限公司"
        rename_unit(unit, name=name, ground=_ground("市场监管部门核准更名"), actor=year.cast.province)


def _move(year: Year) -> None:
    for entry in standing(year, category="factory"):
        county = next(c for c in counties(entry.site.unit) if c.code != entry.site.division)
        bureau = year.cast.bureaus[entry.site.unit] if county.parent == entry.site.unit else year.cast.province
        address = f"{county.name}工业园演示新路{today().year % 100}号"
        move_site(entry.site, address=address, division=county.code, ground=_ground("退城入园，整体搬迁"), actor=bureau)


def _represent(year: Year) -> None:
    for entry in standing(year):
        enter_representative(
            entry.site.organisation, name=f"代某{today().year % 100}（演示）", from_on=today() - timedelta(days=30),
            source="国家企业信用信息公示系统", actor=year.cast.bureaus[entry.unit],
        )  # fmt: skip


def _merge(year: Year) -> None:
    """One into another that is listed itself, one into a unit that is not: the first place ends, the second is handed on."""
    leaving, heir, other, *_ = [*standing(year, count=3, category="factory"), None, None, None]
    if leaving and heir:
        merge_into(leaving, heir.site, ground=_ground("吸收合并"), actor=year.cast.province)
    if other:
        listed = ListEntry.objects.filter(state__in=ON_LIST, site__isnull=False).values("site")
        taker = (
            Site.objects.filter(unit=other.unit).exclude(industry="").exclude(pk__in=listed).order_by("organisation__credit_code").first()
        )
        if taker:
            merge_into(other, taker, ground=_ground("重组，由同一集团的工厂承继"), actor=year.cast.province)


def _split(year: Year) -> None:
    for entry in standing(year, count=1, category="factory"):
        name = f"{division_name(entry.division)}演示分立{today().year}制造有限公司"
        unit = enter_organisation(kind="enterprise", name=name, credit_code=make_demo_code(FIRST_CODE + today().year), division=entry.division,
                                  unit=entry.unit, actor=SYSTEM, is_demo=True)  # fmt: skip
        site = enter_site(unit, name=name, address=f"{entry.site.address}甲", division=entry.division, unit=entry.unit,
                          industry=entry.industry, actor=SYSTEM)  # fmt: skip
        split_off(entry, site, ground=_ground("部分业务分立"), actor=year.cast.province)


def _suspend(year: Year) -> None:
    for entry in standing(year):
        suspend_listing(entry, _ground("整改期内", f"演环函〔{today().year}〕演7号"), actor=year.cast.province)


def _restore(year: Year) -> None:
    """Most of the suspended are put right; who is suspended for an accident waits for what is decided with it."""
    for entry in ListEntry.objects.filter(state="listing_suspended").order_by("credit_code", "year")[:3]:
        restore_unless_open(entry, _ground("整改验收合格", f"演环函〔{today().year}〕演21号"), actor=year.cast.province)


def _promote(year: Year) -> None:
    """The ministry lists two of three of those nominated this year."""
    chosen = Nomination.objects.filter(publication__round=year.round).order_by("application__number")
    for number, nomination in enumerate(chosen.select_related("application")):
        case = nomination.application
        entry = ListEntry.objects.filter(site=case.site_id, category=case.category, level=Level.PROVINCIAL, state__in=ON_LIST).first()
        taken = ListEntry.objects.filter(site=case.site_id, category=case.category, level=Level.NATIONAL, state__in=ON_LIST)
        if entry and number % 3 != 2 and not taken.exists():
            promote_listing(entry, _ground("列入国家级名单", f"演工信部名单〔{today().year}〕演1号"), actor=year.cast.province)


def _open_draw(year: Year) -> None:
    budget = max(1, ListEntry.objects.filter(state__in=ON_LIST).count() // 10)
    draw = open_draw(budget=budget, figure_named=FIGURE, figure_on=today() + timedelta(days=1), actor=year.cast.province)
    close_set(draw, actor=year.cast.province)


def _visit(year: Year) -> None:
    """Two of three visits find nothing, the others something to be put right."""
    draw, centre = SpotDraw.objects.get(state="set_closed"), year.cast.centre
    draw_units(draw, figure=NUMBER, actor=year.cast.province)
    for visit in Inspection.objects.filter(draw=draw).order_by("position"):
        wrong = items_of(visit)[0].id if visit.position % 3 == 0 else ""
        typed = {f"a-{item.id}": "no" if item.id == wrong else "yes" for item in items_of(visit)}
        typed |= {"visited_on": today().isoformat(), "visitors": "检查员甲（演示）", "finding": "申报数与账单差两成" if wrong else ""}
        typed |= {f"n-{wrong}": "账单和申报数差两成"} if wrong else {}
        held = save_visit(visit, typed=typed, based_on=visit.version, actor=centre)
        if wrong:
            demand_rectification(held, due_on=today() + timedelta(days=20), actor=centre)
        else:
            conclude_fine(held, actor=centre)


def _settle_visits(year: Year) -> None:
    """What was put right is accepted; every fourth was not, and the province takes it off the list."""
    for number, visit in enumerate(Inspection.objects.filter(state="to_rectify").order_by("draw__number", "position")):
        if number % 4 == 3:
            propose_removal(visit, reason="逾期没有整改", actor=year.cast.centre)
            settle_removal(visit, is_removed=visit.entry.level == Level.PROVINCIAL, reason="经研究决定（演示）", actor=year.cast.province)
        elif visit.unit in year.cast.bureaus:
            report_rectification(visit, account="已按账单更正并说明", proof=None, actor=year.cast.bureaus[visit.unit])
            accept_rectification(visit, recheck="已对照账单复核", actor=year.cast.centre)
    for draw in SpotDraw.objects.filter(state="units_drawn"):
        publish_draw(draw, actor=year.cast.province)


def _complain(year: Year) -> None:
    body = year.cast.evaluators[year.random.randrange(len(year.cast.evaluators))]
    made = open_complaint(
        body.evaluator, statement="评价报告与现场不符（演示）", from_letter=True, complainant="群众甲（演示）", actor=year.cast.province
    )
    answer_complaint(made, answer="已补充说明并更正", actor=body.manager)
    close_complaint(made, reason="经核实，属笔误，已更正", actor=year.cast.province)


def ban_last(year: Year) -> None:
    """The last body is banned for a year, in the middle of a round; what rests on it is checked again."""
    body = year.cast.evaluators[-1].evaluator
    ban_and_check(body, reason="隐瞒重大问题（演示）", document=f"演工信函〔{today().year}〕演33号", years=1, actor=year.cast.province)


def _recheck(year: Year) -> None:
    for recheck in Recheck.objects.filter(state="recheck_open").order_by("proposed_at", "id"):
        report_recheck(recheck, opinion="已到现场核对能耗、产能和边界", actor=year.cast.province)


def _decide_rechecks(year: Year) -> None:
    """Two of three stay; of the national list nobody is taken without the ministry's word."""
    reported = Recheck.objects.filter(state="recheck_reported").select_related("entry").order_by("proposed_at", "id")
    for number, recheck in enumerate(reported):
        if number % 3 == 2 and recheck.entry.level == Level.PROVINCIAL:
            fail_recheck(recheck, reason="搬迁后能耗超过限额", actor=year.cast.province)
        else:
            keep_listing(recheck, reason="同意保留在册", actor=year.cast.province)
