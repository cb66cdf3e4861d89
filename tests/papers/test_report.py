"""The evaluation report: every section and line of the score, what rests on unverified values, the mark of a draft."""

import io
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest
from zxingcpp import read_barcodes

from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.papers.report import (
    EvaluationReport,
    ReportRow,
    ReportSection,
    ScoreLine,
    basic_rows,
    chapters_of,
    empty_chapters,
    label_share,
    to_pdf,
)
from greenlist.papers.report_chapters import FORMS, report_form
from greenlist.papers.report_word import to_docx
from greenlist.papers.version_mark import mark_in_code, mark_of, marks_in_text
from greenlist.rulebook.standards import standard_file
from tests.papers.reading import DEMO_LINE, outside, pages, paragraphs, squeezed, tables, text_of

NASTY = '共青城#织云*服饰_有限$公司<&>"鄱婺弋芗濂"'
DIGEST = "sha256:" + "ab" * 30 + "c0de"
MARK = mark_of("HZ-2024-JJ-0001-1", DIGEST)
REPORT = EvaluationReport(
    form="factory_self",
    title="自我评价报告",
    unit=NASTY,
    credit_code="91369901MA000012XH",
    address="演示路1号",
    industry_or_type=("行业", "1811 机织服装制造"),
    standard="T/TOY 1—2024 玩具标准",
    year=2023,
    version_label="第1版",
    evaluator="",
    facts=(("联系人", "张工"), ("法定代表人", "李总")),
    overview="评价目的：评价本厂。\n评价准则：T/TOY 1—2024。",
    introduction="本厂织造云锦。",
    sections=(
        ReportSection(
            "绩效",
            (
                ReportRow("综合能源消费量", "10.5", "12000 tce", "205-1.pdf 第1页", "", ""),
                ReportRow("有制度", "3.4", "符合", "制度.pdf", "4", "4"),
            ),
        ),
        ReportSection("产品", (ReportRow("碳足迹", "8.5", "未填", "", "0", "4.4"),)),
    ),
    score_shown="86.40",
    score_maximum="100",
    score_lines=(
        ScoreLine(0, "绩效", "10", "", "", "28.1", "30", ""),
        ScoreLine(1, "单位产品综合能耗", "10.5", "0.2", "≤ 限额", "6", "6", "存疑，弄清之前按0分计"),
    ),
    requirements="基本要求和必选项全部符合。",
    unverified=("“绩效”的权重（RECALLED）", "“碳足迹”的分值（GUESS）"),
    is_draft=False,
    mark=MARK,
    as_of="2024-05-22 09:41",
    is_demo=True,
)
GENERAL = ReportSection("基本要求", (ReportRow("依法设立", "4.2", "符合", "执照.pdf", "", ""),), is_general=True)
DRAFT = replace(REPORT, is_draft=True, version_label="草稿", mark=mark_of("CG-2024-JJ-0001", DIGEST))


def test_the_cover_says_what_of_whom_by_which_standard_and_asks_for_the_seal():
    assert pages(to_pdf(REPORT))[0] == squeezed(
        f"{DEMO_LINE}自我评价报告{NASTY}评价标准T/TOY 1—2024 玩具标准数据年度2023年版本第1版统一社会信用代码91369901MA000012XH"
        f"申报单位（公章）年月日自我评价报告 {NASTY} 第1版 截至 2024-05-22 09:41〔本页须签字盖章：封面〕HZ-2024-JJ-0001-1·abababababab核对：“核对纸质报告的版本”页"
        "共4页 第1页"
    )


def test_the_self_evaluation_has_its_chapters_in_order_with_what_fills_them():
    inside = "".join(pages(to_pdf(REPORT))[1:])
    expected = [
        "填报说明1.本报告所填内容和所附材料应当真实、准确。",
        f"基本信息表单位名称{NASTY}行业1811机织服装制造地址演示路1号统一社会信用代码91369901MA000012XH联系人张工法定代表人李总",
        "真实性承诺本单位承诺：本报告及所附证明材料真实、准确、完整，如有不实，愿承担相应责任。法定代表人（签字）：",
        "一、工厂基本情况本厂织造云锦。",
        "二、创建情况",
        "（四）产品依据指标填报值证明材料得分8.5碳足迹未填0/4.4",
        "（六）绩效",
        "依据指标填报值证明材料得分10.5综合能源消费量12000tce205-1.pdf第1页—3.4有制度符合制度.pdf4/4",
        "三、下一步工作（系统中没有填写：拟改进的事项、措施、时间和预期效果）",
        "四、评价指标表评价得分86.40/100分基本要求和必选项全部符合。本报告使用的标准数值、取法中有2项尚未与标准文本核对，见系统中的评分页。依据项目值规则得分10绩效28.1/3010.5单位产品综合能耗0.2≤限额存疑，弄清之前按0分计6/6",
        "五、证明材料目录依据指标证明材料和页码10.5综合能源消费量205-1.pdf第1页",
    ]
    places = [inside.find(squeezed(part)) for part in expected]
    assert -1 not in places, expected[places.index(-1)] + "\n" + inside
    assert places == sorted(places)


