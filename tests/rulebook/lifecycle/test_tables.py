"""State machines as tables: nothing unreachable, nothing without a way out, every change with its actor and clause."""

import pytest
import yaml

from greenlist.rulebook.lifecycle import Transition, lifecycle, names
from greenlist.rulebook.lifecycle import tables as module
from greenlist.rulebook.notices import notice

TABLES = [lifecycle(name) for name in names()]
TRANSITIONS = [pytest.param(t, transition, id=f"{t.name}.{transition.action}") for t in TABLES for transition in t.transitions]
ROLES = {"applicant", "county", "evaluator", "bureau", "province", "centre", "expert", "system"}
# where a case rests: nothing leads on from here
ENDS = {
    "application": {"not_recommended", "withdrawn", "listed"},
    "consultation": {"replied", "voided"},
    "body_return": {"return_accepted"},
    "problem_report": {"report_upheld", "report_dismissed"},
    "complaint": {"complaint_closed"},
    "engagement": {"declined", "cancelled"},
    "listing": {"listing_merged"},
    "listing_recheck": {"recheck_kept", "recheck_failed"},
    "incident": {"incident_kept_at_city", "incident_closed"},
    "incident_proposal": {"consequence_removed", "consequence_lifted", "consequence_declined"},
    "inspection": {"visited_fine", "rectification_met", "inspected_kept", "inspected_removed"},
    "spot_draw": {"draw_public", "draw_cancelled"},
    "job": {"job_failed", "job_cancelled", "job_expired"},
    "list_delivery": {"list_imported", "list_dropped"},
    "standard_load": {"load_in_force", "load_withdrawn"},
    "proposed_hit": {"hit_same", "hit_other"},
    "objection": {"objection_upheld", "objection_dismissed"},
    "parameter_proposal": {"in_force", "dropped"},
    "recommendation_batch": {"submitted"},  # the applications in it go on by themselves
    "yearly_table": {"table_confirmed"},
    "good_case": {"case_taken_down"},
    "yearly_proposal": {"removal_taken_up", "removal_dropped"},
    "transcription": {"confirmed", "discarded"},
    "review_assignment": {"recused", "released", "handed_in"},
    "group_opinion": {"agreed"},
    "selection_draft": {"sent_back", "published", "reopened"},  # a new numbered draft takes the place of one sent back
}
BEGINNINGS = {
    "parameter_proposal": "awaiting_second",
    "application": "draft",
    "body_return": "return_open",
    "problem_report": "report_received",
    "complaint": "complaint_open",
    "consultation": "unsent",
    "engagement": "asked",
    "recommendation_batch": "preparing",
    "objection": "received",
    "list_delivery": "awaiting_import",
    "standard_load": "load_prepared",
    "proposed_hit": "hit_open",
    "review_assignment": "assigned",
    "group_opinion": "awaiting_members",
    "selection_draft": "drafting",
    "yearly_table": "table_open",
    "good_case": "case_draft",
    "yearly_proposal": "removal_proposed",
    "transcription": "reading",
    "incident": "incident_recorded",
    "incident_proposal": "consequence_proposed",
    "inspection": "to_visit",
    "spot_draw": "draw_open",
    "job": "job_waiting",
    "listing": "listing_standing",
    "listing_recheck": "recheck_open",
}


def test_the_lifecycles_there_are():
    assert set(names()) == set(ENDS)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_state_can_be_reached_from_the_beginning(table):
    reached, todo = {table.initial}, [table.initial]
    while todo:
        for transition in table.open_from(todo.pop()):
            if transition.target not in reached:
                reached.add(transition.target)
                todo.append(transition.target)
    assert table.initial == BEGINNINGS[table.name]
    assert reached == {s.code for s in table.states}


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_state_has_a_way_out_but_the_ends(table):
    assert {s.code for s in table.states if not table.open_from(s.code)} == ENDS[table.name]


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_an_end_can_be_reached_from_every_state(table):
    leads = {s.code: {t.target for t in table.open_from(s.code)} for s in table.states}
    ending = set(ENDS[table.name])
    while more := {code for code, targets in leads.items() if code not in ending and targets & ending}:
        ending |= more
    assert ending == set(leads)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_whose_turn_it_is_can_act(table):
    for state in table.states:
        acting = {actor for t in table.open_from(state.code) for actor in t.actors}
        assert state.turn in acting | {"none", "province"} if not acting else state.turn in acting


@pytest.mark.parametrize(("table", "transition"), TRANSITIONS)
def test_a_transition_has_actor_clause_and_words(table, transition):
    assert transition.actors
    assert set(transition.actors) <= ROLES
    assert transition.clause in {c.id for c in notice("jx-2024-20").clauses}
    assert transition.label
    assert transition.done.startswith("已")


@pytest.mark.parametrize(("table", "transition"), TRANSITIONS)
def test_a_transition_leads_somewhere_else(table, transition):
    assert transition.target not in transition.sources
    assert len(set(transition.sources)) == len(transition.sources)


