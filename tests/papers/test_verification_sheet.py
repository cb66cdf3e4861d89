"""核验单: each finding with its word, clause, proof and day; what is still open; a place for three hands."""

from dataclasses import replace

import pypdfium2
import pytest

from greenlist.papers.verification_sheet import SheetLine, VerificationSheet, to_pdf
from tests.papers.reading import DEMO_LINE, outside, pages, squeezed, text_of

WORDS = ["未发现", "发现", "待核实"]
LINES = tuple(SheetLine(n, f"情形{n}", word, f"3.1.{n}", f"公示系统{n}", f"5月{19 + n}日") for n, word in enumerate(WORDS, 1))
CONDITIONS = (
    SheetLine(1, "评价报告", "符合", "1.1", "report.pdf", "5月20日"),
    SheetLine(2, "级别", "不符合", "5", "汇总表", "5月20日"),
    SheetLine(3, "园区", "不适用", "2.2", "—", "5月20日"),
)
SHEET = VerificationSheet(
    unit="江西鄱川新材料科技股份有限公司",
    former_name="",
    credit_code="91369901MA000012XH",
    category_level="绿色工厂，省级",
    window="2021-05-22 至 2024-05-22",
    score="86.4",
    office="九江市工业和信息化局",
    year=2024,
    position="第1件",
    lines=LINES,
    conditions=CONDITIONS,
    judgements=("不属该情形：已移出",),
    open_lines=("生态环境局未函复",),
    number="2024-JJ-0001",
    version=3,
    as_of="2024-05-22 09:41",
    printed_by="何科长",
    digest="sha256:" + "ab" * 30 + "c0de",
    is_demo=True,
)


def test_the_sheet_as_a_whole():
    (page,) = pages(to_pdf(SHEET))
    expected = [
        DEMO_LINE + "绿色制造名单申报单位核验单九江市工业和信息化局2024年度第1件",
        "单位江西鄱川新材料科技股份有限公司曾用名—信用代码91369901MA000012XH类别、级别绿色工厂，省级近三年2021-05-22至2024-05-22得分86.4",
        "序情形或条件结论依据证据查核",
        "1情形1未发现〔3.1.1〕公示系统15月20日2情形2发现〔3.1.2〕公示系统25月21日3情形3待核实〔3.1.3〕公示系统35月22日",
        "申报条件",
        "判断不属该情形：已移出",
        "尚未办结1项生态环境局未函复",
        "经办人",
        "复核人",
        "（单位公章）",
        "核验单2024-JJ-0001第3版截至2024-05-22 09:41何科长打印内容sha256:abababa…c0de共1页第1页",
    ]
    places = [page.find(squeezed(part)) for part in expected]
    assert -1 not in places, expected[places.index(-1)] + "\n" + page
    assert places == sorted(places)


def test_fifteen_lines_with_whole_dates_are_one_page_and_no_date_is_broken():
    lines = tuple(
        SheetLine(n, "安全事故（含网络、数据安全）", "未发现", "3.1.2", "应急管理局函复：没有记录", "2024年12月21日") for n in range(1, 12)
    )
    conditions = tuple(replace(line, word="符合") for line in lines[:4])
    made = pypdfium2.PdfDocument(to_pdf(replace(SHEET, lines=lines, conditions=conditions)))
    assert len(made) == 1
    told = made[0].get_textpage().get_text_bounded().replace(" ", "").splitlines()
    assert sum("2024年12月21日" in line for line in told) == 15


def test_conditions_have_their_own_marks_and_words():
    text = text_of(to_pdf(SHEET))
    assert "1评价报告√符合〔1.1〕report.pdf5月20日2级别×不符合〔5〕汇总表5月20日3园区—不适用〔2.2〕—5月20日" in text


@pytest.mark.parametrize("name", ["", "德安旧名厂"])
def test_a_former_name_or_a_dash(name):
    assert f"曾用名{name or '—'}信用代码" in text_of(to_pdf(replace(SHEET, former_name=name)))


def test_nothing_judged_and_nothing_open_leaves_no_empty_heads():
    text = text_of(to_pdf(replace(SHEET, judgements=(), open_lines=())))
    assert "判断" not in text
    assert "尚未办结" not in text


def test_the_demo_line_is_printed_in_the_demo_and_nowhere_else():
    assert "演示数据" not in text_of(to_pdf(replace(SHEET, is_demo=False)))


def test_long_proofs_and_names_stay_on_the_paper():
    long = tuple(replace(line, label="很长的情形名称" * 5, proof="国家企业信用信息公示系统查询截图" * 6) for line in LINES)
    assert outside(to_pdf(replace(SHEET, lines=long, unit="江西鄱川新材料科技股份有限公司" * 6))) == []
