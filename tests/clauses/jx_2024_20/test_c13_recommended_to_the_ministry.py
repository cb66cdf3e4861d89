"""C-13 同时择优向工信部推荐: of the published list, who asked for the national level waits on the desk until the ministry was told."""

from datetime import date

import pytest

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.publication.services import publish, tell_ministry
from greenlist.casework.selection.services import screen
from tests.portals.people import page, signed_in

TOLD = {"document_number": "演工信函〔2024〕演71号"}


def published(province, may, *, national):
    """A list of one unit, published on 3 July."""
    province.application_at("on_notice", national=national)
    may(7, 3)
    screen(province.draft(), actor=province.cast.province)
    return publish(province.draft(), document_number="演60号", actor=province.cast.province)


def waiting(province):
    return [todo for todo in todos_of(province.cast.province, province.round) if todo.clause == "C-13"]


def test_who_asked_and_is_listed_waits_until_the_ministry_is_told_and_is_late_after_31_july(province, may, served_omission):
    made = published(province, may, national=True)
    (todo,) = waiting(province)
    assert (todo.count, todo.due_at.date(), todo.is_late) == (1, date(2024, 8, 1), False)
    may(8, 1)
    assert waiting(province)[0].is_late
    client = signed_in("province")
    told = page(client.get("/province/publications/"))
    assert "还没有登记向工信部推荐" in told and "期限：通知未规定；暂行办法第十二条" in told
    assert "期限：通知未规定；暂行办法第十二条" in todo.words
    refusal = served_omission(tell_ministry, made, document_number=" ", sent_on=today(), actor=province.cast.province)
    assert refusal.items == ("请填推荐文件的文号。",)
    tell_ministry(made, **TOLD, sent_on=today(), actor=province.cast.province)
    assert waiting(province) == []
    assert TOLD["document_number"] in page(client.get("/province/publications/"))
    refusal = served_omission(tell_ministry, made, **TOLD, sent_on=today(), actor=province.cast.province)
    assert refusal.items == ("已登记 演工信函〔2024〕演71号，不必重复登记。",)


def test_the_day_lies_between_the_list_and_today_and_only_the_province_writes_it_down(province, may, served_omission):
    made = published(province, may, national=True)
    for day in (date(2024, 7, 2), date(2024, 7, 4)):
        refusal = served_omission(tell_ministry, made, **TOLD, sent_on=day, actor=province.cast.province)
        assert refusal.items == (f"推荐日期{day.isoformat()}不在公布之日到今天之间。",)
    with pytest.raises(NotAllowed):
        tell_ministry(made, **TOLD, sent_on=today(), actor=province.cast.centre)


def test_a_list_on_which_nobody_asked_owes_the_ministry_nothing(province, may, served_omission):
    made = published(province, may, national=False)
    assert waiting(province) == []
    refusal = served_omission(tell_ministry, made, **TOLD, sent_on=today(), actor=province.cast.province)
    assert refusal.items == ("这份名单没有择优推荐国家级的单位。",)


def test_whoever_asked_and_was_not_nominated_is_told_on_the_page(province, may):
    made = published(province, may, national=True)
    made.nominations.all().delete()
    assert "1家申报国家级并已公布，一家也没有择优推荐" in page(signed_in("province").get("/province/publications/"))
    assert waiting(province)[0].count == 1
