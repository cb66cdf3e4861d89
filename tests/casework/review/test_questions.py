"""疑问交组长: asked about one row, answered once by the leader of the case; both in the journal."""

import pytest

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.review.models import Question
from greenlist.casework.review.question_selectors import open_questions, own_questions, questions_about, questions_for
from greenlist.casework.review.question_services import answer_question, ask_leader
from greenlist.casework.review.services import assign, pledge, recuse
from tests.casework.review.day import arrive, begin, give, member, own

ROW = "7.1-4"


@pytest.fixture
def asked(panel):
    """(case, group, actors, what the second expert asked)"""
    case, group, actors = panel
    for actor in actors:
        begin(group, actor)
    return case, group, actors, ask_leader(own(case, actors[1]), row=ROW, text="微电网没有建成，算不算？", actor=actors[1])


def test_the_leader_sees_a_question_answers_it_once_and_the_asker_reads_it(asked):
    case, group, (leader, second, third), question = asked
    assert questions_for(group, leader) == [question] == list(open_questions(leader))
    assert [todo.key for todo in todos_of(leader, case.round)] == ["pledged", "questions"]
    assert [todo.key for todo in todos_of(second, case.round)] == ["pledged"]
    assert questions_for(group, second) == questions_for(group, third) == []
    for other in (second, third):
        with pytest.raises(NotAllowed):
            answer_question(question, answer="算一半", actor=other)
    with pytest.raises(Refused) as refused:
        answer_question(question, answer=" ", actor=leader)
    assert refused.value.items == ("请写答复。",)
    answer_question(question, answer="按建成部分计一半。", actor=leader)
    with pytest.raises(WrongState):
        answer_question(question, answer="改口", actor=leader)
    assert [q.answer for q in own_questions(own(case, second))[ROW]] == ["按建成部分计一半。"]
    assert own_questions(own(case, third)) == {}
    lines = JournalEntry.objects.filter(action__in=("ask_leader", "answer_question")).order_by("at", "id")
    assert [(e.action, e.actor_name, e.reason, e.clause) for e in lines] == [
        ("ask_leader", second.name, "微电网没有建成，算不算？", "C-11"), ("answer_question", leader.name, "按建成部分计一半。", "C-11"),
    ]  # fmt: skip


def test_what_cannot_be_asked_is_told_all_at_once(panel, province):
    case, group, (leader, second, third) = panel
    with pytest.raises(WrongState):
        ask_leader(own(case, second), row=ROW, text="x", actor=second)
    begin(group, leader)
    with pytest.raises(Refused) as refused:
        ask_leader(own(case, leader), row="9.9-9", text=" ", actor=leader)
    assert refused.value.items == ("请选一项指标。", "请写明疑问。", "您就是本组的组长。")
    with pytest.raises(NotAllowed):
        ask_leader(own(case, leader), row=ROW, text="x", actor=second)
    single = assign(province.application_at("accepted", province.units[1]), expert=province.cast.experts[1], actor=province.cast.province)
    pledge(single, declares_no_conflict=True, actor=second)
    with pytest.raises(Refused) as refused:
        ask_leader(single, row=ROW, text="有没有组长？", actor=second)
    assert refused.value.items == ("本件没有编入专家组，或本组没有组长。",)
    assert not Question.objects.exists()


def test_a_leader_who_has_not_declared_or_stepped_back_reads_no_question_and_nobody_else_before_the_last_sheet(panel):
    case, group, (leader, second, third) = panel
    for actor in (second, third):
        begin(group, actor)
    question = ask_leader(own(case, third), row=ROW, text="证明在哪一页？", actor=third)
    assert questions_for(group, leader) == []
    with pytest.raises(NotAllowed):
        answer_question(question, answer="x", actor=leader)
    arrive(group, leader)
    recuse(own(case, leader), reason="曾任顾问", actor=leader)
    ask_leader(own(case, third), row="7.1-3", text="表几？", actor=third)  # told no different: he does not learn who stepped back
    assert questions_for(group, leader) == questions_for(group, second) == []
    give(case, third)
    with pytest.raises(NotAllowed):
        answer_question(question, answer="x", actor=second)
    give(case, second)
    for actor in (leader, third):
        with pytest.raises(NotAllowed):
            answer_question(question, answer="x", actor=actor)
    answer_question(question, answer="第12页。", actor=second)


def test_after_the_last_sheet_the_questions_stand_with_the_opinion_and_none_can_be_added(asked):
    case, group, actors, question = asked
    for actor in actors:
        give(case, actor)
    assert questions_about(case) == [question]
    with pytest.raises(WrongState):
        ask_leader(own(case, actors[1]), row=ROW, text="再问", actor=actors[1])
    assert member(group, actors[0]).is_leader
