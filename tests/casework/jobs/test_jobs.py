"""Background work from asking to its last day: progress, cancelling, a killed and a stopped worker, rights lost meanwhile, errors in words."""

import hashlib
import time
from datetime import timedelta

import pytest

from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import end_membership
from greenlist.casework.jobs import work as work_module
from greenlist.casework.jobs import worker as worker_module
from greenlist.casework.jobs.kinds import checked, job_kind, kind_of, label_of
from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.results import place_of, unfinished, unfinished_place
from greenlist.casework.jobs.running_services import beat, expire, give_up_lost, run_next
from greenlist.casework.jobs.selectors import nobody_since, open_of, places_before, visible_to
from greenlist.casework.jobs.services import MOST_OPEN, ask, ask_again, cancel, take_result
from greenlist.casework.jobs.work import Halted
from greenlist.casework.jobs.worker import Worker
from greenlist.casework.journal.clock import machine_now
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from tests.casework.cast import colleague

ONE, OTHER = uuid7(), uuid7()
BODY = b"0123456789" * 3


def may_count(actor, **parameters) -> None:
    if not actor.may("prepare_batch"):
        raise NotAllowed("您当前的岗位不能数数。")


@job_kind("counting", label="数数", check=may_count)
def counting(work, *, to: int, then: str = "") -> None:
    with work.result("数.txt") as target:
        for n in range(to):
            target.write(BODY[n : n + 1])
            if n == to // 2:
                _disturb(work, then)
            work.told(n + 1, to)


def _disturb(work, then: str) -> None:
    match then:
        case "cancelled":
            cancel(Job.objects.get(pk=work.job.pk), actor=work.actor)
        case "killed":
            raise KeyboardInterrupt
        case "refused":
            raise Refused("数不下去。", items=["第三个没有。"], then="请补第三个。")
        case "broken":
            raise ZeroDivisionError


@pytest.fixture(autouse=True)
def tell_at_once(monkeypatch):
    monkeypatch.setattr(work_module, "TELL_EVERY_S", 0)


def asked(province, **parameters) -> Job:
    return ask("counting", actor=province.officer, about="数到六", **{"to": 6, **parameters})


def acts() -> list[str]:
    return list(JournalEntry.objects.filter(subject_kind="jobs.job").order_by("at", "id").values_list("action", flat=True))


def test_what_is_asked_for_is_done_and_its_file_can_be_taken_until_its_last_day(province, may):
    job = asked(province)
    assert asked(province) == job, "a second click finds the first"
    assert (job.state, open_of(province.officer).count(), places_before(job)) == ("job_waiting", 1, 0)
    job = run_next(runner=ONE)
    assert run_next(runner=ONE) is None
    assert (job.state, job.done, job.total, job.tries, job.result_name) == ("job_done", 6, 6, 1, "数.txt")
    place = take_result(job, actor=province.officer)
    assert place.read_bytes() == BODY[:6]
    assert (job.result_digest, job.result_bytes) == (f"sha256:{hashlib.sha256(BODY[:6]).hexdigest()}", 6)
    assert f"{job.kept_until_on:%m-%d}" == "05-29"
    may(5, 29, 23)
    assert expire() == 0
    may(5, 30, 0)
    assert expire() == 1
    job.refresh_from_db()
    assert (job.state, place.exists()) == ("job_expired", False)
    with pytest.raises(Refused, match="没有可以下载的文件"):
        take_result(job, actor=province.officer)
    assert ask_again(job, actor=province.officer).state == "job_waiting"
    assert acts() == ["ask_job", "start_job", "finish_job", "take_result", "expire_job", "ask_job"]


def test_nobody_else_sees_it_cancels_it_or_takes_its_file(province):
    job = asked(province)
    run_next(runner=ONE)
    job.refresh_from_db()
    for other in (colleague(province.officer), province.cast.province):
        assert list(visible_to(other)) == []
        for act in (cancel, take_result, ask_again):
            with pytest.raises(NotAllowed, match="别人提出的"):
                act(job, actor=other)
    assert list(visible_to(province.officer)) == [job]


def test_who_may_not_have_it_cannot_ask_and_who_lost_the_post_gets_nothing(province):
    with pytest.raises(NotAllowed, match="不能数数"):
        ask("counting", actor=province.unit.engineer, about="数到六", to=6)
    asked(province)
    security = actor_in(Membership.objects.select_related("user", "organisation").get(user__username="security"))
    end_membership(Membership.objects.get(pk=province.officer.membership_id), actor=security, reason="调离")
    job = run_next(runner=ONE)
    assert (job.state, job.problem) == ("job_failed", "提出人已不在原来的岗位，没有生成文件。")
    assert not list(unfinished())


def test_cancelled_before_it_begins_or_midway_it_leaves_nothing(province):
    job = asked(province)
    cancel(job, actor=province.officer)
    assert run_next(runner=ONE) is None
    with pytest.raises(WrongState, match="不必重复"):
        cancel(job, actor=province.officer)
    asked(province, then="cancelled")
    job = run_next(runner=ONE)
    assert (job.state, job.done, job.result_digest, unfinished(), place_of(job).exists()) == ("job_cancelled", 3, "", [], False)


