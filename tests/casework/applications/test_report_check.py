"""A report looked through: its version, its unit, its chapters, its figures with their pages; a scan and its text twin."""

from dataclasses import replace

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.report_check import report_check
from greenlist.casework.applications.report_services import add_text_twin, store_text_twin
from greenlist.casework.applications.services import set_report
from greenlist.casework.files.models import PageTexts
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.papers.report import to_pdf
from greenlist.papers.report_word import to_docx
from greenlist.rehearsal.county_zip import as_scan
from tests.casework.cast import NANCHANG, fresh


def stored(province, data: bytes, name: str = "报告.pdf"):
    return store_file(chunks=[data], name=name, owner=province.unit.site.organisation_id, actor=province.unit.engineer)


def sealed(application, **changes) -> bytes:
    """The report as one made elsewhere: without a mark."""
    return to_pdf(replace(evaluation_report(application), is_draft=False, version_label="盖章件", mark=None, **changes))


def with_figure(application, label: str, value: str) -> bytes:
    """The report with another figure in one row."""
    report = evaluation_report(application)
    changed = tuple(
        replace(section, rows=tuple(replace(row, value=value) if row.label == label else row for row in section.rows))
        for section in report.sections
    )
    return sealed(application, sections=changed)


def test_a_report_that_says_what_was_declared_has_nothing_to_look_at_but_the_chapter_nobody_wrote(province):
    application = province.application_at("draft")
    set_report(application, file=stored(province, sealed(application)), actor=province.unit.engineer)
    check = report_check(application)
    assert [chapter.heading for chapter in check.missing] == ["三、下一步工作"]
    assert (check.is_clean, check.is_marked, check.differing, check.lacking) == (False, False, [], [])
    assert replace(check, chapters=tuple(c for c in check.chapters if c.page)).is_clean
    assert check.agreeing == len(check.figures) > 20
    pages = set(check.pages.values())
    assert len(check.pages) > 60 and min(pages) > 1 and max(pages) <= application.report.pages


def test_a_figure_that_differs_is_told_with_both_values_and_its_page(province):
    application = province.application_at("draft")
    declared = next(row for section in evaluation_report(application).sections for row in section.rows if row.label == "综合能源消费量")
    set_report(application, file=stored(province, with_figure(application, "综合能源消费量", "99,999.5 tce")), actor=province.unit.engineer)
    check = report_check(fresh(application))
    (line,) = check.differing
    assert (line.row.label, line.word, line.found.said) == ("综合能源消费量", "不一致", "99,999.5tce")
    assert line.declared == declared.value
    assert "99,999.5" in PageTexts.objects.get(digest=application.report.digest).texts[line.found.page - 1]
    assert not check.is_clean


def test_another_units_report_and_a_missing_chapter_are_told(province):
    application = province.application_at("draft")
    foreign = sealed(application, unit="瑞昌市别家水泥有限公司", form="factory_third_party", facts=(), overview="")
    set_report(application, file=stored(province, foreign), actor=province.unit.engineer)
    check = report_check(fresh(application))
    assert check.unit_problem == "正文写的是“瑞昌市别家水泥有限公司”，没有写这家单位"
    missing = [chapter.heading for chapter in check.missing]
    assert missing == ["一、工厂基本情况", "二、创建情况", "三、下一步工作", "五、证明材料目录"]


def test_a_scan_is_unread_until_a_text_twin_is_bound_to_it(province):
    application, unit = province.application_at("draft"), province.unit
    pdf = with_figure(application, "综合能源消费量", "99,999.5 tce")
    set_report(application, file=stored(province, as_scan(pdf), "扫描件.pdf"), actor=unit.engineer)
    application = fresh(application)
    check = report_check(application)
    assert (check.is_unread, check.is_clean, check.figures, check.pages) == (True, False, (), {})
    twin = store_text_twin(chunks=[pdf], name="文字稿.pdf", application=application, actor=unit.engineer)
    add_text_twin(application, file=twin, actor=unit.engineer)
    check = report_check(fresh(application))
    assert (check.is_unread, check.is_twin, [line.row.label for line in check.differing]) == (False, True, ["综合能源消费量"])
    assert check.pages == {}  # its pages are not the scan's
    set_report(application, file=stored(province, as_scan(sealed(application)), "另一份.pdf"), actor=unit.engineer)
    assert report_check(fresh(application)).is_unread


