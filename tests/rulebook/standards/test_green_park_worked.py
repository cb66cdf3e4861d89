"""绿色工业园区评价要求 by hand: GI = 100/24 · Σ ratio, from the figures of one park to its index; the published shape of the formula
is that of DB21/T 3662—2022, the lead values are from memory."""

from fractions import Fraction

from tests.rulebook.standards.test_green_park import AT_LEAD, park

ONE_ITEM = Fraction(100, 24)  # 4.1667


def test_every_indicator_at_its_lead_value_gives_100():
    """24 ratios of 1: 100/24 × 24."""
    assert park().total == ONE_ITEM * 24 == 100


def test_one_ratio_doubled_gives_104_17_because_it_is_not_capped():
    """能源产出率 6000000 万元 / 1000000 tce = 6, lead 3, ratio 2: 100/24 × 25 = 104.1666…

    The value added stands in other indicators too, so the energy is halved instead: 3000000 / 500000 = 6. The shares of energy are
    kept by halving the renewable and the clean energy.
    """
    found = park(energy="500000", renewable_energy="75000", clean_energy="375000")
    assert found.total == ONE_ITEM * 25
    assert found.shown == "104.17"


def test_waste_water_of_ten_where_five_leads_gives_97_92():
    """单位增加值废水: 30000000 t / 3000000 万元 = 10, lead 5, ratio 5 / 10 = 1/2: 100/24 × 23.5 = 97.9166…"""
    assert Fraction("30000000") / Fraction(AT_LEAD["value_added"]) == 10
    found = park(waste_water="30000000")
    assert found.total == ONE_ITEM * Fraction("23.5")
    assert found.shown == "97.92"


def test_a_real_park_of_which_thirteen_met_their_lead_has_at_least_54_17():
    """Zhenjiang (published without values) met or beat 13 counted indicators: 100/24 × 13 = 54.1666…"""
    assert round(ONE_ITEM * 13, 2) == Fraction("54.17")


def test_the_carbon_of_a_value_added():
    """消减率: 1 − (1970000/3000000) / (1600000/2400000) = 1 − 0.65667/0.66667 = 1.5 %, lead 3 %, ratio 1/2."""
    cut = 1 - Fraction(1970000, 3000000) / Fraction(1600000, 2400000)
    assert cut * 100 == Fraction("1.5")
    assert park(carbon="1970000").items["HG22"].points == ONE_ITEM / 2


def test_the_elasticity_of_a_pollutant():
    """弹性系数: (1150/1000 − 1) / (3000000/2400000 − 1) = 0.15 / 0.25 = 0.6, lead 0.3, ratio 0.3 / 0.6 = 1/2."""
    assert park(pollutant="1150").items["HG24"].points == ONE_ITEM / 2
