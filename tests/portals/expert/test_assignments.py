"""The expert's way from the pledge to the score; before the pledge no content, and a colleague's tasks do not exist."""

from datetime import date

import pytest

from greenlist.casework.applications.services import start_application
from greenlist.casework.filings.selectors import plan_of, result_of
from greenlist.casework.filings.services import start_filing
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.papers import score_sheet
from greenlist.casework.review.selectors import newest_sheet, sheet_rows
from greenlist.casework.review.services import assign
from greenlist.engines.scoring.rounding import shown
from greenlist.portals.expert.views.sheet_rows import Sides, groups_of
from greenlist.rehearsal import acts
from greenlist.rulebook.standards import standard_file
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in

XSS = "<script>alert(1)</script>"


@pytest.fixture
def assignment(province):
    application = province.application_at("accepted")
    return assign(application, expert=province.cast.experts[0], actor=province.cast.province)


@pytest.fixture
def client(assignment):
    return signed_in("expert1")


def at(assignment, rest=""):
    return f"/expert/assignments/{assignment.pk}/{rest}"


def marks(assignment, **more):
    from random import Random

    given = acts.marks(assignment, Random(3), strictness=0.95) | more
    return {f"{key[0]}-{row}": value for row, entry in given.items() for key, value in entry.items()}


def again(assignment):
    return Assignment.objects.get(pk=assignment.pk)


def test_from_the_pledge_to_the_score_by_the_pages_alone(client, assignment):
    page(client.get("/expert/assignments/"))
    page(client.post(at(assignment, "pledge/")), 409)
    assert client.post(at(assignment, "pledge/"), {"no_conflict": "yes"}).status_code == 302
    page(client.get(at(assignment)))
    page(client.post(at(assignment, "handing-in/")), 409)
    assert client.post(at(assignment, "sheet/"), marks(assignment) | {"based_on": "0"}).status_code == 302
    assert client.post(at(assignment, "handing-in/")).status_code == 302
    assert (again(assignment).state, fresh(assignment.application).state) == ("handed_in", "reviewed")
    page(client.get(at(assignment)))
    page(client.post(at(assignment, "handing-in/")), 409)


def test_before_the_pledge_no_content_is_shown(client, assignment):
    application = assignment.application
    text = page(client.get(at(assignment)))
    version = application.filing.versions.get()
    assert [word for word in (version.score, version.receipt, "演示联系人", "0791-00000000") if word in text] == []
    assert client.get(at(assignment, f"files/{application.report_id}/pages/1/")).status_code == 404
    assert client.post(at(assignment, "sheet/"), marks(assignment)).status_code == 409
    client.post(at(assignment, "pledge/"), {"no_conflict": "yes"})
    assert client.get(at(assignment, f"files/{application.report_id}/pages/1/"))["Content-Type"] == "image/png"


def test_a_colleagues_task_does_not_exist(assignment):
    other = signed_in("expert2")
    assert other.get(at(assignment)).status_code == 404
    for path in ("pledge/", "recusal/", "sheet/", "handing-in/"):
        assert other.post(at(assignment, path), {"no_conflict": "yes", "reason": "x"}).status_code == 404, path
    assert assignment.application.site.name not in other.get("/expert/assignments/").content.decode()
    assert again(assignment).state == "assigned"


def test_stepping_back_needs_a_reason_and_closes_the_files(client, assignment):
    client.post(at(assignment, "pledge/"), {"no_conflict": "yes"})
    page(client.post(at(assignment, "recusal/"), {"reason": " "}), 409)
    assert client.post(at(assignment, "recusal/"), {"reason": "曾任顾问"}).status_code == 302
    assert (again(assignment).state, fresh(assignment.application).state) == ("recused", "accepted")
    assert client.get(at(assignment, f"files/{assignment.application.report_id}/pages/1/")).status_code == 404
    assert client.post(at(assignment, "sheet/"), {"based_on": "0"}).status_code == 409


def test_autosave_and_a_stale_window(client, assignment):
    client.post(at(assignment, "pledge/"), {"no_conflict": "yes"})
    first = client.post(at(assignment, "sheet/"), marks(assignment) | {"based_on": "0"}, headers={"X-Requested-With": "fetch"})
    assert (first.status_code, first.json()["number"]) == (200, 1)
    row = next(iter(newest_sheet(assignment).body))
    stale = marks(assignment, **{row: {"given": "not_met", "reason": "没有"}}) | {"based_on": "0"}
    page(client.post(at(assignment, "sheet/"), stale), 409)
    assert newest_sheet(assignment).number == 1


