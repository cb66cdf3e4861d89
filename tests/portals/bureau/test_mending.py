"""代录补正: what the office entered and was returned is mended and handed in again by the office, marked 代录; the unit may as well."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.filings.selectors import saved_sections
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.transcription.services import confirm_import
from greenlist.casework.verification.selectors import findings_of
from greenlist.casework.verification.services import return_for_completion
from greenlist.papers.report import to_pdf
from greenlist.rehearsal.county_table import county_units, messy_table
from greenlist.rehearsal.county_zip import gbk_zip
from tests.casework.cast import JIUJIANG, blank_pdf, fresh
from tests.casework.transcription.conftest import delivered, reports
from tests.portals.people import page, signed_in


@pytest.fixture
def case(province):
    """One application of a county's delivery, returned for its telephone number."""
    return province.kept("returned to be mended", lambda: _returned(province))


def _returned(province):
    units = county_units(11, JIUJIANG, 20)[:3]
    made = delivered(province, messy_table(units, 11), gbk_zip(reports(units)))
    confirm_import(made, actor=province.officer)
    case = made.rows.first().application
    return_for_completion(case, items=[("unit", "contact_phone", "电话缺一位")], actor=province.officer)
    return fresh(case)


@pytest.fixture
def officer(case):
    return signed_in(f"bureau{JIUJIANG}")


def mend(officer, case, **changed):
    given = {"v-unit:contact_phone": "0792-1234567", "based-unit": "1", "reason": "单位补报了电话", **changed}
    return officer.post(f"/bureau/applications/{case.pk}/mending/", given)


def test_the_office_mends_the_place_and_hands_it_in_again_marked_as_entered(officer, case, province):
    shown = page(officer.get(f"/bureau/applications/{case.pk}/filing/"))
    assert "代录补正 1项" in shown and "电话缺一位" in shown
    assert "等我代录补正" in page(officer.get("/bureau/workbench/?state=returned"))
    before = findings_of(case).count()
    assert mend(officer, case, file=SimpleUploadedFile("新报告.pdf", blank_pdf(3))).status_code == 302
    case, version = fresh(case), latest_version(case)
    assert (case.state, case.report.name, version.number, version.reason) == ("submitted", "新报告.pdf", 2, "单位补报了电话")
    assert version.submitted_by == f"{province.officer.name}（代录）"
    assert saved_sections(case.filing)["unit"][1]["contact_phone"]["value"] == "0792-1234567"
    assert (version.score, version.is_unfilled) == ("", True)  # a form filled in part has no score
    assert findings_of(case).count() >= before
    assert entries_of(case).filter(action="resubmit_by_office").get().reason == "单位补报了电话"


def test_without_a_reason_nothing_is_handed_in_and_what_was_typed_is_kept(officer, case):
    shown = page(mend(officer, case, reason=" "), 409)
    assert "写明这次补正改了什么" in shown and "0792-1234567" in shown
    assert fresh(case).state == "returned"


def test_what_the_unit_saved_meanwhile_is_shown_beside_mine(officer, case, province):
    body = saved_sections(case.filing)["unit"][1]
    unit = province.unit.engineer
    save_section(case.filing, "unit", values={**body, "contact_phone": {"value": "0792-7654321"}}, based_on=1, actor=unit)
    response = mend(officer, case)
    shown = page(response, 409)
    assert "0792-1234567" in shown and "0792-7654321" in shown and unit.name in shown
    assert officer.post(response.context["action"], dict(response.context["kept"])).status_code == 302
    assert saved_sections(case.filing)["unit"][1]["contact_phone"]["value"] == "0792-1234567"


def test_a_second_time_and_another_office_and_what_a_unit_handed_in_itself_are_refused(officer, case, province):
    assert signed_in("bureau360100").post(f"/bureau/applications/{case.pk}/mending/", {"reason": "x"}).status_code == 404
    assert mend(officer, case).status_code == 302
    assert "单位补报了电话" in page(mend(officer, case), 409)  # too late: what was typed is given back
    own = province.application_at("verifying")
    return_for_completion(own, items=[("unit", "", "x")], actor=province.officer)
    assert "只能补正本单位代录的件" in page(mend(officer, own), 409)
    assert "代录补正" not in page(officer.get(f"/bureau/applications/{own.pk}/filing/"))
    assert Application.objects.get(pk=own.pk).state == "returned"


def test_a_row_that_was_not_returned_stays_as_the_unit_gave_it(officer, case):
    before = saved_sections(case.filing)["unit"]
    shown = page(mend(officer, case, **{"v-unit:contact_person": "张演示"}), 409)
    assert "没有被退回，不能改" in shown and "0792-1234567" in shown
    assert saved_sections(case.filing)["unit"] == before
    assert fresh(case).state == "returned"


def test_every_row_of_a_section_returned_as_a_whole_may_be_mended(officer, case, province):
    assert mend(officer, case).status_code == 302
    return_for_completion(fresh(case), items=[("unit", "", "整节重填")], actor=province.officer)
    based = saved_sections(case.filing)["unit"][0]
    assert mend(officer, case, **{"v-unit:contact_person": "张演示", "based-unit": based}).status_code == 302
    assert saved_sections(case.filing)["unit"][1]["contact_person"]["value"] == "张演示"


def test_a_report_with_the_mark_of_another_unit_or_of_a_draft_is_refused_as_it_is_to_the_unit(officer, case, province):
    other = province.application_at("draft")
    for paper, words in ((other, f"属于申报件{other.number}；本件是{case.number}"), (case, "草稿")):
        data = to_pdf(evaluation_report(paper))
        shown = page(mend(officer, case, file=SimpleUploadedFile("新报告.pdf", data)), 409)
        assert words in shown and "没有采用" in shown
    assert (fresh(case).state, latest_version(case).number) == ("returned", 1)
    assert saved_sections(case.filing)["unit"][0] == 1  # nothing was saved
