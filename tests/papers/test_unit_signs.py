"""Units are read with raised powers, whichever way the table they came from spells them."""

import pytest

from greenlist.papers.unit_signs import unit_sign


@pytest.mark.parametrize(
    ("unit", "read"),
    [("kWh/m2", "kWh/m²"), ("万m3", "万m³"), ("kgce/m3", "kgce/m³"), ("km2", "km²"), ("m3/t", "m³/t"), ("tCO2e/t", "tCO₂e/t"), ("m²", "m²"),
     ("1", ""), ("", ""), ("kgce/t", "kgce/t"), ("m20", "m20"), ("%", "%")],
)  # fmt: skip
def test_a_unit_is_read_as_it_is_written_by_hand(unit, read):
    assert unit_sign(unit) == read
