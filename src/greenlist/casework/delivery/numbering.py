"""申报号 of what is taken in: both installations count from one, so that a number may stand here for another case already."""

from collections.abc import Iterable, Mapping
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.models import FilingVersion

Told = Mapping[str, Any]


def numbers_here(rows: Iterable[Told]) -> dict[str, str]:
    """The number here of each told one: its own while it is free, else the next that neither a case here nor a row of the package bears.

    Called while the row of the round is locked, as every numbering is.
    """
    told = {row["application"]["number"]: row["version"]["receipt"] for row in rows}
    borne = set(Application.objects.filter(number__in=told).values_list("number", flat=True))
    receipts = set(FilingVersion.objects.filter(receipt__in=told.values()).values_list("receipt", flat=True))
    here = {}
    for number, receipt in told.items():
        here[number] = _free(number, {*told, *here.values()}) if number in borne or receipt in receipts else number
    return here


def _free(number: str, taken: set[str]) -> str:
    begins = number[: number.rindex("-") + 1]
    held = Application.objects.filter(number__startswith=begins).values_list("number", flat=True)
    tails = [one.removeprefix(begins) for one in {*held, *taken} if one.startswith(begins)]
    return f"{begins}{max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1:04d}"
