"""C-61 各地要充分利用传统媒体和新媒体，宣传绿色制造先进经验: cases of listed units, where each was published, and no empty year without a word."""

from greenlist.casework.journal.clock import today
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.publicity.case_services import consent_to_case, keep_case, offer_case, release_case, start_case, take_down_case
from greenlist.casework.publicity.event_services import close_year, enter_placement
from tests.casework.publicity.told import checked, placed, written
from tests.casework.yearly_tables.conftest import list_unit


def test_only_a_listed_units_case_is_written_and_shown(province, served_omission):
    entry, head = list_unit(province, province.unit), province.cast.province
    remove_from_list(entry, on=today(), reason="停产", clause="C-44", actor=head)
    told = served_omission(start_case, entry, title="余热", actor=province.unit.engineer)
    assert told.items == (f"“{entry.name}”现在是“已移出”，典型案例只宣传在册单位。",)


def test_a_case_whose_unit_left_meanwhile_is_not_released(province, served_omission):
    case, head = checked(province), province.cast.province
    remove_from_list(case.entry, on=today(), reason="停产", clause="C-44", actor=head)
    served_omission(release_case, case, version=case.version, actor=head)


def test_nothing_is_public_without_consent_and_nothing_goes_without_a_reason(province, served_omission):
    case, head = written(province), province.cast.province
    served_omission(offer_case, case, actor=province.unit.engineer)
    served_omission(consent_to_case, case, version=case.version, actor=province.officer)
    served_omission(take_down_case, case, reason="", actor=province.cast.bureaus["360100"])
    served_omission(keep_case, case, reason="演示", actor=head)


def test_what_was_published_has_its_medium_its_day_and_its_proof(province, served_omission):
    case, officer = checked(province), province.officer
    told = served_omission(enter_placement, placed(link="", outlet=" ", channel="x"), case=case, actor=officer)
    assert told.items == ("请写媒体名称", "请选渠道", "请填链接，或上传版面扫描件")
    served_omission(enter_placement, placed(link="javascript:alert(1)"), case=case, actor=officer)
    served_omission(enter_placement, placed(), actor=officer)
    assert enter_placement(placed(), case=case, actor=officer).channel == "website"
    served_omission(enter_placement, placed(), case=case, actor=officer)  # a second press


def test_a_bureau_does_not_close_a_year_without_a_case_or_a_word_on_it(province, served_omission):
    told = served_omission(close_year, 2023, no_event_because="演示", actor=province.officer)
    assert told.items == ("2023年登记并核对的典型案例0个，少于1个，请写明原因",)
    close_year(2023, no_case_because="名单刚公布", no_event_because="演示", actor=province.officer)
    served_omission(close_year, 2023, no_case_because="再办一次", no_event_because="演示", actor=province.officer)
