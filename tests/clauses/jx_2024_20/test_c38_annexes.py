"""C-38 可见《暂行办法》附件: the three annexes, each with its version."""

from tests.portals.people import signed_in


def test_the_three_annexes_are_told_with_their_version(province, served_row):
    served_row(signed_in("bureau360400").get("/notice-text/jx-2024-20/"), "暂行办法附件，2024年版")
