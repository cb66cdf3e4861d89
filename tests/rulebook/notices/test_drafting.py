"""A new notice begun from an old one, and the differences of two."""

import shutil
import sys

import pytest

from greenlist.rulebook.notices import drafting, notice, parameters, round_parameters
from greenlist.rulebook.notices.drafting import Difference, begin, differences
from greenlist.rulebook.notices.notice import FOLDER


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the notices, so that a begun one can be read."""
    shutil.copytree(FOLDER, tmp_path / "notices", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for module in (parameters, sys.modules["greenlist.rulebook.notices.notice"]):
        monkeypatch.setattr(module, "FOLDER", tmp_path / "notices")
    yield tmp_path / "notices"
    notice.cache_clear()
    round_parameters.cache_clear()


def test_a_begun_notice_is_read_at_once_asks_the_same_rules_and_says_it_is_a_guess(folder):
    begin("jx-2025-12", "jx-2024-20", folder)
    made, old = notice("jx-2025-12"), notice("jx-2024-20")
    assert {c.id: c.binding for c in made.clauses} == {c.id: c.binding for c in old.clauses}
    assert {(c.quote, c.confidence) for c in made.clauses} == {("", "GUESS")}
    given = round_parameters("jx-2025-12")
    assert (given.year, str(given.deadline_on), given.is_whole) == (2025, "2025-05-27", False)
    assert [p.key for p in given.parameters if p.in_notice] == []
    assert given.units == round_parameters("jx-2024-20").units


@pytest.mark.parametrize("wrong", ["2025", "JX-2025-1", "jx-25-1", "../x-2025-1", "jx-2024-20"])
def test_an_id_that_is_not_one_or_is_taken_is_refused(wrong, tmp_path):
    with pytest.raises(ValueError, match="编号"):
        begin(wrong, "jx-2024-20", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_differences_of_two_rounds_are_told_clause_by_clause():
    told = {each.what: each for each in differences("jx-2024-20", "miit-2025-390")}
    assert told["类别"] == Difference("类别", "绿色工厂、绿色园区、绿色供应链管理企业", "绿色工厂、绿色园区")
    assert told["C-33"].after == ""
    assert (told["C-04"].after, told["C-04"].rule_after) == (
        "不再需要提交第三方评价报告；在平台自行填报，不要第三方评价报告",
        "evaluation_mode not_needed",
    )
    assert (told["C-14"].after, told["C-14"].rule_after) == ("原文没有读到；报国家级的，须已列入省级名单", "already_provincial")
    assert told["报送截止日"].after == "2025年11月30日"
    assert drafting.differences("jx-2024-20", "jx-2024-20") == []
