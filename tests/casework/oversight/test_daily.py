"""每日比对: what came since the lists is found, once a day, and a dated record stays."""

from datetime import date, timedelta
from random import Random
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from greenlist.casework.directory.models import OrganisationName, Site
from greenlist.casework.journal import clock
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.oversight.daily_services import check_daily, enter_at_new_sites
from greenlist.casework.oversight.models import DailyCheck
from greenlist.casework.oversight.selectors import fate_counts, is_overdue, last_daily_check, open_hits_of
from greenlist.casework.oversight.services import confirm_list
from greenlist.casework.register.models import AdverseRecord, ListEntry
from greenlist.casework.register.selectors import of_kind
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.verification.selectors import newest_findings
from greenlist.portals.cli.main import main
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from tests.casework.cast import JIUJIANG
from tests.casework.oversight.deliveries import DAY, debtor, imported, received
from tests.casework.separate import together

OLD_NAME = "江西旧名岭演示材料有限公司"


@pytest.fixture
def case(province):
    return acts.begin(province.unit, province.round, national=False, body=None)


@pytest.fixture
def director(province):
    return province.cast.province


def verdict(case):
    found = newest_findings([case]).get((case.pk, "C-53"))
    return (found.verdict, found.stage) if found else None


def submitted(case):
    type(case).objects.filter(pk=case.pk).update(state="submitted")


def test_the_daily_check_finds_who_came_after_the_list_and_is_made_once_a_day(province, director):
    late = invite_units(province.cast, Random(5), unit=JIUJIANG, count=1, first_serial=50)[0]
    name = late.site.organisation.name
    Site.objects.filter(pk=late.site.pk).update(name=OLD_NAME)
    type(late.site.organisation).objects.filter(pk=late.site.organisation_id).update(name=OLD_NAME)
    OrganisationName.objects.filter(organisation=late.site.organisation).update(name=OLD_NAME)
    delivery = imported(director, debtor(name), debtor(name.replace("有限公司", "股份有限公司"), 2))
    assert fate_counts(delivery) == {"row_stranger": 2}
    for model in (Site, type(late.site.organisation)):
        model.objects.filter(name=OLD_NAME).update(name=name)
    case = acts.begin(late, province.round, national=False, body=None)
    submitted(case)
    check = check_daily()
    assert (check.row_count, check.linked_count, check.proposed_count, check.case_count) == (2, 1, 1, 1)
    assert fate_counts(delivery) == {"row_linked": 1, "row_proposed": 1}
    assert verdict(case) == ("not_met", "watch")
    assert load(check.content_digest)["cases"] == [case.number]
    assert JournalEntry.objects.get(action="check_daily").detail["digest"] == check.content_digest
    before = JournalEntry.objects.count()
    assert check_daily() == check
    assert (JournalEntry.objects.count(), DailyCheck.objects.count()) == (before, 1)


def test_what_turned_without_an_act_is_checked_again(case, director):
    imported(director, debtor(case.site.organisation.name, ended="2024-05-19"))
    submitted(case)
    before = verdict(case)
    AdverseRecord.objects.update(until_on=None)
    check = check_daily()
    assert before != ("not_met", "daily")
    assert (check.changed_count, verdict(case)) == (1, ("not_met", "daily"))


def test_a_site_that_came_later_has_what_the_lists_said_of_its_unit(case, province, director):
    delivery = imported(director, debtor(case.site.organisation.name))
    second = another_site(case)
    assert check_daily().linked_count == 1
    made = AdverseRecord.objects.get(site=second)
    entry = JournalEntry.objects.get(action="enter_at_new_sites")
    assert (entry.subject_id, entry.clause) == (delivery.pk, "C-42")
    assert entry.detail == {
        "entered": [{"site": str(second.pk), "kind": made.kind, "from_on": made.from_on.isoformat(), "reference": made.reference}]
    }


def another_site(case, name="二厂"):
    own = case.site
    return Site.objects.create(
        organisation=own.organisation, name=f"{own.name}{name}", address="演示", division=own.division, unit=own.unit
    )


def ends_at(site):
    return [row.until_on for row in of_kind(site.adverse_records.all(), "dishonest_debtor")]


def test_a_fact_whose_end_a_list_has_told_stays_ended_at_every_site(case, director):
    imported(director, debtor(case.site.organisation.name))
    second = another_site(case)
    imported(director, debtor(case.site.organisation.name, ended="2024-03-01"))
    third = another_site(case, "三厂")
    assert check_daily().linked_count == 1
    assert [ends_at(site) for site in (case.site, second, third)] == [[date(2024, 3, 1)]] * 3


