"""An incident from its first report to its end: recorded, told again, graded by a person, reported city → province → ministry, closed."""

from datetime import date, datetime, timedelta

import pytest

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.incidents.consequence_services import suspend_for_incident
from greenlist.casework.incidents.models import Incident
from greenlist.casework.incidents.selectors import (
    due_after,
    is_late,
    reports_visible_to,
    site_for,
    unreported_grave_of,
    visible_to,
    waiting_for_ministry,
    waiting_levels,
    waiting_reports,
)
from greenlist.casework.incidents.services import (
    Happening,
    add_report,
    close_at_city,
    close_incident,
    decide_level,
    record_incident,
    report_incident,
    report_to_ministry,
)
from greenlist.casework.journal.clock import SHANGHAI, now, today
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.register.selectors import of_kind
from greenlist.casework.rounds.services import sign_parameters
from tests.casework.incidents.told import listed, proof, recorded, reported, told


def test_the_way_of_a_grave_accident_from_the_city_to_the_ministry(province):
    officer, head = province.officer, province.cast.province
    made = recorded(province.unit.site, officer, deaths="10")
    assert (made.state, made.due_at - made.known_at) == ("incident_recorded", timedelta(hours=24))
    decide_level(made, level="level_major", reason="", actor=officer)
    report_incident(made, actor=officer)
    assert (made.state, is_late(made)) == ("incident_reported", False)
    report_to_ministry(made, on=today(), document="演工信函1号", actor=head)
    close_incident(made, outcome="整改验收合格", actor=head)
    assert made.state == "incident_closed"
    assert [line.clause for line in entries_of(made) if line.target] == ["C-55"] * 3


def test_an_environmental_one_goes_under_its_own_clause(province):
    made = reported(province.unit.site, province.officer, "environmental_incident", evacuated="10000")
    decide_level(made, level="level_major", reason="", actor=province.cast.province)
    with pytest.raises(Refused) as refused:
        close_incident(made, outcome="已处置", actor=province.cast.province)
    assert (refused.value.clause, refused.value.items) == ("C-56", ("还没有登记上报工信部的日期和文号。",))
    assert {line.clause for line in entries_of(made)} == {"C-56"}


def test_late_is_told_and_never_refused(province, may):
    may(5, 22, 9)
    made = recorded(province.unit.site, province.officer, deaths="10")
    assert waiting_reports(province.officer)["due_at"] == made.due_at
    may(5, 23, 9)
    assert not is_late(made)
    may(5, 23, 10)
    assert is_late(made)
    report_incident(made, actor=province.officer)
    may(5, 24, 9)
    assert (made.state, is_late(made)) == ("incident_reported", True)


def test_the_hours_are_a_parameter_of_the_round(province):
    sign_parameters(province.round, changes={"timely_hours": 2}, reason="从紧", first=province.cast.province, second=province.cast.director)
    assert due_after(now()) - now() == timedelta(hours=2)


def test_a_lesser_one_stays_at_the_city_and_has_no_clock(province, may):
    made = recorded(province.unit.site, province.officer, deaths="1")
    decide_level(made, level="level_ordinary", reason="", actor=province.officer)
    may(5, 25)
    assert (is_late(made), waiting_reports(province.officer)["due_at"]) == (False, None)
    close_at_city(made, outcome="已处理", actor=province.officer)
    assert (made.state, waiting_reports(province.officer)["n"]) == ("incident_kept_at_city", 0)


@pytest.mark.parametrize("numbers", [{"deaths": "10"}, {"deaths": "3", "injured": None}, {"deaths": None}])
def test_a_decision_below_the_table_does_not_keep_it_at_the_city(province, numbers):
    made = recorded(province.unit.site, province.officer, **numbers)
    decide_level(made, level="level_serious", reason="初步判断", actor=province.officer)
    with pytest.raises(Refused, match="还不能市级办结") as refused:
        close_at_city(made, outcome="已处理", actor=province.officer)
    assert refused.value.clause == "C-55"


@pytest.mark.parametrize("first", ["9", "10"])
def test_time_runs_for_a_grave_one_whatever_was_decided_on_less(province, may, first):
    entry = listed(province.unit.site, province.cast.province)
    made = recorded(province.unit.site, province.officer, deaths=first)
    decide_level(made, level="level_serious", reason="一人系疾病死亡", actor=province.officer)
    if first == "9":
        assert waiting_reports(province.officer)["due_at"] is None
        add_report(made, told(deaths="12"), actor=province.officer)
    may(5, 25)
    assert (is_late(made), waiting_reports(province.officer)["due_at"]) == (True, made.due_at)
    assert unreported_grave_of(entry) == [made]
    report_incident(made, actor=province.officer)
    assert (is_late(made), unreported_grave_of(entry)) == (True, [])


