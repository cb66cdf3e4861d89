"""Two tables compared: what was planted is found, all of it and nothing else, on seeds chosen before the program was run on them."""

import pytest

from greenlist.engines.identity import Entry, differences
from greenlist.papers.platform_table import entries_of, read_table, same_words
from tests.engines.identity.planted import planted

FIRST, UNSEEN = range(20), range(2026_000, 2026_200)


def found_in(seed: int):
    made = planted(seed)
    read = read_table(made.lines)
    found = differences(made.ours, entries_of(read), same_words())
    return made, read, found


@pytest.mark.parametrize("seeds", [FIRST, UNSEEN], ids=["first", "unseen"])
def test_every_planted_difference_is_found_and_none_is_invented(seeds):
    lacking, invented, unread, near = [], [], [], []
    for seed in seeds:
        made, read, found = found_in(seed)
        told = {(d.kind, d.name, d.field, d.ours, d.theirs) for d in found}
        lacking += [(seed, one) for one in made.expected - told]
        invented += [(seed, one) for one in told - made.expected]
        unread += [(seed, line) for line in read.unread if line[2] not in {"合计行"}]
        near += [(seed, pair) for pair in made.near if pair[1] not in {n for d in found if d.name == pair[0] for n in d.near}]
    assert (lacking, invented, unread, near) == ([], [], [], [])


def test_every_difference_says_where_in_both_tables():
    made, _, found = found_in(7)
    lines = {place for place, _ in made.lines}
    for one in found:
        assert one.kind == "only_theirs" or one.ours_at in {entry.place for entry in made.ours}
        assert one.kind == "only_ours" or one.theirs_at in lines


def test_the_same_name_twice_among_ours_is_linked_by_code_only():
    ours = [Entry("1", "甲厂", "A", {}), Entry("2", "甲厂", "B", {})]
    found = differences(ours, [Entry("第2行", "甲厂", "B", {}), Entry("第3行", "甲厂", "", {})])
    assert [(d.kind, d.ours_at, d.theirs_at) for d in found] == [("only_ours", "1", ""), ("only_theirs", "", "第3行")]


def test_a_table_without_a_head_gives_no_unit_and_says_so():
    read = read_table([("第1行", ["1", "九江市", "甲厂"])])
    assert read.units == ()
    assert read.unread == (("第1行", "1 九江市 甲厂", "没有找到写单位名称的表头"),)


def test_a_table_of_a_whole_country_is_compared_and_near_names_are_still_told():
    ours = [Entry(str(n), f"演示{chr(0x4E00 + n)}泓岭水泥有限公司", "", {}) for n in range(200)]
    theirs = [Entry(str(n), f"演示{chr(0x5E00 + n % 9000)}{n}曜岚有限公司", "", {}) for n in range(20_000)]
    theirs.append(Entry("末行", "演示一泓岭水坭有限公司", "", {}))
    found = differences(ours, theirs)
    assert len(found) == 20_201
    assert found[0].near == ("演示一泓岭水坭有限公司",)
