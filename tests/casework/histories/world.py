"""The world in which histories play: three rounds, five sites, three bodies; forms filled and lists received beforehand, so that acts are quick."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.services import accept_engagement, propose_engagement
from greenlist.casework.evaluators.supervision_services import declare_conditions
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Filing
from greenlist.casework.filings.selectors import form_of, saved_sections
from greenlist.casework.filings.services import save_section, start_filing
from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import Actor
from greenlist.casework.oversight.services import receive_list
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.services import open_round
from greenlist.rehearsal.acts import upload
from greenlist.rehearsal.cast import Body, Cast, Unit, engage, invite_units, second_plant
from greenlist.rehearsal.county_zip import plain_page
from greenlist.rehearsal.filling import figures_for, filled

JIUJIANG, NANCHANG = "360400", "360100"
# notice: (when its forms are filled, when a history in it begins)
ROUNDS = {"miit-2023-202": (2023, 8, 21), "jx-2024-20": (2024, 5, 13), "miit-2025-390": (2025, 11, 17)}
HELD = {"miit-2023-202": {"factory"}, "jx-2024-20": {"factory", "park", "supply_chain"}, "miit-2025-390": {"factory"}}  # with a standard
TAKEN = {"miit-2023-202": (14, 2, 0), "jx-2024-20": (14, 2, 0), "miit-2025-390": (13, 2, 1)}  # places under the cap by body
FORMS = 2  # filled forms for each site, category and round: a withdrawn application can begin anew


@dataclass
class Slot:
    """Where an application can begin: a unit's site, in one category and one round, with its filled forms."""

    unit: Unit
    category: str
    round: Round
    forms: list[Filing]

    @property
    def key(self) -> tuple[Any, str, Any]:
        return self.unit.site.pk, self.category, self.round.pk


@dataclass
class World:
    """Everybody, and what lies ready. Nothing here changes while a history plays: what changes is in the tables."""

    cast: Cast
    rounds: list[Round]
    units: list[Unit]
    bodies: list[Body]
    slots: list[Slot] = field(default_factory=list)
    reports: dict[tuple[Any, Any], StoredFile] = field(default_factory=dict)
    entries: list[ListEntry] = field(default_factory=list)

    def bureau(self, unit: str) -> Actor:
        return self.cast.bureaus[unit]

    def engineer(self, site_id: Any) -> Actor:
        return next(u.engineer for u in self.units if u.site.pk == site_id)

    def manager(self, engagement: Engagement) -> Actor:
        return next(b.manager for b in self.bodies if b.evaluator.pk == engagement.evaluator_id)


def make_world() -> World:
    """Everything through the real services, from July 2023 on."""
    with clock.at(morning(2023, 7, 3)):
        cast = engage(make_password("a-long-password"))
        rounds = [open_round(notice, actor=cast.province) for notice in ROUNDS]
        units = _units(cast)
        world = World(cast, rounds, units, cast.evaluators[:3])
        world.entries = _listed(world)
        for body in world.bodies[:2]:
            _declared(body)
        _lists(world)
    for round_ in rounds:
        with clock.at(morning(*ROUNDS[round_.notice])):
            _papers(world, round_)
            _slots(world, round_)
            _fill_cap(world, round_)
    return world


def morning(year: int, month: int, day: int) -> datetime:
    """Ten o'clock of a day."""
    return datetime(year, month, day, 10, tzinfo=clock.SHANGHAI)


def _units(cast: Cast) -> list[Unit]:
    first, second = invite_units(cast, Random(1), unit=JIUJIANG, count=2, first_serial=1)
    (other,) = invite_units(cast, Random(2), unit=NANCHANG, count=1, first_serial=3)
    (park,) = invite_units(cast, Random(3), unit=JIUJIANG, count=1, first_serial=4, categories=("park",))
    return [first, second, other, park, second_plant(cast, first)]


def _listed(world: World) -> list[ListEntry]:
    """Two stand on the lists of 2022, which are known to be complete: a chain enterprise needs its listing, or a waiver (C-33)."""
    declare_coverage(kind="published_list", region="江西", from_year=2018, until_year=2026, actor=world.cast.province)
    common = {
        "category": "factory",
        "year": 2022,
        "listed_on": date(2022, 12, 1),
        "document": "演工信〔2022〕演9号",
        "actor": world.cast.province,
    }
    return [enter_listing(world.units[n].site, level="provincial", **common) for n in (0, 2)]


