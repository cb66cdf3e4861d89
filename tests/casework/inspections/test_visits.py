"""A visit: saved as it is filled in, concluded when whole, put right, looked at again, or removal proposed and decided."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.files.services import store_file
from greenlist.casework.inspections.models import Inspection, Photograph
from greenlist.casework.inspections.selectors import overdue, visible_to
from greenlist.casework.inspections.services import (
    MOST_PICTURES,
    StaleVisit,
    accept_rectification,
    add_photograph,
    conclude_fine,
    demand_again,
    demand_rectification,
    propose_removal,
    report_rectification,
    save_visit,
    settle_removal,
    typed_of,
)
from greenlist.casework.journal.clock import end_of, now, today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.register.event_services import Ground, promote_listing
from greenlist.casework.register.models import ListEntry
from tests.casework.inspections.drawn import drawn, listed, opened, visited

LATER = date(2024, 7, 1)


@pytest.fixture
def visit(province, may):
    """The visit of a unit in 九江."""
    listed(province)
    drawn(province.cast.province, may, budget=6)
    return visible_to(province.officer).first()


@pytest.fixture
def found(visit, province):
    """The same, where something was found and is to be put right."""
    held = visited(visit, province.cast.centre, wrong="energy_books", finding="账单和申报数差两成")
    demand_rectification(held, due_on=LATER, actor=province.cast.centre)
    return held


def test_half_a_visit_is_kept_and_cannot_be_concluded(visit, province):
    typed = {"a-operating": "no", "a-made_up": "yes", "visited_on": ""}
    held = save_visit(visit, typed=typed, based_on=0, actor=province.cast.centre)
    assert held.answers == {"operating": {"answer": "no", "note": ""}}
    with pytest.raises(Refused) as refused:
        conclude_fine(held, actor=province.cast.centre)
    assert refused.value.items == (
        "检查记录还缺：检查日期；检查人；7项检查结果（厂址、名称和申报时一致、主要产品和申报的行业一致、能耗台账和申报数据一致等）；"
        "1项“有问题”或“没有看”的说明。",
        "检查表里有1项“有问题”，请要求整改或建议移出。",
    )


def test_who_saves_on_top_of_an_older_version_is_told(visit, province):
    visited(visit, province.cast.centre)
    with pytest.raises(StaleVisit) as stale:
        visited(visit, province.cast.province, wrong="meters")
    assert [name for name in stale.value.mine if stale.value.mine[name] != stale.value.theirs[name]] == ["a-meters", "n-meters"]
    assert (stale.value.newest.number, stale.value.newest.saved_by) == (1, province.cast.centre.name)
    with pytest.raises(NotAllowed):
        visited(visit, province.officer)


def test_a_record_sent_again_because_its_reply_was_lost_is_no_conflict(visit, province):
    first = visited(visit, province.cast.centre)
    again = visited(visit, province.cast.centre)
    assert (visit.version, first.version, again.version) == (0, 1, 1)


def test_a_day_to_come_and_one_that_is_none_are_told(visit, province):
    for day, words in (("2024-12-01", "检查日期不能晚于今天"), ("昨天", "检查日期没有看懂，请按2024-05-22这样写")):
        with pytest.raises(Refused) as refused:
            save_visit(visit, typed={"visited_on": day, "n-meters": "长" * 301}, based_on=0, actor=province.cast.centre)
        assert refused.value.items == (words, "“计量器具齐备并在检定有效期内”的说明最多300字")


def test_a_visit_that_found_nothing_is_over(visit, province):
    conclude_fine(visited(visit, province.cast.centre), actor=province.cast.centre)
    assert Inspection.objects.get(pk=visit.pk).state == "visited_fine"
    with pytest.raises(WrongState):
        visited(Inspection.objects.get(pk=visit.pk), province.cast.centre)


def test_what_nobody_looked_at_is_not_taken_for_in_order(visit, province):
    held = visited(visit, province.cast.centre)
    typed = typed_of(held) | {"a-meters": "unseen", "n-meters": "表房锁着"}
    held = save_visit(held, typed=typed, based_on=1, actor=province.cast.centre)
    with pytest.raises(Refused) as refused:
        conclude_fine(held, actor=province.cast.centre)
    assert refused.value.items == ("检查表里有1项“没有看”，没有看不等于没有问题，请补看、改好记录后再办结。",)


def test_a_visit_is_concluded_by_what_is_saved_and_not_by_what_a_page_showed(visit, province):
    centre = province.cast.centre
    shown = visited(visit, centre)
    visited(Inspection.objects.get(pk=visit.pk), province.cast.province, wrong="meters", finding="没有检定")
    with pytest.raises(Refused, match="还不能办结"):
        conclude_fine(shown, actor=centre)
    demand_rectification(visit, due_on=LATER, actor=centre)  # `visit` was read before anything was saved
    assert visit.state == "to_rectify"


def test_a_second_report_without_a_file_leaves_the_first_proof_in_view(found, province):
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG")
    officer = province.officer
    proof = store_file(chunks=[data.getvalue()], name="新表.jpg", owner=officer.organisation_id, actor=officer)
    report_rectification(found, account="重新装表", proof=proof, actor=officer)
    demand_again(found, recheck="七月台账仍缺", due_on=LATER, actor=province.cast.centre)
    report_rectification(found, account="七月台账已补", proof=None, actor=officer)
    assert Inspection.objects.get(pk=found.pk).proof == proof


def test_what_was_found_is_put_right_looked_at_again_and_accepted(found, province, may):
    may(7, 2)
    assert [one.pk for one in overdue(province.officer)] == [found.pk]
    report_rectification(found, account="重新装表，补录台账", proof=None, actor=province.officer)
    demand_again(found, recheck="七月台账仍缺", due_on=today() + timedelta(days=20), actor=province.cast.centre)
    report_rectification(found, account="七月台账已补", proof=None, actor=province.officer)
    accept_rectification(found, recheck="看了七月台账和账单，一致", actor=province.cast.centre)
    assert (found.state, overdue(province.officer).count()) == ("rectification_met", 0)


def test_only_the_bureau_of_the_place_reports_how_it_was_put_right(found, province):
    for stranger in (province.cast.bureaus["360100"], province.cast.centre):
        with pytest.raises(NotAllowed):
            report_rectification(found, account="已改", proof=None, actor=stranger)


def test_a_day_that_is_over_and_an_empty_finding_are_refused_together(visit, province):
    held = visited(visit, province.cast.centre, wrong="energy_books")
    with pytest.raises(Refused) as refused:
        demand_rectification(held, due_on=today(), actor=province.cast.centre)
    assert len(refused.value.items) == 2


@pytest.mark.parametrize("is_removed", [True, False])
def test_removal_is_proposed_by_who_visits_and_decided_by_the_province(found, province, is_removed):
    propose_removal(found, reason="拒不整改", actor=province.cast.centre)
    with pytest.raises(NotAllowed):
        settle_removal(found, is_removed=is_removed, reason="同意", actor=province.cast.centre)
    settle_removal(found, is_removed=is_removed, reason="核实后决定", actor=province.cast.province)
    entry = ListEntry.objects.get(pk=found.entry_id)
    assert (entry.state, found.state) == (
        ("listing_removed", "inspected_removed") if is_removed else ("listing_standing", "inspected_kept")
    )


def test_a_national_row_leaves_by_the_ministrys_document_and_the_visit_is_decided_after_it(found, province):
    director = province.cast.province
    promote_listing(found.entry, Ground(today(), "列入国家级名单", document="工信厅演1号"), actor=director)
    propose_removal(found, reason="拒不整改", actor=province.cast.centre)
    with pytest.raises(Refused, match="没有移出"):
        settle_removal(found, is_removed=True, reason="核实后决定", actor=director)
    assert Inspection.objects.get(pk=found.pk).state == "removal_suggested"
    entry = ListEntry.objects.get(pk=found.entry_id)
    remove_from_list(entry, on=today(), reason="现场抽查", clause="C-50", document="工信厅演2号", actor=director)
    settle_removal(Inspection.objects.get(pk=found.pk), is_removed=True, reason="核实后决定", actor=director)
    assert (Inspection.objects.get(pk=found.pk).state, entry.events.filter(kind="entry_removed").count()) == ("inspected_removed", 1)


def test_a_picture_stands_beside_its_item_until_the_visit_is_over(visit, province):
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG")
    centre = province.cast.centre
    file = store_file(chunks=[data.getvalue()], name="账单.jpg", owner=centre.organisation_id, actor=centre)
    add_photograph(visit, file=file, item="energy_books", caption="三月电费", actor=centre)
    with pytest.raises(Refused):
        add_photograph(visit, file=file, item="made_up", caption="", actor=centre)
    like = {"inspection": visit, "file": file, "taken_by": "x", "taken_at": now()}
    more = Photograph.objects.bulk_create(Photograph(**like) for _ in range(MOST_PICTURES - 1))
    with pytest.raises(Refused) as refused:
        add_photograph(visit, file=file, item="", caption="", actor=centre)
    assert refused.value.items == ("一次检查最多存100张照片，已经存满",)
    Photograph.objects.filter(pk__in=[each.pk for each in more]).delete()
    conclude_fine(visited(visit, centre), actor=centre)
    with pytest.raises(WrongState):
        add_photograph(visit, file=file, item="", caption="", actor=centre)
    assert [photograph.item for photograph in visit.photographs.all()] == ["energy_books"]


def test_every_act_of_a_visit_has_its_line(found, province):
    lines = JournalEntry.objects.filter(subject_id=found.pk).order_by("id").values_list("action", "clause")
    assert list(lines) == [("save_visit", "C-57"), ("demand_rectification", "C-57")]


def test_what_waits_stands_in_the_to_do_of_its_office(found, province):
    def told(actor):
        return {todo.words: (todo.count, todo.due_at) for todo in todos_of(actor, province.round) if todo.clause == "C-57"}

    assert told(province.officer) == {"家现场检查发现问题，等报送整改情况": (1, end_of(LATER))}
    assert told(province.cast.bureaus["360100"]) == {}
    assert told(province.cast.centre) == {"家抽中的单位等现场检查": (5, None)}
    opened(province.cast.province)
    assert told(province.cast.province)["次抽取等封存范围（CC-2024-02）"] == (1, end_of(today()))
