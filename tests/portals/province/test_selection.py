"""遴选表: a line is tried without writing, stepped by a point, stored under a number, compared, and shown to the centre without acts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.review.models import Assignment
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.ranking import rank_content
from greenlist.casework.selection.services import decide, draft, send_to_decision, take_out
from greenlist.portals.province.histogram import histogram
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in

SELECTION, STANDINGS = "/province/selection/", "/province/selection/standings/"


@pytest.fixture
def client(province):
    return signed_in("province")


@pytest.fixture
def two(province):
    cases = [province.application_at("reviewed"), province.application_at("reviewed", province.units[1])]
    for case, score in zip(cases, ("90.00", "80.00"), strict=True):
        Assignment.objects.filter(application=case).update(score=score)
    return cases


def test_before_any_score_the_page_says_what_it_waits_for(client, province):
    text = page(client.get(SELECTION))
    assert "还没有可以遴选的件" in text
    assert "送审第" not in text


def test_a_line_is_tried_and_nothing_is_written(client, two):
    before = JournalEntry.objects.count()
    text = page(client.get(f"{SELECTION}?line=85"))
    assert "不设 → 85.0：进0、出1" in text
    assert two[1].site.name in text
    assert "送审第1稿" in text
    assert (SelectionDraft.objects.count(), JournalEntry.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("line", "step", "after"),
    [("82", "1", "83"), ("82", "-1", "81"), ("", "1", "81"), ("100", "1", "100"), ("0", "-1", "0"), ("x", "1", "x")],
)
def test_a_step_moves_the_line_by_a_point_and_never_out_of_0_to_100(client, two, line, step, after):
    assert client.get(SELECTION, {"line": line, "step": step})["Location"] == f"{SELECTION}?line={after}"


def test_a_line_that_is_no_number_is_told_and_the_page_still_stands(client, two):
    assert "入选线" in page(client.get(f"{SELECTION}?line=abc"), 409)
    assert "入选线" in page(client.get(f"{SELECTION}?line=101"), 409)


def test_an_unfit_unit_is_not_counted_as_qualified_and_never_seems_to_leave(client, two):
    Assignment.objects.filter(application=two[0]).update(is_qualified=False)
    client.post(f"{SELECTION}drafts/", {"line": "70"})
    text = page(client.get(SELECTION))
    assert "不设 → 70.0：进0、出0" in text
    shown = page(client.get(f"{SELECTION}standings/?draft=1&show=qualified"))
    assert (two[0].site.name in shown, two[1].site.name in shown) == (False, True)


def test_the_place_is_counted_within_the_category_as_on_the_papers(client, two):
    client.post(f"{SELECTION}drafts/", {"line": ""})
    two[0].category = "supply_chain"
    two[0].save(update_fields=["category"])
    shown = page(client.get(f"{STANDINGS}?draft=1&category=factory"))
    assert 'data-label="类内名次">1<' in shown and 'data-label="类内名次">2<' not in shown
    assert page(client.get(f"{STANDINGS}?draft=1")).count('data-label="类内名次">1<') == 2


def test_drafts_keep_their_numbers_and_can_be_compared(client, two):
    client.post(f"{SELECTION}drafts/", {"line": ""})
    client.post(f"{SELECTION}drafts/", {"line": "85"})
    text = page(client.get(f"{STANDINGS}?draft=2&against=1&show=changed"))
    assert "− 出" in text
    assert (two[1].site.name in text, two[0].site.name in text) == (True, False)
    assert "第2稿" in page(client.get(SELECTION))


def test_sending_writes_the_draft_and_sends_it_in_one_act(client, two):
    assert client.post(f"{SELECTION}drafts/", {"line": "85", "send": "1", "open_because": "其余另作研究"}).status_code == 302
    assert SelectionDraft.objects.get().state == "under_decision"
    text = page(client.get(SELECTION))
    assert "须由另一人审定" in text and "送审时的理由：其余另作研究" in text
    page(client.post(f"{SELECTION}drafts/", {"line": "80"}), 409)


def test_what_came_after_a_stored_draft_is_shown_as_new(client, province, two):
    Assignment.objects.filter(application=two[1]).update(state="pledged")
    draft(province.round, line="", actor=province.cast.province)
    Assignment.objects.filter(application=two[1]).update(state="handed_in")
    text = page(client.get(SELECTION))
    assert "第2稿（试算，没有存）" in text
    assert "＋ 新" in text


def test_the_centre_sees_the_table_and_no_act(province, two):
    made = draft(province.round, line="", actor=province.cast.province)
    text = page(signed_in("centre").get(SELECTION))
    assert "送审第" not in text
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    assert "审定第" not in page(signed_in("centre").get(SELECTION))


def test_the_table_needs_at_most_twelve_queries_while_a_line_is_tried(client, province, two):
    for line in ("85", "70"):
        draft(province.round, line=line, actor=province.cast.province)
    for path in (f"{SELECTION}?line=82", f"{STANDINGS}?draft=2&against=1", f"{STANDINGS}?line=82&show=risk"):
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        assert len([q for q in seen if "django_session" not in q["sql"]]) <= 12, path


@pytest.mark.parametrize("query", ["?draft=99", "?draft=x", "?line=abc", "?unit=x&category=y&show=z", "?page=0", "?show=risk&clause=x"])
def test_odd_questions_about_the_standings_still_get_a_page(client, two, query):
    page(client.get(STANDINGS + query))


def test_the_histogram_counts_every_score_once_and_marks_the_line():
    drawn = histogram(["79.99", "80.00", "95.50", "100.00"], line="80.00", before="90.00")
    assert sum(int(bar.label.partition("分，")[2].removesuffix("件")) for bar in drawn.bars) == 4
    assert [bar.is_in for bar in drawn.bars] == sorted(bar.is_in for bar in drawn.bars)
    assert 0 <= drawn.tick < drawn.ghost <= 352
    assert histogram([], line="", before="") is None
    assert histogram(["80"], line="", before="").tick is None


def test_a_category_s_own_line_is_tried_stored_and_said(client, province, two):
    text = page(client.get(f"{SELECTION}?line=85&line-factory=78&line-park=&line-supply_chain="))
    assert "不设 → 85.0（绿色工厂78.0）：进0、出0" in text
    client.post(f"{SELECTION}drafts/", {"line": "85", "line-factory": "78", "line-park": "", "quota-all": ""})
    made = SelectionDraft.objects.get()
    assert (made.line, made.lines, made.rows.filter(outcome="proposed").count()) == ("85.00", {"factory": "78.00"}, 2)
    assert sum(p.is_proposed for p in rank_content(load(made.content_digest))) == made.rows.filter(outcome="proposed").count()
    assert "85.0（绿色工厂78.0）" in page(client.get(SELECTION))
    assert "（试算" not in page(client.get(f"{SELECTION}?line=85"))
    assert "绿色工厂入选线应在0和100之间" in page(client.get(f"{SELECTION}?line=85&line-factory=101"), 409)


def test_nobody_under_the_pass_line_is_proposed_though_no_line_is_drawn(client, province, two):
    cast = province.cast
    sign_parameters(province.round, changes={"pass_line": "85"}, reason="演示", first=cast.province, second=cast.director)
    text = page(client.get(f"{STANDINGS}?show=out"))
    assert (two[0].site.name in text, two[1].site.name in text) == (False, True)
    assert "评审分 80.00，低于合格线 85，不合格" in text
    client.post(f"{SELECTION}drafts/", {"line": ""})
    made = SelectionDraft.objects.get()
    assert [(row.score, row.outcome, row.is_qualified) for row in made.rows.order_by("rank")] == [
        ("90.00", "proposed", True), ("80.00", "not_selected", False),
    ]  # fmt: skip
    assert sum(p.is_proposed for p in rank_content(load(made.content_digest))) == made.rows.filter(outcome="proposed").count()


def test_a_draft_drawn_again_has_the_field_for_what_is_left_open(client, province, two):
    made = draft(province.round, line="", actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    again = take_out(made, fresh(two[0]), reason="处罚属实", clause="C-49", actor=province.cast.province)
    assert 'form="send-draft"' in page(client.get(SELECTION))
    assert client.post(f"{SELECTION}drafts/{again.pk}/sending/", {"open_because": "其余另作研究"}).status_code == 302
    assert "送审时的理由：其余另作研究" in page(client.get(SELECTION))
