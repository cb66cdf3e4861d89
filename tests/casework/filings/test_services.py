"""Saving sections with version numbers, doubts, evidence, versions that never change."""

import pytest

from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.filings.doubts import doubt, is_settled
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.selectors import form_of, gaps_of, newest_save, result_of, version_content, version_result, versions_diff
from greenlist.casework.filings.services import StaleSection, attach_evidence, save_section
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.rehearsal import acts

ENERGY = Row("energy", "quantity", "综合能源消费量", "A.12", True, unit="tce")


def test_the_form_has_the_units_own_section_then_the_standards(province):
    application = province.application_at("draft")
    assert [s.id for s in form_of(application.filing)] == ["unit", "gates", "5", "6", "7", "8", "9", "10"]


def test_a_save_on_top_of_an_older_version_is_refused_with_both_versions(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    filing = application.filing
    newest = newest_save(filing, "unit")
    save_section(filing, "unit", values={"address": {"value": "甲"}}, based_on=newest.number, actor=engineer)
    with pytest.raises(StaleSection) as stale:
        save_section(filing, "unit", values={"address": {"value": "乙"}}, based_on=newest.number, actor=engineer)
    assert stale.value.mine == {"address": {"value": "乙"}}
    assert stale.value.theirs == {"address": {"value": "甲"}}
    assert newest_save(filing, "unit").body == {"address": {"value": "甲"}}


def test_saving_the_same_twice_makes_no_second_version(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    first = save_section(application.filing, "unit", values={"address": {"value": "甲"}}, based_on=2, actor=engineer)
    again = save_section(application.filing, "unit", values={"address": {"value": "甲"}}, based_on=2, actor=engineer)
    assert again.pk == first.pk


def test_unknown_rows_and_keys_are_dropped_and_text_is_kept_as_typed(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    newest = newest_save(application.filing, "10")
    values = {"energy": {"value": "１２，０００", "hack": "x"}, "nosuch": {"value": "1"}}
    saved = save_section(application.filing, "10", values=values, based_on=newest.number, actor=engineer)
    assert saved.body == {"energy": {"value": "１２，０００"}}
    assert result_of(application.filing).plan.inputs["energy"]["unit"] == "tce"


def test_an_officer_may_not_fill_in(province):
    application = province.application_at("draft")
    with pytest.raises(NotAllowed):
        save_section(application.filing, "unit", values={}, based_on=0, actor=province.officer)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"value": "一千"}, "不是数字"),
        ({"value": "1248600", "last_year": "1284.6"}, "约为上年的 972 倍"),
        ({"value": "-5"}, "不应为负数"),
        ({"value": "1248.6", "last_year": "1284.6"}, ""),
        ({"value": "１，２４８．６"}, ""),
        ({"value": ""}, ""),
    ],
)
def test_what_is_odd_about_a_figure(entry, sentence):
    said = doubt(ENERGY, entry)
    assert sentence in said if sentence else said == ""


def test_a_written_reason_settles_a_jump_but_not_a_word():
    assert is_settled(ENERGY, {"value": "1248600", "last_year": "1284.6", "note": "并购了二厂"})
    assert not is_settled(ENERGY, {"value": "一千", "note": "就是这样"})


def test_a_doubtful_figure_scores_nothing_until_a_reason_is_written(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    newest = newest_save(application.filing, "10")
    body = newest.body | {"energy": {"value": "11000", "last_year": "11"}}
    saved = save_section(application.filing, "10", values=body, based_on=newest.number, actor=engineer)
    assert result_of(application.filing).items["10.5-1"].status == "missing"
    body = body | {"energy": {"value": "11000", "last_year": "11", "note": "上年只开工一个月"}}
    save_section(application.filing, "10", values=body, based_on=saved.number, actor=engineer)
    assert result_of(application.filing).items["10.5-1"].status in {"met", "not_met"}


def test_evidence_beyond_the_last_page_is_refused(province):
    application = province.application_at("submitted")
    with pytest.raises(Refused, match="没有第999页"):
        attach_evidence(application.filing, row="energy", file=application.report, page=999, actor=province.unit.engineer)


def test_a_submitted_version_replays_and_does_not_follow_later_saves(province):
    application = province.application_at("submitted")
    version = latest_version(application)
    assert version_result(version).shown == version.score == version_content(version)["score"]
    newest = newest_save(application.filing, "10")
    save_section(application.filing, "10", values={}, based_on=newest.number, actor=province.unit.engineer)
    assert version_result(version).shown == version.score
    assert gaps_of(application.filing)


def test_the_diff_names_what_changed(province):
    from greenlist.casework.applications.services import submit
    from greenlist.casework.verification.services import return_for_completion
    from tests.casework.cast import fresh

    application = province.application_at("submitted")
    return_for_completion(application, items=[("10", "energy", "请核对单位。")], actor=province.officer)
    newest = newest_save(application.filing, "10")
    body = newest.body | {"energy": {**newest.body["energy"], "value": "11111"}}
    save_section(application.filing, "10", values=body, based_on=newest.number, actor=province.unit.engineer)
    submit(fresh(application), actor=province.unit.engineer, reason="改了单位")
    new, old = application.filing.versions.order_by("-number")
    assert [(c.row, c.old, c.new) for c in versions_diff(old, new)] == [("energy", newest.body["energy"]["value"], "11111")]


def test_a_second_standard_with_another_tree_needs_no_python(province, tmp_path):
    """The toy standard runs through form, filling, score, report, submission, page and sheet."""
    from datetime import date
    from pathlib import Path
    from random import Random

    from greenlist.casework.applications.papers import evaluation_report
    from greenlist.casework.applications.services import start_application, submit
    from greenlist.casework.filings.services import start_filing
    from greenlist.papers import report

    toy = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
    unit = province.unit
    filing = start_filing(unit.site, subject="factory", on=date(2024, 5, 22), actor=unit.engineer, standard_path=toy)
    application = start_application(unit.site, round_=province.round, category="factory", actor=unit.engineer, filing=filing)
    acts.fill(application, unit, Random(4), quality=0.9)
    acts.attach_report(application, unit)
    version = submit(application, actor=unit.engineer)
    assert version_result(version).plan.standard == "toy"
    assert report.to_pdf(evaluation_report(application)).startswith(b"%PDF")