@pytest.mark.parametrize("based_on", ["x", "-1", "9" * 30, "²"])
def test_an_odd_version_number_breaks_nothing(client, assignment, based_on):
    client.post(at(assignment, "pledge/"), {"no_conflict": "yes"})
    client.post(at(assignment, "sheet/"), marks(assignment) | {"based_on": "0"})
    row = next(iter(newest_sheet(assignment).body))
    response = client.post(at(assignment, "sheet/"), {f"g-{row}": "not_met", "based_on": based_on})
    assert (response.status_code, newest_sheet(assignment).number) == (409, 1)


@pytest.mark.parametrize("given", ["999", "很好", XSS, "-1"])
def test_a_mark_that_cannot_stand_is_shown_as_text_and_not_handed_in(client, assignment, given):
    from greenlist.casework.review.selectors import own_declaration

    client.post(at(assignment, "pledge/"), {"no_conflict": "yes"})
    plan, _ = own_declaration(assignment)
    row = next(r for r, item in plan.items.items() if item.kind not in {"required", "yes_no"})
    client.post(at(assignment, "sheet/"), marks(assignment, **{row: {"given": given, "reason": XSS}}) | {"based_on": "0"})
    assert XSS not in client.get(at(assignment)).content.decode()
    assert client.post(at(assignment, "handing-in/")).status_code == 409
    assert again(assignment).state == "pledged"


def test_unit_names_that_are_code_are_text(client, assignment):
    site = assignment.application.site
    site.name = XSS
    site.save()
    for path in ("/expert/assignments/", at(assignment)):
        assert XSS not in client.get(path).content.decode()


def test_what_is_asked_but_not_judged_stands_on_no_sheet(province):
    """The general standard of 2025 asks which product and which way is meant: figures of the form, nothing to say 符合 to."""
    unit, path = province.unit, standard_file("gbt-36132", "2025")
    filing = start_filing(unit.site, subject="factory", on=date(2026, 5, 22), actor=unit.engineer, standard_path=path)
    application = start_application(unit.site, round_=province.round, category="factory", actor=unit.engineer, filing=filing)
    plan = plan_of(filing)
    groups = groups_of(application, plan, result_of(filing), Sides({}, {}, None, {}), {}, {}, None)
    assert [mark.row.id for group in groups for mark in group.marks] == sheet_rows(plan)


def test_computed_points_of_the_unit_are_told_with_their_figures(client, assignment):
    client.post(at(assignment, "pledge/"), {"no_conflict": "yes"})
    plan, text = plan_of(assignment.application.filing), page(client.get(at(assignment)))
    reasons = {row: text.partition(f'data-reason="{row}"')[2].partition("data-reason")[0] for row in ("5.1-1", "10.1-2")}
    assert plan.items["10.1-2"].test_shown == "建筑密度（%） ≥ 30" and "建筑密度（%） ≥ 30" in reasons["10.1-2"]
    assert "建筑物与构筑物占地面积 ÷ 工厂用地面积 × 100" in reasons["10.1-2"]
    assert "own-way" not in reasons["5.1-1"]


def test_the_printed_sheet_says_of_every_mark_how_much_there_was_to_give(client, assignment):
    client.post(at(assignment, "pledge/"), {"no_conflict": "yes"})
    client.post(
        at(assignment, "sheet/"), marks(assignment, **{"5.1-5": {"given": "1", "reason": "占地 300 m2，按一半计"}}) | {"based_on": "0"}
    )
    assert client.post(at(assignment, "handing-in/")).status_code == 302
    rows = {row[0]: row[1:] for row in score_sheet(again(assignment)).rows}
    plan = plan_of(assignment.application.filing)
    assert rows["5.1-5"][1:] == (shown(plan.items["5.1-5"].points), "1", "占地 300 m²，按一半计")
    assert (rows["4-1"][1:], rows["5.1-1"][1:]) == (("必选", "符合", "—"), ("必选", "符合", "—"))
