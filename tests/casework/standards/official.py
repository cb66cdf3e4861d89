"""An official table as an officer would fill it in, for tests: values typed into our own sheet, or a whole file changed."""

import io

import openpyxl

from greenlist.casework.journal.clock import today
from greenlist.casework.oversight.edition_changes import basis_of
from greenlist.casework.standards.selectors import table_of
from greenlist.casework.standards.services import load_table, name_sources, note_changes, sign, sign_second
from greenlist.casework.standards.sheet import HEADS, OFFICIAL, OURS, PLACE, SOURCE, write_sheet

GENERAL = "gbt-36132/2018"
READ = "GB/T 36132—2018 正式文本 第9页 表1"


def filled(subject, values, was=None):
    """Our sheet with (official value, source) at some places; `was`: what it shows as ours at some, as an older one does."""
    target = io.BytesIO()
    table, _ = table_of(subject)
    write_sheet(target, table, edition="随系统提供")
    book = openpyxl.load_workbook(target)
    sheet = book.active
    rows = {row[HEADS.index(PLACE)].value: row for row in sheet.iter_rows()}
    for place, (official, source) in values.items():
        row = rows.get(place) or [*sheet.iter_rows(min_row=sheet.max_row + 1, max_row=sheet.max_row + 1, max_col=len(HEADS))][0]
        row[HEADS.index(PLACE)].value, row[HEADS.index(OFFICIAL)].value, row[HEADS.index(SOURCE)].value = place, official, source
    for place, shown in (was or {}).items():
        rows[place][HEADS.index(OURS)].value = shown
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loaded(actor, values, subject=GENERAL, *, body=None, name="官方表.xlsx", holds_from=None):
    """A 校核稿 of these values, as the service makes it."""
    body = filled(subject, values) if body is None else body
    return load_table(subject, chunks=[body], name=name, document="正式文本", holds_from=holds_from or today(), actor=actor)


def signed(province, values, subject=GENERAL, *, source="", **given):
    """The edition that two persons of the province made of them; `source` for what has none."""
    row = loaded(province.cast.centre, values, subject, **given)
    if source:
        name_sources(row, sources={}, all_others=source, actor=province.cast.centre)
        row.refresh_from_db()
    listed(row, province.cast.centre)
    sign(row, basis=basis_of(row), actor=province.cast.province)
    return sign_second(row, basis=basis_of(row), actor=province.cast.director)


def listed(row, actor):
    """The list of past decisions is noted as it would rest on them now, whatever it says."""
    note_changes(row, {"rows": [], "looked_at": 0, "basis": basis_of(row)}, actor=actor)
