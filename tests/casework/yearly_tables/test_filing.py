"""A table is prefilled with last year's, compared with it, filed, checked, and returned."""

from random import Random

import pytest
from django.db import connection

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.filings.models import SectionVersion
from greenlist.casework.filings.selectors import rows_of, saved_sections, version_content, version_result
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.yearly_tables.comparing import odd_values
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.casework.yearly_tables.selectors import lateness, visible_to
from greenlist.casework.yearly_tables.services import confirm_table, file_table, return_table, save_table_section
from greenlist.rehearsal.yearly import file_filled, fill_table
from tests.casework.cast import join


@pytest.fixture
def prefilled(listed, may):
    """A unit that handed in an application for 2022 data, listed, and its table of 2024 for 2023 data."""
    may(5, 22, 9)
    application = listed.application_at("submitted")
    filing = application.filing
    filing.data_year = 2022
    filing.save(update_fields=["data_year"])
    may(6, 1)
    opened = open_year(2024, actor=listed.cast.province)
    return next(t for t in opened.made if t.site_id == listed.unit.site.pk)


def test_what_seldom_changes_is_taken_over_and_figures_stand_beside_as_last_years(prefilled):
    before = version_content(prefilled.before)["sections"]
    rows = rows_of(prefilled.filing)
    saved = {row: entry for _, body in saved_sections(prefilled.filing).values() for row, entry in body.items()}
    told = {row: entry for body in before.values() for row, entry in body.items()}
    figures = [row for row in told if rows[row].kind == "quantity" and told[row].get("value")]
    assert figures
    assert {row: saved[row] for row in figures} == {row: {"last_year": told[row]["value"]} for row in figures}
    assert saved["contact_phone"] == {"value": told["contact_phone"]["value"]}
    assert "commitment" not in saved


def test_a_value_far_from_last_years_is_filed_only_with_a_reason(prefilled, listed):
    fill_table(prefilled, listed.unit.engineer, Random(5), jump=1)
    (odd,) = odd_values(prefilled.filing, saved_sections(prefilled.filing), 30)
    assert odd.words.startswith(f"上年{int(odd.last_year):,}，预期在")
    with pytest.raises(Refused) as refused:
        file_table(prefilled, actor=listed.unit.engineer)
    assert refused.value.items == (f"有1项与上年相差较大，还没有写明原因：{odd.row.label}。",)
    number, body = saved_sections(prefilled.filing)[odd.section]
    values = body | {odd.row.id: body[odd.row.id] | {"note": "新增一条生产线", "last_year": odd.value}}
    save_table_section(prefilled, odd.section, values=values, based_on=number, actor=listed.unit.engineer)
    kept = saved_sections(prefilled.filing)[odd.section][1][odd.row.id]
    assert (kept["last_year"], kept["note"]) == (odd.last_year, "新增一条生产线")  # last year's figure is what was handed in
    made = file_table(prefilled, actor=listed.unit.engineer)
    assert made.receipt == f"DT-{prefilled.number}-1"


def test_a_table_is_filed_once_with_a_score_that_can_be_replayed(year):
    made = file_filled(year.tables[0], year.province.unit.engineer, Random(1))
    table = year.fresh()
    assert (table.state, table.filed_at.day, lateness(table)) == ("table_filed", 1, 0)
    assert version_result(made).shown == made.score
    with pytest.raises(WrongState, match="已提交动态管理表"):
        file_table(table, actor=year.province.unit.engineer)


def test_the_first_filing_counts_also_from_a_page_opened_before_it(year, may):
    unit, shown = year.province.unit.engineer, year.fresh()
    file_filled(year.tables[0], unit, Random(1))
    return_table(year.fresh(), places=[("unit", "contact_phone", "空号")], actor=year.province.officer)
    may(3, 20)
    made = file_table(shown, actor=unit)
    assert (made.number, year.fresh().filed_at.day, lateness(year.fresh())) == (2, 1, 0)


