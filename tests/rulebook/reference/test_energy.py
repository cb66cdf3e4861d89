"""Which energy value holds on a day: the edition in force, corrected; never one that was not read."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from greenlist.rulebook.reference.energy import (
    BENCHMARK_FROM,
    DOUBTS,
    READ,
    Conditions,
    benchmark_of,
    benchmarks,
    is_key_field,
    limit_on,
    limit_standards,
    limit_standards_on,
    limits,
)

DAY = date(2024, 5, 27)
AT_75 = Conditions(clinker_percent=Fraction(75))
EDITIONS = sorted({(row.standard, row.edition, row.in_force_from) for row in limits()})
CEMENT, CLINKER = "水泥 单位产品综合能耗", "水泥熟料 单位产品综合能耗"


def test_the_tables_are_held_with_their_marks():
    """429 rows and 64 products, compared line by line with what was collected; of two editions of a standard the products differ."""
    assert (len(limits()), len({row.number for row in limits()}), len(EDITIONS)) == (429, 42, 42)
    assert len({(row.standard, row.product) for row in limits()}) == 424
    assert len(benchmarks()) == 64
    assert {row.confidence for row in (*limits(), *benchmarks())} <= set(READ) | set(DOUBTS)


def test_for_every_product_held_the_edition_in_force_is_chosen():
    """On the day of the round and a year before and after: the value is of an edition that had begun and was not replaced."""
    for on in (date(2023, 5, 27), DAY, date(2025, 5, 27), date(2027, 6, 1)):
        for row in limits():
            answer = limit_on(row.standard, row.product, "advanced", on, Conditions(Fraction(75), Fraction(0)))
            begun = [r for r in limits() if r.standard == row.standard and r.in_force_from <= on]
            if not begun:
                assert answer.value is None
                assert "起实施，查核日适用的" in answer.why or (row.standard, answer.source) == ("GB 21256", "GB 21256-2013")
                continue
            newest = max(begun, key=lambda r: r.in_force_from)
            assert answer.source.startswith(newest.number)
            assert answer.value is None or any(r.number == newest.number and r.product == row.product for r in begun)


@pytest.mark.parametrize(("standard", "edition", "begins"), EDITIONS, ids=lambda value: str(value))
def test_each_edition_holds_from_its_day_on_and_not_the_day_before(standard, edition, begins):
    """For each of its products; the day before, an edition that is not held is named and gives no value."""
    for row in (r for r in limits() if (r.standard, r.edition) == (standard, edition)):
        on_it, before = (limit_on(standard, row.product, "advanced", on, AT_75) for on in (begins, begins - timedelta(days=1)))
        assert on_it.source.startswith(f"{standard}-{edition}")
        is_sure = row.confidence in READ and row.advanced and row.correction != "other"
        assert (on_it.value == Fraction(row.advanced)) if is_sure else (on_it.value is None and on_it.why)
        assert not before.source.startswith(f"{standard}-{edition}")
        assert before.value is not None or "查核日适用" in before.why


@pytest.mark.parametrize("row", benchmarks(), ids=lambda row: f"{row.industry} {row.product}")
def test_each_benchmark_has_a_value_only_where_it_was_read_and_from_its_day_on(row):
    first = benchmark_of(row.industry, row.product, BENCHMARK_FROM)
    assert (
        (first.value == Fraction(row.benchmark)) if row.confidence in READ else (first.value, first.why) == (None, DOUBTS[row.confidence])
    )
    before = benchmark_of(row.industry, row.product, BENCHMARK_FROM - timedelta(days=1))
    assert (before.value, before.why) == (None, "发改产业〔2023〕723号自2023-07-04起施行，查核日适用的前一版没有录入")


@pytest.mark.parametrize(("on", "value"), [(date(2025, 4, 30), "200"), (date(2025, 5, 1), "180")])
def test_a_new_edition_takes_over_on_its_day(on, value):
    assert limit_on("GB 31825", "漂白化学木浆(自用)", "advanced", on).value == Fraction(value)


def test_a_product_that_the_edition_in_force_does_not_name_has_no_value():
    answer = limit_on("GB 31825", "未漂化学浆(自用)", "advanced", date(2025, 6, 1))
    assert (answer.value, answer.why) == (None, "查核日适用 GB 31825-2024，其中没有“未漂化学浆(自用)”")


def test_an_edition_in_force_that_is_not_held_is_named():
    answer = limit_on("GB 25323", next(r.product for r in limits() if r.standard == "GB 25323"), "advanced", DAY)
    assert answer.value is None
    assert answer.why.startswith("GB 25323-2023 自2024-06-01起实施，查核日适用的 GB 21248-2014")


@pytest.mark.parametrize(("clinker", "advanced", "access"), [("75", "80", "87"), ("80", "85.5", "92.75"), ("70.5", "75.05", "81.825")])
def test_cement_is_corrected_by_its_clinker(clinker, advanced, access):
    given = Conditions(clinker_percent=Fraction(clinker))
    assert limit_on("GB 16780", CEMENT, "advanced", DAY, given).value == Fraction(advanced)
    assert limit_on("GB 16780", CEMENT, "access", DAY, given).value == Fraction(access)
    assert limit_on("GB 16780", CEMENT, "advanced", DAY).why == "水泥的限额按熟料比例修正，没有填熟料比例"


def test_the_third_level_is_corrected_by_altitude_and_only_above_1500_m():
    def third(altitude, pressure=None):
        return limit_on("GB 16780", CLINKER, "limit", DAY, Conditions(None, altitude, pressure))

    assert third(Fraction(1500)).value == 117
    assert third(Fraction(2000), Fraction(79500)).value == 117 * (Fraction("1.179") - Fraction("0.211") * 79500 / 101325)
    assert (third(Fraction(2000)).why, third(None).why) == ("海拔超过1500米的按大气压修正，没有填大气压", "限定值按海拔修正，没有填海拔")
    assert limit_on("GB 16780", CLINKER, "advanced", DAY).value == 100


def test_a_correction_that_is_not_written_here_gives_no_value():
    row = next(r for r in limits() if r.correction == "other" and r.in_force_from <= DAY and r.confidence in READ and r.advanced)
    assert limit_on(row.standard, row.product, "advanced", DAY).why == f"{row.number} 对这个产品另有修正，须按标准计算"


def test_only_benchmarks_that_were_read_in_the_edition_of_2023_have_a_value():
    sure = {(b.industry, b.product) for b in benchmarks() if benchmark_of(b.industry, b.product, DAY).value is not None}
    assert sure == {("3011", "水泥熟料"), ("3140", "硅铁"), ("3140", "锰硅合金")}
    assert benchmark_of("2511", "炼油", DAY).why == "数值凭记忆录入，没有核对官方文件"
    assert benchmark_of("3211", "铜冶炼工艺(铜精矿-阴极铜)", DAY).why == "只核对了2021年版，2023年版的数值没有读到"
    assert benchmark_of("3011", "水泥熟料", date(2023, 7, 3)).value is None


def test_the_key_fields_are_known_by_their_class():
    assert [is_key_field(code) for code in ("3011", "1711", "3825", "1411")] == [True, True, False, False]


def test_what_is_not_held_is_an_error_of_the_asker():
    with pytest.raises(KeyError):
        limit_on("GB 99999", "水泥", "advanced", DAY)
    with pytest.raises(KeyError):
        benchmark_of("3011", "没有的产品", DAY)


def test_the_standards_whose_values_are_not_held_are_known_by_day():
    """The dated catalogue: an edition is known and not held, and a product of it is told so instead of a value."""
    assert (
        len({one.number for one in limit_standards()}) == len(limit_standards()) == 42 + sum(not one.is_held for one in limit_standards())
    )
    held = {one.number: one.is_held for one in limit_standards_on(DAY)}
    assert (held["GB 16780-2021"], held["GB 21256-2013"], held["GB 21370-2017"]) == (True, False, False)
    assert "GB 21351-2023" not in held and "GB 21351-2023" in {one.number for one in limit_standards_on(date(2024, 6, 1))}
    assert {one.number for one in limit_standards_on(date(2026, 7, 1)) if one.standard == "GB 21256"} == {"GB 21256-2025"}
    steel = limit_on("GB 21256", "转炉工序", "advanced", DAY)
    assert (steel.value, steel.why) == (None, "查核日适用 GB 21256-2013，它的数值没有录入")
    assert limit_on("GB 21351", "铝型材", "advanced", date(2025, 1, 1)).why == "查核日适用 GB 21351-2023，它的数值没有录入"


def test_a_checked_row_without_a_benchmark_gives_no_value_and_says_why():
    """An officer who read “无” in the official text leaves the level empty: no value, no fault."""
    row = replace(next(b for b in benchmarks() if b.product), confidence="VERIFIED", benchmark="")
    answer = benchmark_of(row.industry, row.product, DAY, (row,))
    assert (answer.value, answer.why) == (None, f"发改产业〔2023〕723号对“{row.product}”没有规定标杆水平")
