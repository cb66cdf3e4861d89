"""A year is ranked when every filed table was checked; what follows is proposed, and the province decides."""

from datetime import date, datetime
from random import Random

import pytest
from django.db import connection

from greenlist.casework.desk.reminders import behind_yearly
from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.journal import clock
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.yearly_services import take_up_removal
from greenlist.casework.register.event_services import enter_removal
from greenlist.casework.register.models import ListEntry
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.yearly_tables.grading_services import drop_proposal, grade_year, propose_removals
from greenlist.casework.yearly_tables.models import YearlyProposal, YearlyStanding, YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.casework.yearly_tables.selectors import coverage_of, left, owed, standings_over_years, summed, visible_to
from greenlist.casework.yearly_tables.services import return_table
from greenlist.rehearsal.yearly import confirm_filed, file_filled


@pytest.fixture
def filed(year, may):
    """Two of three filed, one of them confirmed; it is the day after the last."""
    unit, other = year.province.unit, year.province.other_unit
    file_filled(year.tables[0], unit.engineer, Random(1), quality=0.9)
    file_filled(year.tables[2], other.engineer, Random(2), quality=0.5)
    confirm_filed(year.fresh(0), year.province.officer)
    may(4, 16)
    return year


def confirm_other(filed):
    confirm_filed(filed.fresh(2), filed.province.cast.bureaus["360100"])


def test_who_left_the_list_without_having_filed_is_no_longer_asked_for_a_table(filed):
    cast = filed.province.cast
    for entry in ListEntry.objects.filter(
        site__in=[table.site_id for table in filed.tables[:2]]
    ):  # the first has filed, the second has not
        enter_removal(entry, on=date(2024, 4, 16), reason="注销", clause="暂行办法第十八条", actor=cast.province)
    assert [(c.unit, c.total, c.filed, c.late, c.left, c.rate) for c in coverage_of(filed.opening, cast.province)] == [
        ("360100", 1, 1, 0, 0, "100"), ("360400", 1, 1, 0, 1, "100")]  # fmt: skip
    tables = visible_to(filed.province.officer)
    assert (list(owed(tables)), list(left(tables))) == ([filed.tables[0]], [filed.tables[1]])
    assert behind_yearly(filed.province.officer, filed.opening) == []
    assert "yearly_late" not in {todo.key for todo in todos_of(filed.province.officer, filed.province.round)}


def test_coverage_per_city_tells_who_filed_and_who_is_late(filed):
    lines = coverage_of(filed.opening, filed.province.cast.province)
    assert [(c.unit, c.total, c.filed, c.confirmed, c.waiting, c.late, c.rate) for c in lines] == [
        ("360100", 1, 1, 0, 1, 0, "100"), ("360400", 2, 1, 1, 0, 1, "50")]  # fmt: skip
    assert (summed(lines).unfiled, summed(lines).rate) == (1, "66.7")
    assert [c.unit for c in coverage_of(filed.opening, filed.province.officer)] == ["360400"]


def test_a_year_is_not_ranked_while_a_bureau_has_tables_to_check(filed):
    with pytest.raises(Refused) as refused:
        grade_year(filed.opening, actor=filed.province.cast.centre)
    assert refused.value.items == ("南昌市有1张已填报的表还没有核对。",)


def test_nor_before_the_last_day_is_over(filed, may):
    confirm_other(filed)
    may(4, 15)
    with pytest.raises(Refused) as refused:
        grade_year(filed.opening, actor=filed.province.cast.centre)
    assert refused.value.items == ("填报期限4月15日（含当日）还没有过。",)


