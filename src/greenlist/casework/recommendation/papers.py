"""The papers of a batch, from its frozen rows (or, before freezing, from the rows as they would stand)."""

from collections.abc import Iterable
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.selectors import industry_or_type
from greenlist.casework.filings.selectors import Body, saved_sections_of
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.recommendation.selectors import rows_of
from greenlist.casework.stationery.printing import check_pdf, printed
from greenlist.papers.dateless import dateless
from greenlist.papers.letter import LetterUnit, RecommendationLetter, to_pdf
from greenlist.papers.letter import word_values as letter_values
from greenlist.papers.platform_table import PlatformUnit
from greenlist.papers.summary_table import SummaryRow, SummaryTable, to_xlsx
from greenlist.papers.summary_table import word_values as table_values
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.reference.regions import division_name

PROVINCE = "360000"
CONTACT = ("ownership", "contact_department", "contact_person", "contact_phone")
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


def platform_units(rows: Iterable[BatchRow], *, only: str = "") -> list[PlatformUnit]:
    """Frozen rows as they are told to the ministry's platform; `only` is the level where just one is told of (国家级)."""
    held = list(rows)
    saved = saved_sections_of([row.application.filing for row in held])
    return [_platform_unit(row, saved[row.application.filing_id].get("unit", (0, {}))[1], only) for row in held]


def _platform_unit(row: BatchRow, unit: Body, only: str) -> PlatformUnit:
    site, printed, batch = row.application.site, row.printed, row.batch
    return PlatformUnit(
        category=printed["category"], serial=printed["serial"], name=printed["name"], credit_code=site.organisation.credit_code or "",
        province=division_name(PROVINCE), city=printed["city"], county=printed["county"], address=site.address,
        industry=printed["industry_or_type"], industry_code=site.industry, evaluator=printed["third_party"],
        level=only or "＋".join(word for word, on in (("国家级", printed["national"]), ("省级", printed["provincial"])) if on),
        document_number=batch.letter_number, dated_on=str(batch.dated_on or ""),
        place=f"{batch.number} {row.application.get_category_display()}序号{printed['serial']}",
        **{name: unit.get(name, {}).get("value", "") for name in CONTACT},
    )  # fmt: skip


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
        basis=given.cited,
    )


def letter_pdf(batch: Batch) -> bytes:
    """The letter as PDF. Raises Refused where the office's own template has other words."""
    check_pdf("recommendation_letter", batch.letter_template)
    return to_pdf(letter(batch))


def table_word(batch: Batch) -> bytes:
    """The table as a Word file, from the template it was frozen with."""
    table = summary_table(batch)
    return printed("summary_table", batch.table_template, table_values(table), is_demo=table.is_demo)


def table_excel(batch: Batch) -> bytes:
    """The table as a workbook: the same bytes whenever it is made, at the page and in the package."""
    return dateless(to_xlsx(summary_table(batch)))


def letter_word(batch: Batch) -> bytes:
    """The letter as a Word file, from the template it was frozen with."""
    made = letter(batch)
    return printed("recommendation_letter", batch.letter_template, letter_values(made), is_demo=made.is_demo)


def _levels(printed: dict[str, Any]) -> str:
    return "、".join(word for word, on in (("国家级", printed["national"]), ("省级", printed["provincial"])) if on)
