"""The rows of a package become applications, and the batch is handed in: through the services of every room below, within one transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.told_services import take_in_application
from greenlist.casework.delivery.matching import Meant, all_meant, held_organisation, held_site
from greenlist.casework.delivery.models import OfflinePackage, RowJudgement
from greenlist.casework.delivery.numbering import numbers_here
from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.selectors import office_of
from greenlist.casework.directory.services import enter_organisation, enter_site, rename_organisation
from greenlist.casework.evaluators.told_services import take_in_engagement
from greenlist.casework.files.inspection import Inspection
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import enter_kept
from greenlist.casework.filings.told_services import take_in_filing
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.told_services import take_in_batch
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.verification.told_services import take_in_verification

Looks = Mapping[str, Inspection]


class Shelf(Mapping[str | None, StoredFile]):
    """The files of a package by digest, each entered when it is first asked for: the unit's own for the unit, proofs for the office."""

    def __init__(self, manifest: Any, looks: Looks, actor: Actor) -> None:
        self.looks, self.actor = looks, actor
        self.names = {file["digest"]: file["name"] for file in manifest["files"]}
        self.owner: UUID | None = None
        self.stored: dict[tuple[str, UUID | None], StoredFile] = {}

    def of(self, owner: UUID) -> "Shelf":
        """The same files, kept for this owner from now on."""
        self.owner = owner
        return self

    def __getitem__(self, digest: str | None) -> StoredFile:
        if digest is None:
            raise KeyError(digest)
        key = (digest, self.owner)
        if key not in self.stored:
            owner = self.owner or UUID(int=0)
            self.stored[key] = enter_kept(digest, name=self.names[digest], found=self.looks[digest], owner=owner, actor=self.actor)
        return self.stored[key]

    def __iter__(self) -> Any:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def enter_batch(package: OfflinePackage, manifest: Any, looks: Looks, *, late: str, unsealed: str, actor: Actor) -> Batch:
    """Every row of the package, then its batch; its files lie in the store, and `looks` says what was found in them. Raises Refused."""
    shelf, office = Shelf(manifest, looks, actor), _office(package, actor)
    letter = shelf.of(office.pk)[manifest["batch"]["sealed_letter"]]
    if not letter.is_pdf:
        raise Refused("报送包没有收入。", items=["盖章推荐文件不是 PDF。"], clause="C-09")
    rows, package.matches = [], []
    numbers = numbers_here(manifest["rows"])
    for found in all_meant(package, manifest["rows"]):
        number = numbers[found.told["application"]["number"]]
        made = _enter(found, number, package, office, shelf, late=late, unsealed=unsealed, actor=actor)
        rows.append((made, found.told["printed"]))
        package.matches.append({"application": made.number, "how": found.how, "doubts": found.told_doubts})
    return take_in_batch(package.round, unit=package.unit, office=package.office, told=manifest["batch"], rows=rows, letter=letter, proofs=shelf.of(office.pk), late=late,
                         unsealed=unsealed, package=package.digest, actor=actor)  # fmt: skip


def _enter(
    found: Meant, number: str, package: OfflinePackage, office: Organisation, shelf: Shelf, *, late: str, unsealed: str, actor: Actor
) -> Application:
    row, site = found.told, _site(found, package, actor)
    own = shelf.of(site.organisation_id)
    report = own[row["application"]["report"]]
    if not report.is_pdf:
        raise Refused("报送包没有收入。", items=[f"{site.name}：评价报告不是 PDF。"], clause="C-09")
    filing = take_in_filing(site, filing=row["filing"], version=row["version"], receipt=f"HZ-{number}-{row['version']['number']}",
                            files=own, actor=actor)  # fmt: skip
    made = take_in_application(site, number=number, round_=package.round, filing=filing, told=row["application"], report=report, late=late, unsealed=unsealed,
                               actor=actor)  # fmt: skip
    for body in row["evaluator"]:
        take_in_engagement(body, site=site, notice=package.round.notice, application_number=made.number, category=made.category,
                           limit=int(parameter(package.round, "cap_projects")), counts_related=parameter(package.round, "cap_counts_related"), files=own, told_from=f"离线报送包{package.number}",
                           actor=actor)  # fmt: skip
    take_in_verification(made, told=row, files=shelf.of(office.pk), actor=actor)
    return made


def _site(found: Meant, package: OfflinePackage, actor: Actor) -> Site:
    """The site that the row means, made where none is held; its organisation likewise, or the one that a row before has just made."""
    told = found.told["organisation"]
    organisation = found.organisation or held_organisation(told["credit_code"]) or _organisation(told, actor)
    if (said := found.judgement) and said.renamed_on and found.organisation:
        _rename(found.organisation, told["name"], said, package, actor)
    site = found.site or held_site(organisation, found.told["site"]["name"], package.unit)
    return site or enter_site(organisation, unit=package.unit, actor=actor, **found.told["site"])


def _rename(organisation: Organisation, name: str, said: RowJudgement, package: OfflinePackage, actor: Actor) -> None:
    """The name that it was judged to bear since; once, where two rows are of one unit."""
    organisation.refresh_from_db()
    if said.renamed_on and organisation.name != name:
        rename_organisation(organisation, name=name, on=said.renamed_on, source=f"离线报送包{package.number}，{said.judged_by}认定：{said.reason}",
                            actor=actor)  # fmt: skip


def _organisation(told: Any, actor: Actor) -> Organisation:
    """Entered under its oldest name and renamed since, as it bore them."""
    former = told["former_names"]
    names = [*(borne["name"] for borne in former), told["name"]]
    made = enter_organisation(kind=told["kind"], name=names[0], credit_code=told["credit_code"], division=told["division"], actor=actor,
                              is_demo=settings.DEMO)  # fmt: skip
    for borne, name in zip(former, names[1:], strict=True):
        rename_organisation(made, name=name, on=date.fromisoformat(borne["renamed_on"]), actor=actor)
    return made


def _office(package: OfflinePackage, actor: Actor) -> Organisation:
    """The office that handed in, entered when this installation never heard of it."""
    return office_of(package.unit) or enter_organisation(kind=Organisation.Kind.BUREAU, name=package.office, unit=package.unit, actor=actor,
                                                         is_demo=settings.DEMO)  # fmt: skip