def test_a_ranking_keeps_what_it_used_and_a_second_press_makes_no_second(filed):
    confirm_other(filed)
    grading = grade_year(filed.opening, actor=filed.province.cast.centre)
    assert grade_year(filed.opening, actor=filed.province.cast.province) == grading
    held = list(grading.standings.order_by("rank"))
    assert [(s.table.number, s.rank, s.count, s.overall_grade, s.is_bottom, s.running) for s in held] == [
        ("2024-JJ-D0001", 1, 2, "B", False, "not_found"), ("2024-NC-D0001", 2, 2, "B", False, "not_found")]  # fmt: skip
    content = load(grading.content_digest)
    assert content["parameters"]["yearly_bottom_percent"] == 5
    assert [row["table"] for row in content["rows"]] == ["2024-JJ-D0001", "2024-NC-D0001"]
    assert [s.grading for s in standings_over_years(filed.province.unit.site, "factory")] == [grading]


def test_nobody_is_removed_by_itself_and_a_proposal_is_made_once(filed):
    (made,) = propose_removals(filed.opening, actor=filed.province.cast.centre)
    assert (made.kind, made.basis, made.state) == ("not_filed", "暂行办法第十六条、第十八条", "removal_proposed")
    assert made.facts == "2024年度动态管理表应于2024年4月15日前填报，截至2024年4月16日没有填报，已过1天。"
    assert propose_removals(filed.opening, actor=filed.province.cast.province) == []
    assert not ListEntry.objects.exclude(removed_on=None).exists()


def test_who_leaves_a_returned_table_as_it_is_is_proposed_in_a_line_of_its_own(year, may):
    unit, cast = year.province.unit, year.province.cast
    file_filled(year.tables[0], unit.engineer, Random(1))
    may(4, 20)
    return_table(year.fresh(), places=[("unit", "", "整节不实")], actor=year.province.officer)
    assert "not_mended" not in [
        p.kind for p in propose_removals(year.opening, actor=cast.centre)
    ]  # on the day of the return nobody is late
    may(4, 25)
    (made,) = propose_removals(year.opening, actor=cast.centre)
    assert (made.table, made.kind, made.basis) == (year.tables[0], "not_mended", "暂行办法第十六条、第十八条")
    assert made.facts == "2024年度动态管理表于2024年4月20日退回更正，截至2024年4月25日没有重新填报，已过5天。"
    assert summed(coverage_of(year.opening, cast.province)).returned == 1


def test_what_is_to_be_checked_is_asked_when_nobody_else_can_change_it(filed):
    confirm_other(filed)
    seen = []

    def another_acts_first(execute, sql, *rest):
        if "yearlyopening" in sql and not seen:  # the lock: whoever held it before has filed meanwhile
            seen.append(sql)
            YearlyTable.objects.filter(pk=filed.tables[2].pk).update(state="table_filed")
        return execute(sql, *rest)

    with connection.execute_wrapper(another_acts_first), pytest.raises(Refused) as refused:
        grade_year(filed.opening, actor=filed.province.cast.centre)
    assert (refused.value.items, len(seen)) == (("南昌市有1张已填报的表还没有核对。",), 1)


def test_a_ranking_is_not_kept_when_a_table_is_returned_while_it_is_computed(filed):
    confirm_other(filed)
    seen = []

    def another_returns(execute, sql, *rest):
        if 'FROM "yearly_tables_yearlyopening"' in sql and not seen:
            seen.append(sql)
            YearlyTable.objects.filter(pk=filed.tables[2].pk).update(state="table_returned")
        return execute(sql, *rest)

    with connection.execute_wrapper(another_returns), pytest.raises(Refused) as refused:
        grade_year(filed.opening, actor=filed.province.cast.centre)
    assert refused.value.items == ("计算时又有表经核对确认或退回，这一次没有存。",)


