"""A filing told by another installation: its plan is found again, also one that signed reference tables went into."""

from datetime import date

from greenlist.casework.filings.told import known_plan
from greenlist.casework.standards.held import shipped
from greenlist.casework.standards.selectors import loaded_references, reference_tables
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rulebook.standards import standard_file
from tests.casework.standards.official import READ, signed


def told(digest):
    return {"plan": digest, "standard": "gbt-36132", "edition": "2025", "reference_on": "2026-06-30"}


def test_a_plan_with_signed_limits_is_known_where_the_same_limits_were_signed(province):
    day, source = date(2026, 6, 30), load_standard(standard_file("gbt-36132", "2025"))
    before = compile_plan(source, day)
    place = next(p for p in shipped("energy-limits").values if p.endswith("水泥熟料 单位产品综合能耗.advanced"))
    signed(province, {place: ("99", READ)}, "energy-limits")
    after = compile_plan(source, day, reference_tables(loaded_references(date.today()), day))
    assert (known_plan(told(after.digest)), known_plan(told(before.digest))) == (after, before)
    assert known_plan(told("sha256:" + "0" * 64)) is None
    assert known_plan(told(after.digest) | {"standard": "../x"}) is None
