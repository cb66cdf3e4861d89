"""How far one office's list reaches: not into what the province holds, not into another region, not over another office's facts."""

import pytest
from django.db import IntegrityError, transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.matching_services import match_again
from greenlist.casework.oversight.models import DeliveryRow
from greenlist.casework.oversight.permissions import may_settle
from greenlist.casework.oversight.selectors import fate_counts, open_hits_of, rows_of, sources_seen, touched_by
from greenlist.casework.oversight.services import choose_columns, confirm_list
from greenlist.casework.oversight.settling_services import settle_hit
from greenlist.casework.register.models import AdverseRecord, ProposedHit
from greenlist.casework.register.selectors import of_kind
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG
from tests.casework.oversight.deliveries import debtor, imported, received

BOTH = "青岭演示新材料有限责任公司"


@pytest.fixture
def case(province):
    return acts.begin(province.unit, province.round, national=False, body=None)


@pytest.fixture
def director(province):
    return province.cast.province


@pytest.fixture
def officer(province):
    return province.officer


def hand_in(case):
    Application.objects.filter(pk=case.pk).update(state="recommended")


def name_of(case):
    return case.site.organisation.name


def near(case):
    return name_of(case).replace("有限公司", "有限责任公司")


def stands(case):
    return [row.until_on for row in of_kind(AdverseRecord.objects.filter(site=case.site), "dishonest_debtor")]


def test_a_bureau_settles_until_it_hands_in_and_then_the_province(case, officer, director):
    imported(officer, debtor(near(case)), region=JIUJIANG)
    hand_in(case)
    with pytest.raises(NotAllowed) as refused:
        settle_hit(open_hits_of(officer).get(), is_same=False, reason="不是同一家", actor=officer)
    assert refused.value.then == "请由省厅认定。"
    assert ProposedHit.objects.get().state == "hit_open"
    settle_hit(open_hits_of(director).get(), is_same=False, reason="不是同一家", actor=director)


def test_a_bureau_ends_its_own_fact_until_it_hands_in(case, officer):
    imported(officer, debtor(name_of(case)), region=JIUJIANG)
    hand_in(case)
    late = imported(officer, debtor(name_of(case), ended="2024-03-01"), region=JIUJIANG)
    assert fate_counts(late) == {"row_known": 1}
    assert "请由省厅导入" in rows_of(late).get().told[0]
    assert stands(case) == [None]
    Application.objects.filter(pk=case.pk).update(state="verifying")
    imported(officer, debtor(name_of(case), ended="2024-03-02"), region=JIUJIANG)
    assert [day.isoformat() for day in stands(case)] == ["2024-03-02"]


def test_a_bureau_ends_nothing_that_the_province_brought_and_the_province_ends_all(case, officer, director):
    imported(director, debtor(name_of(case)))
    other_writing = f"（演示）{name_of(case)}", name_of(case)
    for name in other_writing:
        code = case.site.organisation.credit_code
        imported(officer, debtor(name, code=code, ended="2024-03-01"), region=JIUJIANG, name=f"{name}.csv")
    assert stands(case) == [None]
    imported(director, debtor(name_of(case), ended="2024-03-01"))
    assert [day.isoformat() for day in stands(case)] == ["2024-03-01"]


def test_a_bureau_does_not_end_by_settling_either(case, officer, director):
    imported(director, debtor(name_of(case)))
    imported(officer, debtor(near(case), ended="2024-03-01"), region=JIUJIANG)
    with pytest.raises(NotAllowed, match="认定会使它终止"):
        settle_hit(open_hits_of(officer).get(), is_same=True, reason="同一家", actor=officer)
    assert stands(case) == [None]


def test_what_one_office_imported_hides_nothing_from_another(case, officer, director):
    imported(officer, debtor(name_of(case)), debtor(near(case), 2), region=JIUJIANG)
    later = imported(director, debtor(name_of(case)), debtor(near(case), 2))
    assert fate_counts(later) == {"row_linked": 1, "row_proposed": 1}
    assert stands(case) == [None]


@pytest.fixture
def two(province, case):
    """A row of the province's list that may mean a unit here and one of another region."""
    for unit, name in ((province.unit, "青岭演示新材料有限公司"), (province.other_unit, "青岭演示新材料股份有限公司")):
        organisation = unit.site.organisation
        organisation.name = name
        organisation.save(update_fields=["name"])
    imported(province.cast.province, debtor(BOTH))
    return open_hits_of(province.officer).get()


def test_a_bureau_does_not_rule_out_the_units_of_another_region(two, officer, director):
    assert ProposedHit.objects.count() == 2
    with pytest.raises(NotAllowed) as refused:
        settle_hit(two, is_same=True, reason="同一家", actor=officer)
    assert refused.value.then == "请由省厅认定。"
    assert ProposedHit.objects.filter(state="hit_open").count() == 2
    settle_hit(two, is_same=False, reason="不是同一家", actor=officer)
    assert ProposedHit.objects.filter(state="hit_open").count() == 1
    assert DeliveryRow.objects.get().fate == "row_proposed"


def test_a_bureau_does_not_write_into_another_region_by_settling(case, officer, director):
    own = case.site
    Site.objects.create(organisation=own.organisation, name=f"{own.name}南昌厂", address="演示", division="360102", unit="360100")
    imported(officer, debtor(near(case)), region=JIUJIANG)
    with pytest.raises(NotAllowed, match="别的地区也有厂址"):
        settle_hit(open_hits_of(officer).get(), is_same=True, reason="同一家", actor=officer)
    settle_hit(open_hits_of(director).get(), is_same=True, reason="同一家", actor=director)
    assert AdverseRecord.objects.count() == 2


