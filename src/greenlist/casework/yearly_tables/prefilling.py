"""What a new table begins with: last year's figures beside the empty fields, and what seldom changes as it stood."""

from greenlist.casework.directory.models import Site
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.models import Filing, FilingVersion
from greenlist.casework.filings.selectors import Body, form_of, rows_of, version_content

OWN = ("unit_name", "address")  # as the register has them today


def newest_before(site: Site, category: str, data_year: int) -> FilingVersion | None:
    """The version this site handed in last for an earlier year and the same category: a yearly table's, or an application's."""
    rows = FilingVersion.objects.filter(filing__site=site, filing__data_year__lt=data_year).select_related("filing")
    same = [v for v in rows.order_by("-filing__data_year", "-submitted_at", "-id") if v.score and _category(v) == category]
    return same[0] if same else None


def begun_with(filing: Filing, before: FilingVersion) -> dict[str, Body]:
    """{section: its values} of the new form, out of a version of an earlier year.

    A figure is never taken over as this year's: it stands beside the field as last year's, and only when it is of the year just before.
    The commitment is given anew.
    """
    told = {row: entry for body in version_content(before)["sections"].values() for row, entry in body.items()}
    known, is_last = rows_of(before.filing), before.filing.data_year == filing.data_year - 1
    made: dict[str, Body] = {}
    for section in form_of(filing):
        for row in section.filled_rows:
            if row.id not in OWN and (entry := _begun(row, known.get(row.id), told.get(row.id, {}), is_last=is_last)):
                made.setdefault(section.id, {})[row.id] = entry
    return made


def last_year_of(before: FilingVersion | None, filing: Filing) -> dict[str, str]:
    """{row: last year's figure as it was handed in}; {} when there is none of the year just before."""
    if before is None:
        return {}
    bodies = begun_with(filing, before).values()
    return {row: entry["last_year"] for body in bodies for row, entry in body.items() if entry.get("last_year")}


def _begun(row: Row, known: Row | None, entry: dict[str, str], *, is_last: bool) -> dict[str, str]:
    if known is None or (known.kind, known.unit) != (row.kind, row.unit) or row.kind == "check":
        return {}
    if entry.get("not_applicable") and row.may_be_not_applicable:
        return {"not_applicable": entry["not_applicable"]}
    value = entry.get("value", "")
    if not value:
        return {}
    if row.kind == "quantity":
        return {"last_year": value} if is_last else {}
    return {"value": value}


def _category(version: FilingVersion) -> str:
    return str(version_content(version)["facts"].get("category", ""))
