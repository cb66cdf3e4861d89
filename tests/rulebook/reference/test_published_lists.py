"""The published national lists: every printed row kept, none added, none changed."""

import csv
import hashlib
from collections import Counter

from greenlist.rulebook.reference.published_lists import DOCUMENT, FILE, published_rows

ROWS = list(published_rows())


def test_the_rows_of_each_batch_and_category_are_those_published():
    found = Counter((r.batch, r.year, r.category) for r in ROWS)
    assert found == {
        (1, 2017, "factory"): 201, (1, 2017, "park"): 24, (1, 2017, "supply_chain"): 15,
        (2, 2018, "factory"): 208, (2, 2018, "park"): 22, (2, 2018, "supply_chain"): 4,
        (3, 2018, "factory"): 391, (3, 2018, "park"): 34, (3, 2018, "supply_chain"): 21,
        (4, 2019, "factory"): 602, (4, 2019, "park"): 39, (4, 2019, "supply_chain"): 50,
        (5, 2020, "factory"): 719, (5, 2020, "park"): 53, (5, 2020, "supply_chain"): 99,
    }  # fmt: skip
    assert len(ROWS) == 2482


def test_no_byte_of_the_file_has_changed():
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == "e1f0039d3b2f0c0bfe97a90a767d722190fdaacf97233218066709c5239bd618"


def test_every_row_is_the_printed_row_of_its_line():
    with FILE.open(encoding="utf-8", newline="") as file:
        printed = list(csv.reader(file))[1:]
    assert [(str(r.batch), str(r.year), r.region, r.name, r.third_party, r.industry) for r in ROWS] == [
        (batch, year, region, name, third_party, industry) for batch, year, _, _, region, name, third_party, industry in printed
    ]
    assert [r.row for r in ROWS] == list(range(2, 2484))


def test_every_row_has_a_name_and_is_national():
    assert [r.row for r in ROWS if not r.name] == []
    assert {r.level for r in ROWS} == {"national"}
    assert DOCUMENT == "国家级绿色制造名单第一至五批"


def test_regions_are_kept_as_printed_even_where_two_ways_were_printed():
    regions = {r.region for r in ROWS}
    assert {"内蒙古", "内蒙", "新疆", "新疆兵团", "新疆生产建设兵团"} <= regions
    assert len(regions) == 39
    assert sum(r.region == "江西" for r in ROWS) == 70


def test_a_known_row():
    first = ROWS[0]
    assert (first.row, first.batch, first.year, first.category, first.region, first.name, first.third_party, first.industry) == (
        2, 1, 2017, "factory", "北京", "北京京东方显示技术有限公司", "中国电子技术标准化研究院", "电子",
    )  # fmt: skip
