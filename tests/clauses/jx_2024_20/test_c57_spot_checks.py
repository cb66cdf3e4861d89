"""C-57 我厅将不定期对绿色制造名单园区或企业进行现场抽查: drawn so that anybody can draw again, and no finding without a trace."""

from datetime import timedelta

from greenlist.casework.inspections.draw_services import close_set, draw_units, open_draw
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.inspections.selectors import as_file, record_of
from greenlist.casework.inspections.services import conclude_fine, demand_rectification
from greenlist.casework.journal.clock import today
from greenlist.engines.sampling import check
from tests.casework.inspections.drawn import FIGURE, drawn, listed, opened, visited


def test_a_draw_without_a_figure_that_nobody_knows_yet_is_not_begun(province, served_omission):
    listed(province)
    served_omission(open_draw, budget=2, figure_named=FIGURE, figure_on=today(), actor=province.cast.province)


def test_units_are_not_drawn_from_a_set_that_was_not_closed_before_the_figure(province, may, served_omission):
    listed(province)
    draw = opened(province.cast.province)
    may(5, 23)
    served_omission(close_set, draw, actor=province.cast.province)
    served_omission(draw_units, draw, figure="3310.98", actor=province.cast.province)
    assert not Inspection.objects.exists()


def test_the_draw_can_be_made_again_from_its_record(province, may):
    listed(province)
    draw = drawn(province.cast.province, may)
    assert check(as_file(record_of(draw, with_basis=True))) == []


def test_a_visit_is_not_concluded_without_its_record_and_a_finding_not_without_its_day(province, may, served_omission):
    listed(province)
    drawn(province.cast.province, may)
    visit, centre = Inspection.objects.first(), province.cast.centre
    served_omission(conclude_fine, visit, actor=centre)
    held = visited(visit, centre, wrong="energy_books", finding="账单和申报数差两成")
    served_omission(conclude_fine, held, actor=centre)
    served_omission(demand_rectification, held, due_on=None, actor=centre)
    demand_rectification(held, due_on=today() + timedelta(days=30), actor=centre)
    assert held.state == "to_rectify"
