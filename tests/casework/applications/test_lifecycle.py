"""An application's life at random through the real services: only along the table, one line a change, nothing signed changes."""

from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import submit, withdraw
from greenlist.casework.filings.selectors import newest_save, version_content, version_result
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.sealer import seal_all, verify
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.selectors import open_batch
from greenlist.casework.recommendation.services import submit_package, take_back
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import handed_in_result
from greenlist.casework.review.services import accept, assign, pledge, recuse, refuse_formally
from greenlist.casework.selection.selectors import newest_draft, replay
from greenlist.casework.selection.services import decide, draft, send_back, send_to_decision
from greenlist.casework.verification.services import mark_recommendable, record_fact, refuse, return_for_completion
from greenlist.rehearsal import acts
from greenlist.rulebook.lifecycle import lifecycle
from tests.casework.cast import fresh

TABLE = lifecycle("application")
STEPS = {(source, t.action, t.target) for t in TABLE.transitions for source in t.sources}


class Life(RuleBasedStateMachine):
    """One application; every rule is what one person does, allowed or not. `province` is set by the test."""

    province = None
    reached: set[str] = set()

    @initialize(start=st.sampled_from(["draft", "verifying", "recommendable", "frozen", "recommended", "reviewed"]))
    def begin(self, start):
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.random = Random(5)
        self.unit, self.officer, self.cast = self.province.unit, self.province.officer, self.province.cast
        case = self.province.application_at(start, national=True)
        if start == "draft":
            acts.attach_report(case, self.unit)
        self.pk, self.kept, self.replayed = case.pk, {}, set()

    def teardown(self):
        from django.db import transaction

        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @property
    def case(self):
        return Application.objects.get(pk=self.pk)

    @property
    def batch(self):
        return open_batch(self.province.round, "360400")

    def attempt(self, act):
        """Do it; a refusal leaves state and journal as they were."""
        state, lines = self.case.state, JournalEntry.objects.count()
        try:
            act()
        except (Refused, NotAllowed, WrongState) as refusal:
            assert refusal.what
            assert (self.case.state, JournalEntry.objects.count()) == (state, lines)

    @rule()
    def go_on(self):
        """The next act of an ordinary day, so that lives do not end where they began."""
        state, newest = self.case.state, newest_draft(self.province.round)
        if state in {"draft", "returned"}:
            self.hand_in("改了能耗")
        elif state in {"submitted", "verifying"}:
            acts.verify_all(self.case, self.officer)
            self.mark(False)
        elif state == "frozen":
            self.hand_in_the_package()
        elif state == "accepted":
            self.assign(0)
        elif state == "reviewing":
            self.the_expert_acts(False)
        elif newest is None or newest.state == "sent_back":
            self.draft("")
        else:
            self.decide("send" if newest.state == "drafting" else "decide")

    @rule(reason=st.sampled_from(["", "改了能耗"]))
    def hand_in(self, reason):
        self.attempt(lambda: submit(self.case, actor=self.unit.engineer, reason=reason))

    @rule(who=st.booleans())
    def withdraw(self, who):
        if self.random.random() < 0.1:
            actor = self.unit.engineer if who else self.province.units[1].engineer
            self.attempt(lambda: withdraw(self.case, reason="暂不申报", actor=actor))

    @rule(value=st.integers(100, 99999))
    def save_something(self, value):
        newest = newest_save(self.case.filing, "10")
        body = newest.body | {"energy": {"value": str(value)}}
        save_section(self.case.filing, "10", values=body, based_on=newest.number, actor=self.unit.engineer)

    @rule(clause=st.sampled_from(["C-43", "C-53"]), answer=st.sampled_from(["not_found", "found", "unknown"]))
    def look_up(self, clause, answer):
        self.attempt(lambda: record_fact(self.case, clause=clause, answer=answer, statement="查过", source="公示系统",
                                         looked_up_on=acts.today(), actor=self.officer))  # fmt: skip

    @rule()
    def look_everything_up(self):
        if self.case.state in {"submitted", "verifying"}:
            acts.verify_all(self.case, self.officer)

    @rule(words=st.sampled_from(["", "请核对。"]))
    def send_back_for_completion(self, words):
        self.attempt(lambda: return_for_completion(self.case, items=[("10", "energy", words)], actor=self.officer))

    @rule(foreign=st.booleans())
    def mark(self, foreign):
        officer = self.cast.bureaus["360100"] if foreign else self.officer
        self.attempt(lambda: mark_recommendable(self.case, reason="基础好", actor=officer))

    @rule()
    def refuse(self):
        if self.random.random() < 0.2:
            self.attempt(lambda: refuse(self.case, reason="不符合", actor=self.officer))

    @rule()
    def freeze(self):
        self.attempt_together(lambda: acts.freeze(self.province.round, [self.case], self.officer))

    @precondition(lambda self: self.batch)
    @rule()
    def take_back(self):
        self.attempt(lambda: take_back(self.batch, actor=self.officer))

    @precondition(lambda self: self.batch and self.batch.state == "signing")
    @rule()
    def hand_in_the_package(self):
        """What came open again after signature keeps the package back."""
        batch = self.batch
        acts.seal_letter(batch, self.officer)
        self.attempt(lambda: submit_package(batch, actor=self.officer))

    @rule()
    def accept(self):
        self.attempt(lambda: accept(self.case, actor=self.cast.centre))

    @rule()
    def refuse_formally(self):
        if self.random.random() < 0.2:
            self.attempt(lambda: refuse_formally(self.case, reason="缺页", actor=self.cast.province))

    @rule(number=st.integers(0, 3))
    def assign(self, number):
        self.attempt(lambda: assign(self.case, expert=self.cast.experts[number], actor=self.cast.province))

    @rule(leaves=st.booleans())
    def the_expert_acts(self, leaves):
        assignment = Assignment.objects.exclude(state="recused").first()
        if assignment is None:
            return
        expert = acts.actor_in(next(m for m in self.cast.experts if m.user_id == assignment.expert_id))
        if leaves:
            self.attempt(lambda: recuse(assignment, reason="曾任顾问", actor=expert))
        elif assignment.state == "assigned":
            self.attempt(lambda: pledge(assignment, declares_no_conflict=True, actor=expert))
        elif assignment.state == "pledged":
            marks = acts.marks(assignment, Random(1), strictness=0.95)
            acts.save_sheet(assignment, values=marks, based_on=0, actor=expert)
            self.attempt(lambda: acts.hand_in(assignment, actor=expert))

    @rule(line=st.sampled_from(["", "60", "100"]))
    def draft(self, line):
        self.attempt(lambda: draft(self.province.round, line=line, actor=self.cast.province))

    @precondition(lambda self: newest_draft(self.province.round))
    @rule(act=st.sampled_from(["send", "decide", "decide alone", "send back"]))
    def decide(self, act):
        newest = newest_draft(self.province.round)
        done = {
            "send": lambda: send_to_decision(newest, open_because=acts.STILL_OPEN, actor=self.cast.province),
            "decide": lambda: decide(newest, meeting=acts.meeting(), actor=self.cast.director),
            "decide alone": lambda: decide(newest, meeting=acts.meeting(), actor=self.cast.province),
            "send back": lambda: send_back(newest, reason="改线", actor=self.cast.director),
        }
        self.attempt(done[act])

    def attempt_together(self, act):
        """As `attempt`, for an act that makes an empty batch before it is refused."""
        state = self.case.state
        try:
            act()
        except Refused:
            assert self.case.state == state

    @invariant()
    def every_step_stands_in_the_table(self):
        if not hasattr(self, "pk"):
            return
        lines = [e for e in JournalEntry.objects.filter(subject_id=self.pk).order_by("at", "id") if e.target]
        steps = [(e.source, e.action, e.target) for e in sorted(lines, key=lambda e: e.id)]
        assert [s for s in steps if s not in STEPS] == []
        assert [source for source, _, _ in steps] == ["draft", *(target for _, _, target in steps)][: len(steps)]
        assert self.case.state == (steps[-1][2] if steps else "draft")
        Life.reached.add(self.case.state)

    @invariant()
    def what_was_handed_in_never_changes(self):
        if not hasattr(self, "pk"):
            return
        for version in self.case.filing.versions.all():
            now = (version.content_digest, version.score, version.receipt, version_content(version)["sections"])
            if version.pk not in self.kept:
                assert version_result(version).shown == version.score
            assert self.kept.setdefault(version.pk, now) == now
        assert len(self.kept) == self.case.filing.versions.count()

    @invariant()
    def a_frozen_row_belongs_to_a_batch_that_is_under_way(self):
        if hasattr(self, "pk"):
            frozen = self.case.state in {"frozen", "recommended", "accepted", "reviewing", "reviewed", "proposed"}
            assert Batch.objects.filter(rows__application=self.pk).count() == (1 if frozen or self.case.batch_rows.exists() else 0)

    @invariant()
    def scores_and_decisions_replay(self):
        if not hasattr(self, "pk"):
            return
        for assignment in Assignment.objects.filter(state="handed_in").exclude(pk__in=self.replayed):
            assert handed_in_result(assignment).shown == assignment.score
            self.replayed.add(assignment.pk)
        for made in self.province.round.selection_drafts.all():
            assert made.pk in self.replayed or replay(made).differing == ()
            self.replayed.add(made.pk)
            assert made.state != "decided" or made.decided_by_id != made.sent_by_id


