"""The expert's pages: nothing before the pledge, marks with reasons, subtotals, pages of every proof."""

import pytest
from django.test import Client

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.filings.selectors import evidence_of
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import newest_sheet
from greenlist.casework.review.services import assign, recuse

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/expert/assignments/"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def assignment(province) -> Assignment:
    """One assignment that waits for its pledge."""
    return assign(province.application_at("accepted"), expert=province.cast.experts[0], actor=province.cast.province)


@pytest.fixture
def expert(assignment) -> Client:
    """Its expert, signed in."""
    client = Client()
    client.force_login(assignment.expert, backend=BACKEND)
    return client


def text(response) -> str:
    return response.content.decode()


def page(assignment, rest: str = "") -> str:
    return f"{LIST}{assignment.pk}/{rest}"


def pledged(expert, assignment) -> None:
    assert expert.post(page(assignment, "pledge/"), {"no_conflict": "yes"}).status_code == 302


def save(expert, assignment, **marks):
    newest = newest_sheet(assignment)
    posted = {name.replace("_", "-", 1).replace("__", "."): value for name, value in marks.items()}
    return expert.post(page(assignment, "sheet/"), {**posted, "based_on": newest.number if newest else 0}, headers=FETCH)


def test_the_list_counts_and_is_empty_in_words(province, expert, assignment):
    assert "待承诺1件" in text(expert.get(LIST))
    assert "等我承诺" in text(expert.get(LIST))
    second = Client()
    second.force_login(province.cast.experts[1].user, backend=BACKEND)
    assert "没有指派给您的件" in text(second.get(LIST))


def test_before_the_pledge_only_the_parties_are_shown(expert, assignment):
    said = text(expert.get(page(assignment)))
    assert "九江市工业和信息化局" in said
    assert assignment.application.site.organisation.credit_code in said
    assert "评分表" not in said
    report = assignment.application.report_id
    assert expert.get(page(assignment, f"files/{report}/pages/1/")).status_code == 404


def test_no_pledge_without_the_declaration(expert, assignment):
    response = expert.post(page(assignment, "pledge/"))
    assert response.status_code == 409
    assert "还没有声明与该单位没有利害关系" in text(response)
    pledged(expert, assignment)
    assert "评分表" in text(expert.get(page(assignment)))


def test_a_low_mark_wants_a_reason_and_a_wrong_one_stays_out_of_the_subtotal(expert, assignment):
    pledged(expert, assignment)
    reply = save(expert, assignment, **{"g_5__1-5": "０．１", "g_5__1-6": "9", "g_4-1": "not_met"}).json()
    assert reply["rows"]["5.1-5"] == {"why": "不到自评的一半，须写理由", "problem": "", "lacks_reason": True, "is_below": True}
    assert reply["rows"]["5.1-6"]["problem"] == "应在0和5.7之间，现在是“9”。"
    assert reply["rows"]["4-1"]["why"] == "评为不符合，须写理由"
    assert "0.02" in reply["fragments"]["sheet-total"]
    assert "1.2 已评部分" in reply["fragments"]["sheet-total"]
    assert "还有86项未评" in reply["fragments"]["still-open"]
    assert newest_sheet(assignment).body["5.1-5"] == {"given": "0.1"}


def test_group_rows_carry_the_subtotals(expert, assignment):
    pledged(expert, assignment)
    reply = save(expert, assignment, **{"g_6__1-2": "5"}).json()
    said = " ".join(reply["fragments"]["sum-6"].split())
    assert "0.75" in said
    assert "1 / 7" in said


def test_a_page_of_proof_is_asked_by_file_page_and_row(expert, assignment):
    pledged(expert, assignment)
    proof = evidence_of(assignment.application.filing).filter(row="7.1-4").first()
    said = text(expert.get(page(assignment, f"?file={proof.file_id}&page={proof.page}&row=7.1-4")))
    assert "由 7.1-4 定位" in said
    assert f"第<span data-page-now>{proof.page}</span>" in said
    assert expert.get(page(assignment, f"files/{proof.file_id}/pages/{proof.page}/"))["Content-Type"] == "image/png"
    assert expert.get(page(assignment, f"files/{proof.file_id}/pages/999/")).status_code == 404


def test_a_proof_in_a_file_of_its_own_can_be_opened_and_others_not(province, assignment, expert):
    from greenlist.casework.filings.models import Evidence
    from greenlist.papers.letter import RecommendationLetter, to_pdf
    from greenlist.rehearsal.acts import upload

    pledged(expert, assignment)
    data = to_pdf(RecommendationLetter(2024, "统计", "九江", "", None, (), True, "演示通知"))
    own, stray = (upload(data, name, province.unit.engineer) for name in ("电费结算单.pdf", "无关.pdf"))
    filing = assignment.application.filing
    Evidence.objects.create(filing=filing, row="7.1-5", file=own, page=1, added_by="x", added_at=own.uploaded_at)
    said = text(expert.get(page(assignment)))
    assert "电费结算单.pdf" in said
    assert "无关.pdf" not in said
    assert expert.get(page(assignment, f"files/{own.pk}/pages/1/")).status_code == 200
    assert expert.get(page(assignment, f"files/{stray.pk}/pages/1/")).status_code == 404


def test_a_stepped_back_case_shows_no_content_any_more(province, assignment, expert):
    pledged(expert, assignment)
    recuse(Assignment.objects.get(), reason="合作过", actor=actor_in(province.cast.experts[0]))
    said = text(expert.get(page(assignment)))
    assert "本件已回避" in said
    assert "评分表" not in said
    assert expert.get(page(assignment, f"files/{assignment.application.report_id}/pages/1/")).status_code == 404
