"""What the recommending offices do: look up, prove in bulk, judge, return, mark, refuse, send to sign, hand in."""

from collections.abc import Sequence
from datetime import date, timedelta

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.models import Content, JournalEntry
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.selectors import open_batch
from greenlist.casework.recommendation.services import prepare_batch, record_letter, send_to_sign, submit_package, take_back
from greenlist.casework.rounds.selectors import deadline_of
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.judging import judge_conditions
from greenlist.casework.verification.looking_up import LookedUp
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.proving import Proof, Said, store_proof
from greenlist.casework.verification.selectors import conditions, newest_findings, standing_findings
from greenlist.casework.verification.services import (
    judge,
    mark_each_recommendable,
    mark_recommendable,
    record_fact,
    record_facts,
    refuse,
    return_for_completion,
)
from greenlist.rehearsal.acts import verify_all
from tests.casework.histories.acting import Idle, Play, act
from tests.casework.histories.unit_acts import accept_one, applications, attach, evaluate_oneself, hand_in_one, sign_one

OPEN = ("submitted", "verifying", "recommendable", "frozen")
FOUND = tuple(model._meta.db_table for model in (Finding, Judgement, Content, JournalEntry))
SOURCE = "演示查询系统"


def _bureau(play: Play, application: Application) -> Actor:
    return play.world.bureau(application.unit)


@act(60, keeps=FOUND)
def go_on(play: Play) -> None:
    """The next thing that brings one application forward, whoever has to do it."""
    application = play.one(applications(), lambda a: a.state in {*EDITED, *OPEN})
    if application.state in EDITED:
        _fill_in(play, application)
    elif application.state == "submitted":
        verify_all(application, _bureau(play, application))
    elif application.state == "verifying":
        _settle(play, application)
    elif application.state == "recommendable":
        _send(play, application)
    else:
        _seal(play, application)


EDITED = ("draft", "returned")


def _fill_in(play: Play, application: Application) -> None:
    engaged = open_engagement(application.number)
    if engaged is None and application.mode == "third_party":
        evaluate_oneself(play, application)
    elif engaged and engaged.state == "asked":
        accept_one(play, engaged)
    elif engaged and engaged.state == "engaged":
        sign_one(play, engaged)
    elif application.report is None or (engaged and application.report != engaged.signed_report):
        attach(play, application)
    else:
        hand_in_one(play, application)


def _settle(play: Play, application: Application) -> None:
    """Look up what is open, judge what is found or left open, else mark."""
    officer = _bureau(play, application)
    newest = newest_findings([application])
    if any(f.verdict == "unknown" and f.clause in exclusion_labels() for f in newest.values()):
        verify_all(application, officer)
    elif standing := [f for f in standing_findings([application]) if f.outcome is None]:
        judge(play.dice.choice(standing), outcome="set_aside", reason="金额小、当月改正，不属该情形", actor=officer)
    elif asked := [line for line in conditions(application) if line.needs_judgement]:
        judge_conditions([application], clause=asked[0].clause.id, outcome="met", reason="已核对，符合", actor=officer)
    else:
        mark_recommendable(application, reason="基础好、带动作用强", actor=officer)


def _send(play: Play, first: Application, others: Sequence[Application] = ()) -> None:
    """Into the office's open batch; where there is none, making one is the whole step."""
    officer = _bureau(play, first)
    if batch := open_batch(first.round, first.unit):
        send_to_sign(batch, applications=[first, *others], actor=officer)
    else:
        prepare_batch(first.round, actor=officer)


def _seal(play: Play, application: Application) -> None:
    batch = Batch.objects.filter(rows__application=application).order_by("id").last()
    if batch is None:
        raise Idle
    if batch.letter_number:
        _hand_in(play, batch)
    else:
        _letter(play, batch)


def _hand_in(play: Play, batch: Batch) -> None:
    said = {"unconsulted_because": "已电话核实", "contradictions_because": "已看过，情节不同"} if play.perhaps(0.9) else {}
    submit_package(batch, actor=play.world.bureau(batch.unit), **said)


def _letter(play: Play, batch: Batch) -> None:
    officer = play.world.bureau(batch.unit)
    record_letter(batch, letter_number="演工信函〔2024〕演1号", dated_on=today(), actor=officer,
                  sealed_letter=play.world.reports[officer.organisation_id, batch.round_id])  # fmt: skip


@act(7)
def find(play: Play) -> None:
    """Something is found under one exclusion, dated or not."""
    application = play.one(applications(), lambda a: a.state in OPEN)
    clause = play.dice.choice(list(exclusion_labels()))
    looked = today() - timedelta(days=play.dice.randint(0, 5))
    record_fact(application, clause=clause, answer="found", statement=f"查到一件（{clause}）", source=SOURCE, looked_up_on=looked,
                intervals=[_dates(play, looked)] if play.perhaps(0.8) else [], actor=_bureau(play, application))  # fmt: skip


