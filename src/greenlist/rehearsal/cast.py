"""The cast: offices, officers, experts, administrators and invented units, entered through the services."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.services import open_account
from greenlist.casework.directory.models import Membership, Organisation, Site
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import enter_organisation, enter_site, grant_membership, rename_organisation
from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.evaluators.services import enter_evaluator
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.rehearsal.names import UnitName, as_park, parts, unit_names
from greenlist.rulebook.notices import newest_notice, round_parameters
from greenlist.rulebook.reference.credit_code import make_demo_code
from greenlist.rulebook.reference.regions import counties, division_name

SINCE = date(2020, 1, 1)
CENTRES = {"360000": "江西省工业与信息化融合推进中心"}
USERNAMES = {"factory": "factory", "park": "park", "supply_chain": "chain"}
RENAMED = 7  # every seventh unit bore another name before


@dataclass
class Unit:
    """One invented unit with its site, the category it applies in, and the engineer who fills in for it."""

    site: Site
    engineer: Actor
    category: str = "factory"


@dataclass
class Body:
    """One invented evaluating body and the project manager who acts for it."""

    evaluator: Evaluator
    manager: Actor


@dataclass
class Cast:
    """Everybody who plays: `bureaus` by recommending-unit code, the province's two officers, experts, evaluating bodies, units."""

    province: Actor
    director: Actor
    centre: Actor
    bureaus: dict[str, Actor]
    experts: list[Membership]
    evaluators: list[Body]
    password: str
    units: dict[str, list[Unit]] = field(default_factory=dict)


def engage(password: str, notice: str = "") -> Cast:
    """Enter the offices of a notice's round (the newest's, unless told), the experts and the three administrators; `password` is an encoded hash shared by all."""
    given = round_parameters(notice or newest_notice())
    province = _office("province", given.department)
    centre = _office("centre", CENTRES.get(given.province, f"{given.department}下属中心（演示）"))
    operator = _office("operator", "系统运行维护组")
    for username, name, role in (
        ("system", "系统管理员（演示）", "system_admin"),
        ("security", "安全管理员（演示）", "security_admin"),
        ("audit", "审计管理员（演示）", "audit_admin"),
    ):
        _person(username, name, operator, role, password)
    return Cast(
        province=_actor("province", "林处长（演示）", province, "province", password),
        director=_actor("director", "苏副厅长（演示）", province, "province", password),
        centre=_actor("centre", "刘主任（演示）", centre, "centre", password),
        bureaus={unit.code: _bureau(number, unit.code, unit.office, password)
                 for number, unit in enumerate(given.units)},
        experts=[_expert(number, password) for number in range(1, 5)],
        evaluators=[_body(number, name, password) for number, name in enumerate(parts()["evaluators"], start=1)],
        password=password,
    )  # fmt: skip


def recall(notice: str = "") -> Cast:
    """The cast as it stands in the database, for a later process."""
    found = {m.user.username: m for m in Membership.objects.select_related("user", "organisation")}
    units = round_parameters(notice or newest_notice()).units
    return Cast(
        province=actor_in(found["province"]),
        director=actor_in(found["director"]),
        centre=actor_in(found["centre"]),
        bureaus={unit.code: actor_in(found[f"bureau{unit.code.lower()}"]) for unit in units},
        experts=[found[f"expert{number}"] for number in range(1, 5)],
        evaluators=[
            Body(found[f"evaluator{number}"].organisation.evaluator, actor_in(found[f"evaluator{number}"]))
            for number in range(1, len(parts()["evaluators"]) + 1)
        ],
        password=found["province"].user.password,
    )


def invite_units(
    cast: Cast, random: Random, *, unit: str, count: int, first_serial: int, categories: Sequence[str] = ("factory",)
) -> list[Unit]:
    """Enter `count` invented units under one bureau, each with one engineer's account; `categories` are taken in turn."""
    names = unit_names(random, unit, [(c.code, c.name) for c in counties(unit)], count)
    made = []
    for i, name in enumerate(names):
        category = categories[i % len(categories)]
        made.append(_unit(cast, as_park(name, random) if category == "park" else name, unit, first_serial + i, category))
    cast.units.setdefault(unit, []).extend(made)
    return made


