"""The package as one zip: what is in it, under which names, with which hashes; nothing of it before the batch is frozen."""

import csv
import hashlib
import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.applications.models import Application
from greenlist.casework.files.inspection import Inspection
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.jobs.services import ask, take_result
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.refusals import NotAllowed, WrongState
from greenlist.casework.recommendation.jobs import PACKAGE
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.recommendation.package import (
    Part,
    package_bytes,
    package_name,
    package_parts,
    package_pieces,
    streamed,
)
from greenlist.casework.recommendation.papers import letter
from greenlist.casework.recommendation.part_names import LONGEST_PATH, named_apart, report_name
from greenlist.casework.recommendation.selectors import rows_of
from greenlist.casework.recommendation.services import take_back
from greenlist.casework.verification.services import record_fact
from greenlist.papers.table_reader import read_table
from greenlist.rehearsal import acts
from tests.casework.cast import blank_pdf

SEEN = Inspection("application/octet-stream", None, None, "")


def opened(batch) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(package_pieces(batch))))


def test_letter_table_and_every_report_lie_in_it_with_their_hashes(province, tmp_path):
    case = province.application_at("recommended")
    batch = Batch.objects.get()
    archive = opened(batch)
    report = f"评价报告/绿色工厂/001_九江市_{case.site.name}_绿色工厂.pdf"
    names = ["推荐函.docx", "推荐函（盖章扫描件）.pdf", "推荐汇总表.docx", "推荐汇总表.xlsx", report, "manifest.json", "SHA256SUMS", "核对说明.txt",
             "清单.csv"]  # fmt: skip
    assert archive.namelist() == names
    assert archive.testzip() is None
    assert archive.read(report) == path_of_file(case.report).read_bytes()
    lines = list(csv.DictReader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig"))))
    assert [(line["文件"], line["SHA-256"]) for line in lines] == [
        (name, hashlib.sha256(archive.read(name)).hexdigest()) for name in names[:-1]
    ]
    table = read_table(Path(archive.extract("推荐汇总表.docx", tmp_path)))
    assert [row.name for row in table.rows] == [case.site.name]
    assert package_name(batch) == f"九江市工业和信息化局推荐材料（{batch.number}）.zip"


def test_letter_table_and_reports_follow_the_parts_of_the_table(province):
    """The serial number starts anew in each part; here the first row of the last part has the lower one."""
    cases = [province.application_at("recommendable", unit) for unit in province.units[:2]]
    acts.freeze(province.round, cases, province.officer)
    row = BatchRow.objects.get(serial=1)
    Application.objects.filter(pk=row.application_id).update(category="supply_chain")
    batch = Batch.objects.get()
    names = [row.printed["name"] for row in rows_of(batch)]
    assert names == [cases[1].site.name, cases[0].site.name] == [unit.name for unit in letter(batch).units]
    assert [part.name.split("/")[1] for part in package_parts(batch) if part.name.startswith("评价报告/")] == [
        "绿色工厂",
        "绿色供应链管理企业",
    ]


def test_the_same_batch_makes_the_same_bytes_whenever_it_is_asked_for(province, may):
    province.application_at("frozen")
    batch = Batch.objects.get()
    first = b"".join(package_pieces(batch))
    may(5, 24)
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert b"".join(package_pieces(batch)) == first


def test_in_the_background_it_is_told_file_by_file_and_is_the_same_zip(province):
    province.application_at("frozen")
    batch = Batch.objects.get()
    with pytest.raises(NotAllowed, match="看不到这一批"):
        ask(PACKAGE, actor=province.cast.province, about="别人的批次", batch=str(batch.pk))
    job = ask(PACKAGE, actor=province.officer, about="全套推荐材料", batch=str(batch.pk))
    job = run_next(runner=uuid7())
    assert (job.state, job.done, job.total, job.result_name) == ("job_done", 7, 7, package_name(batch))
    assert take_result(job, actor=province.officer).read_bytes() == b"".join(package_pieces(batch))
    assert package_bytes(batch) == sum(part.file.size_bytes for part in package_parts(batch) if part.file)


def test_before_it_is_frozen_and_after_it_was_taken_back_there_is_no_package(province):
    province.application_at("frozen")
    batch = Batch.objects.get()
    assert "推荐函（盖章扫描件）.pdf" not in opened(batch).namelist()
    assert package_name(batch) == f"九江市工业和信息化局推荐材料（{batch.number}，未含盖章件）.zip"
    take_back(batch, actor=province.officer)
    with pytest.raises(WrongState, match="还没有送签"):
        package_parts(Batch.objects.get())


def test_a_name_that_no_file_system_takes_is_made_fit(province):
    province.application_at("frozen")
    row = rows_of(Batch.objects.get()).get()
    row.printed["name"] = "甲/乙:有限公司\\..\n" + "长" * 100
    name = report_name(row)
    assert name.startswith("001_九江市_甲乙有限公司..长") and name.endswith("_绿色工厂.pdf")
    assert len(name.encode()) < 255


def test_names_that_would_be_one_to_some_system_stand_apart_and_none_is_too_long():
    lead = "证明材料/绿色供应链管理企业/001_" + "长" * 40 + "_"
    names = named_apart(
        [(lead, "检测.PDF"), (lead, "检测.pdf"), (lead, "检 测\u202e.pdf"), (lead, "../" + "深" * 100 + ".xlsx"), (lead, "\u200b")]
    )
    assert [name.removeprefix(lead) for name in names[:3]] == ["检测.pdf", "检测（2）.pdf", "检 测.pdf"]
    assert names[3].endswith("深.xlsx") and max(len(name.encode()) for name in names) <= LONGEST_PATH
    assert names[4] == f"{lead}材料"


def test_what_a_row_rests_on_bears_its_number_its_unit_and_its_own_name_and_more_rows_ask_no_more(province, django_assert_num_queries):
    cases = [province.application_at("recommendable", unit) for unit in province.units[:2]]
    scan = acts.upload(blank_pdf(2), "应急局函复.pdf", province.officer)
    for case in cases:
        record_fact(case, clause="C-46", answer="not_found", statement="没有事故记录", source="函复", looked_up_on=today(), file=scan,
                    page=2, actor=province.officer)  # fmt: skip
    acts.freeze(province.round, cases, province.officer)
    batch = Batch.objects.get()
    package_parts(batch)  # what is read once and kept is read now
    with CaptureQueriesContext(connection) as asked:
        parts = package_parts(batch)
    assert [p.name for p in parts if p.name.startswith("证明材料")] == [f"证明材料/绿色工厂/001_{cases[0].site.name}_应急局函复.pdf"]
    BatchRow.objects.get(serial=2).delete()
    with django_assert_num_queries(len(asked)):
        package_parts(batch)


def test_bytes_that_are_not_what_was_stored_break_the_download(province):
    case = province.application_at("frozen")
    place = path_of_file(case.report)
    kept = place.read_bytes()
    place.chmod(0o600)
    place.write_bytes(kept[:-1] + b"!")
    try:
        with pytest.raises(ValueError, match="does not have its digest"):
            opened(Batch.objects.get())
    finally:
        place.write_bytes(kept)


def test_memory_stays_flat_however_large_the_reports(province):
    actor = province.officer
    large = store_file(chunks=(bytes([n]) * (1 << 20) for n in range(40)), name="大.bin", owner=actor.organisation_id, actor=actor,
                       limit_mb=50, look=lambda path, name: SEEN)  # fmt: skip
    tracemalloc.start()
    size = sum(len(piece) for piece in streamed([Part(f"{n}.pdf", file=large) for n in range(3)], at=now()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 3 * 40 * (1 << 20)
    assert peak < 4 * (1 << 20)
