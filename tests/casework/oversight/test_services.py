"""Lists that decide: what is linked is found, what is near is unknown until a person says, nothing is written twice or dropped."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.directory.models import Site
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.matching_services import match_again
from greenlist.casework.oversight.models import DeliveryRow, ListDelivery, WatchedSource
from greenlist.casework.oversight.selectors import fate_counts, open_hits_of, rows_of, touched_by, visible_to
from greenlist.casework.oversight.services import choose_columns, confirm_list, drop_list
from greenlist.casework.oversight.settling_services import settle_hit
from greenlist.casework.oversight.taking import foretell
from greenlist.casework.register.models import AdverseRecord, ProposedHit
from greenlist.casework.verification.selectors import newest_findings
from greenlist.rehearsal.cast import invite_units
from tests.casework.cast import JIUJIANG
from tests.casework.oversight.deliveries import DAY, debtor, imported, received

STRANGER = "浙江演示无关纺织有限公司"
QUERIES = 20  # of an import, whatever the rows


@pytest.fixture
def case(province):
    return province.application_at("verifying")


@pytest.fixture
def director(province):
    return province.cast.province


def verdict(case, clause="C-53"):
    return newest_findings([case])[case.pk, clause].verdict


def near(case):
    """The unit's name as a clerk writes it from memory."""
    return case.site.organisation.name.replace("有限公司", "有限责任公司")


def test_the_same_name_within_the_province_is_linked_and_found_at_once(case, director):
    assert verdict(case) == "met"
    delivery = imported(director, debtor(case.site.organisation.name), debtor(STRANGER, 2))
    assert fate_counts(delivery) == {"row_linked": 1, "row_stranger": 1}
    record = AdverseRecord.objects.get()
    assert (record.kind, record.site, record.reference, record.file) == ("dishonest_debtor", case.site, "（2024）演执1号", delivery.file)
    assert record.source == "失信被执行人名单（执行信息公开网，2024-05-20查询）第2行"
    assert verdict(case) == "not_met"
    assert newest_findings([case])[case.pk, "C-53"].stage == "watch"
    assert touched_by(delivery, director).applications == [case]


def test_a_credit_code_links_whatever_the_name_is(case, director):
    imported(director, debtor("改了名的演示公司", code=case.site.organisation.credit_code))
    assert verdict(case) == "not_met"


def test_the_organisation_code_of_older_lists_links_too(case, director):
    imported(director, debtor("改了名的演示公司", code=case.site.organisation.credit_code[8:17]))
    assert verdict(case) == "not_met"


def test_a_near_name_is_unknown_until_somebody_says_and_then_found_or_clear(case, director):
    delivery = imported(director, debtor(near(case)), debtor(near(case), 2))
    assert fate_counts(delivery) == {"row_proposed": 2}
    assert AdverseRecord.objects.count() == 0
    assert verdict(case) == "unknown"
    one, two = open_hits_of(director)
    settle_hit(one, is_same=False, reason="住所地在外省，不是同一家", actor=director)
    assert verdict(case) == "unknown"
    settle_hit(two, is_same=True, reason="法院裁定书写明信用代码", actor=director)
    assert verdict(case) == "not_met"
    assert fate_counts(delivery) == {"row_linked": 1, "row_stranger": 1}
    assert AdverseRecord.objects.get().reference == "（2024）演执2号"
    assert JournalEntry.objects.filter(action__in=["recognise_unit", "rule_unit_out"]).count() == 2


def test_ruling_out_every_unit_makes_the_finding_clear_again(case, director):
    imported(director, debtor(near(case)))
    settle_hit(open_hits_of(director).get(), is_same=False, reason="不是同一家", actor=director)
    assert verdict(case) == "met"


def test_settling_needs_a_reason_and_is_done_once(case, director):
    imported(director, debtor(near(case)))
    hit = open_hits_of(director).get()
    with pytest.raises(Refused) as refused:
        settle_hit(hit, is_same=True, reason=" ", actor=director)
    assert refused.value.items == ("请写明根据什么认定。",)
    settle_hit(hit, is_same=True, reason="同一家", actor=director)
    with pytest.raises(WrongState):
        settle_hit(ProposedHit.objects.get(), is_same=True, reason="同一家", actor=director)
    assert AdverseRecord.objects.count() == 1


def test_a_near_name_under_another_valid_code_is_another_unit(case, province, director):
    code = province.units[1].site.organisation.credit_code
    delivery = imported(director, debtor(near(case), code=code))
    assert rows_of(delivery).get().organisation == province.units[1].site.organisation
    delivery = imported(director, debtor(near(case), 2, code="91360000158264065X"))
    assert fate_counts(delivery) == {"row_stranger": 1}


