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
        ({"value": "1248600", "last_year": "1284.6"}, "若原数单位是 kgce，应填 1,248.6 tce；确实如此的，请写明理由。"),
        ({"value": "5", "last_year": "200"}, "约为上年的 1/40。请核对单位是否为 tce；"),
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


def test_a_position_that_may_not_fill_in_binds_nothing_and_nobody_elses_file_is_bound(province):
    application = province.application_at("draft")
    file = acts.attach_report(application, province.unit)
    other = acts.upload(acts.report_paper.to_pdf(acts.evaluation_report(application)), "别家.pdf", province.units[1].engineer)
    for actor, chosen in ((province.officer, file), (province.unit.engineer, other)):
        with pytest.raises(NotAllowed):
            attach_evidence(application.filing, row="energy", file=chosen, page=1, actor=actor)


@pytest.mark.parametrize("page", [0, -1, 99999999999999999999])
def test_a_page_that_cannot_be_is_refused_in_words(province, page):
    application = province.application_at("draft")
    file = acts.attach_report(application, province.unit)
    with pytest.raises(Refused, match="没有第"):
        attach_evidence(application.filing, row="energy", file=file, page=page, actor=province.unit.engineer)
    file.pages = None
    with pytest.raises(Refused, match="没有第"):
        attach_evidence(application.filing, row="energy", file=file, page=page, actor=province.unit.engineer)


def test_the_first_and_the_last_page_and_no_page_are_bound(province):
    application = province.application_at("draft")
    file = acts.attach_report(application, province.unit)
    for page in (1, file.pages, None):
        assert attach_evidence(application.filing, row="energy", file=file, page=page, actor=province.unit.engineer).page == page


def test_a_row_that_is_not_in_the_form_gets_no_evidence(province):
    application = province.application_at("draft")
    file = acts.attach_report(application, province.unit)
    with pytest.raises(Refused, match="没有这个指标"):
        attach_evidence(application.filing, row="nosuch", file=file, page=1, actor=province.unit.engineer)


def test_a_section_that_is_not_in_the_form_is_refused(province):
    application = province.application_at("draft")
    with pytest.raises(Refused, match="没有这一节"):
        save_section(application.filing, "nosuch", values={}, based_on=0, actor=province.unit.engineer)


def test_a_text_longer_than_a_page_is_cut_where_the_form_says_and_spaces_are_taken_off(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    newest = newest_save(application.filing, "unit")
    values = newest.body | {"introduction": {"value": "  " + "长" * 5000 + "  "}, "address": {"value": "   "}}
    saved = save_section(application.filing, "unit", values=values, based_on=newest.number, actor=engineer)
    assert saved.body["introduction"]["value"] == "长" * 4000
    assert "address" not in saved.body


def test_a_nul_is_refused_in_words_and_nothing_is_saved(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    newest = newest_save(application.filing, "unit")
    with pytest.raises(Refused, match="NUL"):
        save_section(application.filing, "unit", values={"address": {"value": "甲\0乙"}}, based_on=newest.number, actor=engineer)
    assert newest_save(application.filing, "unit").pk == newest.pk


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "'; DROP TABLE x; --", "\u202e倒", "𠮷野家", "a\r\nb", "{{ 7 }}"])
def test_text_is_kept_as_typed(province, text):
    application, engineer = province.application_at("draft"), province.unit.engineer
    newest = newest_save(application.filing, "unit")
    saved = save_section(application.filing, "unit", values={"address": {"value": text}}, based_on=newest.number, actor=engineer)
    assert newest_save(application.filing, "unit").body == {"address": {"value": text}} == saved.body


def test_every_save_stays(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    before = application.filing.section_versions.filter(section="unit").count()
    newest = newest_save(application.filing, "unit")
    for number in range(3):
        newest = save_section(
            application.filing, "unit", values={"address": {"value": str(number)}}, based_on=newest.number, actor=engineer
        )
    numbers = list(application.filing.section_versions.filter(section="unit").order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, before + 4))


def test_a_save_based_on_a_version_that_never_was_is_stale(province):
    application, engineer = province.application_at("draft"), province.unit.engineer
    for based_on in (0, 1, 99, -3):
        with pytest.raises(StaleSection) as stale:
            save_section(application.filing, "unit", values={"address": {"value": "甲"}}, based_on=based_on, actor=engineer)
        assert stale.value.newest.number == 2


@pytest.mark.parametrize("based_on", [7, -3, -1])
def test_a_first_save_based_on_a_version_that_never_was_becomes_the_first(province, based_on):
    application, engineer = acts.begin(province.unit, province.round), province.unit.engineer
    saved = save_section(application.filing, "10", values={"energy": {"value": "5"}}, based_on=based_on, actor=engineer)
    assert saved.number == 1


def test_a_standard_that_is_known_to_nobody_starts_no_filing(province):
    from datetime import date

    from greenlist.casework.filings.models import Filing
    from greenlist.casework.filings.services import start_filing

    with pytest.raises(Refused) as refused:
        start_filing(province.unit.site, subject="factory", on=date(1999, 1, 1), actor=province.unit.engineer)
    assert (refused.value.clause, Filing.objects.exists()) == ("C-16", False)


def test_a_standard_that_nobody_looked_at_for_too_long_is_not_begun_with(province):
    from datetime import date

    from greenlist.casework.filings.services import start_filing

    with pytest.raises(Refused, match="核对到2026-12-31为止") as refused:
        start_filing(province.unit.site, subject="factory", on=date(2027, 1, 5), actor=province.unit.engineer)
    assert (refused.value.clause, refused.value.then) == ("C-05", "请联系省厅，由规则维护人核对标准。")
    assert start_filing(province.unit.site, subject="factory", on=date(2026, 12, 31), actor=province.unit.engineer).edition == "2025"
