"""评价机构年度工作情况: opened to those that worked, filed with what our records say, kept version by version, late told and never punished by itself."""

from dataclasses import replace
from datetime import date

import pytest

from greenlist.casework.body_returns.models import BodyReturn
from greenlist.casework.body_returns.selectors import content_of, newest_version, standing_of, visible_to, work_of
from greenlist.casework.body_returns.services import Told, accept_return, file_return, open_returns, send_back_return
from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.evaluators.models import OutsideDeclaration
from greenlist.casework.evaluators.selectors import newest_capability
from greenlist.casework.journal.clock import end_of
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.rehearsal.acts import accept_for, begin, declare_for

TOLD = Told(outside_national=3, outside_provincial=1, has_changed=False, changes="", summary="评价了两家工厂")


@pytest.fixture
def body(province):
    return province.cast.evaluators[0]


@pytest.fixture
def owed(province, body):
    """The body took up a national project, and the year was opened."""
    accept_for(begin(province.unit, province.round, national=True, body=body), body)
    open_returns(actor=province.cast.province)
    return BodyReturn.objects.get()


def test_a_year_is_opened_to_the_bodies_that_worked_and_pressed_again_to_those_since(province, owed, body):
    assert (owed.evaluator, owed.opening.year, owed.opening.due_on) == (body.evaluator, 2024, date(2024, 8, 15))
    with pytest.raises(Refused):
        open_returns(actor=province.cast.province)
    other = province.cast.evaluators[1]
    accept_for(begin(province.units[1], province.round, body=other), other)
    assert open_returns(actor=province.cast.centre)[1] == 1
    with pytest.raises(NotAllowed):
        open_returns(actor=province.officer)


def test_who_may_read_a_return(province, owed, body):
    far, other = province.cast.bureaus["360100"], province.cast.evaluators[1].manager
    readers = (province.cast.province, province.cast.centre, province.officer, body.manager, far, other, province.unit.engineer)
    assert [visible_to(actor).count() for actor in readers] == [1, 1, 1, 1, 0, 0, 0]


def test_everything_missing_is_told_at_once_and_nothing_is_declared(province, owed, body):
    with pytest.raises(Refused) as refused:
        file_return(owed, Told(-1, 0, None, "", " "), actor=body.manager)
    assert refused.value.items == (
        "外省国家级项目数不对；请选本年度名称、法定代表人、住所、人员条件有没有变化；请写明本年度的工作情况；请先在“机构条件”里申报2024年的人员条件并附证明",
    )
    with pytest.raises(NotAllowed):
        file_return(owed, TOLD, actor=province.cast.evaluators[1].manager)
    assert not OutsideDeclaration.objects.exists()
    assert not owed.versions.exists()


def test_a_return_is_filed_sent_back_and_filed_again_and_each_version_stays(province, owed, body):
    declare_for(body)
    staff = str(newest_capability(body.evaluator).full_time)
    first, head = file_return(owed, TOLD, actor=body.manager), province.cast.province
    line = {"unit": province.unit.site.unit, "category": "factory", "projects": 1, "national": 1, "signed": 0, "returned": 0}
    assert work_of(body.evaluator, 2024) == [line]
    assert content_of(first)["work"] == [{name: str(value) for name, value in line.items()}]
    assert (content_of(first)["conditions"]["full_time"], OutsideDeclaration.objects.get().projects) == (staff, 3)
    with pytest.raises(WrongState):
        file_return(owed, TOLD, actor=body.manager)
    with pytest.raises(Refused):
        send_back_return(owed, reason=" ", actor=head)
    send_back_return(owed, reason="外省项目数和去年不符", actor=head)
    filed_at = owed.filed_at
    second = file_return(owed, replace(TOLD, outside_national=4), actor=body.manager)
    assert (newest_version(owed), second.number, owed.filed_at) == (second, 2, filed_at)
    assert (content_of(first)["outside_national"], content_of(second)["outside_national"]) == ("3", "4")
    with pytest.raises(Refused) as unread:
        accept_return(owed, version=first.number, actor=province.cast.centre)
    assert (unread.value.then, owed.state) == ("请看过第2版，再核收。", "return_filed")
    accept_return(owed, version=second.number, actor=province.cast.centre)
    with pytest.raises(WrongState):
        send_back_return(owed, reason="再看", actor=head)


def test_no_body_is_added_after_the_day_and_the_day_is_that_of_the_province(province, owed, body, may):
    may(8, 16)
    other = province.cast.evaluators[1]
    accept_for(begin(province.units[1], province.round, body=other), other)
    with pytest.raises(Refused) as refused:
        open_returns(actor=province.cast.province)
    assert refused.value.items == ("期限2024年8月15日已过。",)
    owed.filed_at = end_of(date(2024, 8, 15))  # midnight here, 16:00 before in London
    assert standing_of(owed, date(2024, 8, 16)).late == 1


def test_late_is_told_to_the_offices_and_only_proposed(province, owed, body, may):
    assert [(t.count, t.due_at) for t in todos_of(body.manager, province.round) if t.key == "returns"] == [(1, end_of(date(2024, 8, 15)))]
    told = {
        day: (standing_of(owed, day).late, standing_of(owed, day).proposed)
        for day in (date(2024, 8, 15), date(2024, 8, 16), date(2024, 9, 20))
    }
    assert told == {
        date(2024, 8, 15): (0, ""), date(2024, 8, 16): (1, "建议催报"), date(2024, 9, 20): (36, "逾期超过30天，建议有项目的各地列为监督检查的重点"),
    }  # fmt: skip
    may(8, 16)
    assert [t.count for t in todos_of(province.cast.province, province.round) if t.key == "returns_late"] == [1]
    assert owed.state == "return_open"
