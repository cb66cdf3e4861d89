"""A year is opened by one press to every listed unit, and pressed again only adds."""

from datetime import date

import pytest

from greenlist.casework.filings.selectors import saved_sections
from greenlist.casework.jobs.work import Halted
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.register.event_services import Ground
from greenlist.casework.register.identity_services import merge_into
from greenlist.casework.register.models import ListEntry
from greenlist.casework.yearly_tables import opening_services
from greenlist.casework.yearly_tables.grading_services import propose_removals
from greenlist.casework.yearly_tables.models import YearlyOpening, YearlyTable
from greenlist.casework.yearly_tables.opening_services import form_for, open_year
from greenlist.casework.yearly_tables.selectors import listed_now, unlinked_count
from tests.casework.yearly_tables.conftest import list_unit


def test_every_listed_unit_gets_one_table_with_a_number_of_its_city(year):
    assert [t.number for t in year.tables] == ["2024-JJ-D0001", "2024-JJ-D0002", "2024-NC-D0001"]
    assert {(t.state, t.listed_as, t.filing.data_year) for t in year.tables} == {("table_open", "省级2022", 2023)}
    assert (year.opening.due_on, year.opening.data_year) == (date(2024, 4, 15), 2023)
    assert year.opening.parameters["yearly_change_percent"] == 30


def test_pressing_again_adds_only_who_was_listed_since(year):
    again = open_year(2024, actor=year.province.cast.centre)
    assert (again.opening, again.made, YearlyOpening.objects.count()) == (year.opening, (), 1)
    list_unit(year.province, year.province.unit, level="national", row=9)  # a second listing of the same unit is the same table
    assert open_year(2024, actor=year.province.cast.province).made == ()
    assert YearlyTable.objects.count() == 3


def test_who_was_removed_gets_none(listed):
    gone = list_unit(listed, listed.unit, year=2021)
    for entry in [gone, *listed.unit.site.entries.all()]:
        entry.refresh_from_db()
        if entry.removed_on is None:
            remove_from_list(entry, on=date(2024, 2, 1), reason="自愿退出", clause="暂行办法 18", actor=listed.cast.province)
    assert len(open_year(2024, actor=listed.cast.province).made) == 2


def test_who_was_merged_away_gets_none_and_is_not_proposed_for_removal(year, may):
    gone, heir = year.province.units[0].site, year.province.units[1].site
    merge_into(
        gone.entries.get(),
        heir,
        ground=Ground(date(2024, 3, 1), "吸收合并", document="吸收合并协议（演示）"),
        actor=year.province.cast.province,
    )
    assert sorted(site for site, _ in listed_now()) == sorted([heir.pk, year.province.other_unit.site.pk])
    may(4, 16)
    made = propose_removals(year.opening, actor=year.province.cast.province)
    assert [p.table.site for p in made] == [heir, year.province.other_unit.site]
    ListEntry.objects.update(site=None, origin="published")
    assert unlinked_count() == 2


def test_a_year_is_opened_in_batches_and_goes_on_where_it_was_broken_off(listed, monkeypatch):
    monkeypatch.setattr(opening_services, "A_BATCH", 2)

    def stop_at_the_second(done, total):
        assert total == 3
        if done == 2:
            raise Halted

    with pytest.raises(Halted):
        open_year(2024, actor=listed.cast.province, step=stop_at_the_second)
    first = list(YearlyTable.objects.order_by("number").values_list("number", flat=True))
    assert len(first) == 2
    assert len(open_year(2024, actor=listed.cast.province).made) == 1
    assert list(YearlyTable.objects.order_by("number").values_list("number", flat=True)) == [
        "2024-JJ-D0001", "2024-JJ-D0002", "2024-NC-D0001"]  # fmt: skip


def test_a_year_is_opened_by_the_province_in_that_year_only(listed):
    for wrong in (2023, 2025):
        with pytest.raises(Refused, match="没有开启年度填报"):
            open_year(wrong, actor=listed.cast.province)
    with pytest.raises(NotAllowed):
        open_year(2024, actor=listed.officer)
    assert not YearlyTable.objects.exists()


def test_a_standard_that_is_known_and_not_held_leaves_the_newest_that_is_with_a_word_on_it(listed):
    form = form_for(listed.unit.site, "park", date(2026, 3, 1))
    assert (form.path.name, form.on) == ("2024.yaml", date(2025, 9, 30))
    assert "评分表还没有录入，暂按 工信部节〔2024〕13号附件 填报，得分只供逐年比较" in form.note


def test_a_factory_of_2026_fills_in_the_edition_of_2025(listed):
    form = form_for(listed.unit.site, "factory", date(2026, 3, 1))
    assert (form.path, form.on) == (None, date(2026, 3, 1)), "no other edition: the one in force is held"
    assert form.note.endswith("按 GB/T 36132—2025 填报。")


def test_a_new_table_without_a_year_before_begins_with_name_and_address_alone(year):
    saved = saved_sections(year.tables[0].filing)
    assert {section: body for section, (_, body) in saved.items() if body} == {
        "unit": {"unit_name": {"value": year.province.unit.site.name}, "address": {"value": year.province.unit.site.address}}
    }
