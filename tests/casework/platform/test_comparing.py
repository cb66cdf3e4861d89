"""The table for the platform, and the table it gives back compared with ours: every difference with both places, kept and dated."""

import io

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.files.services import store_file
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.platform.papers import platform_table
from greenlist.casework.platform.selectors import batches_of, rows_for, visible_to
from greenlist.casework.platform.services import compare, settle_difference
from greenlist.casework.publication.services import publish
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.selection.services import screen
from tests.portals.conftest import platform_file
from tests.portals.people import page, signed_in

HEAD = "序号,单位名称,统一社会信用代码,申报类型,级别,行业,第三方评价机构名称"


def told(made):
    return [(d["kind"], d["field"], d["ours"], d["theirs"]) for d in made.differences]


def given_back(row, **other):
    """Our row as the platform gives it back, with values of its own."""
    site, printed = row.application.site, row.printed
    said = {"name": printed["name"], "code": site.organisation.credit_code, "category": "工厂", "level": "国家级、省级",
            "industry": printed["industry_or_type"], "body": printed["third_party"]} | other  # fmt: skip
    return f"{HEAD}\n1,{','.join(said.values())}\n"


@pytest.fixture
def row(province):
    """The row of a batch that was handed in."""
    province.application_at("recommended", national=True)
    return rows_for(province.officer, province.round).get()


def test_the_table_for_the_platform_has_the_columns_of_the_year_and_codes_and_days_as_text(province, row):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(platform_table(province.round, [row])))
    assert book.sheet_names == ["绿色工厂"]
    head, line = book.get_sheet_by_index(0).to_python()
    said = dict(zip(head, line, strict=True))
    assert head[:4] == ["序号", "地区", "工厂名称", "统一社会信用代码"]
    assert (said["统一社会信用代码"], said["推荐日期"]) == (row.application.site.organisation.credit_code, str(row.batch.dated_on))
    assert (said["地区"], said["类别"], said["推荐级别"], said["推荐文号"]) == (
        "江西省",
        "绿色工厂",
        "国家级＋省级",
        row.batch.letter_number,
    )


def test_a_table_that_says_the_same_in_its_own_words_has_no_difference(province, row):
    made = compare(province.round, file=platform_file(province.officer, given_back(row)), against="batches", actor=province.officer)
    assert (made.our_count, made.their_count, made.differences) == (1, 1, [])
    assert "全部一致" in page(signed_in("bureau360400").get(f"/platform/comparisons/{made.pk}/"))


def test_our_own_table_given_back_has_no_difference(province, row):
    body = platform_table(province.round, [row])
    file = store_file(chunks=[body], name="平台.xlsx", owner=province.officer.organisation_id, actor=province.officer)
    assert compare(province.round, file=file, against="batches", actor=province.officer).differences == []


def test_values_that_differ_and_rows_of_one_side_only_are_told_with_their_places(province, row):
    text = given_back(row, category="园区", body="别的机构") + "2,没有报送的演示厂,,工厂,省级,水泥制造,自评\n"
    made = compare(province.round, file=platform_file(province.officer, text), against="batches", actor=province.officer)
    assert told(made) == [
        ("differs", "category", "绿色工厂", "园区"), ("differs", "evaluator", row.printed["third_party"], "别的机构"), ("only_theirs", "", "", ""),
    ]  # fmt: skip
    assert (made.differences[0]["ours_at"], made.differences[0]["theirs_at"]) == ("TJ-2024-JJ-1 绿色工厂序号1", "第2行")
    shown = page(signed_in("bureau360400").get(f"/platform/comparisons/{made.pk}/?kind=only_theirs"))
    assert "没有报送的演示厂" in shown and "第3行" in shown and "别的机构" not in shown


def test_a_bureau_compares_its_own_rows_and_sees_only_its_own_comparisons(province, row):
    other = province.cast.bureaus["360100"]
    with pytest.raises(Refused) as refused:
        compare(province.round, file=platform_file(other), against="batches", actor=other)
    assert refused.value.items == ("本系统里还没有可比的件。",)
    made = compare(province.round, file=platform_file(province.officer), against="batches", actor=province.officer)
    assert list(visible_to(other)) == list(visible_to(province.cast.province)) == []
    assert list(visible_to(province.officer)) == [made]
    assert list(batches_of(other, province.round)) == []


def test_what_names_no_unit_is_no_table_and_the_centre_only_reads(province, row):
    with pytest.raises(Refused) as refused:
        compare(province.round, file=platform_file(province.officer, "甲,乙\n1,2\n"), against="batches", actor=province.officer)
    assert refused.value.items[0].startswith("“平台.csv”里没有读到单位")
    with pytest.raises(NotAllowed):
        compare(province.round, file=platform_file(province.cast.province), against="batches", actor=province.cast.centre)


