"""Units are read with raised powers, whichever way the table they came from spells them."""

import pytest

from greenlist.papers.unit_signs import unit_sign, with_signs, with_unit


@pytest.mark.parametrize(
    ("unit", "read"),
    [("kWh/m2", "kWh/m²"), ("万m3", "万m³"), ("kgce/m3", "kgce/m³"), ("km2", "km²"), ("m3/t", "m³/t"), ("tCO2e/t", "tCO₂e/t"), ("m²", "m²"),
     ("1", ""), ("", ""), ("kgce/t", "kgce/t"), ("m20", "m20"), ("%", "%")],
)  # fmt: skip
def test_a_unit_is_read_as_it_is_written_by_hand(unit, read):
    assert unit_sign(unit) == read


@pytest.mark.parametrize(
    ("words", "read"),
    [("玻璃 12 kgce/m2，未达到 10 kgce/m2（GB 1）", "玻璃 12 kgce/m²，未达到 10 kgce/m²（GB 1）"), ("用地 3 km2、90 万m3", "用地 3 km²、90 万m³"),
     ("排放 5 tCO2e/t", "排放 5 tCO₂e/t"), ("摘要 sm3:7c1e", "摘要 sm3:7c1e"), ("型号 m20、PM2.5", "型号 m20、PM2.5"), ("没有填报", "没有填报"),
     ("不低于 85 %，不高于 5\u00a0%", "不低于 85%，不高于 5%"), ("占比（%）", "占比（%）"), ("a / b × 100 %", "a / b × 100%")],
)  # fmt: skip
def test_the_units_in_a_sentence_are_read_so_too(words, read):
    assert with_signs(words) == read


@pytest.mark.parametrize(
    ("number", "unit", "read"),
    [
        ("85", "%", "85%"),
        ("12,037.8", "tce", "12,037.8\u00a0tce"),
        ("1.2", "kgce/m2", "1.2\u00a0kgce/m²"),
        ("1.34", "1", "1.34"),
        ("7", "", "7"),
        ("3", "年", "3年"),
        ("5", "个工作日", "5个工作日"),
        ("300", "MB", "300\u00a0MB"),
        ("3.05", "万元/tce", "3.05\u00a0万元/tce"),
    ],
)
def test_a_unit_stands_apart_from_its_number_and_neither_percent_nor_a_measure_word_does(number, unit, read):
    assert with_unit(number, unit) == read
