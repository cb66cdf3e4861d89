"""From a county's table and zip to applications: nothing twice, nothing silent, a row that fails leaves the others alone."""

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.selectors import in_region, latest_version, visible_to
from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.services import enter_organisation, enter_site
from greenlist.casework.filings.selectors import version_content
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.transcription.models import TranscriptionRow
from greenlist.casework.transcription.selectors import unclaimed
from greenlist.casework.transcription.services import add_report, answer_row, confirm_import, discard_import, read_import
from greenlist.casework.verification.selectors import findings_of
from greenlist.papers.report import to_pdf
from greenlist.rehearsal.county_zip import as_scan, gbk_zip, report_pdf
from tests.casework.transcription.conftest import delivered, reports

Outcome = TranscriptionRow.Outcome


def outcomes(made):
    return {outcome: n for outcome in Outcome.values if (n := made.rows.filter(outcome=outcome).count())}


def test_every_row_of_a_clean_delivery_becomes_a_submitted_application(province, county, delivery):
    units, _ = county
    assert (delivery.state, delivery.rows.filter(questions=[]).count()) == ("read", 8)
    assert confirm_import(delivery, actor=province.officer) == 0
    delivery.refresh_from_db()
    assert (delivery.state, outcomes(delivery)) == ("confirmed", {"entered": 8})
    row, unit = delivery.rows.first(), units[0]
    application = row.application
    assert (application.state, application.unit, application.site.name) == ("submitted", "360400", unit.name)
    assert (application.wants_national, application.wants_provincial) == (unit.national, unit.provincial)
    assert application.entered_by == f"九江市工业和信息化局 {province.officer.name}"
    assert (application.third_party or "自我评价") == unit.third_party
    assert application.site.division
    assert application.site.industry
    assert findings_of(application).count() > 10
    act = JournalEntry.objects.get(action="enter_by_office", subject_id=application.pk)
    assert (act.actor_role, act.source, act.target, act.clause) == ("bureau", "draft", "submitted", "C-07")


def test_the_score_of_an_empty_form_is_unknown_and_never_a_nought(province, delivery):
    confirm_import(delivery, actor=province.officer)
    version = latest_version(delivery.rows.first().application)
    assert (version.score, version.is_qualified, version.is_unfilled) == ("", None, True)
    content = version_content(version)
    assert (content["score"], content["facts"]["entered_by"][:2]) == ("", "九江")


def test_the_same_delivery_again_is_the_same_import_and_a_new_one_finds_the_same_rows(province, county, delivery):
    units, table = county
    confirm_import(delivery, actor=province.officer)
    assert delivered(province, table, gbk_zip(reports(units))) == delivery
    before = (Organisation.objects.count(), Site.objects.count(), Application.objects.count())
    again = delivered(province, table, gbk_zip({**reports(units), "补充.pdf": report_pdf("无", "无")}))
    assert again != delivery
    confirm_import(again, actor=province.officer)
    assert outcomes(again) == {"known_already": 8}
    assert (Organisation.objects.count(), Site.objects.count(), Application.objects.count()) == before
    assert again.rows.first().outcome_words.endswith("没有重复建立")
    assert confirm_import(delivery, actor=province.officer) == 0


def test_a_row_without_a_report_is_asked_and_becomes_a_draft_that_is_handed_in_later(province, county):
    units, table = county
    made = delivered(province, table, gbk_zip(reports(units[1:])))
    row = made.rows.first()
    assert [q["id"] for q in row.questions] == ["report"]
    confirm_import(made, actor=province.officer)
    made.refresh_from_db()
    assert (made.state, outcomes(made)) == ("read", {"waiting": 1, "entered": 7})
    answer_row(row, answers={"report": "no_report"}, actor=province.officer)
    confirm_import(made, actor=province.officer)
    made.refresh_from_db()
    row.refresh_from_db()
    assert (made.state, row.outcome, row.application.state, row.application.report) == ("confirmed", "incomplete", "draft", None)
    assert row.application in visible_to(province.officer)
    assert row.application in in_region(province.officer, province.round)
    with pytest.raises(Refused, match="草稿"):
        add_report(row, file=_pdf(to_pdf(evaluation_report(row.application)), province.officer), actor=province.officer)
    row.refresh_from_db()
    assert row.application.state == "draft"
    add_report(row, file=_pdf(report_pdf(units[0].name, "无"), province.officer), actor=province.officer)
    row.refresh_from_db()
    assert (row.outcome, row.application.state) == ("entered", "submitted")
    with pytest.raises(WrongState):
        add_report(row, file=row.application.report, actor=province.officer)