def test_quality_is_decided_by_a_person_with_a_reason(province):
    made = recorded(province.unit.site, province.officer, "quality_accident")
    with pytest.raises(Refused) as refused:
        decide_level(made, level="level_serious", reason=" ", actor=province.officer)
    assert refused.value.items == ("按表是“不能定级”，认定为“较大”请写明理由。",)
    decide_level(made, level="level_serious", reason="没有人员伤亡，召回范围小", actor=province.officer)
    close_at_city(made, outcome="已召回", actor=province.officer)
    assert made.state == "incident_kept_at_city"


def test_a_further_report_asks_for_the_level_anew(province):
    made = recorded(province.unit.site, province.officer, deaths="9")
    decide_level(made, level="level_serious", reason="", actor=province.officer)
    again = add_report(made, told(deaths="10"), actor=province.officer)
    assert (again.number, again.table_words, again.because) == (2, "重大", "死亡10人，达到“10人以上”")
    with pytest.raises(Refused) as refused:
        close_at_city(made, outcome="已处理", actor=province.officer)
    assert refused.value.items[0] == "续报之后还没有重新认定等级。"
    report_incident(made, actor=province.officer)
    assert waiting_levels(province.cast.province).get() == made
    decide_level(made, level="level_major", reason="", actor=province.cast.province)
    assert (waiting_levels(province.cast.province).count(), waiting_for_ministry(province.cast.province).get()) == (0, made)


def test_a_later_word_of_the_unit_does_not_take_back_what_made_it_grave(province):
    made = recorded(province.unit.site, province.officer, deaths="10")
    recorded(province.unit.site, province.unit.engineer, deaths="9")
    decide_level(made, level="level_serious", reason="", actor=province.officer)
    with pytest.raises(Refused, match="还不能市级办结") as refused:
        close_at_city(made, outcome="已处理", actor=province.officer)
    assert refused.value.items[0].startswith("按表是“较大”，此前的报告达到重大，认定为“较大”")


def test_what_waits_for_whom_stands_in_the_to_do_lists(province):
    listed(province.unit.site, province.cast.province)
    made = recorded(province.unit.site, province.officer, deaths="10")

    def waits(actor):
        return [(t.words, t.count, t.due_at) for t in todos_of(actor, province.round) if t.key == "incidents"]

    assert waits(province.officer) == [("起事故已记录，等上报省厅或市级办结", 1, made.due_at)]
    report_incident(made, actor=province.officer)
    assert (waits(province.officer), waits(province.cast.centre)) == ([], [])
    assert [w[0] for w in waits(province.cast.province)] == ["起事故已上报，等认定等级", "条事故处理建议等您决定"]
    by_then = due_after(made.reported_at)
    assert [w[2] for w in waits(province.cast.province)] == [by_then, None]
    decide_level(made, level="level_major", reason="", actor=province.cast.province)
    assert [w[0] for w in waits(province.cast.province)] == ["起重大（Ⅱ级）及以上事故，等上报工信部", "条事故处理建议等您决定"]
    assert [w[2] for w in waits(province.cast.province)] == [by_then, None]
    suspend_for_incident(made.proposal, document="演决定1号", actor=province.cast.province)
    assert [w[0] for w in waits(province.cast.province)][1:] == ["家因事故暂停，等移出或恢复在册"]


def test_what_is_told_anew_gives_the_province_its_time_anew(province, may):
    made = reported(province.unit.site, province.officer, deaths="1")
    decide_level(made, level="level_ordinary", reason="", actor=province.cast.province)
    may(5, 28)
    add_report(made, told(deaths="12"), actor=province.officer)
    assert waiting_levels(province.cast.province).get().since == now()
    decide_level(made, level="level_major", reason="", actor=province.cast.province)
    may(5, 30)
    add_report(made, told(deaths="13"), actor=province.officer)
    assert waiting_for_ministry(province.cast.province).get().since == now() - timedelta(days=2)


def test_a_second_press_writes_nothing_twice(province):
    made = recorded(province.unit.site, province.officer, deaths="1")
    first, second = (add_report(made, told(deaths="2"), actor=province.officer, file=proof(province.officer)) for _ in range(2))
    assert (first, made.reports.count()) == (second, 2)
    for _ in range(2):
        decide_level(made, level="level_serious", reason="伤亡可能增加", actor=province.officer)
    assert entries_of(made).filter(action="decide_incident_level").count() == 1
    add_report(made, told(deaths="2"), actor=province.cast.province)
    assert made.reports.count() == 3


def test_a_day_long_before_any_list_is_mistyped(province):
    for known_at, on in ((now(), date(24, 5, 21)), (datetime(1, 1, 1, tzinfo=SHANGHAI), date(1, 1, 1))):
        with pytest.raises(Refused) as refused:
            record_incident(province.unit.site, Happening("production_accident", on, known_at, "来函"), told(), actor=province.officer)
        assert refused.value.items == (f"发生日期{on.isoformat()}不对，请填写2000年以后的日期。",)


