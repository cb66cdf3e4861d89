"""A large package in the background, in a real browser: asked for while nobody works, watched, cancelled, its worker killed midway and its
bytes the same for it; after its last day the page says that it is gone.
"""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from greenlist.casework.recommendation import jobs as package_jobs
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.package import package_pieces
from tests.casework.cast import JIUJIANG

ROOT = Path(__file__).parents[2]
LONG_MS = 90_000  # two walks and more share the machine


@pytest.fixture
def worker(tmp_path, settings):
    """worker(pace, *arguments): the real worker process on the database of this walk; whatever still runs is ended with it."""
    started: list[subprocess.Popen] = []
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "greenlist.config.settings",
           "GREENLIST_DATABASE_URL": database_url(), "GREENLIST_VAR": str(settings.MEDIA_ROOT.parent), "GREENLIST_DEMO": "1"}  # fmt: skip

    def start(pace: float, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.walks.slow_worker", str(pace), "work", *arguments]
        started.append(subprocess.Popen(command, env=env, cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def database_url() -> str:
    """The database of the tests, as an installation would name it."""
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{held['NAME']}"
    return f"postgresql://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


def test_a_long_job_is_watched_cancelled_killed_begun_anew_and_goes_in_time(visitor, demo_province, worker, monkeypatch, tmp_path):
    monkeypatch.setattr(package_jobs, "AT_ONCE_BYTES", 0)
    demo_province.application_at("frozen")
    batch = Batch.objects.get()
    officer, phone = visitor(), visitor(390, 844)
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.go(f"/bureau/batches/{batch.pk}/")
    officer.press("生成材料（压缩包，未含盖章件）")
    officer.says("排队中")
    officer.says("起后台工作停着")
    officer.look()
    first = worker(2.5)
    officer.page.wait_for_selector("text=已处理", timeout=LONG_MS)  # the page asks again by itself
    officer.look()
    officer.press("取消这项工作")
    officer.says("没有留下文件")
    killed_midway(officer, first)
    second = worker(0.1, "--lost-after", "3")
    officer.page.wait_for_selector("text=下载文件", timeout=LONG_MS)
    officer.look()
    address = officer.page.url
    with officer.page.expect_download() as caught:
        officer.page.get_by_role("link", name="下载文件").click()
    caught.value.save_as(tmp_path / "package.zip")
    assert (tmp_path / "package.zip").read_bytes() == b"".join(package_pieces(batch))
    second.terminate()
    assert second.wait(timeout=30) == 0
    officer.says("文件保存到 5月29日 24:00，之后可重新生成")
    set_demo_clock(datetime(2024, 5, 30, 0, 1, tzinfo=SHANGHAI))
    assert worker(0, "--once").wait(timeout=60) == 0
    phone.sign_in(f"bureau{JIUJIANG}")
    phone.page.goto(address)
    phone.says("已经删除。可以重新生成")
    phone.look()
    phone.go("/jobs/")
    phone.says("文件已删除")
    phone.look()


def killed_midway(officer, process) -> None:
    """Asked for again, the work is under way when its worker is gone from one moment to the next."""
    officer.press("重新生成文件")
    officer.page.wait_for_selector("text=已处理", timeout=LONG_MS)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    officer.says("处理中")
