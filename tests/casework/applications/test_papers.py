"""The report and the receipt: a draft says so, a submitted version is printed as it was handed in, whatever happens later."""

from random import Random

from greenlist.casework.applications.papers import evaluation_report, receipt
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.applications.services import start_application
from greenlist.casework.directory.models import Site
from greenlist.casework.directory.selectors import industry_or_type
from greenlist.casework.filings.selectors import form_of, newest_save
from greenlist.casework.filings.services import save_section
from greenlist.casework.standards.selectors import table_of
from greenlist.engines.scoring.form import GATES
from greenlist.papers.version_mark import mark_of
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.casework.standards.official import signed


def energy(report):
    return [r for s in report.sections for r in s.rows if r.label == "综合能源消费量" or "综合能源消费" in r.label][0].value


def change(province, application):
    newest = newest_save(application.filing, "10")
    save_section(application.filing, "10", values=newest.body | {"energy": {"value": "77777"}}, based_on=newest.number,
                 actor=province.unit.engineer)  # fmt: skip


def test_a_draft_is_marked_and_follows_what_is_saved(province):
    application = province.application_at("draft")
    report = evaluation_report(application)
    assert (report.is_draft, report.version_label, report.mark.code) == (True, "草稿", f"CG-{application.number}")
    change(province, application)
    changed = evaluation_report(fresh(application))
    assert energy(changed).startswith("77,777")
    assert changed.mark.digest != report.mark.digest


def test_a_submitted_version_is_printed_as_it_was_handed_in(province):
    application = province.application_at("submitted")
    report, version = evaluation_report(application), latest_version(application)
    assert (report.is_draft, report.version_label) == (False, f"第1版 {version.receipt}")
    assert report.mark == mark_of(version.receipt, version.content_digest)
    assert report.score_shown == version.score
    change(province, application)
    again = evaluation_report(fresh(application))
    assert (again.sections, again.score_lines, again.score_shown) == (report.sections, report.score_lines, report.score_shown)


def test_facts_and_unit_stand_in_the_report(province):
    application = province.application_at("submitted")
    report = evaluation_report(application)
    facts = dict(report.facts)
    assert (report.unit, report.credit_code) == (application.site.name, application.site.organisation.credit_code)
    assert (facts["单位名称"], facts["评价方式"], facts["申报号"]) == (application.site.name, "自我评价", application.number)
    assert not any("真实性负责" in label for label in facts) and "第三方机构" not in facts
    application.mode, application.third_party = "third_party", "演示评价中心"
    facts = dict(evaluation_report(application).facts)
    assert (facts["评价方式"], facts["第三方机构"]) == ("第三方评价", "演示评价中心")


def test_evidence_is_named_with_its_page(province):
    report = evaluation_report(province.application_at("submitted"))
    assert any("第3页" in row.evidence for section in report.sections for row in section.rows)


def test_the_receipt_carries_number_hash_and_counts(province):
    application = province.application_at("submitted")
    version = latest_version(application)
    paper = receipt(application, version)
    contents = dict(paper.contents)
    assert (paper.number, paper.version, paper.digest, paper.submitted_at) == (
        version.receipt,
        1,
        version.content_digest,
        "2024-05-22 09:00:00",
    )
    assert contents["评价报告"] == application.report.digest
    assert version.score in contents["自评得分"]


def named(province, unit):
    """A signed table by which a factory of class 1411 names one product, in this unit."""
    table, _ = table_of("energy-benchmarks")
    rows = [row for row in table.plain["rows"] if row["product"] != "演示衣"]
    added = dict(rows[0]) | {"industry": "1411", "field": "服装", "product": "演示衣", "unit": unit, "benchmark": "7"}
    body = type(table)(table.subject, table.plain | {"rows": [*rows, added]}).text.encode()
    signed(province, {}, "energy-benchmarks", body=body, name="标杆.yaml", source="附件 第3页")


def test_the_unit_of_the_energy_of_a_product_is_that_of_the_tables_its_form_was_begun_with(province, may):
    def printed():
        return dict(evaluation_report(fresh(application)).facts)["该产品单位能耗（单位与标准相同）"]

    Site.objects.filter(pk=province.unit.site.pk).update(industry="1411")
    province.unit.site.refresh_from_db()
    application = start_application(province.unit.site, round_=province.round, category="factory", actor=province.unit.engineer)
    acts.fill(application, province.unit, Random(7), quality=0.9, energy_product="演示衣", energy_value="6")
    assert printed() == "6"
    may(5, 22, 15)
    named(province, "kgce/件")
    assert printed() == "6\u00a0kgce/件"  # a product that only a table signed after the form was begun names
    other = start_application(province.units[1].site, round_=province.round, category="factory", actor=province.units[1].engineer)
    Site.objects.filter(pk=other.site.pk).update(industry="1411")
    acts.fill(fresh(other), province.units[1], Random(7), quality=0.9, energy_product="演示衣", energy_value="6")
    may(5, 23, 9)
    named(province, "kgce/t")
    assert printed() == "6\u00a0kgce/t"
    application = other
    assert printed() == "6\u00a0kgce/件"


def test_a_third_partys_report_says_what_was_evaluated_to_what_end_and_by_what(province):
    application = province.application_at("submitted")
    application.wants_national = application.wants_provincial = True
    site, purpose = application.site, evaluation_report(application).overview.split("\n")
    assert purpose == [
        f"评价目的：评价{site.name}是否符合《绿色工厂评价通则》的要求，为其申报国家级、省级绿色工厂提供依据。",
        f"评价范围：{site.name}（地址：{site.address}；行业：{industry_or_type(site)[1]}，统一社会信用代码"
        f"{site.organisation.credit_code}），使用2023年度数据。",
        "评价准则：GB/T 36132—2018《绿色工厂评价通则》；《江西省工业和信息化厅办公室关于开展2024年度国家级绿色制造名单推荐暨省级绿色制造"
        "名单遴选工作的通知》（赣工信办节能函〔2024〕20号）。",
    ]
    assert dict(evaluation_report(application).facts)["单位简介"]


def test_the_conclusion_names_what_is_not_met_and_is_left_open_by_what_is_not_filled(province):
    assert evaluation_report(province.application_at("submitted")).requirements == "基本要求和必选项全部符合。"
    application = province.application_at("draft", province.units[1])
    general = newest_save(application.filing, GATES)
    unmet, unanswered = dict(general.body), dict(general.body)
    first = next(row for row in form_of(application.filing)[1].rows if row.id in unmet)
    unmet[first.id], unanswered[first.id] = {"value": "not_met"}, {"value": ""}
    actor = province.units[1].engineer
    save_section(application.filing, GATES, values=unmet, based_on=general.number, actor=actor)
    assert evaluation_report(fresh(application)).requirements == f"基本要求和必选项中有1项不符合：{first.label}。"
    save_section(application.filing, GATES, values=unanswered, based_on=general.number + 1, actor=actor)
    assert evaluation_report(fresh(application)).requirements == "尚有未填或存疑的内容，不下结论。"


def test_every_line_of_the_score_says_how_its_points_come_about(province):
    lines = evaluation_report(province.application_at("submitted")).score_lines
    assert [line.label for line in lines if not line.rule] == []
    said = {line.rule for line in lines}
    assert {"必选，符合得满分", "可选，按符合程度给分", "建筑密度（%） ≥ 30"} <= said
    assert next(line.rule for line in lines if line.depth == 0).startswith("按权重折算：")