def test_the_unit_reports_itself_and_its_bureau_knows_from_then(province):
    engineer = province.unit.engineer
    made = record_incident(province.unit.site, Happening("production_accident", date(2024, 5, 20), now() - timedelta(days=2), "本单位"),
                           told(deaths="1"), actor=engineer)  # fmt: skip
    assert (made.known_at, made.state) == (now(), "incident_recorded")
    assert visible_to(engineer).get() == made
    for act in (
        lambda: decide_level(made, level="level_ordinary", reason="轻微", actor=engineer),
        lambda: report_incident(made, actor=engineer),
        lambda: close_at_city(made, outcome="已处理", actor=engineer),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused) as refused:
        report_incident(made, actor=province.officer)
    assert refused.value.items == ("请先续报并附证明材料（部门来函、单位报告或现场照片）。",)


def test_what_the_province_records_counts_as_reported(province):
    assert recorded(province.unit.site, province.cast.province, deaths="1").state == "incident_reported"


def test_nobody_sees_or_records_what_is_not_his(province):
    made, other = recorded(province.unit.site, province.officer, deaths="1"), province.cast.bureaus["360100"]
    readers = [province.officer, province.unit.engineer, province.cast.province, province.cast.centre]
    assert [visible_to(a).count() for a in readers] == [1, 0, 1, 1]  # the unit has told nothing yet
    again = record_incident(
        made.site, Happening(made.kind, made.happened_on, now(), "本单位"), told(deaths="2"), actor=province.unit.engineer
    )
    assert (again, again.reports.count(), visible_to(province.unit.engineer).get()) == (made, 2, made)
    assert [r.number for r in reports_visible_to(province.unit.engineer)] == [2]
    strangers = [other, province.units[1].engineer, province.other_unit.engineer]
    assert [visible_to(a).count() for a in strangers] == [0] * 3
    for actor in (*strangers, province.cast.centre):
        with pytest.raises(NotAllowed):
            recorded(province.unit.site, actor, deaths="2", on=date(2024, 5, 20))
        with pytest.raises(NotAllowed):
            add_report(made, told(), actor=actor)
        with pytest.raises(NotAllowed):
            decide_level(made, level="level_ordinary", reason="x", actor=actor)
    with pytest.raises(Refused, match="没有记录"):
        site_for(other, province.unit.site.name)
    assert site_for(province.officer, province.unit.site.name) == province.unit.site


def test_everything_wrong_is_told_at_once_and_the_same_is_not_recorded_twice(province):
    what = Happening("production_accident", date(2024, 5, 21), now() + timedelta(hours=1), " ")
    wrong = told(deaths="三", injured="1.5", loss="-1")
    with pytest.raises(Refused) as refused:
        record_incident(province.unit.site, what, wrong, actor=province.officer)
    assert len(refused.value.items) == 5
    recorded(province.unit.site, province.officer, deaths="1")
    with pytest.raises(WrongState, match="已经记录过"):
        recorded(province.unit.site, province.officer, deaths="1")
    assert Incident.objects.count() == 1


def test_the_register_knows_at_once_and_the_unit_is_not_recommended(province):
    case = province.application_at("verifying")
    assert case.findings.filter(clause="C-46").order_by("-computed_at", "-id")[0].verdict == "met"
    made = recorded(province.unit.site, province.officer, deaths="1")
    assert case.findings.filter(clause="C-46").order_by("-computed_at", "-id")[0].verdict == "not_met"
    decide_level(made, level="level_ordinary", reason="", actor=province.officer)
    newest = AdverseRecord.objects.order_by("-recorded_at", "-id")[0]
    assert (newest.kind, newest.statement) == ("safety_accident", "2024年5月21日发生生产安全事故，认定为一般")


def test_after_the_report_the_city_decides_no_more_and_after_the_end_nothing_is_told(province):
    made = reported(province.unit.site, province.officer, deaths="1")
    with pytest.raises(WrongState, match="不能再认定等级"):
        decide_level(made, level="level_ordinary", reason="", actor=province.officer)
    decide_level(made, level="level_ordinary", reason="", actor=province.cast.province)
    close_incident(made, outcome="已处理", actor=province.cast.province)
    with pytest.raises(WrongState, match="不能再续报"):
        add_report(made, told(), actor=province.officer, file=proof(province.officer))


def test_what_becomes_known_after_the_end_is_recorded_anew_with_a_time_of_its_own(province, may):
    first = recorded(province.unit.site, province.officer, deaths="9")
    decide_level(first, level="level_serious", reason="", actor=province.officer)
    close_at_city(first, outcome="已处理", actor=province.officer)
    may(6, 1)
    again = recorded(province.unit.site, province.officer, deaths="10")
    assert (again.happened_on, again.due_at) == (first.happened_on, now() + timedelta(hours=24))
    assert [r.statement[-5:] for r in of_kind(AdverseRecord.objects.all(), "safety_accident")] == ["等级待认定"]
