"""The evaluation report: every section and line of the score, what rests on unverified values, the mark of a draft."""

from dataclasses import replace

from greenlist.papers.report import EvaluationReport, ReportRow, ReportSection, ScoreLine, to_pdf
from tests.papers.reading import DEMO_LINE, outside, pages, squeezed, text_of

NASTY = '共青城#织云*服饰_有限$公司<&>"鄱婺弋芗濂"'
DIGEST = "sha256:" + "ab" * 30 + "c0de"
REPORT = EvaluationReport(
    title="自我评价报告",
    unit=NASTY,
    credit_code="91369901MA000012XH",
    address="演示路1号",
    industry_or_type=("行业", "1811 机织服装制造"),
    standard="T/TOY 1—2024 玩具标准",
    year=2023,
    version_label="第1版",
    facts=(("联系人", "张工"), ("法定代表人", "李总")),
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
    unverified=("“绩效”的权重（RECALLED）", "“碳足迹”的分值（GUESS）"),
    is_draft=False,
    digest=DIGEST,
    as_of="2024-05-22 09:41",
    is_demo=True,
)
DRAFT = replace(REPORT, is_draft=True, digest="")


def test_the_cover_says_what_of_whom_and_by_which_standard():
    assert pages(to_pdf(REPORT))[0] == squeezed(
        f"{DEMO_LINE}自我评价报告{NASTY}评价标准T/TOY 1—2024 玩具标准数据年度2023年版本第1版统一社会信用代码91369901MA000012XH"
        f"自我评价报告 {NASTY} 第1版 截至 2024-05-22 09:41 sha256:abababababab…c0de 共2页 第1页"
    )


def test_the_inside_holds_everything_in_order():
    inside = pages(to_pdf(REPORT))[1]
    expected = [
        "基本信息行业1811机织服装制造地址演示路1号联系人张工法定代表人李总",
        "真实性承诺本单位承诺：本报告及所附证明材料真实、准确、完整，如有不实，愿承担相应责任。",
        "法定代表人（签字）：",
        "评价得分86.40/100分本得分含未经核实的标准数值2项，官方分值公布后须重算。",
        "绩效依据指标填报值证明材料得分10.5综合能源消费量12000tce205-1.pdf第1页—3.4有制度符合制度.pdf4/4",
        "产品依据指标填报值证明材料得分8.5碳足迹未填0/4.4",
        "得分怎么来依据项目值规则得分10绩效28.1/3010.5单位产品综合能耗0.2≤限额存疑，弄清之前按0分计6/6",
        "未经核实的标准数值·“绩效”的权重（RECALLED）·“碳足迹”的分值（GUESS）",
    ]
    places = [inside.find(part) for part in expected]
    assert -1 not in places, expected[places.index(-1)] + "\n" + inside
    assert places == sorted(places)


def test_a_report_on_verified_values_only_says_nothing_of_them():
    text = text_of(to_pdf(replace(REPORT, unverified=())))
    assert "未经核实" not in text


def test_a_draft_bears_the_watermark_on_every_page_and_no_digest():
    found = pages(to_pdf(DRAFT))
    assert ["草稿" in page for page in found] == [True] * len(found)
    assert "sha256" not in "".join(found)
    assert "草稿" not in text_of(to_pdf(REPORT))


def test_the_demo_line_is_printed_on_every_page_of_the_demo_and_nowhere_else():
    assert [page.count(DEMO_LINE) for page in pages(to_pdf(REPORT))] == [1, 1]
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
    assert found[-1].endswith(f"共{len(found)}页第{len(found)}页")
    assert outside(pdf) == []
