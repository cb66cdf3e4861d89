"""A draw by risk: committed before, closed before the figure is known, drawn again by anybody, nobody warned."""

from datetime import date

import pytest

from greenlist.casework.inspections.draw_services import cancel_draw, close_set, draw_units, open_draw, publish_draw
from greenlist.casework.inspections.models import Inspection, SpotDraw
from greenlist.casework.inspections.selectors import as_file, frame_of, may_be_drawn, record_of, visible_to
from greenlist.casework.inspections.services import conclude_fine
from greenlist.casework.inspections.signals import signals_of
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.register.models import ListEntry, ListEvent
from greenlist.casework.register.services import enter_adverse_record
from greenlist.engines.sampling import check, commitment_of, frame_digest
from tests.casework.inspections.drawn import FIGURE, closed, drawn, listed, opened, visited


def test_the_secret_is_committed_and_not_told(province):
    listed(province)
    draw = opened(province.cast.province)
    line = JournalEntry.objects.get(action="open_draw")
    assert draw.commitment == commitment_of(draw.secret) == line.detail["commitment"]
    assert draw.secret not in str(line.detail)


def test_everything_wrong_with_a_draw_is_told_at_once(province):
    listed(province)
    with pytest.raises(Refused) as refused:
        open_draw(budget=7, figure_named=" ", figure_on=today(), actor=province.cast.province)
    assert [item[:6] for item in refused.value.items] == ["抽查家数要在", "请写明用哪一", "公开数的日期"]
    with pytest.raises(NotAllowed):
        open_draw(budget=1, figure_named=FIGURE, figure_on=date(2024, 6, 1), actor=province.cast.centre)
    assert not SpotDraw.objects.exists()


def test_a_form_sent_twice_begins_one_draw(province):
    listed(province)
    first = opened(province.cast.province)
    with pytest.raises(WrongState, match=f"{first.number}已经用这一天的这个公开数"):
        opened(province.cast.province)
    cancel_draw(first, reason="家数写错", actor=province.cast.province)
    assert opened(province.cast.province).number == "CC-2024-02"


def test_everybody_on_the_list_stands_in_the_closed_set_with_a_chance(province):
    rows = listed(province)
    draw = closed(province.cast.province)
    frame = frame_of(draw)
    assert {row["key"] for row in frame["units"]} == {str(row.pk) for row in rows}
    assert sum(int(row["chance"].replace(".", "")) for row in frame["units"]) == 3_000_000
    assert frame_digest(frame) == draw.frame_digest == JournalEntry.objects.get(action="close_set").detail["frame"]


def test_a_set_cannot_be_closed_or_given_up_once_the_figure_may_be_known(province, may):
    listed(province)
    late, early = opened(province.cast.province, figure="深证成指收盘点位"), closed(province.cast.province)
    may(5, 23)
    with pytest.raises(Refused, match="还不能封存"):
        close_set(late, actor=province.cast.province)
    with pytest.raises(Refused, match="还不能作废"):
        cancel_draw(early, reason="想重抽", actor=province.cast.province)
    cancel_draw(late, reason="公开数的日子已过，重新开始", actor=province.cast.province)
    assert late.state == "draw_cancelled"


def test_nobody_draws_before_the_day_of_the_figure_or_without_it(province):
    listed(province)
    draw = closed(province.cast.province)
    with pytest.raises(Refused) as refused:
        draw_units(draw, figure=" ", actor=province.cast.province)
    assert len(refused.value.items) == 2
    assert not Inspection.objects.exists()


def test_units_are_drawn_once_and_anybody_draws_the_same(province, may):
    listed(province)
    draw = drawn(province.cast.province, may)
    visits = list(Inspection.objects.order_by("position"))
    assert [str(visit.entry_id) for visit in visits] == record_of(draw, with_basis=False)["drawn"]
    assert check(as_file(record_of(draw, with_basis=True))) == check(as_file(record_of(draw, with_basis=False))) == []
    assert "signals" not in as_file(record_of(draw, with_basis=False))
    with pytest.raises(WrongState):
        draw_units(draw, figure="3310.99", actor=province.cast.province)
    assert Inspection.objects.count() == 3


def test_a_bureau_sees_the_visits_of_its_region(province, may):
    listed(province)
    drawn(province.cast.province, may, budget=6)
    assert visible_to(province.officer).count() == 3
    assert visible_to(province.cast.centre).count() == 6
    assert not visible_to(province.unit.engineer).exists()


def test_the_record_is_published_when_nobody_can_be_warned_by_it(province, may):
    listed(province)
    draw = drawn(province.cast.province, may)
    with pytest.raises(Refused) as refused:
        publish_draw(draw, actor=province.cast.province)
    assert refused.value.items == ("还有3家没有检查，现在公开等于预先告知。",)
    for visit in Inspection.objects.all():
        conclude_fine(visited(visit, province.cast.centre), actor=province.cast.centre)
    publish_draw(draw, actor=province.cast.province)
    assert draw.state == "draw_public"


def test_the_signals_of_a_unit_come_from_what_is_known_of_it(province, may):
    rows = listed(province, 3)
    enter_adverse_record(province.unit.site, kind="violation", from_on=date(2023, 5, 1), until_on=None, statement="罚款", source="演示",
                         actor=province.officer)  # fmt: skip
    seen = signals_of(may_be_drawn(), today())
    assert seen[rows[0].pk] == {
        "past_facts": 50, "unsettled_hits": 0, "body_problems": None, "thin_margin": None, "identity_changed": 0, "long_unvisited": 100,
    }  # fmt: skip
    assert seen[rows[1].pk]["past_facts"] is None
    drawn(province.cast.province, may)
    for visit in Inspection.objects.all():
        conclude_fine(visited(visit, province.cast.centre), actor=province.cast.centre)
    assert [told["long_unvisited"] for told in signals_of(may_be_drawn(), today()).values()] == [0, 0, 0]


def test_the_end_of_a_fact_is_no_second_fact_and_history_is_the_units_under_any_entry(province, may):
    rows, site = listed(province, 2), province.unit.site
    fact = {"kind": "abnormal_listing", "from_on": date(2023, 5, 1), "statement": "年报未报", "source": "演示"}
    enter_adverse_record(site, **fact, until_on=None, actor=province.officer)
    enter_adverse_record(site, **fact, until_on=date(2024, 1, 5), actor=province.officer)
    drawn(province.cast.province, may, budget=2)
    for visit in Inspection.objects.all():
        conclude_fine(visited(visit, province.cast.centre), actor=province.cast.centre)
    ListEvent.objects.create(entry=rows[0], number=9, kind="entry_renamed", on=today(), public_text="x", entered_by="x", entered_at=now())
    again = copied(rows[0], year=2025)
    told = signals_of(may_be_drawn(), today())[again.pk]
    assert {name: told[name] for name in ("past_facts", "identity_changed", "long_unvisited")} == {
        "past_facts": 50, "identity_changed": 100, "long_unvisited": 0,
    }  # fmt: skip


def test_a_unit_listed_twice_stands_in_the_set_once(province):
    row = copied(listed(province, 2)[0], level="national", year=2025)
    assert [entry.pk for entry in may_be_drawn() if entry.site_id] == [row.pk]
    assert len(may_be_drawn()) == 2


def copied(row, **changes):
    """One more entry of the same unit."""
    plain = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    return ListEntry.objects.create(**{**plain, **changes})
