"""A unit checks itself without signing in: asked, answered with clauses, nothing kept."""

from greenlist.casework.journal.models import JournalEntry


def test_a_unit_sees_which_clause_would_bar_it(visitor, demo_province):
    unit = visitor(390)
    entries = JournalEntry.objects.count()
    unit.go("/")
    unit.follow("自查")
    unit.look()
    unit.page.select_option("#category", "factory")
    unit.page.select_option("[name='C-44']", "yes")
    unit.page.fill("[name='C-44-from']", "2023-01-01")
    unit.page.fill("[name='C-44-until']", "2023-12-31")
    unit.press("看自查结果")
    assert unit.page.locator("tr[data-clause='C-44']").inner_text().count("发现") == 1
    unit.says("最长12个月")
    unit.look()
    assert JournalEntry.objects.count() == entries