@pytest.mark.parametrize("name", ["文字稿.txt", "文字稿.docx"])
def test_a_twin_may_be_plain_text_or_a_word_file(province, name):
    application, unit = province.application_at("draft"), province.unit
    set_report(application, file=stored(province, as_scan(sealed(application)), "扫描件.pdf"), actor=unit.engineer)
    application = fresh(application)
    words = (
        to_docx(evaluation_report(application)) if name.endswith("docx") else "综合能源消费量为1 tce。一、工厂基本情况".encode("gb18030")
    )
    add_text_twin(
        application, file=store_text_twin(chunks=[words], name=name, application=application, actor=unit.engineer), actor=unit.engineer
    )
    check = report_check(application)
    assert check.is_twin
    assert [line.row.label for line in check.differing] == ([] if name.endswith("docx") else ["综合能源消费量"])


def test_a_twin_without_words_or_of_a_readable_report_is_refused(province):
    application, unit = province.application_at("draft"), province.unit
    with pytest.raises(Refused, match="还没有评价报告"):
        add_text_twin(application, file=stored(province, sealed(application)), actor=unit.engineer)
    set_report(application, file=stored(province, sealed(application)), actor=unit.engineer)
    with pytest.raises(Refused, match="能读出文字"):
        add_text_twin(application, file=stored(province, sealed(application)), actor=unit.engineer)
    set_report(application, file=stored(province, as_scan(sealed(application)), "扫描件.pdf"), actor=unit.engineer)
    with pytest.raises(Refused, match="没有读出文字"):
        add_text_twin(application, file=stored(province, as_scan(sealed(application)), "扫描件.pdf"), actor=unit.engineer)
    with pytest.raises(Refused, match="没有选|不收|只收|文本文件"):
        store_text_twin(chunks=[b"\0" * 30], name="稿.txt", application=application, actor=unit.engineer)


def test_an_office_binds_a_twin_only_to_what_it_entered_and_only_before_it_is_sent(province):
    application, clerk = province.application_at("verifying"), province.officer
    pdf = sealed(application)
    for office, change, said in (
        (clerk, {}, "这件不是代录的"),
        (clerk, {"entered_by": "某局 某人", "state": "recommended"}, "本件现在是“已推荐”"),
        (province.cast.bureaus[NANCHANG], {"entered_by": "某局 某人"}, "只能为本地区的件"),
    ):
        Application.objects.filter(pk=application.pk).update(**{"entered_by": "", "state": "verifying"} | change)
        with pytest.raises(Refused, match=said):
            store_text_twin(chunks=[pdf], name="稿.pdf", application=fresh(application), actor=office)
    Application.objects.filter(pk=application.pk).update(report=stored(province, as_scan(pdf), "扫描件.pdf"))
    twin = store_text_twin(chunks=[pdf], name="稿.pdf", application=fresh(application), actor=clerk)
    assert add_text_twin(fresh(application), file=twin, actor=clerk).file == twin


def test_a_draft_and_another_applications_paper_are_refused_with_both_versions(province):
    application, unit = province.application_at("draft"), province.unit
    other = province.application_at("draft", province.units[1])
    with pytest.raises(Refused) as refused:
        set_report(application, file=stored(province, to_pdf(evaluation_report(application))), actor=unit.engineer)
    assert f"草稿CG-{application.number}·" in str(refused.value) and "还没有定稿盖章版" in str(refused.value)
    with pytest.raises(Refused) as refused:
        set_report(application, file=stored(province, to_pdf(evaluation_report(other))), actor=unit.engineer)
    assert f"属于申报件{other.number}；本件是{application.number}" in str(refused.value)