def test_the_province_drops_a_proposal_with_a_reason_or_takes_it_up_with_a_document(filed):
    (made,) = propose_removals(filed.opening, actor=filed.province.cast.centre)
    with pytest.raises(NotAllowed):
        drop_proposal(made, reason="已补报", actor=filed.province.cast.centre)
    with pytest.raises(Refused, match="还不能不予移出"):
        drop_proposal(made, reason=" ", actor=filed.province.cast.province)
    with pytest.raises(Refused) as refused:
        take_up_removal(made, document=" ", actor=filed.province.cast.province)
    assert refused.value.items == ("请填写移出所依据的决定文件（名称、文号）。",)
    (entry,) = take_up_removal(made, document="演工信节能字〔2024〕演9号", actor=filed.province.cast.province)
    entry.refresh_from_db()
    assert (entry.removal_clause, entry.removal_reason) == ("暂行办法第十六条、第十八条", made.facts)
    assert entry.events.get(kind="entry_removed").public_text == f"移出名单：{made.facts}"  # one full stop at its end
    with pytest.raises(WrongState):
        drop_proposal(YearlyProposal.objects.get(), reason="再想想", actor=filed.province.cast.province)


def test_three_years_of_the_last_are_proposed_and_two_leave_it_unknown(listed):
    """Half of them count as the last here, since five percent of two are none."""
    cast = listed.cast
    changes = {"yearly_bottom_percent": 50}
    sign_parameters(listed.round, changes=changes, reason="演示", first=cast.province, second=cast.director)
    answers = []
    for year in (2022, 2023, 2024):
        with clock.at(datetime(year, 3, 1, tzinfo=clock.SHANGHAI)):
            opening = played(listed, year)
        with clock.at(datetime(year, 4, 16, tzinfo=clock.SHANGHAI)):
            last = grade_year(opening, actor=cast.centre).standings.get(is_bottom=True)
            answers.append(
                (last.table.site, last.running, [p.kind for p in propose_removals(opening, actor=cast.centre) if p.kind == "bottom_years"])
            )
    site = listed.other_unit.site
    assert answers == [(site, "unknown", []), (site, "unknown", []), (site, "found", ["bottom_years"])]
    proposal = YearlyProposal.objects.get(kind="bottom_years")
    assert (proposal.basis, proposal.facts[:24]) == ("工信厅节函〔2025〕390号", "得分连续3年处于同类在册单位的后50%；2024")
    assert [s.table.opening.year for s in standings_over_years(site, "factory")] == [2022, 2023, 2024]
    with clock.at(datetime(2024, 5, 10, tzinfo=clock.SHANGHAI)):
        first_years = YearlyStanding.objects.filter(table__site=site, table__opening__year=2022)
        first_years.update(is_bottom=False)  # as if 2022 were ranked again
        assert grade_year(proposal.table.opening, actor=cast.centre).standings.get(table__site=site).running == "not_found"
        with pytest.raises(Refused) as refused:  # a later ranking finds it no more
            take_up_removal(proposal, document="演工信节能字〔2024〕演9号", actor=cast.province)
        assert refused.value.items == ("最近一次年度分级已不再认定这家单位连续末位，请不予移出并写明理由。",)
        first_years.update(is_bottom=True)
        assert grade_year(proposal.table.opening, actor=cast.centre).number == 3
        (entry,) = take_up_removal(proposal, document="演工信节能字〔2024〕演9号", actor=cast.province)
    public = (ListEntry.objects.get(pk=entry.pk).removal_reason, entry.events.get(kind="entry_removed").public_text)
    assert public[0] == "得分连续3年处于同类在册单位的后50%"  # scores and places are not for everybody
    assert [word for word in ("2024年度", "位", last.score) if word in public[1].replace("单位", "")] == []


def played(listed, year):
    """One year in which two units file and are confirmed, the one in 南昌 with the lower score; its table begins with last year's figures."""
    opened = open_year(year, actor=listed.cast.province)
    for unit, quality in ((listed.unit, 0.9), (listed.other_unit, 0.4)):
        table = next(t for t in opened.made if t.site_id == unit.site.pk)
        assert (table.before is None) == (year == 2022)
        file_filled(table, unit.engineer, Random(year), quality=quality)
        confirm_filed(table, listed.cast.bureaus[unit.site.unit])
    return opened.opening
