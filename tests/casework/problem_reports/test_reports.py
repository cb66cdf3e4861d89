"""实名举报: taken in by name, held back in a flood, examined where it belongs, decided by the province, followed by its receipt alone."""

from dataclasses import replace
from datetime import date

import pytest

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import ANONYMOUS
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.removal_services import remove_from_list
from greenlist.casework.problem_reports.models import ProblemReport
from greenlist.casework.problem_reports.selectors import by_receipt, meant_by, visible_to
from greenlist.casework.problem_reports.services import Said, assign_report, decide_report, examine_report, receive_report, store_proof
from greenlist.casework.register.event_services import Ground, enter_listing
from greenlist.casework.register.identity_services import rename_unit
from tests.casework.cast import blank_pdf

SAID = Said("演示一号公司", "夜间停开治污设施", "张三（演示）", "演示电话")

GROUND = Ground(date(2024, 5, 10), "市场监管部门核准", document="准予变更登记通知书")


@pytest.fixture
def listed(province):
    site = province.unit.site
    return enter_listing(
        site, level="provincial", category="factory", year=2023, third_party="自我评价", listed_on=date(2023, 9, 28), document="演88号", document_row=1,
        checked_on=today(), checked_sources=[], actor=province.cast.province,
    )  # fmt: skip


def about(name: str) -> Said:
    return Said(name, SAID.statement, SAID.reporter, SAID.contact)


def test_a_report_goes_to_the_office_of_the_unit_and_that_of_a_body_to_the_province(province, listed):
    body = province.cast.evaluators[0].evaluator
    made = [receive_report(about(name), sender=name)[0] for name in (listed.name, str(body), "谁也不是")]
    assert [(one.number, one.entry, one.evaluator, one.unit) for one in made] == [
        ("JB-2024-0001", listed, None, listed.unit), ("JB-2024-0002", None, body, ""), ("JB-2024-0003", None, None, ""),
    ]  # fmt: skip
    far, unit = province.cast.bureaus["360100"], province.unit.engineer
    readers = (province.cast.province, province.cast.centre, province.officer, far, unit, province.cast.evaluators[0].manager, ANONYMOUS)
    assert [visible_to(actor).count() for actor in readers] == [3, 0, 1, 0, 0, 0, 0]  # the centre examines none: who reported is not for it
    assert {t.key: t.count for t in todos_of(province.officer, province.round)}["reports"] == 1
    assert [t.count for t in todos_of(province.cast.province, province.round) if t.key == "reports"] == [2]


def test_a_name_is_known_in_any_brackets_a_former_one_too_and_so_is_a_unit_that_was_removed(province, listed):
    head = province.cast.province
    rename_unit(listed.site.organisation, name="演示（改名）公司", ground=GROUND, actor=head)
    listed.refresh_from_db()
    told = (listed.name, " 演示 (改名) 公司", listed.former_names.split("、")[0], listed.site.organisation.credit_code.lower())
    assert [meant_by(text)[0] for text in told] == [listed] * 4
    remove_from_list(listed, on=today(), reason="不再符合", clause="暂行办法第十八条", document="演89号", actor=head)
    assert meant_by(listed.name) == (listed, None)
    body = province.cast.evaluators[0].evaluator
    assert meant_by(body.organisation.credit_code) == (None, body)
    assert meant_by("演示") == meant_by("") == (None, None)


def test_the_province_says_which_unit_a_name_means_and_then_its_bureau_examines(province, listed):
    made, _ = receive_report(about("谁也不是"), sender="a")
    head, body = province.cast.province, province.cast.evaluators[0].evaluator
    with pytest.raises(Refused, match="没有认定"):
        assign_report(made, text="还是谁也不是", actor=head)
    assign_report(made, text=body.organisation.name, actor=head)
    assert (made.entry, made.evaluator, made.unit) == (None, body, "")
    assign_report(made, text=listed.name, actor=head)
    assert (made.entry, made.evaluator, made.unit) == (listed, None, listed.unit)
    with pytest.raises(NotAllowed):
        assign_report(made, text=str(body), actor=province.officer)
    examine_report(made, examination="查过", actor=province.officer)
    decide_report(made, is_true=False, reason="不属实", answer="无", actor=head)
    with pytest.raises(WrongState):
        assign_report(made, text=str(body), actor=head)


