"""The one door: state, person and guards are asked; the change and its journal line stand or fall together."""

import pytest
from django.db import DatabaseError, connection, transaction

from greenlist.casework.journal.actors import ANONYMOUS, SYSTEM, Actor
from greenlist.casework.journal.clock import SHANGHAI, end_of, now
from greenlist.casework.journal.door import change, check_actor, open_transitions, record
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of as lines_of
from greenlist.casework.recommendation.models import Batch
from greenlist.rulebook.lifecycle import lifecycle, names

pytestmark = pytest.mark.django_db

OFFICER = Actor(name="何科长（演示）", role="bureau", organisation_name="九江市工业和信息化局", unit="360400")
EXPERT = Actor(name="专家07（演示）", role="expert")
ALL = [(name, transition) for name in names() for transition in lifecycle(name).transitions]
IDS = [f"{name}.{transition.action}" for name, transition in ALL]


@pytest.fixture
def batch(open_round):
    return Batch.objects.create(
        number="2024-T-1", round=open_round, unit="360400", office="九江市工业和信息化局", created_at=open_round.deadline_at
    )


@pytest.fixture
def case_of(open_round):
    """A bare row of any lifecycle in any state: what the door needs and nothing more."""
    from greenlist.casework.accounts.models import User
    from greenlist.casework.applications.models import Application
    from greenlist.casework.body_returns.models import BodyReturn, BodyReturnYear
    from greenlist.casework.consultation.models import Consultation
    from greenlist.casework.directory.models import Organisation, Site
    from greenlist.casework.evaluators.models import Complaint, Engagement, Evaluator
    from greenlist.casework.files.models import StoredFile
    from greenlist.casework.filings.models import Filing
    from greenlist.casework.incidents.models import Incident, IncidentProposal
    from greenlist.casework.inspections.models import Inspection, SpotDraw
    from greenlist.casework.jobs.models import Job
    from greenlist.casework.journal.identifiers import uuid7
    from greenlist.casework.oversight.models import ListDelivery, WatchedSource
    from greenlist.casework.problem_reports.models import ProblemReport
    from greenlist.casework.publication.models import Objection, PublicNotice
    from greenlist.casework.publicity.models import GoodCase
    from greenlist.casework.register.models import ListEntry, ListEvent, ProposedHit, Recheck
    from greenlist.casework.review.models import Assignment, GroupOpinion, ReviewGroup
    from greenlist.casework.rounds.models import ParameterProposal
    from greenlist.casework.selection.models import SelectionDraft
    from greenlist.casework.standards.models import StandardLoad
    from greenlist.casework.transcription.models import Transcription
    from greenlist.casework.yearly_tables.models import YearlyOpening, YearlyProposal, YearlyTable

    moment = open_round.deadline_at

    def application(state):
        unit = Organisation.objects.create(kind="enterprise", name="演示单位")
        site = Site.objects.create(organisation=unit, name="演示单位", address="甲", division="360402", unit="360400", industry="3011")
        filing = Filing.objects.create(site=site, standard="x", edition="1", standard_title="x", plan_digest="x",
                                       reference_on=moment.date(), data_year=2023)  # fmt: skip
        return Application.objects.create(number="T-1", round=open_round, site=site, filing=filing, category="factory", unit="360400",
                                          state=state, created_at=moment, changed_at=moment)  # fmt: skip

    def assignment(state):
        expert = User.objects.create_user("expert", "x")
        return Assignment.objects.create(application=application("reviewing"), expert=expert, expert_name="x", state=state,
                                         assigned_by="x", assigned_at=moment)  # fmt: skip

    def transcription(state):
        table = StoredFile.objects.create(digest="x", name="x.docx", media_type="x", size_bytes=1, organisation_id=uuid7(), uploaded_by="x",
                                          uploaded_at=moment)  # fmt: skip
        return Transcription.objects.create(number="DL-1", round=open_round, unit="360400", state=state, table=table, created_by="x",
                                            created_at=moment, changed_at=moment)  # fmt: skip

    def list_delivery(state):
        file = StoredFile.objects.create(digest="y", name="x.csv", media_type="x", size_bytes=1, organisation_id=uuid7(), uploaded_by="x",
                                         uploaded_at=moment)  # fmt: skip
        source = WatchedSource.objects.create(list_id="dishonest_debtors", name="x", changed_at=moment)
        return ListDelivery.objects.create(source=source, name="x.csv", digest="y", file=file, looked_up_on=moment.date(), head_lines=1,
                                           line_count=1, received_by="x", received_at=moment, state=state)  # fmt: skip

    def standard_load(state):
        file = StoredFile.objects.create(digest="z", name="x.xlsx", media_type="x", size_bytes=1, organisation_id=uuid7(), uploaded_by="x",
                                         uploaded_at=moment)  # fmt: skip
        return StandardLoad.objects.create(subject="gbt-36132/2018", title="x", document="x", holds_from=moment.date(), file=file, plain={},
                                           rows=[], prepared_by="x", prepared_at=moment, state=state)  # fmt: skip

    def proposed_hit(state):
        unit = Organisation.objects.create(kind="enterprise", name="演示单位")
        return ProposedHit.objects.create(organisation=unit, row_id=uuid7(), kind="violation", printed_name="x", likeness=900, words="x",
                                          from_on=moment.date(), statement="x", source="x", proposed_at=moment, state=state)  # fmt: skip

    def engagement(state):
        unit = application("draft").site
        body = Evaluator.objects.create(organisation=Organisation.objects.create(kind="evaluator", name="演示机构"))
        return Engagement.objects.create(evaluator=body, site=unit, notice="x", application_number="T-1", category="factory",
                                         is_national=False, state=state, proposed_by="x", proposed_at=moment)  # fmt: skip

    def body_return(state):
        body = Organisation.objects.create(kind="evaluator", name="演示机构")
        opening = BodyReturnYear.objects.create(year=2024, due_on=moment.date(), opened_by="x", opened_at=moment)
        return BodyReturn.objects.create(opening=opening, evaluator=Evaluator.objects.create(organisation=body), state=state)

    def problem_report(state):
        return ProblemReport.objects.create(number="JB-1", about_name="x", statement="x", reporter="x", contact="x", receipt_digest="x",
                                            received_at=moment, due_on=moment.date(), state=state)  # fmt: skip

    def complaint(state):
        body = Evaluator.objects.create(organisation=Organisation.objects.create(kind="evaluator", name="演示机构"))
        return Complaint.objects.create(evaluator=body, state=state, channel="by_letter", statement="x", opened_by="x", opened_at=moment)

    def opinion(state):
        case = application("reviewing")
        group = ReviewGroup.objects.create(round=open_round, name="一组", categories=[], made_by="x", made_at=moment)
        return GroupOpinion.objects.create(application=case, group=group, state=state, version=1, conclusion="recommend", text="x", score="80",
                                           is_qualified=True, signed_by="x", signed_by_id=uuid7(), signed_at=moment)  # fmt: skip

    def objection(state):
        draft = SelectionDraft.objects.create(round=open_round, number=1, state="on_notice", drafted_by="x", drafted_at=moment)
        notice = PublicNotice.objects.create(draft=draft, title="x", starts_on=moment.date(), ends_on=moment.date(), content_digest="x",
                                             given_by="x", given_at=moment)  # fmt: skip
        return Objection.objects.create(number="YY-1", notice=notice, state=state, channel="by_office", statement="x", received_at=moment,
                                        received_by="x")  # fmt: skip

    def listing(state):
        return ListEntry.objects.create(origin="published", name="演示单位", level="provincial", category="factory", year=2024, document="x",
                                        state=state)  # fmt: skip

    def recheck(state):
        entry = listing("listing_standing")
        event = ListEvent.objects.create(entry=entry, number=1, kind="entry_moved", on=moment.date(), public_text="x", entered_by="x",
                                         entered_at=moment)  # fmt: skip
        return Recheck.objects.create(entry=entry, event=event, state=state, proposed_at=moment)

    def spot_draw(state):
        return SpotDraw.objects.create(number="C-1", state=state, budget=1, even=25, strengths={}, secret="x", commitment="x",
                                       figure_named="x", figure_on=moment.date(), opened_by="x", opened_at=moment)  # fmt: skip

    def inspection(state):
        return Inspection.objects.create(draw=spot_draw("units_drawn"), entry=listing("listing_standing"), unit="360400", position=1,
                                         chance="0.5", state=state, changed_at=moment)  # fmt: skip

    def incident(state):
        return Incident.objects.create(site=application("draft").site, unit="360400", kind="production_accident", state=state,
                                       happened_on=moment.date(), known_at=moment, due_at=moment, source="x", recorded_by="x",
                                       recorded_at=moment, changed_at=moment)  # fmt: skip

    def incident_proposal(state):
        return IncidentProposal.objects.create(incident=incident("incident_reported"), state=state, proposed_at=moment)

    def good_case(state):
        return GoodCase.objects.create(entry=listing("listing_standing"), unit="360400", title="x", state=state, written_by="x",
                                       changed_at=moment)  # fmt: skip

    def yearly_table(state):
        filing = application("draft").filing
        opening = YearlyOpening.objects.create(year=2025, due_on=moment.date(), parameters={}, opened_by="x", opened_at=moment)
        return YearlyTable.objects.create(number="T-1", state=state, opening=opening, site=filing.site, category="factory", listed_as="x",
                                          unit="360400", filing=filing, changed_at=moment)  # fmt: skip

    def yearly_proposal(state):
        return YearlyProposal.objects.create(table=yearly_table("table_open"), state=state, kind="not_filed", facts="x", basis="x",
                                             proposed_by="x", proposed_at=moment)  # fmt: skip

    return {
        "application": application,
        "listing": listing,
        "listing_recheck": recheck,
        "spot_draw": spot_draw,
        "inspection": inspection,
        "incident": incident,
        "incident_proposal": incident_proposal,
        "good_case": good_case,
        "yearly_table": yearly_table,
        "yearly_proposal": yearly_proposal,
        "consultation": lambda state: Consultation.objects.create(
            round=open_round,
            unit="360400",
            office="x",
            organisation_id=uuid7(),
            department="ecology",
            addressee="x",
            state=state,
            from_on=moment.date(),
            until_on=moment.date(),
            prepared_by="x",
            prepared_at=moment,
        ),
        "objection": objection,
        "group_opinion": opinion,
        "parameter_proposal": lambda state: ParameterProposal.objects.create(
            round=open_round, changes={}, reason="x", state=state, proposed_by_id=uuid7(), proposed_by="x", proposed_at=moment
        ),
        "body_return": body_return,
        "problem_report": problem_report,
        "complaint": complaint,
        "engagement": engagement,
        "transcription": transcription,
        "list_delivery": list_delivery,
        "standard_load": standard_load,
        "job": lambda state: Job.objects.create(
            kind="x", about="x", state=state, asked_by_id=uuid7(), asked_by="x", membership_id=uuid7(), role="bureau", asked_at=moment
        ),
        "proposed_hit": proposed_hit,
        "review_assignment": assignment,
        "selection_draft": lambda state: SelectionDraft.objects.create(
            round=open_round, number=1, state=state, drafted_by="x", drafted_at=moment
        ),
        "recommendation_batch": lambda state: Batch.objects.create(
            number="T-1", round=open_round, unit="360400", office="x", state=state, created_at=moment
        ),
    }


