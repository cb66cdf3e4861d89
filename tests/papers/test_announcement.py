"""公示 and 公布: names and levels, no scores; many rows over pages."""

from dataclasses import fields, replace
from datetime import date

from greenlist.papers.announcement import Announcement, AnnouncementRow, to_pdf
from tests.papers.reading import DEMO_LINE, outside, pages, squeezed, text_of

ROWS = (
    AnnouncementRow(1, "九江市", "德安县", "江西鄱川新材料科技股份有限公司", "绿色工厂", "省级"),
    AnnouncementRow(2, "赣江新区", "", "演示*园区#管委会", "绿色园区", "国家级"),
)
NOTICE = Announcement(
    "2024年度省级绿色制造名单公示",
    "赣工信办节能函〔2024〕99号",
    ("现予公示。", "公示期5个工作日。"),
    ROWS,
    "江西省工业和信息化厅",
    date(2024, 7, 10),
    True,
)


def test_the_notice_as_a_whole():
    assert pages(to_pdf(NOTICE)) == [
        squeezed(
            f"{DEMO_LINE}2024年度省级绿色制造名单公示赣工信办节能函〔2024〕99号现予公示。公示期5个工作日。序号设区市区县名称类别级别"
            "1九江市德安县江西鄱川新材料科技股份有限公司绿色工厂省级2赣江新区演示*园区#管委会绿色园区国家级"
            "江西省工业和信息化厅2024年7月10日2024年度省级绿色制造名单公示共1页第1页"
        )
    ]


def test_a_notice_without_number_and_outside_the_demo():
    text = text_of(to_pdf(replace(NOTICE, document_number="", is_demo=False)))
    assert text.startswith("2024年度省级绿色制造名单公示现予公示。")


def test_no_row_has_a_place_for_a_score():
    assert {f.name for f in fields(AnnouncementRow)} == {"serial", "city", "county", "name", "category_label", "level"}


def test_a_list_of_many_units_is_complete_and_repeats_its_heads():
    rows = tuple(AnnouncementRow(n, "上饶市", "婺源县", f"演示单位第{n}家", "绿色工厂", "省级") for n in range(1, 151))
    pdf = to_pdf(replace(NOTICE, rows=rows))
    found = pages(pdf)
    assert [n for n in range(1, 151) if f"演示单位第{n}家" not in "".join(found)] == []
    assert ["序号设区市区县名称类别级别" in page for page in found if "演示单位第" in page] == [True] * sum(
        "演示单位第" in p for p in found
    )
    assert outside(pdf) == []


def test_the_name_and_the_day_never_stand_on_a_page_without_a_row_of_the_list():
    for count in range(24, 34):
        *_, last = pages(to_pdf(replace(NOTICE, rows=ROWS[1:] * count)))
        assert "演示*园区#管委会" in last
        assert "江西省工业和信息化厅2024年7月10日" in last