def test_the_province_tells_the_nominations_as_national_and_compares_them(province, may):
    province.application_at("on_notice", national=True)
    may(6, 5)
    screen(province.draft(), actor=province.cast.province)
    publish(province.draft(), document_number="演60号", actor=province.cast.province)
    row = rows_for(province.cast.province, province.round, "nominations").get()
    table = signed_in("province").get("/platform/table.xlsx?against=nominations").content
    head, line = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(table)).get_sheet_by_index(0).to_python()
    assert dict(zip(head, line, strict=True))["推荐级别"] == "国家级"
    file = platform_file(province.cast.province, given_back(row, level="国家级、省级"))
    made = compare(province.round, file=file, against="nominations", actor=province.cast.province)
    assert told(made) == [("differs", "level", "国家级", "国家级、省级")]
    assert list(visible_to(province.officer)) == []


def test_the_bureau_registers_a_receipt_and_compares_a_table_on_the_page(province, row):
    client = signed_in("bureau360400")
    assert "1批还没有登记平台回执" in page(client.get("/platform/"))
    address = f"/platform/batches/{row.batch_id}/receipt/"
    assert "请附平台回执的截图或扫描件" in page(client.post(address, {"number": "演1", "uploaded_on": "2024-05-22"}), 409)
    wrong = SimpleUploadedFile("截图.csv", b"a,b\n")
    assert "这里只收" in page(client.post(address, {"number": "演1", "uploaded_on": "2024-05-22", "file": wrong}), 409)
    table = SimpleUploadedFile("平台.csv", given_back(row, level="省级").encode())
    shown = page(client.post("/platform/comparisons/new/", {"against": "batches", "file": table}, follow=True))
    assert "1处不一致" in shown and "内容不同：级别" in shown
    assert client.get(f"/platform/table.xlsx?batch={row.batch_id}").content[:2] == b"PK"
    assert signed_in("bureau360100").get(f"/platform/table.xlsx?batch={row.batch_id}").status_code == 404


def test_a_table_of_somebody_else_s_units_is_refused_and_a_page_without_batches_does_not_say_all_is_done(province, row):
    lines = "".join(f"{n},演示第{n}号单位,,工厂,省级,水泥,自评\n" for n in range(5_001))
    with pytest.raises(Refused, match="多半不是本轮、本地区的表"):
        compare(province.round, file=platform_file(province.officer, f"{HEAD}\n{lines}"), against="batches", actor=province.officer)
    shown = page(signed_in("bureau360100").get("/platform/"))
    assert ("还没有批次" in shown, "各批都已登记" in shown) == (True, False)
    Batch.objects.filter(pk=row.batch_id).update(letter_number="")
    assert "推荐文号、日期还空着" in page(signed_in("bureau360400").get("/platform/"))


def test_a_difference_is_settled_with_an_outcome_and_what_is_open_is_counted(province, row):
    made = compare(province.round, file=platform_file(province.officer, given_back(row, category="园区", level="省级")), against="batches",
                   actor=province.officer)  # fmt: skip
    client, address = signed_in("bureau360400"), f"/platform/comparisons/{made.pk}/"
    assert "2处未了结" in page(client.get(address))
    refused = page(client.post(f"{address}settlements/1/", {"outcome": "nothing_needed"}), 409)
    assert "无需处理的，请写明理由" in refused
    assert "没有这一处差异" in page(client.post(f"{address}settlements/3/", {"outcome": "platform_mended"}), 409)
    shown = page(client.post(f"{address}settlements/1/?open=1", {"outcome": "nothing_needed", "reason": "平台按园区归类"}, follow=True))
    assert "1处未了结" in shown and "平台按园区归类" not in shown, "the view that was narrowed stays so"
    assert "无需处理</b>：平台按园区归类" in page(client.get(address))
    settle_difference(made, place=2, outcome="platform_mended", reason="", actor=province.officer)
    settle_difference(made, place=2, outcome="ours_mended", reason="", actor=province.officer)
    assert "都已了结" in page(client.get(address))
    assert [said.outcome for said in made.settlements.order_by("place")] == ["nothing_needed", "ours_mended"]
    assert JournalEntry.objects.filter(action="settle_difference").count() == 3
    with pytest.raises(NotAllowed):
        settle_difference(made, place=1, outcome="ours_mended", reason="", actor=province.cast.province)
    with pytest.raises(NotAllowed):
        settle_difference(made, place=1, outcome="ours_mended", reason="", actor=province.cast.centre)


def test_a_large_table_is_compared_in_the_background(province, row):
    client = signed_in("bureau360400")
    lines = "".join(f"{n},演示第{n}号单位,,工厂,省级,水泥制造,自评机构的全称很长很长\n" for n in range(4_000))
    table = SimpleUploadedFile("平台.csv", f"{HEAD}\n{lines}".encode())
    answer = client.post("/platform/comparisons/new/", {"against": "batches", "file": table})
    assert answer["Location"].startswith("/jobs/")
    job = run_next(runner=uuid7())
    assert (job.state, job.about, job.leads_to) == ("job_done", "与平台比对：平台.csv", "/platform/")
    made = visible_to(province.officer).get()
    assert (made.their_count, len(made.differences)) == (4_000, 4_001)
