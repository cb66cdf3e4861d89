"""Reading and entering without anybody's page: the worker goes on, a stopped one loses nothing, the page leaves the work to one that is alive."""

from datetime import timedelta

import pytest

from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.jobs.services import ask, cancel
from greenlist.casework.journal.clock import machine_now
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.transcription.jobs import IMPORT
from greenlist.casework.transcription.selectors import how_far
from greenlist.casework.transcription.services import start_import
from greenlist.rehearsal.county_zip import gbk_zip
from tests.casework.cast import JIUJIANG, NANCHANG
from tests.casework.transcription.conftest import county_of, delivered, reports
from tests.portals.people import page, signed_in


@pytest.fixture
def unread(province):
    """A delivery of two rows more than one slice, received and not read yet; its job waits."""
    units, table = county_of(14)
    made = delivered(province, table, gbk_zip(reports(units)), read=False)
    asked(made, province.officer)
    return made


def asked(made, actor) -> Job:
    return ask(IMPORT, actor=actor, about="县区材料", transcription=str(made.pk), leads_to=f"/bureau/transcriptions/{made.pk}/")


def test_it_is_read_and_entered_by_the_worker_alone_and_a_stopped_one_loses_nothing(province, unread):
    with pytest.raises(NotAllowed, match="看不到这份代录材料"):
        asked(unread, province.cast.bureaus[NANCHANG])
    stops = iter([True, True])
    assert run_next(runner=uuid7(), is_stopping=lambda: next(stops)).state == "job_waiting"
    assert how_far(unread) == (12, 14)
    job = run_next(runner=uuid7())
    unread.refresh_from_db()
    assert (job.state, job.result_name, job.kept_until_on, unread.state) == ("job_done", "", None, "read")
    start_import(unread, actor=province.officer)
    asked(unread, province.officer)
    assert run_next(runner=uuid7()).state == "job_done"
    unread.refresh_from_db()
    assert (unread.state, unread.rows.filter(outcome="entered").count()) == ("confirmed", 14)
    assert "打开办理页面看结果" in page(signed_in(f"bureau{JIUJIANG}").get(f"/jobs/{job.pk}/"))


def test_the_open_page_leaves_it_to_a_living_worker_does_it_without_one_and_waits_when_it_was_cancelled(province, unread):
    officer = signed_in(f"bureau{JIUJIANG}")
    address = f"/bureau/transcriptions/{unread.pk}/"

    def told() -> dict:
        return officer.post(f"{address}progress/", headers={"X-Requested-With": "fetch"}).json()

    Job.objects.update(state="job_running", beat_at=machine_now())
    assert told() == {"done": 0, "total": 14, "to": "", "look_again_s": 1}
    Job.objects.update(beat_at=machine_now() - timedelta(seconds=11))
    assert told() == {"done": 12, "total": 14, "to": "", "look_again_s": 0}
    cancel(Job.objects.get(), actor=province.officer)
    shown = page(officer.get(address))
    assert "已在后台工作中取消" in shown and "data-steps" not in shown
    officer.post(f"{address}progress/")
    assert told()["to"] == address
