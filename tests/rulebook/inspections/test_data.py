"""What is drawn by and what is looked at, as data."""

import pytest

from greenlist.rulebook.inspections import checklist, even_share, signals
from greenlist.rulebook.notices import notice

CLAUSES = {clause.id for clause in notice("jx-2024-20").clauses}


def test_every_signal_says_how_its_value_is_told_and_how_sure_we_are_of_its_weight():
    assert 0 < even_share() <= 100
    for signal in signals().values():
        assert signal.strength >= 0
        assert signal.confidence in {"VERIFIED", "VERIFIED-SECONDARY", "RECALLED", "GUESS"}
        assert signal.label and signal.scale and signal.source


@pytest.mark.parametrize("category", ["factory", "park", "supply_chain"])
def test_every_category_has_its_list_and_every_item_a_basis(category):
    items = checklist(category)
    assert len(items) >= 6
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert item.basis in CLAUSES or item.basis.startswith("第")