def test_each_office_has_columns_of_its_own_for_a_source(case, officer, director):
    head, row = "甲栏,乙栏,丙栏", f"{name_of(case)},2024-01-05,演1号"
    mine = received(officer, row, head=head, region=JIUJIANG)
    choose_columns(mine, head_lines=1, columns={"name": 0, "from_on": 1, "reference": 2}, actor=officer)
    confirm_list(mine, actor=officer)
    assert received(director, row, head=head).columns == {}
    assert received(officer, row.replace("演1号", "演2号"), head=head, region=JIUJIANG).columns == {"name": 0, "from_on": 1, "reference": 2}


def test_an_end_of_what_waits_reaches_only_what_the_actor_may_settle_and_is_in_the_journal(case, officer):
    imported(officer, debtor(near(case)), region=JIUJIANG)
    hand_in(case)
    imported(officer, debtor(near(case), ended="2024-03-01"), region=JIUJIANG, name="二.csv")
    assert ProposedHit.objects.filter(until_on=None).count() == 1
    assert not JournalEntry.objects.filter(action="end_waiting_hit").exists()
    Application.objects.filter(pk=case.pk).update(state="verifying")
    imported(officer, debtor(near(case), ended="2024-03-02"), region=JIUJIANG, name="三.csv")
    assert JournalEntry.objects.get(action="end_waiting_hit").subject_id == ProposedHit.objects.get().pk


def test_the_journal_tells_which_row_bars_whom(case, director):
    delivery = imported(director, debtor(name_of(case)), debtor("浙江演示无关纺织有限公司", 2))
    line = JournalEntry.objects.get(action="confirm_list")
    kept = load(line.detail["digest"])["rows"]
    row = rows_of(delivery, "row_linked").get()
    assert [(k["row"], k["organisation"], k["reference"]) for k in kept] == [
        (str(row.pk), str(case.site.organisation_id), "（2024）演执1号")
    ]
    DeliveryRow.objects.filter(pk=row.pk).update(fate="row_stranger", organisation=None)
    assert match_again(actor=director) == 1
    line = JournalEntry.objects.get(action="match_again")
    assert (line.subject_id, load(line.detail["digest"])["rows"][0]["row"]) == (delivery.pk, str(row.pk))


def test_what_hangs_on_a_list_is_shown_to_the_bureau_whose_it_is(case, province, officer, director):
    Application.objects.filter(pk=case.pk).update(state="verifying")
    mine = imported(officer, debtor(name_of(case)), region=JIUJIANG, source="九江演示来源")
    assert touched_by(mine, officer).applications == [case]
    elsewhere = province.cast.bureaus["360100"]
    assert touched_by(mine, elsewhere).applications == []
    assert (sources_seen(officer), sources_seen(director), sources_seen(elsewhere)) == (["九江演示来源"], ["九江演示来源"], [])


def test_the_kept_copy_is_cleaned_anew_when_the_columns_are_chosen(case, director, django_capture_on_commit_callbacks):
    delivery = received(director, "甲某某,2024.1.5,演1号", f"{name_of(case)},2024.1.5,演2号", head="甲栏,乙栏,丙栏")
    before = delivery.file
    with django_capture_on_commit_callbacks(execute=True):
        choose_columns(delivery, head_lines=1, columns={"name": 0, "from_on": 1, "reference": 2}, actor=director)
    delivery.refresh_from_db()
    assert not StoredFile.objects.filter(pk=before.pk).exists()
    assert not path_of(before.digest).exists()
    assert "甲某某" not in path_of(delivery.file.digest).read_text(encoding="utf-8")


def test_a_personal_column_is_not_chosen(director):
    delivery = received(director, "演示甲有限公司,2024.1.5,演1号,乙某某", head="被执行人名称,立案时间,案号,法定代表人")
    with pytest.raises(Refused) as refused:
        choose_columns(delivery, head_lines=1, columns={"name": 3, "from_on": 1, "reference": 2}, actor=director)
    assert refused.value.items == ("“单位名称”选了个人信息的一栏。",)


def test_a_row_is_put_to_a_unit_once(case, director):
    imported(director, debtor(near(case)))
    hit = ProposedHit.objects.get()
    hit.pk = uuid7()
    with pytest.raises(IntegrityError), transaction.atomic():
        hit.save(force_insert=True)


def test_a_hit_is_settled_as_it_stands_now(case, officer):
    imported(officer, debtor(near(case)), region=JIUJIANG)
    seen = ProposedHit.objects.get()
    imported(officer, debtor(near(case), ended="2024-03-01"), region=JIUJIANG, name="二.csv")
    again = ProposedHit.objects.get()
    settle_hit(seen, is_same=True, reason="同一家", actor=officer)
    assert [day.isoformat() for day in stands(case)] == ["2024-03-01"]
    with pytest.raises(WrongState):
        settle_hit(again, is_same=False, reason="不是同一家", actor=officer)


def test_what_is_with_the_province_is_not_the_bureaus_to_settle(case, province, officer):
    imported(officer, debtor(near(case)), region=JIUJIANG)
    hit = open_hits_of(officer).get()
    assert may_settle([hit], officer) == [hit]
    hand_in(case)
    assert may_settle([hit], officer) == []
    assert may_settle([hit], province.cast.province) == [hit]


def test_a_row_that_waited_and_is_sure_now_is_written(case, officer):
    imported(officer, debtor(near(case)), region=JIUJIANG)
    later = imported(officer, debtor(near(case), code=case.site.organisation.credit_code), region=JIUJIANG)
    assert fate_counts(later) == {"row_linked": 1}
    assert stands(case) == [None]
