"""A list of penalties in a real browser: read, imported, one unit found, a near name settled with both names side by side."""

from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.verification.selectors import newest_findings
from tests.papers.list_reader.messy import as_xlsx
from tests.walks.conftest import follow

HEAD = ["行政相对人名称", "行政相对人代码_1\n(统一社会信用代码)", "处罚决定日期", "行政处罚决定书文号", "违法事实", "法定代表人身份证号"]
ID = "36990119850209557X"


def workbook(tmp_path, rows):
    path = tmp_path / "处罚.xlsx"
    path.write_bytes(as_xlsx([["附件1"], HEAD, *rows]))
    return str(path)


def test_a_list_is_read_imported_and_its_near_name_settled(visitor, demo_province, tmp_path):
    case, other = (demo_province.application_at("verifying", unit) for unit in demo_province.units)
    near = other.site.organisation.name.replace("有限公司", "有限责任公司")
    rows = [
        [case.site.organisation.name, "", "2024年4月2日", "演罚〔2024〕演1号", "超标排放", ID],
        [near, "", "2024.4.3", "演罚〔2024〕演2号", "超标排放", ID],
        ["浙江演示无关纺织有限公司", "", "去年", "演罚〔2024〕演3号", "超标排放", ID],
    ]
    officer = visitor()
    officer.sign_in("province")
    officer.go("/province/round/")
    officer.follow("名单比对")
    officer.look()
    officer.page.select_option("#list", "administrative_penalty")
    officer.page.fill("#source", "信用中国（演示）")
    officer.page.set_input_files("#file", workbook(tmp_path, rows))
    officer.press("读取名单")
    officer.says("读到“去年”，要的是年月日齐全的日期")
    officer.says(near)
    officer.look()
    officer.press("导入名单")
    officer.says("对应1行，名称相近1行，没有读入1行")
    officer.says(case.number)
    officer.says("发现")
    officer.look()
    officer.follow("认定名称相近的单位")
    officer.says(f"名称不同：登记为“{other.site.organisation.name}”")
    officer.look()
    officer.page.get_by_label("根据").fill("处罚决定书写明信用代码")
    follow(officer.page.get_by_role("button", name="认定为同一家"))
    officer.says("没有要认定的")
    assert AdverseRecord.objects.count() == 2
    assert [newest_findings([one])[one.pk, "C-49"].verdict for one in (case, other)] == ["not_met", "not_met"]
    assert ID not in str(list(ListDelivery.objects.get().rows.values()))


def test_a_bureau_on_a_phone_chooses_columns_nobody_has_seen(visitor, demo_province, tmp_path):
    case = demo_province.application_at("verifying")
    path = tmp_path / "名单.csv"
    path.write_bytes(f"甲栏,乙栏,丙栏\n2024.4.2,{case.site.organisation.name},演1号\n".encode("gb18030"))
    officer = visitor(390, 844)
    officer.sign_in(f"bureau{case.unit}")
    officer.go("/watch/")
    officer.page.select_option("#list", "administrative_penalty")
    officer.page.fill("#source", "市局（演示）")
    officer.page.set_input_files("#file", str(path))
    officer.press("读取名单")
    officer.look()
    officer.page.select_option("#head_lines", "1")
    for field, column in (("name", "1"), ("from_on", "0"), ("reference", "2")):
        officer.page.select_option(f"#column-{field}", column)
    officer.press("按所选栏目重读")
    officer.press("导入名单")
    officer.says("对应1行")
    officer.look()