def test_a_draft_without_report_is_handed_in_by_a_second_delivery_that_has_it(province, county):
    units, table = county
    made = delivered(province, table, None)
    for row in made.rows.all():
        answer_row(row, answers={"report": "no_report"}, actor=province.officer)
    confirm_import(made, actor=province.officer)
    assert outcomes(made) == {"incomplete": 8}
    again = delivered(province, table, gbk_zip(reports(units)))
    confirm_import(again, actor=province.officer)
    assert outcomes(again) == {"entered": 8}
    assert Application.objects.exclude(entered_by="").count() == 8


def test_the_report_of_another_company_is_asked_and_a_scan_is_marked_unread(province, county):
    units, table = county
    bodies = reports(units, **{units[0].name: "江西鸬汀演示外单位有限公司"})
    bodies[f"{units[1].name}.pdf"] = as_scan(bodies[f"{units[1].name}.pdf"])
    made = delivered(province, table, gbk_zip(bodies))
    foreign, scan = made.rows.all()[:2]
    assert foreign.report is None
    assert "江西鸬汀演示外单位有限公司" in foreign.questions[0]["words"]
    assert (scan.report.file.has_text, scan.report_found_by, scan.questions) == (False, "by_file_name", [])
    with pytest.raises(Refused, match="没有存"):
        answer_row(foreign, answers={"report": "made up"}, actor=province.officer)
    answer_row(foreign, answers={"report": "skip"}, actor=province.officer)
    confirm_import(made, actor=province.officer)
    assert outcomes(made) == {"entered": 7, "left_out": 1}
    scan.refresh_from_db()
    assert scan.outcome_words == "报告是扫描件，文字未检查"


def test_a_known_unit_is_found_by_code_name_and_former_name_and_a_near_name_is_asked(province, county):
    units, table = county
    office = {"division": "360481", "unit": "360400", "industry": "3011", "address": "演示路1号", "actor": SYSTEM}
    by_name = enter_organisation(kind="enterprise", name=units[0].name, actor=SYSTEM)
    site = enter_site(by_name, name=units[0].name, **office)
    near = enter_organisation(kind="enterprise", name=units[1].name.replace("有限公司", "有限责任公司"), actor=SYSTEM)
    enter_site(near, name=near.name, **office)
    coded = enter_organisation(kind="enterprise", name="演示别名有限公司", credit_code=units[2].credit_code, actor=SYSTEM)
    enter_site(coded, name=coded.name, **office)
    made = delivered(province, table, gbk_zip(reports(units)))
    first, second, third = made.rows.all()[:3]
    assert (first.site, first.found_by) == (site, "by_name")
    assert (second.site, "相近" in second.questions[0]["words"]) == (None, True)
    has_code = bool(third.credit_code)
    assert ("信用代码登记的是" in str(third.questions)) == has_code
    answer_row(second, answers={"unit": f"site:{near.sites.get().pk}"}, actor=province.officer)
    confirm_import(made, actor=province.officer)
    second.refresh_from_db()
    assert second.application.site.organisation == near
    by_name.refresh_from_db()
    assert by_name.credit_code == (units[0].credit_code if has_code else None)


