"""A package that is whole in itself and not to be believed: every reason at once, nothing stored."""

import io
import zipfile
from datetime import date

import pytest
from django.apps import apps

from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.delivery.services import offer_package, take_in_package
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.services import extend_deadline
from greenlist.engines.ledger import canonical, digest_of
from tests.casework.delivery.spoiling import changed, renumbered, sealed_anew


def put(place: str, value):
    """A change of the manifest: `value` at `rows.0.site.name`."""

    def change(manifest):
        *way, last = place.split(".")
        body = manifest
        for step in way:
            body = body[int(step) if step.isdigit() else step]
        body[last] = value(body[last]) if callable(value) else value

    return change


def cheat_on_the_score(manifest):
    """Better points, with every digest made anew."""
    version = manifest["rows"][0]["version"]
    version["content"]["score"] = version["score"] = "99.99"
    version["digest"] = digest_of(canonical(version["content"]))


def cheat_on_the_sections(manifest):
    """What is scored stays; what is shown says otherwise."""
    version = manifest["rows"][0]["version"]
    section = next(body for name, body in version["content"]["sections"].items() if name != "unit" and body)
    next(iter(section.values()))["value"] = "12345"
    version["digest"] = digest_of(canonical(version["content"]))


def cheat_on_a_finding(manifest):
    manifest["rows"][0]["findings"][0]["verdict"] = "not_met"


def no_score(manifest):
    """Filled, and told as if it were not."""
    version = manifest["rows"][0]["version"]
    version["content"]["score"] = version["score"] = ""
    version["is_qualified"] = None
    sealed_anew(version)


def told_in(part: str, name: str, value):
    """Another value in the content of a submitted version, its digest made anew."""

    def change(manifest):
        row = next(row for row in manifest["rows"] if row["version"]["content"][part])
        body = row["version"]["content"][part]
        (body if part == "facts" else body[0])[name] = value
        sealed_anew(row["version"])

    return change


def evaluates_itself(manifest):
    manifest["rows"][2]["evaluator"][0]["credit_code"] = manifest["rows"][2]["organisation"]["credit_code"]


def body_is_a_row(manifest):
    """The second unit of the package evaluates the third."""
    manifest["rows"][2]["evaluator"][0]["credit_code"] = manifest["rows"][1]["organisation"]["credit_code"]


def applicant_is_a_body(manifest):
    manifest["rows"][1]["organisation"]["credit_code"] = manifest["rows"][2]["evaluator"][0]["credit_code"]


def double_a_row(manifest):
    manifest["rows"][1] = manifest["rows"][0]


def no_rows(manifest):
    manifest["rows"] = []


def everything() -> dict[str, int]:
    return {m._meta.label: m.objects.count() for m in apps.get_models() if m.__module__.startswith("greenlist.")}


@pytest.fixture
def refused(sent, province):
    """refused(change): the words with which the changed package is refused, after asking that nothing was stored."""

    def ask(change, *, is_told: bool = True) -> list[str]:
        before = everything()
        with pytest.raises(Refused) as caught:
            offer_package(chunks=[changed(sent.body, change, is_told=is_told)], name="九江.zip", actor=province.cast.centre)
        assert everything() == before
        return list(caught.value.items)

    return ask