@act(3)
def look_up(play: Play) -> None:
    """Some exclusions are looked up: clear, or still open; the look-up may be old."""
    application = play.one(applications(), lambda a: a.state in OPEN)
    clauses = play.dice.sample(list(exclusion_labels()), play.dice.randint(1, 5))
    days = play.dice.choice([1, 1, 80, 100])
    said = [
        LookedUp(c, "not_found" if play.perhaps(0.8) else "unknown", "见查询结果", SOURCE, today() - timedelta(days=days)) for c in clauses
    ]
    record_facts(application, said, actor=_bureau(play, application))


@act(3)
def prove(play: Play) -> None:
    """One reply about several units of the office, and mostly about all exclusions; it may have found something."""
    first = play.one(applications(), lambda a: a.state in OPEN)
    officer = _bureau(play, first)
    cases = [a for a in applications() if a.unit == first.unit and a.state in OPEN and (a == first or play.perhaps(0.5))]
    said = [_said(play, a, clause) for a in cases for clause in exclusion_labels() if play.perhaps(0.9)]
    proof = Proof("reply", SOURCE, date(2020, 1, 1), today(), today(), play.world.reports[officer.organisation_id, first.round_id])
    store_proof(proof, said=said, actor=officer)


@act(5)
def judge_found(play: Play) -> None:
    finding = play.one(standing_findings(Application.objects.filter(state__in=OPEN)))
    outcome = play.dice.choice(["set_aside", "set_aside", "upheld", "referred"])
    judge(finding, outcome=outcome, reason="事实清楚", actor=_bureau(play, finding.application))


@act(2)
def judge_condition(play: Play) -> None:
    application = play.one(applications(), lambda a: a.state in OPEN)
    line = play.one(conditions(application), lambda c: c.needs_judgement)
    outcome = "met" if play.perhaps(0.8) else "not_met"
    judge_conditions([application], clause=line.clause.id, outcome=outcome, reason="已核对", actor=_bureau(play, application))


@act(2)
def return_one(play: Play) -> None:
    application = play.one(applications(), lambda a: a.state in {"submitted", "verifying", "recommendable"})
    return_for_completion(application, items=[("unit", "", "请补正")], actor=_bureau(play, application))


@act(3)
def mark(play: Play) -> None:
    application = play.one(applications(), lambda a: a.state == "verifying")
    mark_recommendable(application, reason="基础好、带动作用强" if play.perhaps(0.9) else " ", actor=_bureau(play, application))


@act(1)
def mark_each(play: Play) -> None:
    """All of an office that are being verified, in one act."""
    first = play.one(applications(), lambda a: a.state == "verifying")
    mark_each_recommendable(
        [a for a in applications() if (a.unit, a.state) == (first.unit, "verifying")],
        reason="基础好、带动作用强",
        actor=_bureau(play, first),
    )


@act(1)
def refuse_one(play: Play) -> None:
    application = play.one(applications(), lambda a: a.state in {"verifying", "recommendable"})
    refuse(application, reason="不予推荐", actor=_bureau(play, application))


@act(4, keeps=FOUND)
def send(play: Play) -> None:
    """What is recommendable is sent to be signed, at times another one with it."""
    first = play.one(applications(), lambda a: a.state == "recommendable")
    others = [a for a in applications() if (a.round_id, a.unit) == (first.round_id, first.unit) and a != first]
    _send(play, first, [a for a in others if play.perhaps(0.6 if a.state == "recommendable" else 0.05)])


@act(1)
def take_back_batch(play: Play) -> None:
    batch = play.one(Batch.objects.order_by("id"), lambda b: b.state == "signing")
    take_back(batch, actor=play.world.bureau(batch.unit))


@act(4)
def letter_comes_back(play: Play) -> None:
    _letter(play, play.one(Batch.objects.select_related("round").order_by("id"), lambda b: b.state == "signing" and not b.letter_number))


@act(5)
def hand_in_package(play: Play) -> None:
    batch = play.one(
        Batch.objects.select_related("round").order_by("id"),
        lambda b: b.state == "signing" and b.letter_number and now() < deadline_of(b.round, b.unit),
    )
    _hand_in(play, batch)


def _said(play: Play, application: Application, clause: str) -> Said:
    if play.perhaps(0.95):
        return Said(application, clause)
    began, ended = _dates(play, today())
    return Said(application, clause, "found", f"复函称有一件（{clause}）", from_on=began, until_on=ended)


def _dates(play: Play, latest: date) -> tuple[date, date | None]:
    """When it began and ended, at times before the window, and at times it lasts."""
    began = latest - timedelta(days=play.dice.choice([0, 30, 400, 1094, 1095, 1096, 1500]))
    return began, began + timedelta(days=play.dice.choice([0, 20, 370])) if play.perhaps(0.6) and began + timedelta(
        days=370
    ) <= latest else None
