"""The form of 代录补正: the returned rows with the officer's words and their values, as typed now or as saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import ReturnedPlace
from greenlist.casework.filings.forms import Row, Section
from greenlist.casework.filings.selectors import Body, form_of, saved_sections
from greenlist.casework.rounds.selectors import parameter


@dataclass(frozen=True)
class Place:
    """One returned row with the officer's words and its value, as typed now or as saved."""

    section: Section
    row: Row
    words: str
    value: str

    @property
    def name(self) -> str:
        return f"v-{self.section.id}:{self.row.id}"


def may_mend(application: Application) -> bool:
    """Was it entered by the office, and is it returned?"""
    return application.state == "returned" and bool(application.entered_by)


def mending_context(request: HttpRequest, application: Application, returned: Iterable[ReturnedPlace]) -> dict[str, Any]:
    """The form of 代录补正: every returned row (all rows of a section returned as a whole), on top of which save, the size limit."""
    words = {(p.item.section, p.item.row): p.item.words for p in returned}
    saved = saved_sections(application.filing)
    places = [
        Place(section, row, words.get((section.id, row.id), words.get((section.id, ""), "")), _value(request, section, row, saved))
        for section in form_of(application.filing)
        for row in section.filled_rows
        if (section.id, row.id) in words or (section.id, "") in words
    ]
    return {
        "mended_places": places,
        "bases": [(section, saved[section][0]) for section in dict.fromkeys(p.section.id for p in places)],
        "limit": parameter(application.round, "upload_limit_mb"),
        "typed": request.POST,
    }


def _value(request: HttpRequest, section: Section, row: Row, saved: dict[str, tuple[int, Body]]) -> str:
    typed = request.POST.get(f"v-{section.id}:{row.id}")
    return typed if typed is not None else saved[section.id][1].get(row.id, {}).get("value", "")