def test_the_third_partys_report_has_its_own_chapters_and_two_places_for_a_hand():
    report = replace(
        REPORT,
        form="factory_third_party",
        evaluator="赣绿评价中心",
        requirements="基本要求中有1项不符合：有制度。",
        sections=(*REPORT.sections, GENERAL),
    )
    text = text_of(to_pdf(report))
    headings = [chapter.heading for chapter in report_form("factory_third_party").chapters if chapter.fill != "cover"]
    places = [text.find(squeezed(heading)) for heading in headings]
    assert -1 not in places and places == sorted(places), list(zip(headings, places, strict=True))
    assert text.count("第三方机构法定代表人（签字）：") == 1
    said = squeezed(
        f"依据T/TOY 1—2024 玩具标准，按2023年度数据对{NASTY}进行评价，得分86.40 / 100 分基本要求中有1项不符合：有制度。评价组组长（签字）："
    )
    assert said in text and said in "".join(map(squeezed, paragraphs(to_docx(report))))
    assert "附表1一般要求符合性评价表依据指标填报值证明材料得分4.2依法设立" in text
    said = squeezed("1 概述 评价目的：评价本厂。评价准则：T/TOY 1—2024。")
    for words in (text, "".join(map(squeezed, paragraphs(to_docx(report))))):
        assert (said in words, REPORT.introduction in words, "没有填写：到场评价" in words) == (True, False, False)


@pytest.mark.parametrize("form", FORMS)
def test_the_word_file_has_the_same_chapters_tables_and_places_to_write(form):
    report = replace(DRAFT, form=form, sections=(*REPORT.sections, GENERAL))
    word, text = to_docx(report), text_of(to_pdf(report))
    lines = [squeezed(line) for line in paragraphs(word) if line.strip()]
    assert [
        chapter.heading for chapter in report_form(form).chapters if chapter.fill != "cover" and squeezed(chapter.heading) not in lines
    ] == []
    assert [line for line in lines if line.startswith("（请填写：") and line not in text] == []
    assert [cell for table in tables(word) for row in table for cell in row if squeezed(cell) not in text] == []
    assert "CG-2024" not in "".join(lines)


def test_each_page_names_its_version_and_the_code_says_it_again_and_which_page_to_sign():
    pdf = to_pdf(REPORT)
    said = [read_barcodes(page.render(scale=2, grayscale=True).to_numpy())[0].text for page in pypdfium2.PdfDocument(pdf)]
    assert [mark_in_code(text) for text in said] == [(MARK, what) for what in ("cover", "page", "commitment", "page")]
    assert [marks_in_text(page) for page in pages(pdf)] == [[MARK]] * 4


def test_a_report_made_elsewhere_has_no_mark():
    pdf = to_pdf(replace(REPORT, mark=None))
    assert marks_in_text(text_of(pdf)) == []


def test_what_rests_on_unverified_values_is_one_line_of_the_paper_and_none_without():
    for report in (REPORT, replace(REPORT, unverified=())):
        for text in (text_of(to_pdf(report)), "".join(map(squeezed, paragraphs(to_docx(report))))):
            assert (text.count("尚未与标准文本核对"), "RECALLED" in text) == (1 if report.unverified else 0, False)


def test_a_version_to_be_sealed_says_of_empty_chapters_alone_that_nothing_was_written():
    assert empty_chapters(REPORT) == ["三、下一步工作"]
    assert text_of(to_pdf(REPORT)).count("系统中没有填写") == 1
    assert empty_chapters(replace(REPORT, introduction=" "))[0] == "一、工厂基本情况"


def test_the_basic_table_says_each_thing_once_and_leaves_no_cell_empty():
    report = replace(REPORT, facts=(("单位名称", NASTY), ("传真", ""), ("海拔", "不适用")))
    assert [row for row in basic_rows(report) if row[0] in {"单位名称", "传真", "海拔"}] == [
        ("单位名称", NASTY),
        ("传真", "未填写"),
        ("海拔", "不适用"),
    ]


def test_points_that_do_not_add_up_to_the_score_by_rounding_are_explained_and_others_are_not():
    lines = tuple(replace(REPORT.score_lines[0], points=points) for points in ("50.21", "36.20"))
    for shown, said in (("86.40", True), ("86.41", False), ("80", False), ("—", False)):
        report = replace(REPORT, score_shown=shown, score_lines=lines)
        assert ("各项之和与总分可能略有出入" in text_of(to_pdf(report))) is said
        assert ("各项之和与总分可能略有出入" in "".join(paragraphs(to_docx(report)))) is said


