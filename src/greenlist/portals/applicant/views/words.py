"""Old and new values in words, as the form shows them: 符合, 1,284.6, a text as it was typed."""

from dataclasses import replace

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import ReturnedPlace, returned_places
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import Change, rows_of, versions_diff
from greenlist.portals.shared.templatetags.faces import answer
from greenlist.portals.shared.templatetags.figures import figure

FIGURES = {"quantity", "degree", "count"}


def said(row: Row | None, text: str) -> str:
    """A stored value as a person reads it."""
    return figure(text) if row and row.kind in FIGURES and text else answer(text)


def places_of(application: Application) -> list[ReturnedPlace]:
    """The returned places while it is the applicant's turn, with their values in words."""
    if application.state != "returned":
        return []
    rows = rows_of(application.filing)
    return [replace(p, old=said(rows.get(p.item.row), p.old), new=said(rows.get(p.item.row), p.new)) for p in returned_places(application)]


def changes_of(before: FilingVersion, after: FilingVersion) -> list[Change]:
    """What changed between two versions, with the values in words."""
    rows = rows_of(after.filing)
    return [replace(c, old=said(rows.get(c.row), c.old), new=said(rows.get(c.row), c.new)) for c in versions_diff(before, after)]
