"""What goes back: a small file, read at the bureau's installation, about the very batch that it handed in. A large package in the background."""

import json

import pytest

from greenlist.casework.delivery.jobs import TAKE_IN, is_large
from greenlist.casework.delivery.models import ReturnReceipt
from greenlist.casework.delivery.receipts import FORMAT, read_receipt, receipt_of
from greenlist.casework.delivery.services import load_receipt, offer_package, take_in_package
from greenlist.casework.jobs.results import place_of
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.recommendation.models import Batch


def told(batch: Batch, **changed) -> bytes:
    """A receipt of the province about this batch, or one changed."""
    said = {
        "format": FORMAT, "number": batch.number, "unit": batch.unit, "content": batch.content_digest, "package": "sha256:1", "rows": 1,
        "offered_at": "2024-05-23T09:00:00+08:00", "taken_at": "2024-05-23T09:05:00+08:00", "taken_by": "刘主任（演示）", "office": "省厅",
    }  # fmt: skip
    return json.dumps(said | changed).encode()


def test_in_the_background_it_leaves_the_receipt_and_begun_anew_the_same(sent, province):
    package = offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)
    assert not is_large(package)
    with pytest.raises(NotAllowed, match="由省级收入"):
        ask(TAKE_IN, actor=province.officer, about="收入", package=str(package.pk), is_asked=True)
    receipts = []
    for _ in range(2):
        ask(TAKE_IN, actor=province.cast.centre, about="收入", package=str(package.pk), is_asked=True)
        job = run_next(runner=uuid7())
        assert (job.state, job.result_name) == ("job_done", "回执-TJ-2024-JJ-1.json")
        receipts.append(place_of(job).read_bytes())
    assert receipts[0] == receipts[1] and Batch.objects.count() == 1
    said = read_receipt(receipts[0])
    assert (said["number"], said["rows"], said["package"], said["taken_by"]) == ("TJ-2024-JJ-1", 3, package.digest, "刘主任（演示）")


def test_the_bureau_reads_it_once_and_the_journal_says_so(province):
    province.application_at("recommended")
    batch = Batch.objects.get()
    kept = load_receipt(told(batch), actor=province.officer)
    assert load_receipt(told(batch), actor=province.officer) == kept == ReturnReceipt.objects.get()
    assert (batch.return_receipt.office, batch.return_receipt.taken_by) == ("省厅", "刘主任（演示）")
    assert JournalEntry.objects.filter(action="load_receipt").count() == 1


def test_what_is_no_receipt_or_of_something_else_is_not_read(province):
    province.application_at("recommended")
    batch = Batch.objects.get()
    for body, said in (
        (b"{", "不是省级系统出具的回执"), (b"[]", "不是省级系统出具的回执"), (b"[" * 9000, "不是省级系统出具的回执"), (b"x" * 20_000, "不是"),
        (told(batch, format="greenlist-receipt/2"), "不是"), (told(batch, more="x"), "不是"), (told(batch, taken_at="昨天"), "不是"),
        (told(batch, office="长" * 201), "不是"), (told(batch, taken_by="\u202e"), "不是"), (told(batch, office=1), "不是"),
        (told(batch, number="TJ-2024-NC-1"), "没有报送过批次TJ-2024-NC-1"), (told(batch, content="sha256:0"), "不是这一份"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            load_receipt(body, actor=province.officer)
        assert said in caught.value.items[0], body[:40]
    with pytest.raises(Refused, match="没有读入"):
        load_receipt(told(batch), actor=province.cast.bureaus["360100"])
    assert not ReturnReceipt.objects.exists()


def test_the_receipt_of_one_installation_is_read_at_the_other(sent, province):
    """The same rows on both sides have the same digest: here the bureau's side is played by the batch that was taken in."""
    package = offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)
    with pytest.raises(ValueError, match="was not taken in"):
        receipt_of(package, "省厅")
    take_in_package(package, actor=province.cast.centre, is_asked=True)
    package.refresh_from_db()
    assert load_receipt(receipt_of(package, "省厅").encode(), actor=province.officer).batch == package.batch
