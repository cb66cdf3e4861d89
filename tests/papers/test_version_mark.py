"""The mark of a version: where its QR code leads, and that it is read again with an address or without."""

from dataclasses import replace

from greenlist.papers.version_mark import VersionMark, mark_in_code

MARK = VersionMark("GZ-2024-JJ-0001-1", "3fa9c1d2e4b5")


def test_the_code_leads_to_the_public_address_where_there_is_one():
    told = replace(MARK, site="https://list.example.cn")
    assert told.path("cover") == "https://list.example.cn/papers/GZ-2024-JJ-0001-1/?d=3fa9c1d2e4b5&p=cover"
    assert told.where == "　核对：https://list.example.cn/papers/" and MARK.where == "　核对：“核对纸质报告的版本”页"
    assert mark_in_code(told.path("cover")) == mark_in_code(MARK.path("cover")) == (MARK, "cover")
    assert mark_in_code("ftp://else/papers/GZ-2024-JJ-0001-1/?d=3fa9c1d2e4b5&p=cover") is None
