"""C-14 of the round of 2025: who wants the national level stands on the provincial list already."""

from greenlist.rulebook.eligibility.declared import ProvincialStanding
from tests.clauses.asking import ask


def verdict(**facts) -> str:
    return ask("C-14", ProvincialStanding(**facts), under="miit-2025-390").verdict


def test_a_listed_unit_passes():
    assert verdict(wants_national=True, listed="2024年省级") == "met"


def test_absence_bars_only_where_the_lists_are_declared_complete():
    assert verdict(wants_national=True, is_complete=True) == "not_met"
    assert verdict(wants_national=True) == "unknown"


def test_who_wants_the_province_only_is_not_asked():
    assert verdict(wants_national=False, is_complete=True) == "not_applicable"