def test_the_same_name_in_another_province_is_asked(case, director):
    head = "被执行人名称,案号,立案时间,省份"
    delivery = imported(director, f"{case.site.organisation.name},（2024）演执1号,2024-01-05,浙江", head=head, region="")
    assert fate_counts(delivery) == {"row_proposed": 1}
    assert open_hits_of(director).get().words == "名称相同，所在地区不同"


def test_the_same_file_again_is_the_same_delivery(case, director):
    lines = debtor(case.site.organisation.name), debtor(near(case), 2)
    first = imported(director, *lines)
    assert received(director, *lines) == first
    with pytest.raises(WrongState):
        confirm_list(ListDelivery.objects.get(), actor=director)
    assert (AdverseRecord.objects.count(), ProposedHit.objects.count()) == (1, 1)


def test_a_longer_list_writes_only_what_is_new(case, director):
    lines = [debtor(case.site.organisation.name), debtor(near(case), 2), debtor(STRANGER, 3)]
    imported(director, *lines)
    before = list(AdverseRecord.objects.values()), list(ProposedHit.objects.values())
    second = imported(director, *lines, debtor(STRANGER, 4))
    assert fate_counts(second) == {"row_known": 2, "row_stranger": 2}
    assert (list(AdverseRecord.objects.values()), list(ProposedHit.objects.values())) == before
    third = imported(director, *lines, debtor(case.site.organisation.name, 5))
    assert fate_counts(third) == {"row_known": 2, "row_stranger": 1, "row_linked": 1}
    assert AdverseRecord.objects.count() == 2


def test_a_row_twice_in_one_list_is_one_fact(case, director):
    delivery = imported(director, debtor(case.site.organisation.name), debtor(case.site.organisation.name))
    assert fate_counts(delivery) == {"row_linked": 1, "row_known": 1}


def test_an_end_told_later_ends_the_record_and_nothing_is_edited(case, director):
    name = case.site.organisation.name
    imported(director, debtor(name), debtor(name, 2, began="2024-01-05"))
    imported(director, debtor(name, ended="2024-03-01"), debtor(name, 2))
    assert verdict(case) == "not_met"
    imported(director, debtor(name, ended="2024-03-01"), debtor(name, 2, ended="2024-04-01"), name="三.csv")
    assert AdverseRecord.objects.filter(until_on=None).count() == 2
    assert verdict(case) == "met"


def test_an_end_told_later_ends_what_still_waits(case, director):
    imported(director, debtor(near(case)))
    imported(director, debtor(near(case), ended="2024-03-01"))
    assert ProposedHit.objects.get().until_on.isoformat() == "2024-03-01"
    assert verdict(case) == "met"


def test_a_broken_row_hides_no_other_and_every_line_is_kept(case, director):
    name = case.site.organisation.name
    delivery = imported(director, debtor(STRANGER, began="去年"), debtor("", 2), debtor(name, 3), "合计,,,,,")
    assert fate_counts(delivery) == {"row_broken": 2, "row_linked": 1}
    told = [row.told for row in rows_of(delivery, "row_broken")]
    assert told == [["“立案时间”一格：读到“去年”，要的是年月日齐全的日期，如 2024-04-02"], ["“被执行人姓名/名称”一格：空着，要有单位名称"]]
    assert verdict(case) == "not_met"


def test_nothing_about_persons_is_kept_anywhere(case, director):
    person, number = "甲某某", "36990119850209557X"
    head = "被执行人姓名/名称,身份证号码/组织机构代码,案号,立案时间,法定代表人,失信情形"
    rows = [f"{person},{number},（2024）演执1号,2024-01-05,,", f"{STRANGER},,（2024）演执2号,2024-01-05,乙某某,担保人{number}"]
    delivery = imported(director, *rows, head=head)
    assert fate_counts(delivery) == {"row_person": 1, "row_stranger": 1}
    kept = path_of_file(delivery.file).read_text(encoding="utf-8")
    stored = "".join(str(list(model.objects.values())) for model in (ListDelivery, DeliveryRow, WatchedSource, JournalEntry, ProposedHit))
    for secret in (person, number, "乙某某"):
        assert secret not in kept
        assert secret not in stored
    assert "担保人（已隐去证件号）" in kept


def test_columns_are_chosen_by_a_person_and_remembered_for_the_source(case, director):
    head, row = "甲栏,乙栏,丙栏", f"2024.1.5,{case.site.organisation.name},演1号"
    delivery = received(director, row, head=head)
    assert delivery.columns == {}
    with pytest.raises(Refused) as refused:
        confirm_list(delivery, actor=director)
    assert refused.value.items == ("还没有选定：单位名称、起始日期、文号。", "没有一行可以导入。")
    with pytest.raises(Refused, match="栏目没有存"):
        choose_columns(delivery, head_lines=1, columns={"name": 1, "from_on": 1}, actor=director)
    choose_columns(delivery, head_lines=1, columns={"name": 1, "from_on": 0, "reference": 2, "authority": -1}, actor=director)
    confirm_list(delivery, actor=director)
    assert verdict(case) == "not_met"
    again = received(director, row.replace("演1号", "演2号"), head=head)
    assert again.columns == {"name": 1, "from_on": 0, "reference": 2}


