"""The deadline, inclusive of its day, and extensions for one unit: they take effect at once and stand in the journal."""

from datetime import date, datetime, timedelta

import pytest

from greenlist.casework.applications.services import before_deadline
from greenlist.casework.journal import clock
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.rounds.models import Extension
from greenlist.casework.rounds.selectors import current_round_of, deadline_of, extensions_of, last_day, latest_signing_on
from greenlist.casework.rounds.services import extend_deadline, sign_parameters
from tests.casework.cast import JIUJIANG, NANCHANG

END = datetime(2024, 5, 28, tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_27_may_is_included_to_its_last_second(province, seconds, is_open):
    with clock.at(END + timedelta(seconds=seconds)):
        assert (before_deadline(province.round, JIUJIANG) == "") is is_open


def test_an_extension_lets_one_unit_hand_in_later_and_no_other(province):
    extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 29), reason="暴雨停电", document="演函〔2024〕演3号",
                    actor=province.cast.province)  # fmt: skip
    with clock.at(END + timedelta(hours=9)):
        assert before_deadline(province.round, JIUJIANG) == ""
        assert before_deadline(province.round, NANCHANG) == "报送截止时间（2024年5月27日24:00）已过，以服务器时间为准。"
    with clock.at(datetime(2024, 5, 30, tzinfo=clock.SHANGHAI)):
        assert before_deadline(province.round, JIUJIANG) == "报送截止时间（2024年5月29日24:00）已过，以服务器时间为准。"
    line = JournalEntry.objects.get(action="extend_deadline")
    assert (line.clause, line.reason, line.detail) == ("C-08", "暴雨停电", {"unit": JIUJIANG, "last_day": "2024-05-29"})


def test_the_newest_extension_counts_and_may_only_go_forward(province):
    for day in (29, 31):
        extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, day), reason="系统迁移", actor=province.cast.province)
    assert deadline_of(province.round, JIUJIANG) == datetime(2024, 6, 1, tzinfo=clock.SHANGHAI)
    assert (last_day(province.round, JIUJIANG), last_day(province.round)) == (date(2024, 5, 31), date(2024, 5, 27))
    assert latest_signing_on(deadline_of(province.round, JIUJIANG), 2) == date(2024, 5, 29)
    assert list(extensions_of(province.round)) == [JIUJIANG]
    with pytest.raises(Refused) as refused:
        extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 30), reason=" ", actor=province.cast.province)
    assert refused.value.items == ("请写明准予延期的理由。", "2024-05-30不晚于现在的截止日。")


def test_only_the_province_extends_and_only_for_a_unit_of_the_round(province):
    with pytest.raises(NotAllowed):
        extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 29), reason="忙", actor=province.officer)
    with pytest.raises(Refused) as refused:
        extend_deadline(province.round, unit="110000", last_day=date(2024, 5, 29), reason="忙", actor=province.cast.province)
    assert refused.value.items == ("请选择推荐单位。",)
    assert not Extension.objects.exists()


def test_the_round_of_a_unit_carries_its_own_deadline_in_one_query(province, django_assert_num_queries):
    extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 29), reason="暴雨停电", actor=province.cast.province)
    with django_assert_num_queries(2):
        own, others = (current_round_of(unit).own_deadline_at for unit in (JIUJIANG, NANCHANG))
    assert (own, others) == (deadline_of(province.round, JIUJIANG), province.round.deadline_at)


def test_where_the_last_day_does_not_count_rule_and_clocks_move_together(province):
    extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 29), reason="系统迁移", actor=province.cast.province)
    sign_parameters(province.round, changes={"deadline_inclusive": False}, reason="厅务会", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    province.round.refresh_from_db()
    ends = {JIUJIANG: datetime(2024, 5, 29, tzinfo=clock.SHANGHAI), NANCHANG: datetime(2024, 5, 27, tzinfo=clock.SHANGHAI)}
    for unit, end in ends.items():
        assert (deadline_of(province.round, unit), current_round_of(unit).own_deadline_at) == (end, end)
        for seconds, is_open in ((-1, True), (0, False)):
            with clock.at(end + timedelta(seconds=seconds)):
                assert (before_deadline(province.round, unit) == "") is is_open
    extend_deadline(province.round, unit=JIUJIANG, last_day=date(2024, 5, 31), reason="系统迁移", actor=province.cast.province)
    assert deadline_of(province.round, JIUJIANG) == datetime(2024, 5, 31, tzinfo=clock.SHANGHAI)
    assert last_day(province.round, JIUJIANG) == date(2024, 5, 30)