def who(role):
    return Actor(name=f"{role}（演示）", role=role)


def held(transition):
    return dict.fromkeys(transition.guards, "")


def test_a_change_saves_the_state_and_writes_one_line(batch):
    entry = change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""}, detail={"rows": "3"})
    batch.refresh_from_db()
    assert (batch.state, entry.source, entry.target, entry.clause) == ("signing", "preparing", "signing", "C-09")
    assert entry.actor_name == "何科长（演示）"
    assert lines_of(batch).count() == 1


def test_the_line_holds_the_whole_story(batch, may):
    may(5, 22, 9)
    entry = change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""}, reason="本周送签", detail={"rows": 3})
    saved = JournalEntry.objects.get(pk=entry.pk)
    assert (saved.at, saved.at.astimezone(SHANGHAI).hour) == (now(), 9)
    assert (saved.actor_role, saved.actor_organisation, saved.actor_id) == ("bureau", "九江市工业和信息化局", None)
    assert (saved.subject_kind, saved.subject_id, saved.subject_label) == ("recommendation.batch", batch.pk, str(batch))
    assert (saved.action, saved.reason, saved.detail) == ("send_to_sign", "本周送签", {"rows": 3})


def test_further_columns_are_saved_with_the_state_and_no_other(batch):
    batch.office = "只在内存里"
    change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""}, fields={"frozen_at": end_of(now().date())})
    saved = Batch.objects.get()
    assert (saved.frozen_at, saved.office) == (end_of(now().date()), "九江市工业和信息化局")