def test_each_untruth_is_told(refused):
    """One test for all: each is asked of the same province, and none of them leaves a trace."""
    for change, said in (
        (put("is_demo", True), "演示数据的报送包，正式环境不收"),
        (put("notice", "jx-2021-23"), "本系统没有这一轮"),
        (put("year", 2023), "本系统没有这一轮"),
        (put("office.unit", "999999"), "不在本轮可以推荐的单位之列"),
        (put("office.unit", "360100"), "不是九江市工业和信息化局本轮的批次号"),
        (put("batch.submitted_at", None), "还没有报送这一批"),
        (put("batch.sealed_letter", None), "推荐文件"),
        (put("batch.letter_number", ""), "文号"),
        (put("batch.number", "长" * 30), "“批次号”最多24字"),
        (put("batch.submitted_at", "2024-05-23T00:00:00+08:00"), "晚于本系统时间"),
        (put("batch.submitted_at", "2024-05-01T00:00:00+08:00"), "处时间晚于报送时间"),
        (put("rows.0.findings.0.computed_at", "2099-01-01T00:00:00+08:00"), "晚于报送时间（如2099"),
        (put("batch.platform_receipt.0.number", "长" * 61), "“平台回执号”最多60字"),
        (no_rows, "包里没有一件申报件"),
        (double_a_row, "申报号“2024-JJ-0001”出现2次"),
        (put("rows.0.application.number", "2024-NC-0001"), "不是这一推荐单位本轮的申报号"),
        (put("rows.0.application.wants_national", True), "与申报件不同"),
        (put("rows.0.application.category", "city"), "类别或评价方式本轮没有"),
        (put("rows.0.organisation.credit_code", "91360400X"), "信用代码应为18位"),
        (put("rows.0.organisation.kind", "province"), "单位类别不是企业或园区"),
        (put("rows.0.site.industry", "9999"), "行业代码"),
        (put("rows.0.site.name", "长" * 151), "“名称”最多150字"),
        (put("rows.0.filing.plan", "sha256:" + "0" * 64), "没有“"),
        (put("rows.0.version.digest", "sha256:" + "0" * 64), "提交版本的内容与它的摘要不符"),
        (cheat_on_the_score, "重算得91.77分，包里写的是99.99"),
        (cheat_on_a_finding, "与它所依据的内容不同"),
        (put("rows.0.facts.0.answer", "fine"), "条款或结论本系统没有"),
        (put("office.name", "赣州市工业和信息化局"), "不是推荐单位360400的名称，应为“九江市工业和信息化局”"),
        (put("batch.number", "TJ-2024-JJ-01"), "不是九江市工业和信息化局本轮的批次号"),
        (put("rows.0.application.number", "2024-JJ-9999999999"), "不是这一推荐单位本轮的申报号"),
        (put("rows.0.application.number", "2024-JJ-<b>"), "不是这一推荐单位本轮的申报号"),
        (put("rows.0.application.number", "2024-JJ-000002"), "不是这一推荐单位本轮的申报号"),
        (put("rows.0.version.receipt", "HZ-2024-NC-0001-1"), "回执号“HZ-2024-NC-0001-1”不是这一件第1版的回执号"),
        (put("rows.0.version.number", 77), "不是这一件第77版的回执号"),
        (renumbered("2024-JJ-0001", version=100), "不是这一件第100版的回执号"),
        (put("rows.0.printed.city", "南昌市"), "汇总表中的设区市“南昌市”与申报件的“九江市”不同"),
        (put("rows.0.printed.county", "某县"), "汇总表中的区县“某县”"),
        (put("rows.0.printed.third_party", "某机构"), "汇总表中的第三方机构“某机构”与申报件的“自我评价”不同"),
        (put("rows.0.version.is_qualified", None), "是否合格或未核实数值的个数"),
        (put("rows.0.version.unverified_count", 999), "是否合格或未核实数值的个数"),
        (no_score, "重算得91.77分，包里写的是没有分"),
        (told_in("facts", "credit_code", "91360100MA00000000"), "提交版本是另一单位的"),
        (told_in("facts", "national", True), "提交版本的类别、级别、评价方式或代录人与申报件不同"),
        (told_in("evidence", "page", -5), "有页码不在1和100000之间"),
        (told_in("evidence", "page", 2**40), "有页码不在1和100000之间"),
        (put("rows.0.filing.standard_title", "另一份标准"), "评价标准的名称与它的评分方案不同"),
        (put("rows.0.filing.data_year", 1), "数据年度1不是填报之年的上一年"),
        (put("rows.0.facts.0.looked_up_on", "2199-01-01"), "晚于报送时间（如2199"),
        (put("rows.0.facts.0.page", 100_001), "的页码不在1和100000之间"),
        (put("rows.0.findings.0.checked_on", "2199-01-01"), "晚于报送时间（如2199"),
        (put("rows.1.organisation.former_names.0.renamed_on", "2199-01-01"), "晚于报送时间（如2199"),
        (put("rows.2.evaluator.0.is_national", False), "的委托是否国家级与申报件不同"),
        (put("rows.2.evaluator", []), "选第三方评价的须有第三方机构"),
        (evaluates_itself, "的信用代码属于企业或其他单位，不是第三方机构"),
        (body_is_a_row, "的信用代码属于包内一家申报单位"),
        (applicant_is_a_body, "不能是申报单位"),
        (put("rows.2.evaluator.0.credit_code", ""), "没有信用代码，或代码不对"),
        (put("rows.2.evaluator.0.representative", ""), "没有法定代表人"),
    ):
        words = refused(change)
        assert any(said in word for word in words), (said, words)
    words = refused(put("batch.told.batch", "TJ-2"), is_told=False)
    assert words == ["报送时存证的内容与它的摘要不符。"]