def test_a_stopped_worker_gives_its_job_back_and_the_next_makes_the_same_bytes(province):
    asked(province)
    asked_how_often = iter([False, False, False, True, True])
    job = run_next(runner=ONE, is_stopping=lambda: next(asked_how_often))
    assert (job.state, job.tries, unfinished()) == ("job_waiting", 0, [])
    job = run_next(runner=OTHER)
    assert (job.state, place_of(job).read_bytes(), job.tries) == ("job_done", BODY[:6], 1)


def test_a_killed_worker_is_missed_and_its_job_begun_anew_three_times_at_most(province):
    job = asked(province, then="killed")
    for tries in (1, 2, 3):
        with pytest.raises(KeyboardInterrupt):
            run_next(runner=ONE)
        job.refresh_from_db()
        assert (job.state, job.tries) == ("job_running", tries)
        assert give_up_lost() == 0, "it may be at work yet"
        Job.objects.update(beat_at=machine_now() - timedelta(seconds=61))
        assert give_up_lost() == 1
    job.refresh_from_db()
    assert (job.state, job.problem) == ("job_failed", "办理时3次中断，不再自动重试。")
    assert "系统运维" in job.advice


def test_a_worker_thought_dead_that_goes_on_writes_nothing_over_the_one_that_took_over(province):
    asked(province)
    job = Job.objects.get()
    seen = []

    def taken_over() -> bool:
        if not seen:
            seen.append(1)
            Job.objects.update(beat_at=machine_now() - timedelta(seconds=61))
            give_up_lost()
            seen.append(run_next(runner=OTHER).result_digest)
        return False

    assert run_next(runner=ONE, is_stopping=taken_over).result_digest == seen[1]
    job.refresh_from_db()
    assert (job.state, job.runner, acts().count("finish_job")) == ("job_done", OTHER, 1)


def test_what_the_database_failed_at_the_end_is_taken_up_by_the_same_worker(province):
    asked(province, then="killed")
    with pytest.raises(KeyboardInterrupt):
        run_next(runner=ONE)
    beat(ONE)
    assert (give_up_lost(runner=OTHER), give_up_lost(runner=ONE)) == (0, 1)


@pytest.mark.parametrize(("then", "problem", "advice"), [
    ("refused", "数不下去。\n第三个没有。", "请补第三个。"), ("broken", "生成时出了错，没有生成文件。", "可以重新生成一次"),
])  # fmt: skip
def test_whatever_goes_wrong_is_told_in_words_and_leaves_nothing(province, then, problem, advice):
    asked(province, then=then)
    job = run_next(runner=ONE)
    assert (job.state, job.problem, unfinished()) == ("job_failed", problem, [])
    assert job.advice.startswith(advice)


def test_what_cancelled_work_of_a_killed_worker_left_is_swept(province):
    job = asked(province)
    job.runner = ONE
    unfinished_place(job).write_bytes(b"half")
    expire()
    assert unfinished() == []


def test_a_person_can_queue_only_so_much(province):
    for n in range(MOST_OPEN):
        asked(province, to=n + 1)
    with pytest.raises(Refused, match="没有再排"):
        asked(province, to=99)


def test_many_jobs_of_one_person_hold_nobody_else_up_for_more_than_one(province, may):
    there = colleague(province.officer)
    for to in range(1, 6):
        asked(province, to=to)
    may(5, 22, 11)
    for to in (11, 12):
        ask("counting", actor=there, about="数", to=to)
    foretold = sorted((places_before(job), job.parameters["to"]) for job in Job.objects.all())
    assert [at for at, _ in foretold] == list(range(7)), "each has a place of its own"
    done = []
    for hour in range(12, 19):
        may(5, 22, hour)
        done.append(run_next(runner=ONE).parameters["to"])
    assert done == [1, 11, 2, 12, 3, 4, 5] == [to for _, to in foretold]


def test_the_page_can_say_since_when_nobody_works(province, may):
    assert nobody_since() is not None
    beat(ONE)
    assert nobody_since() is None


def test_a_kind_has_one_owner():
    with pytest.raises(KeyError, match="no job kind"):
        kind_of("unheard")
    elsewhere = eval("lambda work: None", {"__name__": "elsewhere"})
    assert label_of("unheard") == ""
    with pytest.raises(Refused, match="已经停用"):
        checked("unheard", None, {})
    with pytest.raises(ValueError, match="is taken"):
        job_kind("counting", label="数数", check=may_count)(elsewhere)


def test_halting_passes_by_whoever_catches_exceptions():
    assert not issubclass(Halted, Exception)


def test_the_actor_of_a_run_is_the_person_in_his_position(province):
    seen = []
    job_kind("looking", label="看", check=may_count)(lambda work: (seen.append(work.actor), work.result("空").__enter__()))
    ask("looking", actor=province.officer, about="看")
    assert run_next(runner=ONE).state == "job_done"
    assert seen == [actor_in(Membership.objects.select_related("organisation", "user").get(pk=province.officer.membership_id))]


def test_a_worker_whose_job_does_not_move_is_stuck_and_one_whose_job_tells_is_not(province, monkeypatch):
    monkeypatch.setattr(worker_module, "STUCK_AFTER_S", 0.05)
    worker, seen = Worker(), []

    @job_kind("dawdling", label="磨", check=may_count)
    def dawdle(work) -> None:
        time.sleep(0.1)
        seen.append(worker.is_stuck())
        work.told(1, 1)
        seen.append(worker.is_stuck())

    ask("dawdling", actor=province.officer, about="磨")
    assert worker.once()
    assert seen == [True, False]
    assert Job.objects.get().state == "job_done"