def test_a_row_that_fails_says_why_and_the_others_stand(province, county):
    units, table = county
    clash = enter_organisation(kind="enterprise", name="演示占号有限公司", credit_code=units[0].credit_code, actor=SYSTEM)
    made = delivered(province, table, gbk_zip(reports(units)), read=True)
    made.rows.filter(position=1).update(category="unknown", questions=[])
    confirm_import(made, actor=province.officer)
    made.refresh_from_db()
    row = made.rows.first()
    assert (made.state, outcomes(made)) == ("read", {"entered": 7, "not_entered": 1})
    assert row.outcome_words == "本轮没有这个类别。"
    assert row.application is None
    assert not clash.sites.exists()


def test_a_delivery_is_read_and_entered_in_slices_and_may_be_left_between_them(province, county):
    units, table = county
    made = delivered(province, table, gbk_zip(reports(units)), read=False)
    assert (made.state, read_import(made, actor=province.officer, limit=5)) == ("reading", 3)
    assert read_import(made, actor=province.officer, limit=5) == 0
    made.refresh_from_db()
    assert made.state == "read"
    assert confirm_import(made, actor=province.officer, limit=5) == 3
    made.refresh_from_db()
    assert (made.state, outcomes(made)) == ("importing", {"waiting": 3, "entered": 5})
    assert confirm_import(made, actor=province.officer, limit=5) == 0
    assert outcomes(made) == {"entered": 8}


def test_files_that_no_row_wants_are_listed_with_what_was_not_read(province, county):
    units, table = county
    bodies = {
        **reports(units),
        "说明.pdf": report_pdf("演示县工业和信息化局", "无"),
        "照片.jpg": b"\xff\xd8\xff",
        "坏.pdf": b"%PDF-1.7 broken",
    }
    made = delivered(province, table, gbk_zip(bodies))
    assert [(r.name, r.problem) for r in unclaimed(made)] == [
        ("说明.pdf", ""), ("照片.jpg", "不是 PDF，没有读。"), ("坏.pdf", "打不开，可能已损坏或没有传完整。")]  # fmt: skip
    assert {why for _, why in made.unread} == {"不是表中的行", "合计行", "系统自带的文件，不是材料"}


def test_after_the_deadline_nothing_is_handed_in_but_the_rows_say_so(province, delivery, may):
    may(5, 28, 1)
    confirm_import(delivery, actor=province.officer)
    assert outcomes(delivery) == {"not_entered": 8}
    assert "已过" in delivery.rows.first().outcome_words
    assert not Application.objects.exclude(entered_by="").exists()


def test_another_bureau_and_another_role_may_not(province, county, delivery):
    _, table = county
    other = province.cast.bureaus["360100"]
    for act in (read_import, confirm_import, discard_import):
        with pytest.raises(NotAllowed):
            act(delivery, actor=other)
    with pytest.raises(NotAllowed):
        answer_row(delivery.rows.first(), answers={}, actor=other)
    with pytest.raises(NotAllowed):
        delivered(province, table, None, actor=province.unit.engineer)


def test_the_unit_finds_its_entered_application_as_its_own(province, county):
    units, table = county
    own = province.unit
    organisation = own.site.organisation
    organisation.credit_code, organisation.name = units[0].credit_code, units[0].name
    organisation.save()
    own.site.name = units[0].name
    own.site.save()
    made = delivered(province, table, gbk_zip(reports(units)))
    confirm_import(made, actor=province.officer)
    assert list(visible_to(own.engineer)) == [made.rows.first().application]


def _pdf(body, actor):
    from greenlist.casework.files.services import store_file

    return store_file(chunks=[body], name="报告.pdf", owner=actor.organisation_id, actor=actor, only=("application/pdf",))


def test_an_import_that_was_not_meant_is_laid_aside(province, delivery):
    discard_import(delivery, actor=province.officer)
    delivery.refresh_from_db()
    assert delivery.state == "discarded"


def test_an_industry_that_the_classification_does_not_know_is_told(province, delivery):
    delivery.rows.filter(position=1).update(industry_or_type="奇特行业")
    confirm_import(delivery, actor=province.officer)
    row = delivery.rows.first()
    assert (row.outcome, row.outcome_words) == ("entered", "行业“奇特行业”不在国民经济行业分类中，行业先空着")
    assert row.application.site.industry == ""
