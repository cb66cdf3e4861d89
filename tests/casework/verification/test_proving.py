"""Bulk proof: one document, many units, many clauses; all or nothing; the same findings as recorded one by one."""

from datetime import date

import pytest

from greenlist.casework.applications.selectors import TOLD_TO_BUREAU
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.verification.models import ProofDocument, RecordedFact
from greenlist.casework.verification.proving import NOTHING, Proof, Said, store_proof
from greenlist.casework.verification.selectors import checklist, newest_findings, open_counts
from greenlist.casework.verification.services import judge, record_fact
from greenlist.rehearsal import acts
from tests.casework.cast import blank_pdf, fresh

REPLY = {"kind": "reply", "source": "九江市生态环境局函复", "from_on": date(2021, 5, 22), "until_on": date(2024, 5, 20),
         "looked_up_on": date(2024, 5, 21)}  # fmt: skip
CLAUSES = ("C-46", "C-47", "C-48")


def scan(officer):
    return acts.upload(blank_pdf(), "函复.pdf", officer)


@pytest.fixture
def two(province):
    return [province.application_at("submitted", unit) for unit in province.units]


def prove(province, said, **changed):
    proof = Proof(**{**REPLY, "file": scan(province.officer), **changed})
    return store_proof(proof, said=said, actor=province.officer)


def test_one_document_settles_many_units_and_clauses_and_tells_the_sum(province, two):
    said = [Said(a, c, page=1) for a in two for c in CLAUSES]
    said[2] = Said(two[0], "C-48", "found", "颗粒物小时均值超标，罚款2.4万元", 1, date(2023, 8, 14))
    said[5] = Said(two[1], "C-48", "unknown", "正在调查", 1)
    document = prove(province, said)
    assert document.outcome == "6项：4项未发现，1项发现，1项仍待核实"
    assert [fresh(a).state for a in two] == ["verifying", "verifying"]
    assert open_counts(two) == {two[0].pk: (8, 1), two[1].pk: (9, 0)}
    line = next(i for i in checklist(two[0]) if i.clause.id == "C-48")
    assert (line.word, line.statement, line.fact.document, line.fact.page) == (
        "发现",
        "颗粒物小时均值超标，罚款2.4万元（2023-08-14起）",
        document,
        1,
    )
    assert [JournalEntry.objects.filter(action=a).count() for a in ("store_proof", "prove_in_bulk")] == [1, 2]
    assert entries_of(two[0]).first().action in TOLD_TO_BUREAU
    assert JournalEntry.objects.get(action="store_proof").detail["digest"] == document.file.digest


def test_the_findings_are_the_same_as_when_recorded_one_by_one(province, two):
    file = scan(province.officer)
    store_proof(Proof(**REPLY, file=file), said=[Said(two[0], c, page=1) for c in (*CLAUSES, "C-44")], actor=province.officer)
    for clause in (*CLAUSES, "C-44"):
        record_fact(two[1], clause=clause, answer="not_found", statement=NOTHING, source=REPLY["source"], looked_up_on=REPLY["looked_up_on"],
                    file=file, page=1, actor=province.officer)  # fmt: skip
    found = newest_findings(two)
    for clause in (*CLAUSES, "C-44"):
        bulk, single = found[two[0].pk, clause], found[two[1].pk, clause]
        assert (bulk.verdict, bulk.content_digest, bulk.stage) == (single.verdict, single.content_digest, single.stage)


def test_without_a_document_there_is_no_bulk_not_found(province, two):
    with pytest.raises(Refused) as refused:
        prove(province, [Said(a, "C-46") for a in two], file=None)
    assert "没有文件，不能批量录入：请上传函复或查询结果的扫描件。" in refused.value.items
    assert not RecordedFact.objects.exists()


def test_a_file_of_somebody_else_is_no_proof_of_ours(province, two):
    foreign = acts.upload(blank_pdf(), "别家的.pdf", province.unit.engineer)
    with pytest.raises(Refused) as refused:
        prove(province, [Said(two[0], "C-46")], file=foreign)
    assert refused.value.items == ("“别家的.pdf”不是本单位存入的文件，请由本单位上传。",)
    assert not RecordedFact.objects.exists()


def test_everything_wrong_is_told_at_once_and_nothing_is_half_stored(province, two):
    said = [Said(two[0], "C-46", page=9), Said(two[0], "C-46"), Said(two[1], "C-44", "found", "停产"), Said(two[1], "C-99", "maybe", " ")]
    with pytest.raises(Refused) as refused:
        prove(province, said, source=" ", until_on=date(2024, 5, 22), looked_up_on=date(2024, 5, 21), kind="rumour")
    words = "\n".join(refused.value.items)
    pieces = [
        "文件种类",
        "来源",
        "晚于查询或函复日期2024-05-21",
        "写了两个结论",
        "没有第9页",
        "停产起止日期",
        "没有这一项",
        "请写明查到的事实",
        "请选择未发现",
    ]
    assert [piece for piece in pieces if piece not in words] == []
    assert (ProofDocument.objects.count(), RecordedFact.objects.count()) == (0, 0)
    assert [fresh(a).state for a in two] == ["submitted", "submitted"]


def test_nothing_chosen_a_later_reply_and_a_window_turned_round_are_refused(province, two):
    with pytest.raises(Refused) as refused:
        prove(province, [], looked_up_on=date(2024, 5, 23), from_on=date(2024, 5, 21))
    assert len(refused.value.items) == 3


def test_a_unit_of_another_bureau_or_out_of_hand_holds_up_the_whole_document(province, two):
    other = province.application_at("submitted", province.other_unit)
    with pytest.raises(Refused) as refused:
        prove(province, [Said(two[0], "C-46"), Said(other, "C-46")])
    assert refused.value.items == (f"{other.site.name}：这不是本地区的申报件。",)
    with pytest.raises(NotAllowed):
        store_proof(Proof(**REPLY, file=None), said=[Said(two[0], "C-46")], actor=province.unit.engineer)
    assert not RecordedFact.objects.exists()


def test_a_dated_stop_goes_into_the_register_and_the_rule_decides(province, two):
    stop = Said(two[0], "C-44", "found", "停产", 1, date(2022, 1, 1), date(2022, 12, 31))
    assert prove(province, [stop, Said(two[1], "C-44")]).outcome == "2项：1项未发现，1项发现，0项仍待核实"
    assert AdverseRecord.objects.get().kind == "stopped_production"


def test_a_judgement_stays_when_a_later_document_says_the_same(province, two):
    said = [Said(two[0], "C-48", "found", "罚款2.4万元", 1)]
    prove(province, said)
    judge(newest_findings(two)[two[0].pk, "C-48"], outcome="set_aside", reason="数额较小", actor=province.officer)
    prove(province, [Said(two[0], "C-48", "found", "罚款2.4万元", 1)], source="九江市生态环境局第二次函复")
    assert next(i for i in checklist(two[0]) if i.clause.id == "C-48").judgement.reason == "数额较小"
    prove(province, [Said(two[0], "C-48", "found", "罚款24万元", 1)])
    assert next(i for i in checklist(two[0]) if i.clause.id == "C-48").judgement is None


def test_the_same_document_said_again_writes_no_new_finding(province, two):
    said = [Said(a, c) for a in two for c in CLAUSES]
    prove(province, said)
    before = two[0].findings.count()
    prove(province, said)
    assert two[0].findings.count() == before
    assert two[0].facts.count() == 6
