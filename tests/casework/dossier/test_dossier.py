"""申报卷宗: every reader gets what the pages show him, and nothing else."""

import io
from uuid import uuid4

import pikepdf
import pypdfium2
import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.dossier.jobs import DOSSIER
from greenlist.casework.dossier.papers import dossier_of
from greenlist.casework.dossier.selectors import case_for
from greenlist.casework.dossier.services import write_dossier
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.jobs.services import ask, take_result
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.review.models import Assignment
from greenlist.casework.verification.papers import verification_sheet
from greenlist.casework.verification.selectors import exclusion_lines
from greenlist.casework.verification.services import judge, record_fact, refuse
from greenlist.papers.dossier import RECORD, content_of
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.papers.reading import squeezed
from tests.papers.test_dossier import report


@pytest.fixture
def reviewed(province):
    application = province.application_at("reviewed", national=True)
    expert = next(e for e in province.cast.experts if e.user_id == Assignment.objects.get().expert_id)
    return application, actor_in(expert)


def written(application, actor, **options):
    target = io.BytesIO()
    write_dossier(application, target, actor=actor, **options)
    return target.getvalue()


def words(pdf):
    return [squeezed(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf)]


def cover_words(application, actor):
    return "；".join(f"{label}：{said}" for label, said in dossier_of(application, actor).facts)


def grid_rows(chapter):
    return [row for grid in chapter.grids for row in grid.rows]


def titles(dossier):
    return [chapter.title.partition("、")[2] for chapter in dossier.chapters]


def test_the_cover_tells_the_way_of_evaluation_and_by_whom(province):
    application = province.application_at("submitted")
    assert "评价方式：自我评价" in cover_words(application, province.officer)
    application.mode, application.third_party = "third_party", "演示评价中心"
    assert "评价方式：第三方评价（演示评价中心）" in cover_words(application, province.officer)


def test_each_reader_gets_his_own_dossier(reviewed, province):
    application, expert = reviewed
    cast, own = province.cast, ["申报内容", "自评得分", "证明材料目录"]
    told = ["退回补正", "推荐、审定和公布", "经过（日志摘录）"]
    readers = {
        "unit": (province.unit.engineer, [*own, *told]),
        "bureau": (province.officer, [*own, "核验结论", "征求意见和函复", *told]),
        "province": (cast.province, [*own, "核验结论", "征求意见和函复", "省级环节和专家评审", *told]),
        "expert": (expert, [*own, "本人评分"]),
    }
    made = {name: dossier_of(case_for(actor, application.pk), actor) for name, (actor, _) in readers.items()}
    assert {name: titles(d) for name, d in made.items()} == {name: wanted for name, (_, wanted) in readers.items()}
    records = {name: content_of(d)[0] for name, d in made.items()}
    assert {name: expert.name in text for name, text in records.items()} == {
        "unit": False,
        "bureau": False,
        "province": True,
        "expert": True,
    }
    assert {name: "专家评审" in text or "已评审" in text for name, text in records.items() if name in ("unit", "bureau")} == {
        "unit": False,
        "bureau": False,
    }
    assert province.other_unit.site.name not in "".join(records.values())
    assert [name for name, d in made.items() if d.has_seal_place] == ["unit"]
    assert "省厅评审中" in records["unit"] and "省厅评审中" in records["bureau"]
    assert province.officer.name not in records["expert"]


def test_nobody_takes_out_what_the_pages_do_not_show_him(reviewed, province):
    application, expert = reviewed
    cast = province.cast
    others = [province.other_unit.engineer, cast.bureaus["360100"]]
    others += [actor_in(e) for e in cast.experts if e.user_id != expert.user_id]
    assert [case_for(actor, application.pk) for actor in others] == [None] * len(others)
    Assignment.objects.update(state="assigned")
    assert case_for(expert, application.pk) is None


def test_the_pdf_holds_the_report_and_every_paper_and_tells_how_to_check_it(reviewed, province, may):
    application, _ = reviewed
    pdf = written(application, province.cast.province)
    made = dossier_of(application, province.cast.province)
    pages, (record, digest) = words(pdf), content_of(made)
    assert all(f"第{n}页共{len(pages)}页" in squeezed(text) and digest in text for n, text in enumerate(pages, start=1))
    with pikepdf.open(io.BytesIO(pdf)) as held:
        assert held.attachments[RECORD].get_file().read_bytes().decode() == record
    assert len(pages) > sum(a.pages for a in made.attachments) >= application.report.pages
    may(6, 20)
    assert written(application, province.cast.province) == pdf, "another day, the same case"
    for chapter in made.chapters:
        assert any(squeezed(chapter.title) in text for text in pages[2:]), chapter.title


