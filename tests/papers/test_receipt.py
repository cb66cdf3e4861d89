"""提交回执: what was handed in, when, under which number and hash."""

from dataclasses import replace

from greenlist.papers.receipt import Receipt, to_pdf
from tests.papers.reading import DEMO_LINE, outside, pages, squeezed, text_of

RECEIPT = Receipt(
    number="HZ-2024-JJ-0001-1",
    unit="江西鄱川新材料科技股份有限公司永修县芗溪婺弋生产基地",
    application_number="2024-JJ-0001",
    version=2,
    submitted_at="2024年5月22日09:41",
    digest="sha256:" + "0a" * 32,
    contents=(("填报", "7节"), ("证明材料", "31份")),
    is_demo=True,
)


def test_the_receipt_as_a_whole():
    assert pages(to_pdf(RECEIPT)) == [
        squeezed(
            f"{DEMO_LINE}提交回执回执号HZ-2024-JJ-0001-1申报单位{RECEIPT.unit}申报号2024-JJ-0001版本第2版提交时间2024年5月22日09:41（以服务器时间为准）"
            f"填报7节证明材料31份内容摘要{RECEIPT.digest}提交后的内容不再改变；更正须由推荐单位退回补正，另交新版本。凭内容摘要可核对所指的版本。"
            "提交回执HZ-2024-JJ-0001-1共1页第1页"
        )
    ]


def test_a_receipt_of_nothing_more_than_the_version():
    text = text_of(to_pdf(replace(RECEIPT, contents=(), is_demo=False)))
    assert "（以服务器时间为准）内容摘要" in text
    assert "演示数据" not in text


def test_a_long_name_stays_on_the_paper():
    assert outside(to_pdf(replace(RECEIPT, unit=RECEIPT.unit * 8))) == []
