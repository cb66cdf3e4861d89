"""后台工作 on the screen: each state in words with what to do next, the bar while something runs, nobody at work told as such."""

import pytest

from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.running_services import beat, expire, run_next
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.recommendation import jobs as package_jobs
from greenlist.casework.recommendation.models import Batch
from tests.casework.cast import JIUJIANG
from tests.portals.people import page, signed_in

WORKER = uuid7()


@pytest.fixture
def batch(province, monkeypatch) -> Batch:
    """A frozen batch whose package counts as large."""
    monkeypatch.setattr(package_jobs, "AT_ONCE_BYTES", 0)
    province.application_at("frozen")
    return Batch.objects.get()


def test_a_large_package_is_asked_for_made_and_taken_and_goes_in_time(batch, may):
    officer = signed_in(f"bureau{JIUJIANG}")
    assert "生成材料（压缩包，未含盖章件）" in page(officer.get(f"/bureau/batches/{batch.pk}/"))
    answer = officer.post(f"/packages/{batch.pk}/making/")
    job = Job.objects.get()
    path = f"/jobs/{job.pk}/"
    assert answer["Location"] == path
    shown = page(officer.get(path))
    assert "排队中" in shown and "后台工作停着" in shown and "取消这项工作" in shown
    beat(WORKER)
    assert "后台工作停着" not in page(officer.get(path))
    assert "后台排队中" in page(officer.get("/bureau/batches/"))
    assert officer.get(f"{path}file/").status_code == 409
    run_next(runner=WORKER)
    shown = page(officer.get(path))
    job.refresh_from_db()
    assert "下载文件" in shown and "文件保存到 5月29日 24:00，之后可重新生成" in shown and job.result_digest[7:] in shown
    assert "后台已完成" not in page(officer.get("/bureau/batches/")), "seen once, it leaves the bar"
    assert "保存到5月29日 24:00" in page(officer.get("/jobs/"))
    taken = officer.get(f"{path}file/")
    assert (taken["Content-Type"], len(b"".join(taken))) == ("application/zip", job.result_bytes)
    may(5, 30)
    expire()
    officer = signed_in(f"bureau{JIUJIANG}")
    shown = page(officer.get(path))
    assert "已经删除" in shown and "重新生成文件" in shown
    officer.post(f"{path}again/")
    assert Job.objects.count() == 2


def test_what_failed_says_what_and_what_to_do_and_what_was_cancelled_left_nothing(batch):
    officer = signed_in(f"bureau{JIUJIANG}")
    officer.post(f"/packages/{batch.pk}/making/")
    job = Job.objects.get()
    assert "没有留下文件" in page(officer.post(f"/jobs/{job.pk}/cancelling/", follow=True))
    assert "已取消" in page(officer.post(f"/jobs/{job.pk}/cancelling/"), 409)
    officer.post(f"/jobs/{job.pk}/again/")
    Batch.objects.update(state="preparing")  # taken back between asking and making
    failed = run_next(runner=WORKER)
    shown = page(officer.get(f"/jobs/{failed.pk}/"))
    assert "没有做成" in shown and "还没有送签" in shown and "先在“推荐材料”选件送签" in shown


def test_without_javascript_the_page_asks_again_by_itself(batch):
    officer = signed_in(f"bureau{JIUJIANG}")
    answer = officer.post(f"/packages/{batch.pk}/making/", follow=True)
    assert '<noscript><meta http-equiv="refresh"' in answer.content.decode()