PROFILE = settings(
    max_examples=10, stateful_step_count=22, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)


def test_a_life_at_random_never_leaves_the_table(province):
    Life.province = province
    run_state_machine_as_test(Life, settings=PROFILE)
    assert len(Life.reached) >= 5, "the lives end too early to prove anything"


def test_a_whole_life_reaches_the_end_along_the_table_and_the_chain_is_whole(province):
    application = province.application_at("on_notice", national=True)
    steps = [
        (e.source, e.action, e.target) for e in JournalEntry.objects.filter(subject_id=application.pk).order_by("at", "id") if e.target
    ]
    assert [action for _, action, _ in steps] == [
        "submit", "start_verification", "mark_recommendable", "freeze", "recommend", "accept", "assign_expert", "score", "propose",
    ]  # fmt: skip
    assert set(steps) <= STEPS
    seal_all()
    assert verify().is_whole


@pytest.mark.parametrize("end", ["not_recommended", "withdrawn"])
def test_from_an_end_no_way_leads_on(province, end):
    application = province.application_at("verifying")
    if end == "withdrawn":
        withdraw(application, reason="不报了", actor=province.unit.engineer)
    else:
        refuse(application, reason="不符合", actor=province.officer)
    over = fresh(application)
    for act in (
        lambda: submit(over, actor=province.unit.engineer, reason="再报"),
        lambda: (
            withdraw(over, reason="x", actor=province.unit.engineer)
            if end != "withdrawn"
            else mark_recommendable(over, reason="基础好", actor=province.officer)
        ),
        lambda: mark_recommendable(over, reason="基础好", actor=province.officer),
        lambda: return_for_completion(over, items=[("10", "", "x")], actor=province.officer),
        lambda: accept(over, actor=province.cast.centre),
    ):
        with pytest.raises(WrongState):
            act()
    assert fresh(over).state == end
