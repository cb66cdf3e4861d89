"""Reports find their rows by name and text; a stranger, two names, or nothing is asked and never guessed."""

from greenlist.engines.identity import Claim, Offered, Wanted, claims

ONE, TWO = "瑞昌市青岭水泥有限公司", "瑞昌市霜桥制药有限公司"
ROWS = [Wanted("1", (ONE, "瑞昌市青岭水泥厂")), Wanted("2", (TWO,)), Wanted("3", (f"{TWO}二分厂",))]


def only(file_name, text, has_text=True):
    return claims(ROWS, [Offered("r", file_name, text, has_text)])[0]


def test_the_name_in_the_file_name_and_in_the_text():
    assert only(f"03 {ONE}（盖章）.pdf", f"被评价单位：{ONE}") == Claim("r", ("1",), "file_name")


def test_a_former_name_counts_as_well():
    assert only("瑞昌市青岭水泥厂报告.pdf", "瑞昌市\n青岭水泥厂 年报") == Claim("r", ("1",), "file_name")


def test_a_misnamed_file_is_found_by_its_text():
    assert only("扫描件001.pdf", f"单位名称 {TWO[:5]}\n{TWO[5:]}") == Claim("r", ("2",), "text")


def test_a_plant_is_not_taken_for_its_parent():
    assert only("x.pdf", f"{TWO}二分厂位于……") == Claim("r", ("3",), "text")


def test_the_report_of_another_company_is_asked():
    assert only(f"{ONE}.pdf", "单位：江西鸬汀有限公司，由……") == Claim(
        "r", ("1",), "file_name", "正文写的是“江西鸬汀有限公司”，没有写这家单位")  # fmt: skip
    assert only(f"{ONE}.pdf", f"单位：{TWO}").doubt == f"正文写的是“{TWO}”，没有写这家单位"
    assert only(f"{ONE}.pdf", "没有名称").doubt == "正文前几页没有写这家单位的名称"


def test_a_scan_is_claimed_by_its_file_name_only_and_says_so():
    assert only(f"{ONE}.pdf", "", has_text=False) == Claim("r", ("1",), "file_name", is_unread=True)
    assert only("扫描件.pdf", "", has_text=False) == Claim("r", (), "", is_unread=True)


def test_two_names_are_asked_and_none_is_nobody_s():
    assert only("汇编.pdf", f"{ONE}、{TWO}") == Claim("r", ("1", "2"), "text", "正文里有不止一个单位的名称")
    assert only("说明.pdf", "演示县工业和信息化局") == Claim("r", (), "")