def test_a_fact_that_an_officer_has_ended_is_ended_at_a_site_that_came_later_and_goes_on_where_he_said_nothing(case, director):
    second = another_site(case)
    imported(director, debtor(case.site.organisation.name))
    ended = {"kind": "dishonest_debtor", "from_on": date(2024, 1, 5), "until_on": date(2024, 3, 1)}
    words = {"statement": "已移出", "source": "执行信息公开网（演示）", "actor": director}
    enter_adverse_record(case.site, **ended, **words)
    assert enter_at_new_sites(actor=director) == 0
    assert ends_at(second) == [None]
    enter_adverse_record(second, **ended, **words)
    third = another_site(case, "三厂")
    assert (enter_at_new_sites(actor=director), enter_at_new_sites(actor=director)) == (1, 0)
    assert ends_at(third) == [date(2024, 3, 1)]


def test_what_an_officer_entered_at_one_site_without_a_list_stays_there(case, director):
    imported(director, debtor(case.site.organisation.name))
    enter_adverse_record(
        case.site, kind="violation", from_on=DAY, until_on=None, statement="处罚", source="信用中国（演示）", actor=director
    )
    second = another_site(case)
    assert enter_at_new_sites(actor=director) == 1
    assert [row.kind for row in second.adverse_records.all()] == ["dishonest_debtor"]


def test_two_daily_checks_at_once_enter_a_fact_once(separate_province):
    director, has_written = separate_province.cast.province, Event()
    case = acts.begin(separate_province.unit, separate_province.round, national=False, body=None)
    imported(director, debtor(case.site.organisation.name))
    second = another_site(case)

    def first():
        with transaction.atomic():
            entered = enter_at_new_sites(actor=director)
            has_written.set()
            sleep(0.5)  # the other is in the midst of it
        return entered

    assert together(first, lambda: has_written.wait() and enter_at_new_sites(actor=director)) == [1, 0]
    assert AdverseRecord.objects.filter(site=second).count() == 1
    assert JournalEntry.objects.filter(action="enter_at_new_sites").count() == 1


def test_a_daily_check_that_was_broken_off_is_made_again(case, director):
    imported(director, debtor(case.site.organisation.name))
    second = another_site(case)
    assert enter_at_new_sites(actor=director) == 1
    check_daily()
    assert (DailyCheck.objects.count(), AdverseRecord.objects.filter(site=second).count()) == (1, 1)


def test_an_entry_of_former_years_without_a_site_is_told_when_a_list_names_it(province, director):
    values = {"origin": "imported", "level": "national", "category": "factory", "year": 2019, "document": "演示名单"}
    ListEntry.objects.create(name="江西演示某某有限公司", region="江西", **values)
    ListEntry.objects.create(name="浙江演示无关纺织有限公司", region="浙江", **values)
    imported(director, debtor("江西演示某某有限公司"), debtor("浙江演示无关纺织有限公司", 2))
    hits = check_daily().entry_hits
    assert [(hit["entry"], hit["place"], hit["why"]) for hit in hits] == [
        ("江西演示某某有限公司（2019年国家级）", "第2行", "名称或信用代码相同")
    ]


def test_the_record_is_overdue_after_a_day(province):
    assert is_overdue(last_daily_check())
    with clock.at(clock.now()):
        check_daily()
        assert not is_overdue(last_daily_check())
    with clock.at(last_daily_check().ended_at + timedelta(hours=25)):
        assert is_overdue(last_daily_check())


def test_the_command_makes_the_record_and_says_what_it_found(province, capsys):
    assert main(["watch"]) == 0
    assert "每日比对：名单行0，新对应0" in capsys.readouterr().out
    assert DailyCheck.objects.count() == 1


def test_a_former_name_is_asked_and_not_linked(case, province, director):
    OrganisationName.objects.create(organisation=case.site.organisation, name=OLD_NAME, from_on=DAY, until_on=DAY)
    delivery = imported(director, debtor(OLD_NAME))
    assert fate_counts(delivery) == {"row_proposed": 1}
    assert open_hits_of(director).get().words == f"与曾用名相同，现名“{case.site.organisation.name}”"


def test_what_the_page_of_a_waiting_list_shows_is_kept_until_it_is_imported(province, director):
    delivery = received(director, debtor("甲演示有限公司"), debtor("甲某某", 2), debtor("", 3))
    told = delivery.preview
    assert dict(map(tuple, told["sums"])) | {"没有读入": 1, "自然人，没有保存": 1, "不在本省单位中": 1} == dict(map(tuple, told["sums"]))
    assert [line["place"] for line in told["persons"]] == ["第3行"]
    assert told["broken"][0]["told"] == ["“被执行人姓名/名称”一格：空着，要有单位名称"]
    confirm_list(delivery, actor=director)
    delivery.refresh_from_db()
    assert delivery.preview == {}