@pytest.mark.parametrize(("table", "transition"), TRANSITIONS)
def test_what_does_harm_asks_for_a_reason(table, transition):
    if transition.harmful:
        assert "reason_given" in transition.guards


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_no_two_states_and_no_two_actions_look_alike(table):
    assert len({s.label for s in table.states}) == len(table.states)
    assert len({t.action for t in table.transitions}) == len(table.transitions)
    for state in table.states:
        labels = [t.label for t in table.open_from(state.code)]
        assert len(labels) == len(set(labels))


# ---- what may never be possible -------------------------------------------------------------------------------------

APPLICATION = lifecycle("application")


@pytest.mark.parametrize("action", ["submit", "resubmit", "recommend"])
def test_nothing_is_handed_in_after_the_deadline(action):
    assert "before_deadline" in APPLICATION.transition(action).guards


@pytest.mark.parametrize("action", ["mark_recommendable", "freeze", "propose", "publish"])
def test_nothing_goes_on_with_an_open_exclusion(action):
    assert "exclusions_settled" in APPLICATION.transition(action).guards


@pytest.mark.parametrize("state", ["recommended", "accepted", "reviewing", "reviewed", "proposed", "listed"])
def test_what_has_been_handed_in_can_no_longer_be_withdrawn(state):
    assert "withdraw" not in {t.action for t in APPLICATION.open_from(state)}


def test_what_is_withdrawn_while_the_letter_is_being_signed_keeps_the_package_back():
    assert "withdraw" in {t.action for t in APPLICATION.open_from("frozen")}
    assert "rows_stand" in lifecycle("recommendation_batch").transition("submit_package").guards


def test_only_the_applicant_submits_and_only_the_province_publishes():
    assert {
        t.action: t.actors for t in APPLICATION.transitions if t.action in {"submit", "resubmit", "withdraw", "publish", "propose"}
    } == {
        "submit": ("applicant",),
        "resubmit": ("applicant",),
        "withdraw": ("applicant",),
        "propose": ("province",),
        "publish": ("province",),
    }


def test_the_centre_takes_no_final_decision():
    final = {"propose", "pass_over", "publish", "refuse_formally"}
    assert {t.action for t in APPLICATION.transitions if "centre" in t.actors} & final == set()
    assert [t.action for t in lifecycle("selection_draft").transitions if "centre" in t.actors] == []


def test_a_selection_is_decided_and_sent_back_by_a_second_person():
    draft = lifecycle("selection_draft")
    assert {t.action for t in draft.transitions if "second_person" in t.guards} == {"send_back", "decide"}


def test_a_list_is_published_only_after_its_notice():
    assert APPLICATION.transition("publish").sources == ("proposed",)
    assert "notice_period_over" in lifecycle("selection_draft").transition("publish").guards
    assert lifecycle("selection_draft").transition("publish").sources == ("on_notice",)


# ---- reading --------------------------------------------------------------------------------------------------------


def test_a_state_and_an_action_are_found_by_name():
    assert APPLICATION.state("frozen").label == "送签"
    assert APPLICATION.transition("freeze").target == "frozen"
    with pytest.raises(KeyError, match="lifecycle application: no state 'gone'"):
        APPLICATION.state("gone")
    with pytest.raises(KeyError, match="lifecycle application: no action 'go'"):
        APPLICATION.transition("go")


def test_choices_are_code_and_label_in_the_order_of_the_table():
    assert lifecycle("review_assignment").choices() == [
        ("assigned", "待承诺"),
        ("pledged", "评审中"),
        ("recused", "已回避"),
        ("released", "已改派"),
        ("handed_in", "已交评分"),
    ]


def small(tmp_path, monkeypatch, states: dict, transitions: dict):
    (tmp_path / "small.yaml").write_text(
        yaml.safe_dump({"title": "小", "states": states, "transitions": transitions}, sort_keys=False), "utf-8"
    )
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    lifecycle.cache_clear()
    try:
        return lifecycle("small")
    finally:
        lifecycle.cache_clear()


STATES = {"open": ["开", "bureau"], "shut": ["关", "none"]}
SHUT = {"label": "关上", "done": "已关上", "from": "open", "to": "shut", "by": ["bureau"], "clause": "C-07"}


def test_a_table_is_read_as_it_stands(tmp_path, monkeypatch):
    table = small(tmp_path, monkeypatch, STATES, {"shut": SHUT})
    assert (table.name, table.title, table.initial) == ("small", "小", "open")
    assert table.transitions == (Transition("shut", "关上", "已关上", ("open",), "shut", ("bureau",), (), "C-07", False),)
    assert table.open_from("open") == table.transitions
    assert table.open_from("shut") == ()


def test_every_fault_of_a_table_is_told_at_once(tmp_path, monkeypatch):
    with pytest.raises(ValueError) as found:
        small(
            tmp_path,
            monkeypatch,
            STATES | {"lost": ["失", "none"]},
            {"shut": SHUT | {"from": ["open", "gone"]}, "go": SHUT | {"to": "away"}},
        )
    assert str(found.value).splitlines() == [
        "lifecycle/small.yaml: action shut: unknown state 'gone'",
        "lifecycle/small.yaml: action go: unknown state 'away'",
        "lifecycle/small.yaml: state lost: no action leads there",
    ]