@pytest.mark.parametrize(("name", "transition"), ALL, ids=IDS)
def test_every_transition_goes_from_each_of_its_states_by_each_of_its_actors(case_of, name, transition):
    for source in transition.sources:
        for role in transition.actors:
            with transaction.atomic():
                case = case_of[name](source)
                entry = change(case, transition.action, actor=who(role), guards=held(transition))
                assert (entry.source, entry.target) == (source, transition.target)
                assert type(case).objects.get(pk=case.pk).state == transition.target
                assert lines_of(case).count() == 1
                transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "transition"), ALL, ids=IDS)
def test_every_other_state_is_refused_and_nothing_is_written(case_of, name, transition):
    for state in lifecycle(name).states:
        if state.code in transition.sources:
            continue
        with transaction.atomic():
            case = case_of[name](state.code)
            with pytest.raises(WrongState) as refused:
                change(case, transition.action, actor=who(transition.actors[0]), guards=held(transition))
            assert refused.value.code == ("already" if state.code == transition.target else "")
            assert refused.value.then
            assert type(case).objects.get(pk=case.pk).state == state.code
            assert not lines_of(case).exists()
            transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "transition"), ALL, ids=IDS)
def test_every_other_role_is_refused_and_nothing_is_written(case_of, name, transition):
    from greenlist.casework.accounts.roles import roles

    case = case_of[name](transition.sources[0])
    everybody = [*map(who, roles()), ANONYMOUS, SYSTEM, who("none")]
    for actor in [actor for actor in everybody if actor.role not in transition.actors]:
        with pytest.raises(NotAllowed, match="不能"):
            change(case, transition.action, actor=actor, guards=held(transition))
    assert type(case).objects.get(pk=case.pk).state == transition.sources[0]
    assert not lines_of(case).exists()


