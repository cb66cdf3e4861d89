"""C-01 根据《绿色工厂梯度培育及管理暂行办法》要求: the reader sees which text and which version the notice rests on."""

from tests.portals.people import signed_in


def test_the_text_it_rests_on_is_told_with_number_and_first_day(province, served_row):
    served_row(signed_in("bureau360400").get("/notice-text/jx-2024-20/"), "工信部节〔2024〕13号，2024年1月19日起施行")
