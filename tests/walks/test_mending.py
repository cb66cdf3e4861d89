"""What the office entered for a unit and was returned is mended by the office in a real browser, marked 代录."""

from greenlist.casework.transcription.services import confirm_import
from greenlist.casework.verification.services import return_for_completion
from greenlist.papers.summary_table import SummaryRow, SummaryTable, to_docx
from greenlist.rehearsal.county_zip import gbk_zip, report_pdf
from tests.casework.cast import JIUJIANG, fresh
from tests.casework.transcription.conftest import delivered

NAME = "演示织云服饰有限公司"
ROW = SummaryRow("factory", 1, "九江市", "永修县", NAME, "自我评价", "服饰制造", False, True)


def test_an_entered_application_is_mended_by_the_office(visitor, demo_province):
    officer = demo_province.officer
    made = delivered(demo_province, to_docx(SummaryTable(2024, "演示县工业和信息化局", None, (ROW,), True)),
                     gbk_zip({f"{NAME}.pdf": report_pdf(NAME, "自我评价")}))  # fmt: skip
    confirm_import(made, actor=officer)
    case = made.rows.get().application
    return_for_completion(case, items=[("unit", "contact_phone", "电话缺一位")], actor=officer)
    for width, height in ((390, 844), (1440, 900)):
        bureau = visitor(width, height)
        bureau.sign_in(f"bureau{JIUJIANG}")
        bureau.go(f"/bureau/applications/{case.pk}/filing/")
        bureau.says("代录补正 1项")
        bureau.look()
    bureau.page.get_by_label("联系电话", exact=True).fill("0792-1234567")
    bureau.page.get_by_label("补正说明").fill("单位补报了电话")
    bureau.press("提交代录补正")
    bureau.says("已提交代录补正")
    assert fresh(case).state == "submitted"
    bureau.go(f"/bureau/applications/{case.pk}/filing/")
    bureau.says("0792-1234567")
    bureau.says("提交代录补正")