def test_everything_missing_is_told_at_once_and_a_flood_is_held_back(province):
    with pytest.raises(Refused) as refused:
        receive_report(Said(" ", "", "", "x" * 121), sender="a")
    assert len(refused.value.items) == 4
    for number in range(3):
        receive_report(about(f"演示{number}号公司"), sender="a")
    proof = store_proof(chunks=[blank_pdf()], name="证据.pdf")
    with pytest.raises(Refused) as refused:
        receive_report(SAID, sender="a", file=proof)
    assert refused.value.code == "flood" and not StoredFile.objects.filter(pk=proof.pk).exists()
    receive_report(SAID, sender="b")


def test_a_second_press_makes_no_second_report_and_tells_the_number_of_the_first(province, may):
    made, _ = receive_report(SAID, sender="a")
    with pytest.raises(Refused) as refused:
        receive_report(SAID, sender="a")
    assert refused.value.code == "already" and made.number in refused.value.what
    receive_report(replace(SAID, statement="另一件事"), sender="a")
    may(5, 22, 12)
    receive_report(SAID, sender="a")
    assert ProblemReport.objects.count() == 3


def test_the_name_that_the_reporter_gave_his_file_is_kept_nowhere(province):
    proof = store_proof(chunks=[blank_pdf()], name="张三拍的.PDF")
    assert proof.name == "举报证据.pdf"
    assert not JournalEntry.objects.filter(subject_label__contains="张三").exists()
    with pytest.raises(Refused, match="只收"):
        store_proof(chunks=[b"x"], name="张三拍的.docx")


def test_it_is_followed_by_its_receipt_alone_which_is_not_kept(province):
    made, receipt = receive_report(SAID, sender="a")
    assert by_receipt(receipt.lower().replace("-", " ")) == made
    assert [by_receipt(told) for told in (made.number, "", str(made.pk), receipt[:-1])] == [None] * 4
    assert receipt.replace("-", "") not in str(ProblemReport.objects.values().get())
    line = JournalEntry.objects.get(action="receive_report")
    assert SAID.reporter not in str(line.detail) + line.actor_name + line.subject_label


def test_it_is_examined_where_it_belongs_and_decided_by_the_province_with_words_for_the_reporter(province, listed):
    made, _ = receive_report(about(listed.name), sender="a")
    assert JournalEntry.objects.get(action="receive_report").clause == "暂行办法 21"
    far, head = province.cast.bureaus["360100"], province.cast.province
    with pytest.raises(NotAllowed):
        examine_report(made, examination="查过", actor=far)
    with pytest.raises(WrongState):
        decide_report(made, is_true=True, reason="属实", answer="已处理", actor=head)
    with pytest.raises(Refused):
        examine_report(made, examination=" ", actor=province.officer)
    examine_report(made, examination="现场核查，情况属实", actor=province.officer)
    assert JournalEntry.objects.get(action="examine_report").clause == "暂行办法 21"
    with pytest.raises(Refused):
        decide_report(made, is_true=True, reason="属实", answer="已处理", actor=province.officer)
    with pytest.raises(Refused) as refused:
        decide_report(made, is_true=True, reason=" ", answer="", actor=head)
    assert refused.value.items == ("请写明认定的理由。", "请写明告知举报人的结果。")
    decide_report(made, is_true=True, reason="属实", answer="已责令整改", actor=head)
    assert (made.state, made.answer, listed.state) == ("report_upheld", "已责令整改", "listing_standing")
    with pytest.raises(WrongState):
        decide_report(made, is_true=False, reason="不属实", answer="无", actor=head)
