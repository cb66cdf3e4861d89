"""The papers of decisions, from the records alone; what is not recorded is a blank for the hand."""

import pytest

from greenlist.casework.dossier.archived_papers import papers_of
from greenlist.casework.dossier.letters import refusal_of
from greenlist.casework.review.decision_papers import opinion_table, review_minutes
from greenlist.casework.review.opinion_services import confirm_opinion, sign_opinion
from greenlist.casework.review.selectors import handed_in_result
from greenlist.casework.review.services import refuse_formally
from greenlist.casework.selection.models import SelectionRow
from greenlist.casework.selection.papers import briefing, minutes
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.selectors import checklist, conditions
from greenlist.casework.verification.services import refuse
from greenlist.papers import refusal, review_paper
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.casework.review.conftest import panel  # noqa: F401 -- the group of three
from tests.casework.review.day import all_in
from tests.papers.reading import paragraphs, squeezed, tables, text_of


def facts(paper):
    return dict(paper.facts)


def test_the_opinion_table_and_the_minutes_of_a_group(panel, province):  # noqa: F811
    application, group, three = panel
    before = opinion_table(application)
    assert before.head[-1] == "专家评分" and {row[-1] for row in before.rows} == {"　"} and "□建议列入" in facts(before)["结论"]
    all_in(application, group, three)
    opinion = sign_opinion(
        application, conclusion="recommend", text="材料齐全。\n建议列入。", disputes="能耗口径有一人保留。", actor=three[0]
    )
    for member in three[1:]:
        confirm_opinion(opinion, actor=member)
    made, told = opinion_table(fresh(application)), review_minutes(group)
    assert list(made.head[4:]) == [one.name for one in three]
    sheet = application.assignments.order_by("assigned_at", "id").first()
    points = {row: str(found.points) for row, found in handed_in_result(sheet).items.items()}
    assert {row[0] for row in made.rows} >= set(points) and made.paragraphs == ("材料齐全。", "建议列入。", "分歧：能耗口径有一人保留。")
    assert [hand.split("　")[0] for hand in made.hands] == [*(one.name for one in three), "组长"]
    assert facts(told)["到会"] == "、".join(one.name for one in three) and facts(told)["地点"] == "　" and facts(told)["缺席"] == "无"
    assert told.rows[0][:2] == (application.number, application.site.name) and told.rows[0][4] == "建议列入"
    assert (told.head[3], told.rows[0][3]) == ("基本要求和必选项", "均符合"), "the flag says nothing of the pass line"
    for paper in (made, told):
        pdf, word = review_paper.to_pdf(paper), review_paper.to_docx(paper)
        assert b"pdfaid" in pdf and tables(word)[1] == [list(paper.head), *(list(row) for row in paper.rows)]
        text = text_of(pdf)
        assert all(squeezed(cell) in text for row in paper.rows for cell in row)
    kept = [paper for paper in papers_of(province.round, province.cast.centre) if paper.folder == "评审"]
    assert [paper.title.split("_")[0] for paper in kept] == ["专家签到表", "评审会议纪要", "专家组意见", "专家意见表"]
    assert [paper.title for paper in kept if b"pdfaid" not in paper.make()] == []


def test_the_minutes_and_the_page_for_the_leadership_tell_the_decision(province):
    refuse_formally(province.application_at("recommended", province.units[1]), reason="缺第12页。", actor=province.cast.province)
    case = province.application_at("proposed")
    SelectionRow.objects.filter(application=case).update(clause="C-49")
    made, told = minutes(province.draft()), briefing(province.draft())
    assert made.rows[0][6].endswith("〔3.1.2〕"), "a reader outside knows passages, not our numbers"
    assert "会议审定" in told.steps[0] and "公示" not in told.steps[0] and "公布" not in told.steps[0], "only what is done"
    assert facts(made)["参加"].startswith("分管厅领导") and facts(made)["主持"] == "　" and made.rows[0][5] == "拟入选"
    assert any(text.startswith("表决：同意　　　人") for text in made.paragraphs) and made.dated_on
    assert (
        told.course == "申报2件；退回补正0件；不予推荐0件；形式审查不通过1件；完成评审1件；拟入选1家。"
        and told.ties == "没有同类别同分的。"
    )


@pytest.mark.parametrize("at", ["verifying", "recommended"])
def test_a_refused_unit_gets_a_letter_with_clause_and_remedy(province, at):
    application = province.application_at(at)
    assert refusal_of(application, province.officer) is None
    if at == "verifying":
        refuse(application, reason="近三年有较大安全事故。", actor=province.officer)
        readers, outcome = (province.officer, province.unit.engineer, province.cast.province), "不予推荐"
    else:
        refuse_formally(application, reason="缺评价报告。", actor=province.cast.province)
        readers, outcome = (province.cast.province,), "形式审查不通过"
        assert refusal_of(fresh(application), province.officer) is None, "not before the public notice"
        assert "评价报告" in refusal_of(fresh(application), readers[0]).grounds[0].quote, "the ground is what the package holds (1.2)"
    for reader in readers:
        made = refusal_of(fresh(application), reader)
        assert (made.outcome, made.addressee, made.grounds[0].fact[-1]) == (
            outcome,
            application.site.name,
            made.grounds[0].fact.rstrip("。")[-1],
        )
        assert made.grounds[0].passage and made.grounds[0].quote and "赣工信办节能函〔2024〕20号" in made.basis
    text, word = text_of(refusal.to_pdf(made)), squeezed("".join(paragraphs(refusal.to_docx(made))))
    for said in (
        refusal.title_of(made),
        squeezed(refusal.opening(made)),
        made.grounds[0].quote,
        *map(squeezed, made.remedies),
        squeezed(made.office),
    ):
        assert said in text and said in word, said


@pytest.mark.parametrize("more", ["", "；另有处罚未缴清"])
def test_the_letter_says_each_fact_once_and_leaves_the_rest_to_the_office_that_signs(province, more):
    application = province.application_at("verifying")
    acts.verify_all(application, province.officer, leave_open=("C-49",))
    assert acts.find_fine(application, province.officer, "fined_heavily")
    item = next(i for i in checklist(fresh(application)) if i.clause.id == "C-49")
    refuse(fresh(application), reason=item.missing + more, actor=province.officer)
    made = refusal_of(fresh(application), province.officer)
    assert [ground.passage for ground in made.grounds] == ["3.1", "3.1.2"][1 - bool(more) :]
    assert made.grounds[-1].fact.startswith(exclusion_labels()["C-49"]) and "起，" not in made.grounds[-1].fact
    text = text_of(refusal.to_pdf(made))
    assert text.count("罚款") == 1 and "____日内" in text and "通知未规定" not in text and "行政复议" not in text
    assert "年月日" in text and "-11-" not in text


def test_a_condition_that_the_officer_names_is_quoted_in_the_letter_and_not_the_duty_to_be_strict(province):
    application = province.application_at("submitted")
    application.site.industry = "2661"  # its industry has a standard of which no table is held
    application.site.save()
    acts.verify_all(application, province.officer)
    application = fresh(application)
    item = next(line for line in conditions(application) if line.is_open)
    refuse(application, reason=item.missing, actor=province.officer)
    made = refusal_of(fresh(application), province.officer)
    assert [(g.passage, g.quote) for g in made.grounds] == [(item.clause.passage, item.clause.quote)]
    assert item.label in made.grounds[0].fact and "依据 2" not in made.grounds[0].fact
