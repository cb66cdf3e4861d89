"""Minutes and 专家意见表: a long table with 40-character names stands whole in PDF and Word; the refusal letter says the same in both."""

import re
from dataclasses import replace
from datetime import date

import pypdfium2

from greenlist.papers.refusal import Ground, Refusal, opening
from greenlist.papers.refusal import to_docx as refusal_docx
from greenlist.papers.refusal import to_pdf as refusal_pdf
from greenlist.papers.review_paper import ReviewPaper, to_docx, to_pdf
from tests.papers.reading import outside, pages, paragraphs, squeezed, tables

LONG = "江西演示绿色低碳循环先进制造产业技术研究开发有限责任公司赣江新区临空第二生产基地"
HEAD = ("名次", "单位", "类别", "评审分", "结果", "理由和依据")
MINUTES = ReviewPaper(
    title="2024年度省级绿色制造名单会议审定纪要", subtitle="演工信会纪〔2024〕演6号", facts=(("时间", "2024年7月9日"), ("地点", "　"), ("参加", "分管厅领导（演示）")),
    head=HEAD, widths=(2, 8, 4, 3, 3, 9), paragraphs=("表决：同意　　　人。",), hands=("记录　　　　年　月　日",), foot="会议审定纪要　第4稿",
    rows=tuple((str(n), LONG, "绿色供应链管理企业", "91.77", "拟入选", "评审分 91.77，达到入选线 82〔本轮参数〕") for n in range(1, 41)),
    is_demo=True, dated_on=date(2024, 7, 9),
)  # fmt: skip
REFUSAL = Refusal(
    outcome="不予推荐", office="九江市工业和信息化局", addressee=LONG, document_number="", application_number="2024-JJ-0001",
    round_title="2024年度绿色制造名单推荐遴选", basis="《通知》（演〔2024〕20号）",
    grounds=(Ground("近三年发生较大事故", "3.1.2", "发生安全、质量、环境污染等事故"),) * 3,
    remedies=("对上述理由有异议的，可以书面提出。", "可以依法申请行政复议或者提起行政诉讼。"), dated_on=date(2024, 6, 3), is_demo=True,
)  # fmt: skip


def test_a_long_table_repeats_its_head_and_keeps_every_cell():
    pdf = to_pdf(MINUTES)
    told = pages(pdf)
    assert len(told) > 2 and all("理由和依据" in page for page in told[:-1]) and outside(pdf) == []
    assert "".join(told).count(squeezed(LONG)) == 40 and "2024年7月9日" in told[-1] and b"pdfaid" in pdf
    about, rows = tables(to_docx(MINUTES))
    assert about == [list(fact) for fact in MINUTES.facts] and rows == [list(HEAD), *(list(row) for row in MINUTES.rows)]


def test_a_place_for_the_hand_in_a_table_is_high_enough_for_one():
    paper = replace(
        MINUTES,
        facts=(),
        head=("专家", "签名"),
        widths=(1, 1),
        rows=(("甲", "　"), ("乙", "　"), ("丙", "丁"), ("戊", "己")),
        paragraphs=(),
    )
    words = pypdfium2.PdfDocument(to_pdf(paper))[0].get_textpage()
    at = {sign: words.get_charbox(words.get_text_range().index(sign))[1] for sign in "甲乙丙戊"}
    assert at["甲"] - at["乙"] > 25 > at["丙"] - at["戊"], "points: nine millimetres and more, and a printed row as before"
    words = pypdfium2.PdfDocument(to_pdf(replace(paper, head=("专家", "评分"))))[0].get_textpage()
    at = {sign: words.get_charbox(words.get_text_range().index(sign))[1] for sign in "甲乙"}
    assert at["甲"] - at["乙"] < 25, "a figure to be written needs no more than a printed one"


def test_a_refusal_says_why_by_which_clause_and_what_can_be_done():
    text, word = "".join(pages(refusal_pdf(REFUSAL))), squeezed("".join(paragraphs(refusal_docx(REFUSAL))))
    for said in (LONG, opening(REFUSAL), REFUSAL.grounds[0].quote, *REFUSAL.remedies, REFUSAL.office, "不予推荐告知书"):
        assert squeezed(said) in text and squeezed(said) in word, said
    assert "2024年6月3日" not in text + word, "the day is a blank until the letter has its number"
    numbered = "".join(pages(refusal_pdf(replace(REFUSAL, document_number="演函〔2024〕1号"))))
    assert "演函〔2024〕1号" in numbered and "2024年6月3日" in numbered
    assert len(re.findall("依据3.1.2", text)) == 3