def test_gaps_are_told_and_a_consultant_does_not_file(year):
    unit = year.province.unit
    with pytest.raises(Refused) as refused:
        file_table(year.tables[0], actor=unit.engineer)
    assert (refused.value.clause, refused.value.items[0][:2]) == ("C-54", "还有")
    consultant = actor_in(join(unit.site.organisation, "helper", actor=unit.engineer, duty="consultant"))
    fill_table(year.tables[0], consultant, Random(1))
    with pytest.raises(NotAllowed, match="代填人只能填写"):
        file_table(year.tables[0], actor=consultant)


def test_a_late_table_is_filed_all_the_same_and_its_delay_kept(year, may):
    may(4, 18)
    assert lateness(year.tables[0]) == 3
    file_filled(year.tables[0], year.province.unit.engineer, Random(1))
    may(6, 1)
    assert lateness(year.fresh()) == 3


def test_the_bureau_returns_with_places_and_the_mended_table_is_a_second_version(year, may):
    unit, officer = year.province.unit, year.province.officer
    file_filled(year.tables[0], unit.engineer, Random(1))
    may(4, 20)
    table = year.fresh()
    with pytest.raises(Refused, match="还不能退回动态管理表"):
        return_table(table, places=[("unit", "", " ")], actor=officer)
    with pytest.raises(Refused, match="表中没有这些指标"):
        return_table(table, places=[("unit", "no_such_row", "不对")], actor=officer)
    return_table(table, places=[("unit", "contact_phone", "空号"), ("unit", "", "请附说明")], actor=officer)
    assert [(p["row"], p["words"]) for p in year.fresh().returned_places] == [("contact_phone", "空号"), ("", "请附说明")]
    with pytest.raises(WrongState):
        confirm_table(year.fresh(), checked="看过", actor=officer)
    made = file_table(year.fresh(), actor=unit.engineer)
    assert (made.number, lateness(year.fresh())) == (2, 0)  # it was first filed in time
    confirm_table(year.fresh(), checked="与统计报表逐项核对", actor=officer)
    assert [e.action for e in entries_of(year.fresh())] == ["file_table", "return_table", "file_table", "confirm_table"]


def test_what_is_filed_is_judged_by_the_table_as_it_stands_not_as_it_was_read_before(year, may):
    unit, before = year.province.unit, year.fresh()
    file_filled(year.tables[0], unit.engineer, Random(1))
    may(4, 20)
    return_table(year.fresh(), places=[("unit", "", "请附说明")], actor=year.province.officer)
    file_table(before, actor=unit.engineer)
    assert lateness(year.fresh()) == 0  # it was first filed in time


def test_a_field_emptied_before_the_lock_is_had_is_missing(year):
    unit, table = year.province.unit, year.tables[0]
    fill_table(table, unit.engineer, Random(1))
    seen = []

    def another_saves_first(execute, sql, *rest):
        if 'FROM "yearly_tables_yearlytable"' in sql and not seen:
            seen.append(sql)
            SectionVersion.objects.create(filing=table.filing, section="unit", number=99, body={}, saved_by="同事（演示）", saved_at=now())
        return execute(sql, *rest)

    with connection.execute_wrapper(another_saves_first), pytest.raises(Refused, match="还不能提交动态管理表"):
        file_table(table, actor=unit.engineer)


def test_nobody_touches_what_is_not_his(year):
    stranger, other = year.province.other_unit.engineer, year.province.cast.bureaus["360100"]
    with pytest.raises(NotAllowed):
        save_table_section(year.tables[0], "unit", values={}, based_on=1, actor=stranger)
    file_filled(year.tables[0], year.province.unit.engineer, Random(1))
    with pytest.raises(NotAllowed):
        confirm_table(year.fresh(), checked="看过", actor=other)
    with pytest.raises(WrongState):
        save_table_section(year.fresh(), "unit", values={}, based_on=1, actor=year.province.unit.engineer)
    numbers = {
        actor.role: visible_to(actor).count()
        for actor in (stranger, year.province.officer, year.province.cast.centre, actor_in(year.province.cast.experts[0]))
    }
    assert numbers == {"applicant": 1, "bureau": 2, "centre": 3, "expert": 0}
    assert YearlyTable.objects.count() == 3
