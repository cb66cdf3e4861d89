"""A filing told by another installation: its plan is found again, also one that signed reference tables went into."""

from datetime import date

import pytest

from greenlist.casework.filings.told import faults_of_version, known_plan
from greenlist.casework.standards.held import shipped
from greenlist.casework.standards.selectors import loaded_references, reference_tables, source_called
from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.scoring import ENGINE_VERSION, compile_plan, load_standard
from greenlist.engines.scoring.earlier import passing_unknown
from greenlist.rulebook.standards import standard_file
from tests.casework.standards.coal import PAGE, SUBJECT, place, standard_of_coal
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


def test_a_plan_that_an_earlier_engine_made_of_the_same_edition_and_tables_is_known(province):
    day, source = date(2026, 6, 30), load_standard(standard_file("gbt-36132", "2025"))
    earlier = passing_unknown(compile_plan(source, day))
    assert earlier != compile_plan(source, day)
    assert known_plan(told(earlier.digest)) == earlier
    place = next(p for p in shipped("energy-limits").values if p.endswith("水泥熟料 单位产品综合能耗.advanced"))
    signed(province, {place: ("99", READ)}, "energy-limits")
    assert known_plan(told(earlier.digest)) == earlier
    later = passing_unknown(compile_plan(source, day, reference_tables(loaded_references(date.today()), day)))
    assert known_plan(told(later.digest)) == later != earlier


def test_a_plan_with_a_signed_coefficient_is_known_also_where_a_table_once_lacked_it(province, may):
    day, washed = date(2024, 5, 22), "gbt-2589/2020#洗精煤"
    signed(province, {place("洗精煤"): ("按年度取值", PAGE), place("洗精煤", "ncv"): ("无", PAGE)}, SUBJECT)
    may(5, 22, 15)
    signed(province, {place("洗精煤"): ("0.8", PAGE), place("洗精煤", "ncv"): ("23446.08", PAGE)}, SUBJECT)
    made = standard_of_coal(province, of=washed)
    source = source_called("gbt-36132", made.number)
    plans = compile_plan(source, day), compile_plan(source, day, reference_tables(loaded_references(date.today()), day))
    assert [plan.content["derived"]["coal"]["value"] for plan in plans] == ["9 / 10", "4 / 5"]
    asked = {"standard": "gbt-36132", "edition": made.number, "reference_on": day.isoformat()}
    assert [known_plan(asked | {"plan": plan.digest}) for plan in plans] == list(plans)


TABLES = "请核对两边启用的标准和参考表的校核版，本系统缺少的先载入、签署；不缺的，请"


@pytest.mark.parametrize(
    ("engine", "to_do"),
    [
        ("9.0.0", f"对方的评分程序是9.0.0版，比本系统的{ENGINE_VERSION}版新，请先把本系统升级到同一版本。"),
        (
            "1.1.9",
            f"对方的评分程序是1.1.9版，比本系统的{ENGINE_VERSION}版旧，升级本系统没有用。{TABLES}对方升级，由单位重新开始填报，再生成报送包。",
        ),
        (ENGINE_VERSION, f"{TABLES}两边升级到同一版本，升级以前开始的填报由单位重新开始，再生成报送包。"),
        ("1.10<b>", f"{TABLES}两边升级到同一版本，升级以前开始的填报由单位重新开始，再生成报送包。"),
    ],
)
def test_what_to_do_about_a_plan_that_is_not_known_here_is_said_by_the_two_engines(db, engine, to_do):
    content = {"plan": "sha256:0", "engine": engine, "sections": {}, "application": {}, "evidence": [], "score": "", "facts": {}}
    filing = told("sha256:" + "0" * 64) | {"standard_title": "绿色工厂评价通则"}
    (said,) = faults_of_version(filing, {"content": content, "digest": digest_of(canonical(content))})
    assert said == f"本系统没有“绿色工厂评价通则”2025的同一份评分方案（sha256:000000000000…）；{to_do}"
