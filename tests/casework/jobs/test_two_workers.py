"""Two workers at the same moment: each job is run once, by one of them."""

from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.identifiers import uuid7
from tests.casework.separate import together

JOBS = 6
ran: list[int] = []


@job_kind("numbered", label="编号", check=lambda actor, **_: None)
def numbered(work, *, number: int) -> None:
    with work.result("号.txt") as target:
        target.write(str(number).encode())
    ran.append(number)


def test_every_job_runs_once_whoever_takes_it(separate_province):
    ran.clear()
    for number in range(JOBS):
        ask("numbered", actor=separate_province.officer, about=f"第{number}项", number=number)

    def work_off() -> int:
        runner, done = uuid7(), 0
        while run_next(runner=runner):
            done += 1
        return done

    assert sum(together(work_off, work_off)) == JOBS
    assert sorted(ran) == list(range(JOBS))
    assert set(Job.objects.values_list("state", "tries")) == {("job_done", 1)}
