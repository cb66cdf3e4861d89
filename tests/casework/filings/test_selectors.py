"""Reading a filing: gaps by place, the document the scoring reads, many filings in one query, versions that do not follow later saves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import (
    document,
    evidence_of,
    form_of,
    gaps_of,
    newest_save,
    required_count,
    result_of,
    rows_of,
    saved_sections,
    saved_sections_of,
    version_content,
    version_result,
    versions_diff,
)
from greenlist.casework.filings.services import attach_evidence, freeze_version, remove_evidence, save_section
from greenlist.rehearsal import acts


def begun(province):
    return acts.begin(province.unit, province.round).filing


def save(province, filing, section, values):
    newest = newest_save(filing, section)
    return save_section(filing, section, values=values, based_on=newest.number if newest else 0, actor=province.unit.engineer)


def test_a_new_filing_knows_name_and_address_and_lacks_the_rest(province):
    filing, site = begun(province), province.unit.site
    assert saved_sections(filing)["unit"] == (1, {"unit_name": {"value": site.name}, "address": {"value": site.address}})
    assert {number for section, (number, _) in saved_sections(filing).items() if section != "unit"} == {0}
    assert len(gaps_of(filing)) == required_count(filing) - 2


def test_a_filled_form_has_no_gap_and_each_emptied_place_is_named(province):
    filing = province.application_at("draft").filing
    assert gaps_of(filing) == []
    body = {k: v for k, v in newest_save(filing, "10").body.items() if k != "energy"}
    save(province, filing, "10", body)
    assert [(g.section, g.row, g.label) for g in gaps_of(filing)] == [("10", "energy", rows_of(filing)["energy"].label)]


@pytest.mark.parametrize("value", ["", "  ", "一千", "maybe"])
def test_what_cannot_be_read_counts_as_not_filled(province, value):
    filing = province.application_at("draft").filing
    save(province, filing, "10", newest_save(filing, "10").body | {"energy": {"value": value}})
    assert [g.row for g in gaps_of(filing)] == ["energy"]


def test_the_document_holds_only_rows_of_the_standard_and_only_what_can_be_read(province):
    filing = begun(province)
    bodies = [{"energy": {"value": "一千"}, "nosuch": {"value": "1"}, "unit_name": {"value": "甲"}}, {"output": {"value": "5"}}]
    made = document(filing, bodies)
    assert made["format"] == "greenlist.application/1"
    assert (made["standard"], made["edition"], made["reference_date"]) == (filing.standard, filing.edition, "2024-05-22")
    assert "energy" not in made["inputs"]
    assert not {"nosuch", "unit_name"} & {*made["inputs"], *made["items"]}


def test_a_doubtful_figure_is_marked_in_the_document_until_a_reason_is_given(province):
    filing = begun(province)
    odd = {"value": "1248600", "last_year": "1284.6"}
    assert document(filing, [{"energy": odd}])["inputs"]["energy"] == {"value": "1248600", "doubtful": True}
    assert document(filing, [{"energy": {**odd, "note": "并购"}}])["inputs"]["energy"] == {"value": "1248600"}


def test_not_applicable_counts_only_where_the_standard_allows_it(province):
    filing = begun(province)
    rows = rows_of(filing)
    may, must = next(i for i, r in rows.items() if r.may_be_not_applicable), "energy"
    made = document(filing, [{may: {"not_applicable": "不生产"}, must: {"not_applicable": "不想填"}}])
    assert made["not_applicable"] == {may: "不生产"}
    save(province, filing, "10", {must: {"not_applicable": "不想填"}})
    assert must in {g.row for g in gaps_of(filing)}


def test_many_filings_are_read_in_one_query_as_each_alone(province):
    filings = [province.application_at("draft").filing, acts.begin(province.units[1], province.round).filing]
    alone = {f.pk: saved_sections(f) for f in filings}
    with CaptureQueriesContext(connection) as seen:
        assert saved_sections_of(filings) == alone
    assert len(seen) == 1
    assert saved_sections_of([]) == {}


def test_evidence_taken_back_is_not_shown_and_not_lost(province):
    application = province.application_at("draft")
    file = acts.attach_report(application, province.unit)
    bound = attach_evidence(application.filing, row="energy", file=file, page=1, actor=province.unit.engineer)
    before = evidence_of(application.filing).count()
    remove_evidence(bound, actor=province.unit.engineer)
    assert evidence_of(application.filing).count() == before - 1
    assert application.filing.evidence.filter(pk=bound.pk, removed_at__isnull=False).exists()


def freeze(province, filing, number):
    return freeze_version(filing, number=number, receipt=f"T-{number}", reason="", facts={}, actor=province.unit.engineer)


def test_a_frozen_version_holds_everything_that_made_its_score(province):
    application = province.application_at("submitted")
    content = version_content(latest_version(application))
    assert set(content) == {"plan", "engine", "sections", "application", "evidence", "score", "facts"}
    assert content["plan"] == application.filing.plan_digest
    assert {e["file"] for e in content["evidence"]} == {application.report.digest}
    assert content["facts"]["credit_code"] == application.site.organisation.credit_code


def test_a_frozen_version_follows_nothing_that_happens_later(province):
    application = province.application_at("submitted")
    version = latest_version(application)
    before, score = version_content(version), version_result(version).shown
    for section in ("unit", "10"):
        save(province, application.filing, section, {})
    for bound in list(evidence_of(application.filing)):
        remove_evidence(bound, actor=province.unit.engineer)
    application.site.name = "改了名"
    application.site.save()
    again = FilingVersion.objects.get(pk=version.pk)
    assert (version_content(again), version_result(again).shown) == (before, score)
    assert result_of(application.filing).shown != score


def test_equal_content_has_one_digest_and_any_change_another(province):
    filing = province.application_at("draft").filing
    first, second = freeze(province, filing, 1), freeze(province, filing, 2)
    assert first.content_digest == second.content_digest
    save(province, filing, "unit", newest_save(filing, "unit").body | {"main_products": {"value": "别的产品"}})
    assert freeze(province, filing, 3).content_digest != first.content_digest


def test_the_difference_names_every_changed_row_in_the_order_of_the_form(province):
    filing = province.application_at("draft").filing
    old = freeze(province, filing, 1)
    unit, ten = newest_save(filing, "unit").body, newest_save(filing, "10").body
    rows = rows_of(filing)
    absent = next(i for i, r in rows.items() if r.may_be_not_applicable)
    section = next(s.id for s in form_of(filing) for r in s.rows if r.id == absent)
    save(province, filing, "unit", {k: v for k, v in unit.items() if k != "contact_department"})
    save(province, filing, "10", ten | {"energy": {**ten["energy"], "value": "11111"}})
    save(province, filing, section, newest_save(filing, section).body | {absent: {"not_applicable": "没有这一类"}})
    changes = {c.row: (c.old, c.new) for c in versions_diff(old, freeze(province, filing, 2))}
    assert changes["contact_department"] == (unit["contact_department"]["value"], "—")
    assert changes["energy"] == (ten["energy"]["value"], "11111")
    assert changes[absent][1] == "不适用：没有这一类"
    assert len(changes) == 3
    order = [r.id for s in form_of(filing) for r in s.rows if r.id in changes]
    assert list(changes) == order


def test_two_equal_versions_differ_in_nothing(province):
    filing = province.application_at("draft").filing
    assert versions_diff(freeze(province, filing, 1), freeze(province, filing, 2)) == []
