"""Many rows quickly: one played case copied into a round of N applications, and a published list of N entries.

The copies have what the list pages read (legal entity, site, filing, state, dates); the list pages are what is measured on them.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.db.models import Model
from django.db.transaction import atomic

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.casework.filings.models import Filing
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import Category, Level, ListEntry
from greenlist.rulebook.reference.credit_code import make_demo_code
from greenlist.rulebook.reference.regions import cities, counties

STATES = ("submitted", "verifying", "recommendable", "recommended", "accepted", "reviewed", "listed", "not_selected")
BATCH = 2000


@atomic
def add_applications(case: Application, count: int, random: Random) -> None:
    """`count` copies of a case, each of a legal entity of its own, in every state the two offices see."""
    owners = [
        _copy(case.site.organisation, name=f"演示{i:05d}号制造有限公司", credit_code=make_demo_code(i + 10_000)) for i in range(count)
    ]
    names = [OrganisationName(organisation=owner, name=owner.name) for owner in owners]
    sites = [_copy(case.site, name=owner.name, organisation=owner) for owner in owners]
    filings = [_copy(case.filing, site=site) for site in sites]
    cases = [
        _copy(case, number=f"{case.number[:4]}-T-{i:05d}", site=sites[i], filing=filings[i], state=random.choice(STATES),
              changed_at=case.changed_at + timedelta(minutes=random.randint(0, 40_000)))
        for i in range(count)
    ]  # fmt: skip
    Organisation.objects.bulk_create(owners, batch_size=BATCH)
    OrganisationName.objects.bulk_create(names, batch_size=BATCH)
    Site.objects.bulk_create(sites, batch_size=BATCH)
    Filing.objects.bulk_create(filings, batch_size=BATCH)
    Application.objects.bulk_create(cases, batch_size=BATCH)


@atomic
def add_entries(count: int, random: Random) -> None:
    """`count` published rows over twelve years, three categories, all cities; some renamed, some removed."""
    ListEntry.objects.bulk_create((_entry(i, random) for i in range(count)), batch_size=BATCH)


def _entry(i: int, random: Random) -> ListEntry:
    city = random.choice(cities()).code
    year = random.randint(2017, 2028)
    removed = random.random() < 0.05
    return ListEntry(
        origin="published", name=f"演示{random.randint(0, 10**8)}制造有限公司", credit_code=make_demo_code(i + 10_000),
        former_names=f"演示{i}旧名有限公司" if random.random() < 0.1 else "", level=random.choice(Level.values),
        category=random.choice(Category.values), year=year, unit=city, division=random.choice(counties(city)).code,
        listed_on=date(year, 9, 28), document=f"演工信节能字〔{year}〕演88号", document_row=i, checked_on=date(year, 9, 1),
        state="listing_removed" if removed else "listing_standing", removed_on=date(year + 1, 3, 1) if removed else None, removal_clause="C-60" if removed else "",
        removal_reason="停产12个月以上" if removed else "",
    )  # fmt: skip


def _copy(row: Model, **changed: Any) -> Any:
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in changed and f.name != "id"}
    return type(row)(**kept, **changed, id=uuid7())
