"""C-55 对于发生重大及以上生产安全和质量事故……要及时上报: none stays at the city, none is closed untold; late is kept as late.

及时 has no number in the notice: 24 hours from knowledge is a parameter of the round.
"""

from greenlist.casework.incidents.consequence_services import restore_unless_open
from greenlist.casework.incidents.selectors import is_late
from greenlist.casework.incidents.services import close_at_city, close_incident, decide_level, report_incident, report_to_ministry
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.inspections.services import conclude_fine
from greenlist.casework.journal.clock import today
from greenlist.casework.register.event_services import Ground, suspend_listing
from tests.casework.incidents.told import listed, recorded
from tests.casework.inspections.drawn import drawn, visited


def test_a_grave_accident_does_not_stay_at_the_city(province, served_omission):
    for deaths, words in (("10", "重大"), ("30", "特别重大")):
        made = recorded(province.units[deaths == "30"].site, province.officer, deaths=deaths)
        decide_level(made, level="level_serious", reason="初步判断", actor=province.officer)
        refusal = served_omission(close_at_city, made, outcome="已处理", actor=province.officer)
        assert refusal.items[0].startswith(f"按表是“{words}”，认定为“较大”")


def test_nor_does_one_that_may_still_be_grave(province, served_omission):
    made = recorded(province.unit.site, province.officer, deaths="9", injured=None)
    decide_level(made, level="level_serious", reason="初步判断", actor=province.officer)
    served_omission(close_at_city, made, outcome="已处理", actor=province.officer)


def test_one_below_stays_there(province):
    made = recorded(province.unit.site, province.officer, deaths="9", injured="49", loss="4999.99")
    decide_level(made, level="level_serious", reason="", actor=province.officer)
    close_at_city(made, outcome="已处理", actor=province.officer)
    assert made.state == "incident_kept_at_city"


def test_a_grave_accident_of_quality_is_decided_by_a_person_and_reported(province, served_omission):
    made = recorded(province.unit.site, province.officer, "quality_accident")
    served_omission(decide_level, made, level="level_major", reason="", actor=province.officer)
    decide_level(made, level="level_major", reason="全国召回，造成人员伤害", actor=province.officer)
    served_omission(close_at_city, made, outcome="已召回", actor=province.officer)


def test_the_province_does_not_close_it_before_the_ministry_was_told(province, served_omission):
    made, head = recorded(province.unit.site, province.officer, deaths="10"), province.cast.province
    report_incident(made, actor=province.officer)
    served_omission(report_to_ministry, made, on=today(), document="演1号", actor=head)
    decide_level(made, level="level_major", reason="", actor=head)
    served_omission(report_to_ministry, made, on=None, document="", actor=head)
    served_omission(close_incident, made, outcome="整改合格", actor=head)
    report_to_ministry(made, on=today(), document="演1号", actor=head)
    close_incident(made, outcome="整改合格", actor=head)
    assert made.state == "incident_closed"


def test_from_the_twenty_fifth_hour_on_it_is_late_and_taken_all_the_same(province, may):
    may(5, 22, 10)
    made = recorded(province.unit.site, province.officer, deaths="10")
    may(5, 23, 10)
    assert not is_late(made)
    may(5, 23, 11)
    report_incident(made, actor=province.officer)
    assert (made.state, is_late(made)) == ("incident_reported", True)


def test_a_suspended_unit_is_not_restored_while_its_accident_is_open(province, served_omission):
    entry, head = listed(province.unit.site, province.cast.province), province.cast.province
    recorded(province.unit.site, province.officer, deaths="10")
    suspend_listing(entry, Ground(today(), "事故调查期间", "暂行办法第十七条", "演1号"), actor=head)
    ground = Ground(today(), "整改合格", "暂行办法第十七条", "演2号")
    served_omission(restore_unless_open, entry, ground, actor=head)


def test_a_visit_is_not_concluded_fine_at_a_unit_whose_accident_nobody_reported(province, may, served_omission):
    listed(province.unit.site, province.cast.province)
    drawn(province.cast.province, may, budget=1)
    recorded(province.unit.site, province.officer, deaths="10")
    held = visited(Inspection.objects.get(), province.cast.centre)
    served_omission(conclude_fine, held, actor=province.cast.centre)