def county_officer(division: str, unit: str, password: str) -> Actor:
    """The officer of a county's office, which looks at the units of its county before the city does."""
    name = f"{division_name(division)}工业和信息化局"
    office = enter_organisation(kind=Organisation.Kind.COUNTY_OFFICE, name=name, division=division, unit=unit, actor=SYSTEM, is_demo=True)
    return _actor(f"county{division}", "涂干事（演示）", office, "county", password)


def second_plant(cast: Cast, first: Unit) -> Unit:
    """Another plant under the same credit code, with the same engineer: it applies for itself."""
    site = first.site
    name = f"{site.name.removesuffix('有限公司').removesuffix('股份')}二厂"
    plant = enter_site(site.organisation, name=name, address=f"{site.address}附二厂区", division=site.division, unit=site.unit,
                       industry=site.industry, actor=SYSTEM)  # fmt: skip
    made = Unit(plant, first.engineer)
    cast.units[site.unit].append(made)
    return made


def _unit(cast: Cast, name: UnitName, unit: str, serial: int, category: str) -> Unit:
    is_park = category == "park"
    is_renamed = serial % RENAMED == 1 and not is_park
    kind = Organisation.Kind.PARK_BODY if is_park else Organisation.Kind.ENTERPRISE
    legal_name = f"{name.name}管理委员会" if is_park else name.name
    organisation = enter_organisation(
        kind=kind, name=_former(name.name) if is_renamed else legal_name, credit_code=make_demo_code(serial),
        division=name.county, actor=SYSTEM, is_demo=True,
    )  # fmt: skip
    if is_renamed:
        rename_organisation(organisation, name=name.name, on=date(2023, 3, 1), actor=SYSTEM)
    site = enter_site(
        organisation, name=name.name, address=f"{name.county_name}工业园演示路{serial % 90 + 1}号", division=name.county,
        unit=unit, industry=name.industry, park_type=name.park_type, actor=SYSTEM,
    )  # fmt: skip
    people = parts()["people"]
    engineer = f"{people[serial % len(people)]}（演示）"
    username = f"{USERNAMES[category]}{serial:03d}"
    return Unit(site, _actor(username, engineer, organisation, "applicant", cast.password), category)


def _former(name: str) -> str:
    """…厂, the name of the works before it became a company."""
    return name.removesuffix("有限公司").removesuffix("股份").removesuffix("集团") + "厂"


def _bureau(number: int, code: str, office: str, password: str) -> Actor:
    organisation = enter_organisation(kind=Organisation.Kind.BUREAU, name=office, unit=code, actor=SYSTEM, is_demo=True)
    officers = parts()["officers"]
    return _actor(f"bureau{code.lower()}", f"{officers[number % len(officers)]}（演示）", organisation, "bureau", password)


def _expert(number: int, password: str) -> Membership:
    organisation = _office("other", f"演示研究院第{number}室")
    return _person(f"expert{number}", f"专家{number:02d}（演示）", organisation, "expert", password)


def _body(number: int, name: str, password: str) -> Body:
    organisation = enter_organisation(
        kind=Organisation.Kind.EVALUATOR, name=name, credit_code=make_demo_code(9000 + number), actor=SYSTEM, is_demo=True
    )
    person = f"{parts()['representatives'][number - 1]}（演示）"
    evaluator = enter_evaluator(organisation, representative=person, from_on=SINCE, actor=SYSTEM)
    return Body(evaluator, _actor(f"evaluator{number}", f"项目经理{number:02d}（演示）", organisation, "evaluator", password))


def _office(kind: str, name: str) -> Organisation:
    return enter_organisation(kind=kind, name=name, actor=SYSTEM, is_demo=True)


def _person(username: str, name: str, organisation: Organisation, role: str, password: str) -> Membership:
    user: User = open_account(username=username, name=name, actor=SYSTEM, encoded=password)[0]
    return grant_membership(user, organisation, role=role, actor=SYSTEM, from_on=SINCE)


def _actor(username: str, name: str, organisation: Organisation, role: str, password: str) -> Actor:
    return actor_in(_person(username, name, organisation, role, password))
