"""Which products a loaded table of energy values knows: its own, not those of the file it replaces."""

from dataclasses import replace
from datetime import date

from greenlist.casework.verification.energy import reference_for
from greenlist.rulebook.reference.energy import Conditions, benchmarks, is_key_field, limits

DAY = date(2025, 5, 27)


def test_a_product_that_the_loaded_table_lacks_has_no_value_and_is_no_fault():
    """Renamed, removed, or a whole standard gone: the old name is told as not listed."""
    row = next(b for b in benchmarks() if b.product)
    renamed = {"energy-benchmarks": (replace(row, product="另一种产品"),)}
    assert reference_for(row.industry, row.product, Conditions(), DAY, renamed).why == f"标杆水平里没有“{row.product}”"
    first = limits()[0]
    product = f"{first.standard} {first.product}"
    other = tuple(one for one in limits() if one.standard != first.standard)
    assert not is_key_field("3911")
    assert reference_for("3911", product, Conditions(), DAY, {"energy-limits": other}).why.startswith("限额标准里没有")


def test_a_product_that_only_the_loaded_table_knows_has_its_value():
    """What a signed table adds counts."""
    row = replace(next(b for b in benchmarks() if b.product), product="新增产品", benchmark="7", confidence="VERIFIED")
    assert reference_for(row.industry, "新增产品", Conditions(), DAY, {"energy-benchmarks": (row,)}).value == 7