def test_the_label_and_the_rule_of_the_score_share_their_width_by_how_long_they_are():
    group, item = REPORT.score_lines
    shares = [
        label_share(replace(REPORT, score_lines=(group, replace(item, label="名" * n, rule="则" * m, note=""))))
        for n, m in ((40, 4), (18, 20), (8, 90))
    ]
    assert shares == [60, 50, 30]
    assert 0 <= label_share(replace(REPORT, score_lines=())) <= 100


def test_points_of_two_decimals_stay_on_their_line_and_a_group_is_bold_in_the_word_file():
    group, item = REPORT.score_lines
    report = replace(REPORT, score_lines=(group, replace(item, points="11.97", maximum="13.33")))
    page = next(p for p in pypdfium2.PdfDocument(to_pdf(report)) if "评价得分" in p.get_textpage().get_text_range())
    assert "11.97 / 13.33" in page.get_textpage().get_text_range()
    table = docx.Document(io.BytesIO(to_docx(report))).tables[-2]
    assert [[cell.paragraphs[0].runs[0].bold for cell in row.cells] for row in table.rows] == [[True] * 5, [True] * 5, [None] * 5]


def test_a_group_of_the_score_stays_on_the_page_of_its_first_line():
    group, item = REPORT.score_lines
    for lead in range(18, 34):
        lines = (*[item] * lead, replace(group, label="群组之首"), replace(item, label="其下一行"), group, group, item)
        assert [("群组之首" in page) == ("其下一行" in page) for page in pages(to_pdf(replace(REPORT, score_lines=lines)))].count(
            False
        ) == 0


def test_who_signs_in_word_has_room_above_the_line_and_a_heading_stands_off_the_table_before_it():
    report = replace(REPORT, form="factory_third_party", evaluator="赣绿评价中心", sections=(*REPORT.sections, GENERAL))
    lines = docx.Document(io.BytesIO(to_docx(report))).paragraphs
    signed = [line for line in lines if "（签字）：" in line.text]
    assert [round(line.paragraph_format.space_before.mm) for line in signed] == [20, 20, 20]
    named = {chapter.heading for chapter in report_form("factory_third_party").chapters} | {section.title for section in REPORT.sections}
    assert [line.text for line in lines if line.text in named and not (line.paragraph_format.space_before or 0)] == []


def test_the_word_tables_have_the_widths_of_the_report_whole_rows_and_the_line_of_the_demo():
    document = docx.Document(io.BytesIO(to_docx(REPORT)))
    wide = [table for table in document.tables if len(table.columns) == 5]
    *rows, score = [[round(column.width.mm) for column in table.columns] for table in wide]
    assert (rows, score) == ([[21, 52, 36, 32, 25]] * len(rows), [20, 38, 26, 57, 25])
    assert all("w:cantSplit" in row._tr.xml for table in wide for row in table.rows)
    assert squeezed(document.sections[0].header.paragraphs[0].text) == squeezed(DEMO_LINE)


@pytest.mark.parametrize(
    ("standard", "edition", "on"),
    [("gbt-36132", "2018", date(2024, 5, 22)), ("gbt-36132", "2025", date(2026, 5, 22)), ("miit-general", "2025", date(2025, 10, 22))],
)
def test_every_section_of_a_held_standard_has_one_place_in_a_self_evaluation(standard, edition, on):
    groups = compile_plan(load_standard(standard_file(standard, edition)), on).groups
    report = replace(REPORT, sections=tuple(ReportSection(group.title, ()) for group in groups))
    placed = [section.title for filled in chapters_of(report) for section in filled.sections]
    assert sorted(placed) == sorted(group.title for group in groups)


def test_a_draft_bears_the_watermark_on_every_page_and_the_mark_of_a_draft():
    found = pages(to_pdf(DRAFT))
    assert ["草稿" in page for page in found] == [True] * len(found)
    assert all("CG-2024-JJ-0001·abababababab" in page for page in found)
    assert "（请填写：拟改进的事项、措施、时间和预期效果）" in "".join(found)
    assert "草稿" not in text_of(to_pdf(REPORT))


def test_the_demo_line_is_printed_on_every_page_of_the_demo_and_nowhere_else():
    assert [page.count(DEMO_LINE) for page in pages(to_pdf(REPORT))] == [1] * 4
    assert "演示数据" not in text_of(to_pdf(replace(REPORT, is_demo=False)))


def test_a_long_report_keeps_to_the_paper_and_repeats_its_heads():
    rows = tuple(
        ReportRow(f"指标{n}：" + "很长的指标名称" * 6, "10.5", "12000 tce", "能源审计报告和购销台账.pdf 第1页", "4", "5")
        for n in range(1, 80)
    )
    pdf = to_pdf(replace(REPORT, sections=(ReportSection("绩效", rows),)))
    found = pages(pdf)
    assert [n for n in range(1, 80) if f"指标{n}：" not in "".join(found)] == []
    assert ["证明材料" in page for page in found if "指标" in page and "很长" in page] == [True] * sum("很长" in page for page in found)
    assert f"共{len(found)}页第{len(found)}页" in found[-1]
    assert outside(pdf) == []
