"""No cell under five, none that another makes tell of fewer; what is printed is exact; and the attack that finds values elsewhere finds none here."""

from fractions import Fraction
from random import Random

import pytest

from greenlist.engines.disclosure import LEAST, Cell, admitted, band, cell_of, quartiles, two_figures
from tests.engines.disclosure.finder import Table, alike, found
from tests.engines.disclosure.worlds import YEARS, World, world

WORLDS = 40


def exactly(world: World, *, least: int) -> list[Table]:
    """What a careless office publishes: exact quartiles of every industry, and of every city of it, each year, for so many and more."""
    cells = [world.members(year, industry, city) for year in YEARS for industry in "AB" for city in ("", "X", "Y", "Z")]
    tiny = Fraction(1, 10**6)
    return [
        Table(frozenset(cell), tuple((value, value + tiny) for value in quartiles(cell.values()))) for cell in cells if len(cell) >= least
    ]


def guarded(world: World) -> list[Table]:
    """What we publish: one grouping, by industry, each cell in view of those before."""
    released: list[frozenset[str]] = []
    tables = []
    for year in YEARS:
        for industry in "AB":
            if cell := cell_of(world.members(year, industry), released):
                released.append(cell.members)
                tables.append(Table(cell.members, tuple(printed(text) for text in cell.quartiles)))
    return tables


def printed(text: str) -> tuple[Fraction, Fraction]:
    """The values that two significant figures may stand for."""
    value = Fraction(text)
    step = Fraction(1)
    while value >= 100 * step:
        step *= 10
    while value < 10 * step:
        step /= 10
    return value - step / 2, value + step / 2 + Fraction(1, 10**6)


def test_the_attack_finds_values_that_are_published_carelessly_and_none_of_ours():
    naked = careless = ours = published = 0
    for seed in range(WORLDS):
        played = world(Random(seed))
        different = len(set(played.values.values())) == len(played.values)
        claims = [found(exactly(played, least=least), are_all_different=different) for least in (2, LEAST)]
        assert all(low <= played.values[unit] < high for told in claims for unit, (low, high) in told.items())
        naked += bool(claims[0])
        careless += bool(claims[1])
        tables = guarded(played)
        published += len(tables)
        ours += len(found(tables, are_all_different=different))
        assert all(len(units) >= LEAST for units in alike(tables))
    assert ours == 0
    assert naked > WORLDS / 2
    assert careless > WORLDS / 20
    assert published > WORLDS


def test_one_unit_more_in_a_year_waits_until_there_are_five():
    first = {f"u{i}": Fraction(10 + i) for i in range(8)}
    cell = cell_of(first, [])
    assert cell == Cell(frozenset(first), ("11", "13", "15"), "5–9家")
    for more in range(1, LEAST):
        later = first | {f"n{i}": Fraction(50) for i in range(more)}
        assert admitted(frozenset(later), [cell.members]) == frozenset(first)
    five = first | {f"n{i}": Fraction(50) for i in range(LEAST)}
    assert admitted(frozenset(five), [cell.members]) == frozenset(five)


def test_who_leaves_is_kept_company():
    before = frozenset(f"u{i:02d}" for i in range(12))
    kept = admitted(before - {"u11", "u10"}, [before])
    assert len(kept) == 12 - LEAST
    assert admitted(before - {f"u{i:02d}" for i in range(3, 12)}, [before]) == frozenset()
    small = frozenset(f"u{i}" for i in range(8))
    assert admitted(small - {"u7"}, [small]) == frozenset()


def test_who_moves_to_another_industry_stands_in_neither_by_himself():
    metal, paper = frozenset(f"m{i}" for i in range(12)), frozenset(f"p{i}" for i in range(12))
    released = [metal, paper]
    released.append(admitted(metal - {"m0"}, released))
    there = admitted(paper | {"m0"}, released)
    assert there == paper


@pytest.mark.parametrize("count", range(5))
def test_no_cell_under_five(count):
    assert cell_of({f"u{i}": Fraction(i + 1) for i in range(count)}, []) is None


def test_nothing_is_printed_where_most_are_alike():
    assert cell_of({f"u{i}": Fraction(100) for i in range(9)}, []) is None
    assert cell_of({f"u{i}": Fraction(10_000 + i) for i in range(9)}, []) is None


def test_neither_the_smallest_nor_the_largest_is_ever_a_quartile():
    for count in range(LEAST, 60):
        values = [Fraction(i) for i in range(count)]
        assert values[0] < quartiles(values)[0] <= quartiles(values)[-1] < values[-1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.0874", "0.087"),
        ("3449", "3400"),
        ("1/3", "0.33"),
        ("-12.5", "-12"),
        ("99.6", "100"),
        ("0", "0"),
        ("0.995", "1.00"),
        ("0.2", "0.20"),
        ("120", "120"),
    ],
)
def test_two_figures(value, text):
    assert two_figures(Fraction(value)) == text


def test_how_many_is_said_in_bands():
    assert [band(n) for n in (5, 9, 10, 49, 50)] == ["5–9家", "5–9家", "10–19家", "20–49家", "50家及以上"]
    with pytest.raises(ValueError, match="no cell of 4"):
        band(4)
