"""Whom a told row means: by credit code alone, as a name may be borne by two; and what a person is shown before it is taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.evaluators.models import Evaluator

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Meant:
    """One row of a package beside what is held here: the organisation and site that it means, None where they will be made."""

    told: Told
    organisation: Organisation | None
    site: Site | None
    notes: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        return self.organisation is None


def meant(told: Told, unit: str) -> Meant:
    """Whom the row means, and what is worth a look."""
    organisation = held_organisation(told["organisation"]["credit_code"])
    site = held_site(organisation, told["site"]["name"], unit)
    return Meant(told, organisation, site, tuple(_notes(told, organisation)))


def held_organisation(credit_code: str) -> Organisation | None:
    """The organisation that bears the code; nobody bears none."""
    return Organisation.objects.filter(credit_code=credit_code).first() if credit_code else None


def held_site(organisation: Organisation | None, name: str, unit: str) -> Site | None:
    """Its site of this name in this region."""
    return organisation.sites.filter(name=name, unit=unit).order_by("id").first() if organisation else None


def _notes(told: Told, organisation: Organisation | None) -> list[str]:
    notes = []
    if not told["organisation"]["credit_code"]:
        notes.append("没有信用代码，另立一户，不与同名单位合并")
    elif organisation and organisation.name != told["organisation"]["name"]:
        notes.append(f"同一信用代码在本机登记为“{organisation.name}”")
    for body in told["evaluator"]:
        if not Evaluator.objects.filter(organisation__credit_code=body["credit_code"]).exists():
            notes.append(f"将登记第三方机构“{body['name']}”")
    return notes