def test_a_draft_and_a_case_without_a_form_have_their_dossier_too(province):
    engineer = province.unit.engineer
    draft = dossier_of(province.application_at("draft"), engineer)
    assert draft.attachments == () and dict(draft.facts)["状态"] == "暂存" and "草稿" in dict(draft.chapters[1].facts)["版本"]
    entered = province.application_at("submitted", province.units[1])
    FilingVersion.objects.filter(filing=entered.filing).update(score="", is_qualified=None)
    told = dossier_of(case_for(province.officer, entered.pk), province.officer)
    assert "得分未知" in told.chapters[1].paragraphs[0] and not told.chapters[1].grids
    assert written(entered, engineer, is_bound=True).startswith(b"%PDF")


def test_a_replaced_report_that_still_proves_something_is_marked(province):
    application, engineer = province.application_at("submitted"), province.unit.engineer
    old = application.report
    assert ["（已替换）" in a.name for a in dossier_of(application, engineer).attachments] == [False]
    Application.objects.filter(pk=application.pk).update(report=acts.upload(report(3), "盖章报告.pdf", engineer))
    made = dossier_of(fresh(application), engineer).attachments
    assert [(a.name, a.purpose.split("；")[0]) for a in made] == [
        ("盖章报告.pdf", "评价报告"), (f"{old.name}（已替换）", "已替换的评价报告"),
    ]  # fmt: skip


def test_of_a_refused_case_the_decision_is_told_and_not_what_never_came(province):
    application = province.application_at("verifying")
    refuse(application, reason="近三年有较大安全事故。", actor=province.officer)
    for reader in (province.officer, province.unit.engineer, province.cast.province):
        told = next(c for c in dossier_of(fresh(application), reader).chapters if c.title.endswith("推荐、审定和公布"))
        assert dict(told.facts)["决定"] == "不予推荐" and dict(told.facts)["决定单位"] == "九江市工业和信息化局"
        assert [(grid.title, grid.rows[0][0]) for grid in told.grids] == [("理由和依据", "近三年有较大安全事故")]
        assert grid_rows(told)[0][1].startswith("〔3.1〕")
    replies = next(c for c in dossier_of(fresh(application), province.officer).chapters if c.title.endswith("征求意见和函复"))
    assert "应急管理局函复" in "".join(map(str, replies.grids[1].rows)) and "没有就本件发函" not in replies.grids[0].empty


def test_every_paper_of_a_finding_has_the_signs_of_its_units(province):
    application, said = province.application_at("verifying"), "临时占地 300 m2，罚款18万元"
    finding = record_fact(application, clause="C-49", answer="found", statement=said, source="信用中国查询", looked_up_on=today(),
                          intervals=[(today(), today())], actor=province.officer)  # fmt: skip
    judge(finding, outcome="upheld", reason="占地 300 m2，属该情形", actor=province.officer)
    line = next(i for i in exclusion_lines(fresh(application)) if i.clause.id == "C-49")
    refuse(application, reason=line.missing, actor=province.officer)
    refused = dossier_of(fresh(application), province.officer)
    assert [str(grid.rows) for c in refused.chapters for grid in c.grids if "m2" in str(grid.rows)] == []
    assert "m2" not in str(verification_sheet(fresh(application), printed_by="何科长（演示）", office="九江市工业和信息化局"))
    grounds = next(c for c in refused.chapters if c.title.endswith("推荐、审定和公布")).grids[0].rows
    assert [ground.partition("：")[2] for ground, _ in grounds] == ["临时占地 300 m²，罚款18万元（2024年5月22日）"]


def test_a_job_takes_the_dossier_out_and_refuses_who_may_not(reviewed, province):
    application, _ = reviewed
    job = ask(DOSSIER, actor=province.officer, about="卷宗", application=str(application.pk), is_bound=False)
    assert run_next(runner=uuid4()).state == "job_done"
    job.refresh_from_db()
    assert job.result_name.endswith(".pdf") and take_result(job, actor=province.officer).read_bytes().startswith(b"%PDF")
    with pytest.raises(NotAllowed, match="不能调取"):
        ask(DOSSIER, actor=province.other_unit.engineer, about="卷宗", application=str(application.pk), is_bound=False)
