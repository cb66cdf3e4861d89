"""C-62 结合“绿色制造服务行”活动，组织开展典型案例分享和经验交流: each event with the cases shared there, and no empty year without a word."""

from dataclasses import replace
from datetime import date

import pytest

from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.publicity.event_services import close_year, enter_event, strike
from greenlist.casework.publicity.models import ServiceEvent
from greenlist.casework.publicity.selectors import owed, years_of
from tests.casework.publicity.told import TOLD, checked


def test_an_event_without_a_case_its_day_or_its_count_is_not_entered(province, served_omission):
    told = served_omission(enter_event, replace(TOLD, attendance="约100人"), cases=[], actor=province.officer)
    assert told.items == (
        "活动日期请按2024-05-22这样写",
        "参加人数请填1至100000的数；只填人数，不填姓名",
        "请选至少一个在活动上分享的典型案例",
    )
    served_omission(enter_event, replace(TOLD, held_on=date(2030, 1, 1)), cases=[checked(province)], actor=province.officer)
    assert not ServiceEvent.objects.exists()


def test_an_event_is_counted_once_and_struck_only_by_its_office(province, served_omission):
    case, told = checked(province), replace(TOLD, held_on=today())
    made = enter_event(told, cases=[case], actor=province.officer)
    served_omission(enter_event, told, cases=[case], actor=province.officer)
    served_omission(enter_event, replace(told, theme="别的"), cases=[case], actor=province.cast.bureaus["360100"])
    (year,) = years_of(2024, ["360400"])
    assert (year.cases, year.events, year.attendance, year.placements) == (1, 1, 86, 0)
    with pytest.raises(NotAllowed):
        strike(made, reason="演示", actor=province.cast.centre)
    served_omission(strike, made, reason=" ", actor=province.officer)
    strike(made, reason="登记错了", actor=province.officer)
    assert years_of(2024, ["360400"])[0].events == 0


def test_a_bureau_does_not_close_a_year_without_an_event_or_a_word_on_it(province, may, served_omission):
    told = served_omission(close_year, 2023, no_case_because="演示", actor=province.officer)
    assert told.items == ("2023年登记的绿色制造服务行活动0次，少于1次，请写明原因",)
    assert owed(province.officer) is None  # the notice is of this year, which is not over
