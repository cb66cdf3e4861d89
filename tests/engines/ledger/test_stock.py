"""The stock of each year is what stood before, what came and what went, to the last unit."""

from greenlist.engines.ledger.stock import Step, standing, stock

FACTORY, NATIONAL = ("factory", "provincial"), ("factory", "national")


def told(steps):
    return [(line.year, line.place[1], line.opening, dict(line.came), dict(line.went), line.closing) for line in stock(steps)]


def test_who_comes_and_goes_moves_the_stock_and_a_rename_does_not():
    steps = [
        Step("a", 2023, "entry_listed", FACTORY),
        Step("b", 2023, "entry_listed", FACTORY),
        Step("a", 2024, "entry_renamed", FACTORY),
        Step("b", 2024, "entry_removed", None),
        Step("b", 2025, "entry_restored", FACTORY),
    ]
    assert told(steps) == [
        (2023, "provincial", 0, {"entry_listed": 2}, {}, 2),
        (2024, "provincial", 2, {}, {"entry_removed": 1}, 1),
        (2025, "provincial", 1, {"entry_restored": 1}, {}, 2),
    ]


def test_a_promotion_goes_from_one_list_and_comes_to_the_other():
    steps = [Step("a", 2024, "entry_listed", FACTORY), Step("a", 2024, "entry_promoted", NATIONAL), Step("a", 2025, "entry_merged", None)]
    assert told(steps) == [
        (2024, "national", 0, {"entry_promoted": 1}, {}, 1),
        (2024, "provincial", 0, {"entry_listed": 1}, {"entry_promoted": 1}, 0),
        (2025, "national", 1, {}, {"entry_merged": 1}, 0),
        (2025, "provincial", 0, {}, {}, 0),
    ]
    assert standing(steps) == {"a": None}


def test_nothing_happened_is_no_line():
    assert stock([]) == []