def test_all_of_it_is_told_at_once_with_the_unit(refused):
    def change(manifest):
        cheat_on_the_score(manifest)
        manifest["batch"]["letter_number"] = ""
        manifest["rows"][1]["site"]["industry"] = "9999"

    first, *_ = names = refused(change)
    assert len(names) >= 3 and "文号" in first
    assert [name.split("：")[0].split(" ")[0] for name in names if name.startswith("第")] == ["第1件", "第2件"]


def test_what_is_scored_and_what_is_shown_are_one(sent, province):
    package = offer_package(chunks=[changed(sent.body, cheat_on_the_sections)], name="九江.zip", actor=province.cast.centre)
    before = everything()
    with pytest.raises(Refused, match="填报内容与据以计分的内容不一致"):
        take_in_package(package, actor=province.cast.centre, is_asked=True)
    assert everything() == before


def test_late_is_late_by_the_clock_of_the_province_unless_extended(sent, province, may):
    may(5, 28, 0)
    with pytest.raises(Refused) as caught:
        offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)
    assert any("截止" in word or "逾期" in word for word in caught.value.items), caught.value.items
    extend_deadline(province.round, unit="360400", last_day=date(2024, 5, 31), reason="汛情", document="演〔2024〕1号",
                    actor=province.cast.province)  # fmt: skip
    offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)


def test_offered_in_time_it_may_be_taken_in_later(sent, province, may):
    package = offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)
    may(5, 30)
    assert take_in_package(package, actor=province.cast.centre, is_asked=True).state == "submitted"


def test_an_office_that_handed_in_here_hands_nothing_in_twice(sent, province):
    case = province.application_at("recommended")
    assert Batch.objects.get().number == "TJ-2024-JJ-1"
    with pytest.raises(Refused) as caught:
        offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)
    known = f"{case.site.name}：本轮已有同类申报件{case.number}（已推荐，在九江市工业和信息化局批次TJ-2024-JJ-1）。"
    assert known in caught.value.items and not any("内容与这个包不同" in item for item in caught.value.items)


def test_a_batch_that_was_taken_in_is_not_taken_in_with_other_content(sent, province):
    take_in_package(
        offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre), actor=province.cast.centre, is_asked=True
    )
    with pytest.raises(Refused) as caught:
        offer_package(chunks=[changed(sent.body, lambda manifest: manifest["rows"].pop())], name="九江.zip", actor=province.cast.centre)
    assert any("批次TJ-2024-JJ-1已在本系统，内容与这个包不同" in item for item in caught.value.items), caught.value.items


def test_a_file_that_is_no_package_and_one_that_was_changed_are_told_with_the_place(sent, province):
    for body, said in ((b"no zip", "打不开"), (spoiled(sent.body), "SHA-256 与清单不符")):
        with pytest.raises(Refused) as caught:
            offer_package(chunks=[body], name="九江.zip", actor=province.cast.centre)
        assert said in caught.value.items[0]
    assert not OfflinePackage.objects.exists()


def spoiled(body: bytes) -> bytes:
    """One letter of a report is another."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data[:-1] + b"!" if name.startswith("评价报告/绿色工厂/001") else data)
    return target.getvalue()
