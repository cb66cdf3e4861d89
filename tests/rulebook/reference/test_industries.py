"""The tree of GB/T 4754—2017: every code has its parent, its level follows its length."""

import pytest

from greenlist.rulebook.reference.industries import industries, industry_name, path, search

LEVELS = {"门类": 1, "大类": 2, "中类": 3, "小类": 4}
ALL = industries()


def test_how_many_of_each_level():
    assert {level: sum(i.level == level for i in ALL.values()) for level in LEVELS} == {"门类": 20, "大类": 97, "中类": 473, "小类": 1381}


def test_sections_run_from_a_to_t():
    assert [code for code, i in ALL.items() if i.level == "门类"] == list("ABCDEFGHIJKLMNOPQRST")


@pytest.mark.parametrize("level", LEVELS)
def test_the_length_of_a_code_is_its_level(level):
    for code, node in ALL.items():
        if node.level == level:
            assert len(code) == LEVELS[level], code
            assert code.isdigit() == (level != "门类")


def test_every_code_but_a_section_has_its_parent_above_it():
    for code, node in ALL.items():
        if node.level == "门类":
            assert (node.parent, node.section) == ("", code)
            continue
        parent = ALL[node.parent]
        assert LEVELS[parent.level] == LEVELS[node.level] - 1
        assert parent.section == node.section
        if node.level != "大类":
            assert code.startswith(parent.code)


def test_every_code_but_a_class_has_children():
    parents = {node.parent for node in ALL.values()}
    assert [code for code, node in ALL.items() if node.level != "小类" and code not in parents] == []


def test_manufacturing_holds_the_divisions_13_to_43():
    assert sorted(i.code for i in ALL.values() if i.parent == "C") == [str(n) for n in range(13, 44)]


@pytest.mark.parametrize(
    ("code", "way"),
    [("3011", ["C", "30", "301", "3011"]), ("0111", ["A", "01", "011", "0111"]), ("30", ["C", "30"]), ("C", ["C"])],
)
def test_the_way_from_the_section_down(code, way):
    assert [i.code for i in path(code)] == way


def test_names():
    assert industry_name("3011") == "3011 水泥制造"
    assert industry_name("C") == "C 制造业"
    assert [industry_name(unknown) for unknown in ("9999", "", "水泥")] == ["9999", "", "水泥"]
    with pytest.raises(KeyError):
        path("9999")


def test_search_by_code_or_name_gives_classes_only():
    assert [i.code for i in search("301")] == ["3011", "3012"]
    assert "3011" in [i.code for i in search("水泥")]
    assert {i.level for i in search("制造")} == {"小类"}
    assert (len(search("制造")), len(search("制造", limit=3))) == (20, 3)
    assert search("没有这个行业") == []


def test_names_are_trimmed_and_not_empty():
    assert [code for code, i in ALL.items() if not i.name or i.name != i.name.strip()] == []
