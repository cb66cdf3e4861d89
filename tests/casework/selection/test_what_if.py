"""试算: submitted versions under a standard with single values changed; before is what the receipt says, and the units are scoped."""

from datetime import date
from fractions import Fraction

from greenlist.casework.filings.models import Filing, FilingVersion
from greenlist.casework.filings.selectors import version_result
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.contents import store
from greenlist.casework.selection.what_if import filled_in, standards_used, tried
from greenlist.casework.standards.held import shipped
from greenlist.casework.standards.selectors import (
    loaded_references,
    reference_history,
    reference_tables,
    source_called,
    tables_begun_with,
)
from greenlist.engines.scoring import compile_plan
from greenlist.engines.scoring.earlier import passing_unknown
from greenlist.engines.scoring.overlay import Overlay, Patch
from tests.casework.standards.coal import PAGE, SUBJECT, place, standard_of_coal
from tests.casework.standards.official import READ, signed


def trial(province, *patches, pass_line=None):
    units = list(filled_in(province.cast.province, province.round))
    return tried(units, source_called("gbt-36132", "2018"), Overlay("gbt-36132", "2018", "试", patches), pass_line)


def test_before_is_what_the_submitted_version_scored(province):
    case = province.application_at("recommended")
    found = trial(province, Patch("items.10.4-2.test", "solid_waste_use > 100"))
    (row,) = found.rows
    result = version_result(case.filing.versions.get())
    assert (row.before.rounded, row.before.shown, row.before.verdict) == (result.rounded, result.shown, result.verdict)
    assert sum(row.before.points.values()) == result.total
    assert row.kind == "lost" and row.after.verdict == "not_qualified"
    assert sum(change.moved for change in found.by_indicator) == sum(row.after.points.values()) - result.total
    assert found.by_indicator[0].id.startswith("10.") and (found.whole.down, found.whole.lost, found.left_out) == (1, 1, 0)


def test_a_pass_line_moves_no_score_but_the_verdict(province):
    province.application_at("recommended")
    (row,) = trial(province, Patch("total.pass_line", "100"), pass_line="60").rows
    assert (row.moved, row.kind) == (Fraction(0), "lost")
    (row,) = trial(province, Patch("total.pass_line", None), pass_line="100").rows
    assert row.kind == "gained"


def test_only_who_may_read_it_tries_it_and_only_what_is_at_the_province(province):
    province.application_at("recommended")
    assert [count for _, _, count in standards_used(province.cast.province, province.round)] == [1]
    assert standards_used(province.cast.centre, province.round)[0][0] == "gbt-36132/2018"
    assert standards_used(ANONYMOUS, province.round) == []
    province.application_at("recommendable", province.other_unit)
    assert filled_in(province.cast.province, province.round).count() == 1


def test_no_units_are_no_error(province):
    found = trial(province, Patch("total.round", "0.1"))
    assert (found.rows, found.whole.units, found.by_unit, found.by_indicator) == ([], 0, [], [])


def test_a_form_of_an_edition_that_two_persons_signed_is_tried_by_that_edition(province):
    signed(province, {"items.5.1-4.points": ("5", READ), "items.5.1-6.points": ("6.1", READ)})
    case = province.application_at("recommended")
    assert standards_used(province.cast.province, province.round) == [("gbt-36132/2018-1", case.filing.standard_title, 1)]
    source = source_called("gbt-36132", "2018-1")
    overlay = Overlay("gbt-36132", "2018-1", "试", (Patch("items.10.4-2.test", "solid_waste_use > 100"),))
    (row,) = tried(list(filled_in(province.cast.province, province.round)), source, overlay, None).rows
    assert row.before.rounded == version_result(case.filing.versions.get()).rounded and row.kind == "lost"


def test_a_form_is_compared_under_the_reference_tables_that_it_was_begun_with(province):
    day, source = date(2026, 6, 30), source_called("gbt-36132", "2025")
    shipped_one = compile_plan(source, day)
    place = next(p for p, v in shipped("energy-limits").values.items() if p.endswith("水泥熟料 单位产品综合能耗.advanced"))
    signed(province, {place: ("99", READ)}, "energy-limits")
    references = loaded_references(date.today())
    assert reference_history() == [references, ()]
    begun_later = compile_plan(source, day, reference_tables(references, day))
    assert begun_later.digest != shipped_one.digest
    assert tables_begun_with(source, day, shipped_one.content) == {}
    assert tables_begun_with(source, day, begun_later.content) == reference_tables(references, day)
    assert tables_begun_with(source, day, {}) == reference_tables(references, day)
    unspoken = {name: {key: part for key, part in table.items() if key != "none"} for name, table in shipped_one.content["tables"].items()}
    assert unspoken != shipped_one.content["tables"] and tables_begun_with(source, day, {"tables": unspoken}) == {}


def test_a_form_is_compared_under_the_coefficient_that_it_was_begun_with(province):
    edition = standard_of_coal(province).number
    case = province.application_at("recommended")
    signed(province, {place("原煤"): ("0.5", PAGE), place("原煤", "ncv"): ("14653.8", PAGE)}, SUBJECT)
    overlay = Overlay("gbt-36132", edition, "试", (Patch("total.round", "0.01"),))
    (row,) = tried(list(filled_in(province.cast.province, province.round)), source_called("gbt-36132", edition), overlay, None).rows
    assert (row.before.shown, row.kind) == (version_result(case.filing.versions.get()).shown, "same")


def begun_by_an_earlier_engine(case, source, day):
    """The case as one of the standard of 2025 begun when a first-of passed over what is not known: no product named, all else at its best."""
    plan = passing_unknown(compile_plan(source, day))
    digest, given = store("plan", plan.as_content()), source.standard.tests[0]["application"]
    answers = given | {"inputs": {name: value for name, value in given["inputs"].items() if name != "product"}}
    held = store("filing_version", {"plan": digest, "application": answers, "score": "100.00"})
    Filing.objects.filter(pk=case.filing.pk).update(standard="gbt-36132", edition="2025", plan_digest=digest, reference_on=day)
    FilingVersion.objects.filter(filing=case.filing).update(content_digest=held, score="100.00")


def test_a_form_begun_by_an_earlier_engine_is_compared_with_what_an_unknown_meant_then(province):
    day, source = date(2026, 6, 30), source_called("gbt-36132", "2025")
    begun_by_an_earlier_engine(province.application_at("recommended"), source, day)
    overlay = Overlay("gbt-36132", "2025", "试", (Patch("total.round", "0.1"),))
    (row,) = tried(list(filled_in(province.cast.province, province.round)), source, overlay, None).rows
    assert (row.before.shown, row.after.shown, row.kind) == ("100.00", "100.0", "same")
    assert row.before.points["E1"] == row.after.points["E1"] == 8
