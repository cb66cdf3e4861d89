"""Whom a told row means. Held here under its credit code and its name: known. The code alone says nothing sure, a name alone even less:
what differs is judged by a person, row by row, before anything of it is taken in; whoever works at the unit here sees nothing until then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from greenlist.casework.delivery.models import OfflinePackage, RowJudgement
from greenlist.casework.directory.models import Membership, Organisation, OrganisationName, Site
from greenlist.casework.directory.selectors import in_force
from greenlist.casework.evaluators.models import Capability, Evaluator, OutsideDeclaration, Tenure
from greenlist.casework.evaluators.selectors import represents
from greenlist.casework.journal.clock import today
from greenlist.engines.identity.names import name_key, stem
from greenlist.rulebook.reference.regions import city_names, counties, division_name

Told = Mapping[str, Any]
HOW = {"new_unit": "新登记单位", "new_site": "名册中已有，新登记厂址", "known": "名册中已有", "judged": "经核实认定"}


@dataclass(frozen=True)
class Meant:
    """One row of a package beside what is held here: the organisation and site that it means, None where they will be made.

    `doubts` says why it is not sure; only `judgement`, of this very organisation, opens the way then.
    """

    place: int
    told: Told
    organisation: Organisation | None
    site: Site | None
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    judgement: RowJudgement | None = None

    @property
    def is_new(self) -> bool:
        return self.organisation is None

    @property
    def waits(self) -> bool:
        return bool(self.doubts) and self.judgement is None

    @property
    def is_refused(self) -> bool:
        return bool(self.doubts and self.judgement and not self.judgement.is_same)

    @property
    def report_hex(self) -> str:
        """The digest of its report as it stands in an address."""
        return str(self.told["application"]["report"]).removeprefix("sha256:")

    @property
    def has_other_name(self) -> bool:
        """Is the unit held here under another name?"""
        return self.organisation is not None and not bears(self.organisation, self.told["organisation"]["name"])

    @property
    def told_renamed_on(self) -> str:
        """Since when it bears its name, where the package says so; as a date is written in a form."""
        former = self.told["organisation"]["former_names"]
        return former[-1]["renamed_on"] if former and self.organisation and bears(self.organisation, former[-1]["name"]) else ""

    @property
    def told_doubts(self) -> list[str]:
        """What was in doubt, and what was judged of it."""
        said = self.judgement
        return [*self.doubts, f"{said.judged_by}认定{'属实' if said.is_same else '不符'}：{said.reason}"] if said else list(self.doubts)

    @property
    def how(self) -> str:
        """How it was told whom the row means, a key of HOW."""
        if self.doubts:
            return "judged"
        return "new_unit" if self.organisation is None else "known" if self.site else "new_site"

    @property
    def how_label(self) -> str:
        return HOW[self.how]


class Here:
    """What is held here of all that the rows of one package name: read at once, in as many queries for two rows as for two hundred."""

    def __init__(self, rows: Iterable[Told]) -> None:
        told = list(rows)
        of_bodies = {body["credit_code"] for row in told for body in row["evaluator"]}
        codes = ({row["organisation"]["credit_code"] for row in told} | of_bodies) - {""}
        held = Organisation.objects.filter(credit_code__in=codes).prefetch_related("names", Prefetch("sites", Site.objects.order_by("id")))
        self._organisations = {one.credit_code: one for one in held}
        names = OrganisationName.objects.filter(name__in={row["organisation"]["name"] for row in told}).select_related("organisation")
        self._bearers = {borne.name: borne.organisation for borne in names.order_by("-organisation_id")}
        others = Membership.objects.filter(in_force(today()), organisation__in=held).exclude(role="applicant")
        self._at_work = set(others.values_list("organisation", flat=True))
        bodies = Evaluator.objects.filter(organisation__credit_code__in=of_bodies - {""})
        bodies = bodies.select_related("organisation").prefetch_related(
            Prefetch("tenures", Tenure.objects.select_related("representative__same_as__same_as")),
            Prefetch("capabilities", Capability.objects.order_by("declared_at", "id")),
            Prefetch("outside_declarations", OutsideDeclaration.objects.order_by("declared_at", "id")),
        )
        self._bodies = {body.organisation.credit_code: body for body in bodies}

    def organisation(self, credit_code: str) -> Organisation | None:
        """The organisation that bears the code; nobody bears none."""
        return self._organisations.get(credit_code) if credit_code else None

    def site(self, organisation: Organisation | None, name: str, unit: str) -> Site | None:
        """Its site of this name in this region."""
        own = organisation.sites.all() if organisation else ()
        return next((site for site in own if (site.name, site.unit) == (name, unit)), None)

    def bearer(self, name: str) -> Organisation | None:
        """An organisation that bears this name, or bore it."""
        return self._bearers.get(name)

    def is_at_work(self, organisation: Organisation) -> bool:
        """Has somebody of it another position here than its own applicants?"""
        return organisation.pk in self._at_work

    def body(self, credit_code: str) -> Evaluator | None:
        """The evaluating body that bears the code."""
        return self._bodies.get(credit_code)


def all_meant(package: OfflinePackage, rows: Iterable[Told]) -> list[Meant]:
    """Every row of a package in order, with what was judged of it."""
    judged, told = {said.place: said for said in package.row_judgements.all()}, list(rows)
    here = Here(told)
    return [meant(row, package.unit, place, here, judged.get(place)) for place, row in enumerate(told, start=1)]


def meant(told: Told, unit: str, place: int, here: Here, judged: RowJudgement | None = None) -> Meant:
    """Whom the row means, and what stands against it. A judgement of another organisation than the one held now does not count."""
    organisation = here.organisation(told["organisation"]["credit_code"])
    site = here.site(organisation, told["site"]["name"], unit)
    counts = judged is not None and judged.organisation_id == (organisation.pk if organisation else None)
    doubts = (*_whom(told, organisation, site, unit), *_where(told, unit))
    return Meant(place, told, organisation, site, doubts, tuple(_notes(told, organisation, here)), judged if counts else None)


def strangers(rows: Iterable[Told], here: Here) -> list[str]:
    """What nobody can judge right: a code of one that does not apply here, or one code under two names within the package."""
    found, named = [], {}
    for row in rows:
        code, name = row["organisation"]["credit_code"], row["organisation"]["name"]
        if code and name_key(named.setdefault(code, name)) != name_key(name):
            found.append(f"信用代码{code}在包内有两个名称：“{named[code][:60]}”和“{name[:60]}”。")
        held = here.organisation(code)
        if held and here.is_at_work(held):
            found.append(f"{name[:60]}：信用代码{code}在本系统属于“{held.name}”，有专家或其他岗位在此，不能作为申报单位收入。")
    return found


def held_organisation(credit_code: str) -> Organisation | None:
    """The organisation that bears the code now, the one that a row before has just made among them; nobody bears none."""
    return Organisation.objects.filter(credit_code=credit_code).first() if credit_code else None


def held_site(organisation: Organisation | None, name: str, unit: str) -> Site | None:
    """Its site of this name in this region, likewise."""
    return organisation.sites.filter(name=name, unit=unit).order_by("id").first() if organisation else None


def bears(organisation: Organisation, name: str) -> bool:
    """Does it bear this name here, or did it?"""
    return name_key(name) in {name_key(one) for one in (organisation.name, *(borne.name for borne in organisation.names.all()))}


def _whom(told: Told, organisation: Organisation | None, site: Site | None, unit: str) -> list[str]:
    """What differs between the told unit and the one that bears its code here."""
    if organisation is None:
        return []
    name = told["organisation"]["name"]
    keys = {name_key(one) for one in (organisation.name, *(borne.name for borne in organisation.names.all()))}
    if not bears(organisation, name):
        former = [one["name"] for one in told["organisation"]["former_names"] if name_key(one["name"]) in keys]
        said = f"；包内写明它曾用名“{former[0]}”" if former else ""
        return [f"信用代码相同而名称不同：本系统登记为“{organisation.name}”，包内为“{name}”{said}"]
    doubts = []
    if site is None and not any(stem(key) and stem(key) in stem(name_key(told["site"]["name"])) for key in keys):
        doubts.append(f"厂址名称与单位名称“{organisation.name}”不同")
    if elsewhere := sorted({site.unit for site in organisation.sites.all()} - {unit}):
        named = dict(city_names())
        if unit not in {site.unit for site in organisation.sites.all()}:
            doubts.append(f"本系统登记的厂址都在{'、'.join(named.get(code, code) for code in elsewhere)}，不在报送的推荐单位")
    return doubts


def _where(told: Told, unit: str) -> list[str]:
    """A site outside the region of the office that recommends it."""
    division, own = told["site"]["division"], {one.code for one in counties(unit)}
    if not own or not division or division == unit or division in own:
        return []
    return [f"厂址所在的{division_name(division)}不属报送的推荐单位"]


def _notes(told: Told, organisation: Organisation | None, here: Here) -> list[str]:
    notes, name = [], told["organisation"]["name"]
    if not told["organisation"]["credit_code"]:
        notes.append("没有信用代码，另立一户，不与同名单位合并")
    if organisation is None and (same := here.bearer(name)):
        notes.append(f"本系统另有同名单位（{same.credit_code or '没有信用代码'}），请核对信用代码")
    for body in told["evaluator"]:
        held = here.body(body["credit_code"])
        notes += _differences(body, held, told["printed"]["third_party"]) if held else [f"将据包登记第三方机构“{body['name']}”，待核实"]
    return notes


def _differences(body: Told, held: Evaluator, printed: str) -> list[str]:
    """What the package says otherwise of a body that is held here; what is held stays."""
    declared, person = list(held.capabilities.all()), represents(held.tenures.all(), today())
    capability = declared[-1] if declared else None
    outside = {said.year: said.projects for said in held.outside_declarations.all()}
    pairs = [("名称", body["name"], str(held)), ("名称", printed, str(held)),
             ("法定代表人", body["representative"], person.name if person else "")]  # fmt: skip
    for said in body["capability"]:
        here = _conditions(capability.is_legal_person, capability.full_time, capability.senior) if capability else ""
        pairs.append(("机构条件", _conditions(said["is_legal_person"], said["full_time"], said["senior"]), here))
    for said in body["outside"]:
        known = f"{outside[said['year']]}项" if said["year"] in outside else "未申明"
        pairs.append((f"{said['year']}年外省国家级项目", f"{said['projects']}项", known))
    differing = dict.fromkeys(
        f"第三方机构{label}：包里为“{there[:60]}”，本系统为“{here or '未登记'}”，以本系统为准"
        for label, there, here in pairs
        if there != here
    )
    return list(differing)


def _conditions(is_legal_person: bool, full_time: int, senior: int) -> str:
    return f"{'' if is_legal_person else '非'}独立法人，专职{full_time}人、高级{senior}人"