def _declared(body: Body) -> None:
    proof = upload(plain_page("机构条件证明材料（演示）"), "机构条件.pdf", body.manager)
    declare_conditions(body.evaluator, is_legal_person=True, full_time=14, senior=8, experience=[(2023, "评价（虚构）"), (2021, "评价（虚构）")],
                       file=proof, actor=body.manager)  # fmt: skip


def _papers(world: World, round_: Round) -> None:
    """One report for each who may hand one in, and one scan for each bureau."""
    people = [u.engineer for u in world.units[:4]] + [b.manager for b in world.bodies]
    people += [world.bureau(JIUJIANG), world.bureau(NANCHANG), world.cast.province]
    for actor in people:
        words = f"盖章材料（演示数据）\n{actor.organisation_name}"
        world.reports[actor.organisation_id, round_.pk] = upload(plain_page(words), "盖章材料.pdf", actor)


def _slots(world: World, round_: Round) -> None:
    first, second, other, park, plant = world.units
    wanted = [(first, "factory"), (first, "supply_chain"), (second, "factory"), (other, "factory"), (second, "supply_chain"), (plant, "factory"),
              (park, "park")]  # fmt: skip
    for unit, category in (pair for pair in wanted if pair[1] in HELD[round_.notice]):
        forms = [_form(unit, category) for _ in range(FORMS)]
        world.slots.append(Slot(unit, category, round_, forms))


def _form(unit: Unit, category: str) -> Filing:
    filing = start_filing(unit.site, subject=category, on=clock.today(), actor=unit.engineer)
    saved = saved_sections(filing)
    for section in form_of(filing):
        names = {"unit_name": unit.site.name, "address": unit.site.address} if section.id == "unit" else None
        values = filled(section, Random(7), quality=0.9, known=figures_for(filing.standard, filing.edition), unit=names)
        save_section(filing, section.id, values=values, based_on=saved[section.id][0], actor=unit.engineer)
    return filing


def _fill_cap(world: World, round_: Round) -> None:
    """Places taken before the history begins, of units that play no other part in it."""
    unit = world.units[2]
    for number, (body, count) in enumerate(zip(world.bodies, TAKEN[round_.notice], strict=True)):
        for n in range(count):
            engaged = propose_engagement(body.evaluator, site=unit.site, notice=round_.notice, application_number=f"{round_.year}-演{number}-{n}",
                                         category="factory", is_national=True, actor=unit.engineer)  # fmt: skip
            accept_engagement(engaged, statement="没有利害关系。", limit=15, actor=body.manager)


def _lists(world: World) -> None:
    """Lists that wait to be imported: names as they are, near ones, strangers; the same facts again with their end."""
    first, second, other, park, _ = (u.site.organisation for u in world.units)
    near = second.name.replace("有限公司", "有限责任公司")
    debtors = "被执行人名称,组织机构代码,案号,立案时间,移出日期"
    fines = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚决定日期"
    rows = [
        f"{first.name},,（2023）演执1号,2023-06-01,",
        f"{near},,（2023）演执2号,2023-06-02,",
        "浙江演示无关纺织有限公司,,（2023）演执3号,2023-06-03,",
    ]
    ended = [row + "2023-06-30" for row in rows]
    code = f"改了名的演示公司,{other.credit_code},演罚〔2023〕1号,2023-06-20"
    province, bureau = world.cast.province, world.bureau(JIUJIANG)
    given = [
        ("dishonest_debtor", debtors, rows[:1], province), ("dishonest_debtor", debtors, rows, province),
        ("dishonest_debtor", debtors, ended, province), ("dishonest_debtor", debtors, rows[1:], bureau),
        ("dishonest_debtor", debtors, ended, bureau), ("administrative_penalty", fines, [code], province),
        ("administrative_penalty", fines, [f"{near},,演罚〔2023〕2号,2023-06-21", f"{park.name},,演罚〔2023〕3号,2023-06-22"], province),
        ("administrative_penalty", fines, [f"{first.name},,演罚〔2023〕4号,2023-06-23"], bureau),
        ("abnormal_listing", "企业名称,列入日期,移出日期", [f"{second.name},2023-05-01,", f"{other.name},2023-05-02,2023-06-01"], province),
    ]  # fmt: skip
    for number, (list_id, head, lines, actor) in enumerate(given):
        body = "\n".join((head, *lines, f"演示陌生{number}号公司,,,")).encode()
        receive_list(chunks=[body], name=f"名单{number}.csv", list_id=list_id, source="演示来源", looked_up_on=date(2023, 7, 2), region="360000",
                     actor=actor)  # fmt: skip
