"""C-39 栏目下载: where each standard is to be had."""

from tests.portals.people import signed_in


def test_where_the_standards_are_to_be_had_is_told(province, served_row):
    served_row(signed_in("bureau360400").get("/notice-text/jx-2024-20/"), "工业和信息化部网站 › 节能与资源利用司 › 绿色制造")