@pytest.mark.parametrize(
    ("name", "transition"), [p for p in ALL if p[1].guards], ids=[i for i, p in zip(IDS, ALL, strict=True) if p[1].guards]
)
def test_each_guard_alone_stops_the_change_and_its_sentence_is_told(case_of, name, transition):
    case = case_of[name](transition.sources[0])
    for guard in transition.guards:
        with pytest.raises(Refused) as refused:
            change(case, transition.action, actor=who(transition.actors[0]), guards={**held(transition), guard: f"{guard}没有满足。"})
        assert refused.value.items == (f"{guard}没有满足。",)
        assert refused.value.clause == transition.clause
    assert not lines_of(case).exists()


@pytest.mark.parametrize(
    ("name", "transition"), [p for p in ALL if p[1].guards], ids=[i for i, p in zip(IDS, ALL, strict=True) if p[1].guards]
)
def test_a_guard_left_unanswered_is_never_taken_for_held(case_of, name, transition):
    case = case_of[name](transition.sources[0])
    for guard in transition.guards:
        answers = {g: "" for g in transition.guards if g != guard}
        with pytest.raises(ValueError, match=guard):
            change(case, transition.action, actor=who(transition.actors[0]), guards=answers)
    assert not lines_of(case).exists()


def test_every_guard_that_fails_is_told_at_once(batch):
    change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    with pytest.raises(Refused) as refused:
        change(
            batch, "submit_package", actor=OFFICER, guards={"before_deadline": "已过期。", "letter_sealed": "未盖章。", "rows_stand": ""}
        )
    assert refused.value.items == ("已过期。", "未盖章。")
    batch.refresh_from_db()
    assert batch.state == "signing"


