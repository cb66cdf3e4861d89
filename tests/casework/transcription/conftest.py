"""A delivery of a county, received and read through the real services."""

import pytest

from greenlist.casework.transcription.services import read_import, receive_import, store_archive, store_table
from greenlist.rehearsal.county_table import county_units, messy_table
from greenlist.rehearsal.county_zip import gbk_zip, report_pdf
from tests.casework.cast import JIUJIANG


def delivered(province, table, archive, *, read=True, actor=None):
    """An import from the bytes of a table and a zip (or None)."""
    officer = actor or province.officer
    made = receive_import(round_=province.round, table=store_table(chunks=[table], name="汇总表.docx", actor=officer),
                          archive=archive and store_archive(chunks=[archive], name="报告.zip", actor=officer), actor=officer)  # fmt: skip
    if read:
        read_import(made, actor=officer)
        made.refresh_from_db()
    return made


def reports(units, **other):
    """{file name: PDF} for units, each under its own name; `other` replaces the unit written in the text."""
    return {f"{u.name}.pdf": report_pdf(other.get(u.name, u.name), u.third_party) for u in units}


def county_of(rows):
    """(units, table) of a county with so many rows."""
    units = county_units(11, JIUJIANG, 20)[:rows]
    return units, messy_table(units, 11)


@pytest.fixture
def county():
    """(units, table) of a small county: eight rows."""
    return county_of(8)


@pytest.fixture
def delivery(province, county):
    """That county's delivery, read: every report in its place."""
    units, table = county
    return delivered(province, table, gbk_zip(reports(units)))
