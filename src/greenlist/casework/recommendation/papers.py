"""The papers of a batch, from its frozen rows (or, before freezing, from the rows as they would stand)."""

from collections.abc import Iterable
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.selectors import industry_or_type
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.selectors import rows_of
from greenlist.papers.letter import LetterUnit, RecommendationLetter
from greenlist.papers.summary_table import SummaryRow, SummaryTable
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.reference.regions import division_name

STATEMENT = "符合申报条件，申报材料真实，同意申报"


def printed_row(application: Application, serial: int) -> dict[str, Any]:
    """The cells of one row of the annex (C-66), as they are frozen."""
    given = round_parameters(application.round.notice)
    self_words = given.parameter("self_evaluation_words").value
    return {
        "category": application.category,
        "serial": serial,
        "city": given.unit(application.unit).city,
        "county": division_name(application.site.division),
        "name": application.site.name,
        "third_party": application.third_party or self_words,
        "industry_or_type": industry_or_type(application.site)[1].rpartition(" ")[2],
        "national": application.wants_national,
        "provincial": application.wants_provincial,
    }


def printed_rows(applications: Iterable[Application]) -> list[tuple[Application, dict[str, Any]]]:
    """Rows for many applications; the serial number starts anew in each part of the table."""
    counts: dict[str, int] = {}
    rows = []
    for application in applications:
        counts[application.category] = counts.get(application.category, 0) + 1
        rows.append((application, printed_row(application, counts[application.category])))
    return rows


def summary_table(batch: Batch) -> SummaryTable:
    """The annexed table of a frozen batch."""
    rows = tuple(SummaryRow(**row.printed) for row in rows_of(batch))
    is_demo = any(row.application.is_demo for row in rows_of(batch))
    return SummaryTable(batch.round.year, batch.office, batch.dated_on, rows, is_demo, batch.number)


def letter(batch: Batch) -> RecommendationLetter:
    """The letter of a frozen batch: for each unit, conditions met, material true, agreed."""
    rows, given = list(rows_of(batch)), round_parameters(batch.round.notice)
    units = tuple(LetterUnit(row.printed["name"], row.application.get_category_display(), _levels(row.printed), STATEMENT) for row in rows)
    return RecommendationLetter(
        year=batch.round.year,
        office=batch.office,
        addressee=given.department,
        document_number=batch.letter_number,
        dated_on=batch.dated_on,
        units=units,
        is_demo=any(row.application.is_demo for row in rows),
        basis=given.basis,
    )


def _levels(printed: dict[str, Any]) -> str:
    return "、".join(word for word, on in (("国家级", printed["national"]), ("省级", printed["provincial"])) if on)