def test_a_list_without_days_has_the_day_of_the_list(case, director):
    head, row = "企业名称,存在问题,整改完成情况", f"{case.site.organisation.name},能耗超限额,未完成"
    delivery = received(director, row, head=head, list_id="energy_rectification", source="省节能监察机构")
    assert foretell(delivery).counts == {"row_broken": 1}
    drop_list(delivery, actor=director)
    imported(director, row, head=head, list_id="energy_rectification", source="省节能监察机构", dated_on=DAY)
    assert AdverseRecord.objects.get().from_on == DAY
    assert verdict(case, "C-52") == "not_met"


def test_what_was_put_right_by_the_day_of_the_list_bars_no_more(case, director):
    row = f"{case.site.organisation.name},能耗超限额,已完成整改"
    imported(director, row, head="企业名称,存在问题,整改完成情况", list_id="energy_rectification", source="省节能监察机构", dated_on=DAY)
    assert AdverseRecord.objects.get().until_on == DAY
    assert verdict(case, "C-52") == "met"


def test_a_bureau_imports_for_its_own_units_only(case, province):
    officer, other = province.officer, province.other_unit.site.organisation
    delivery = imported(officer, debtor(other.name), debtor(case.site.organisation.name, 2), region=JIUJIANG)
    assert fate_counts(delivery) == {"row_stranger": 1, "row_linked": 1}
    assert list(visible_to(officer)) == list(visible_to(province.cast.province)) == [delivery]
    elsewhere = province.cast.bureaus["360100"]
    assert list(visible_to(elsewhere)) == []
    with pytest.raises(NotAllowed):
        confirm_list(delivery, actor=elsewhere)


def test_a_bureau_settles_only_what_may_mean_its_units(case, province):
    imported(province.cast.province, debtor(near(case)))
    elsewhere = province.cast.bureaus["360100"]
    assert list(open_hits_of(elsewhere)) == []
    hit = open_hits_of(province.officer).get()
    with pytest.raises(NotAllowed):
        settle_hit(hit, is_same=True, reason="同一家", actor=elsewhere)
    with pytest.raises(NotAllowed):
        received(province.unit.engineer, debtor("甲"))


def test_what_is_no_list_is_refused_in_words(province):
    director = province.cast.province
    with pytest.raises(Refused, match="名单应为 xlsx"):
        received(director, name="名单.pdf")
    with pytest.raises(Refused) as refused:
        received(director, list_id="unknown", source=" ")
    assert refused.value.items == ("请选择是哪一种名单。", "请填名单来自哪里。")


def test_an_unread_delivery_can_be_laid_aside_and_sent_again(province):
    director = province.cast.province
    delivery = received(director, debtor(STRANGER))
    drop_list(delivery, actor=director)
    assert received(director, debtor(STRANGER)) != delivery


def test_a_unit_that_comes_after_the_list_is_found_by_matching_again(case, province, director):
    late = invite_units(province.cast, Random(5), unit=JIUJIANG, count=1, first_serial=50)[0]
    name = late.site.organisation.name
    Site.objects.filter(pk=late.site.pk).update(unit="none")
    officer = province.officer
    first = imported(officer, debtor(name), debtor(f"{name[:-4]}有限责任公司", 2), region=JIUJIANG)
    imported(officer, debtor(name), name="二.csv", region=JIUJIANG, source="再来")
    Site.objects.filter(pk=late.site.pk).update(unit=JIUJIANG)
    assert match_again(actor=officer) == 3
    assert fate_counts(first) == {"row_linked": 1, "row_proposed": 1}
    assert (AdverseRecord.objects.count(), ProposedHit.objects.count()) == (1, 1)
    settle_hit(open_hits_of(officer).get(), is_same=False, reason="不是同一家", actor=officer)
    assert match_again(actor=officer) == 0


def queries(director, rows):
    delivery = received(director, *(debtor(STRANGER, f"{rows}-{n}") for n in range(rows)))
    with CaptureQueriesContext(connection) as seen:
        confirm_list(delivery, actor=director)
    return len([q for q in seen if not q["sql"].startswith('INSERT INTO "oversight_deliveryrow"')])


def test_an_import_needs_the_same_queries_whatever_the_rows(province):
    """But for the slices in which SQLite takes one bulk insert."""
    director = province.cast.province
    assert (queries(director, 3), queries(director, 2000)) == (QUERIES, QUERIES)