def test_a_guard_left_unanswered_is_our_fault_and_nothing_is_saved(batch):
    with pytest.raises(ValueError, match="has_rows"):
        change(batch, "send_to_sign", actor=OFFICER)
    assert not lines_of(batch).exists()


def test_another_role_is_not_allowed(batch):
    with pytest.raises(NotAllowed):
        change(batch, "send_to_sign", actor=EXPERT, guards={"has_rows": ""})


def test_the_state_is_asked_before_the_person_so_that_nobody_learns_of_guards(batch):
    with pytest.raises(WrongState):
        change(batch, "submit_package", actor=EXPERT, guards={"before_deadline": "x", "letter_sealed": "x", "rows_stand": "x"})


def test_a_second_click_says_it_is_done_already(batch):
    change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    with pytest.raises(WrongState) as refused:
        change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    assert refused.value.code == "already"
    assert lines_of(batch).count() == 1


def test_the_database_is_asked_and_not_the_copy_in_hand(batch):
    stale = Batch.objects.get()
    change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    assert stale.state == "preparing"
    with pytest.raises(WrongState):
        change(stale, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})


def test_an_unknown_act_is_our_fault(batch):
    with pytest.raises(KeyError, match="nosuch"):
        change(batch, "nosuch", actor=OFFICER)


def test_what_is_open_depends_on_state_and_person(batch):
    assert [t.action for t in open_transitions(batch, OFFICER)] == ["send_to_sign"]
    assert open_transitions(batch, EXPERT) == []
    batch.state = "signing"
    assert [t.action for t in open_transitions(batch, OFFICER)] == ["take_back", "submit_package"]


def test_a_rollback_takes_state_and_line_with_it(batch):
    class Later(Exception):
        pass

    with pytest.raises(Later), transaction.atomic():
        change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
        raise Later
    assert Batch.objects.get().state == "preparing"
    assert not JournalEntry.objects.filter(action="send_to_sign").exists()


def test_when_the_line_cannot_be_written_the_state_does_not_change(batch):
    with pytest.raises(TypeError):
        change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""}, detail={"when": object()})
    assert Batch.objects.get().state == "preparing"
    assert not lines_of(batch).exists()


def test_when_a_column_cannot_be_saved_no_line_is_written(batch):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""}, fields={"number": None})
    assert Batch.objects.get().state == "preparing"
    assert not lines_of(batch).exists()


def test_an_act_without_a_state_writes_one_line_too():
    entry = record("import_published_rows", actor=SYSTEM, subject=None, detail={"kept": 3})
    assert (entry.subject_kind, entry.subject_id, entry.subject_label, entry.source, entry.target) == ("", None, "", "", "")


def test_a_very_long_name_is_shortened_in_the_line_and_does_not_stop_the_act(batch):
    batch.office = "长" * 300
    assert len(record("prepare_batch", actor=OFFICER, subject=batch).subject_label) == 200


def test_the_actor_outlives_his_account(batch):
    from greenlist.casework.accounts.models import User

    user = User.objects.create_user("he", "x", name="何科长（演示）")
    entry = record("prepare_batch", actor=Actor(name=user.name, role="bureau", user_id=user.pk), subject=batch)
    user.delete()
    assert (JournalEntry.objects.get(pk=entry.pk).actor_name, entry.actor_id) == ("何科长（演示）", user.pk or entry.actor_id)


def test_the_refused_person_reads_what_he_cannot_do_without_dots():
    transition = lifecycle("application").transition("refuse")
    with pytest.raises(NotAllowed) as refused:
        check_actor(transition, EXPERT)
    assert refused.value.what == "您当前的岗位不能不予推荐。"


def test_the_journal_refuses_update_and_delete(batch):
    entry = change(batch, "send_to_sign", actor=OFFICER, guards={"has_rows": ""})
    for statement in ("UPDATE journal_journalentry SET reason = 'x'", "DELETE FROM journal_journalentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert lines_of(batch).get().pk == entry.pk
