"""Letters to departments: their clock, 逾期未复 as its own thing, the link, and a reply that becomes facts by one act."""

from datetime import date

import openpyxl
import pypdfium2
import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.consultation.departments import department, departments, scope_sentence
from greenlist.casework.consultation.models import Consultation
from greenlist.casework.consultation.papers import consultation_letter
from greenlist.casework.consultation.selectors import behind_link, is_link_open, standings, visible_to, with_letters
from greenlist.casework.consultation.services import answer_by_link, give_link, prepare_letter, record_reply, remind, send_letter
from greenlist.casework.files.rows import rows_of
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.verification.answer_sheet import read_answers
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import RecordedFact
from greenlist.casework.verification.proving import NOTHING, Proof, Said
from greenlist.casework.verification.selectors import newest_findings
from greenlist.papers.consultation_letter import to_pdf, to_xlsx
from greenlist.rehearsal import acts
from tests.casework.cast import blank_pdf


@pytest.fixture
def two(province):
    return [province.application_at("submitted", unit) for unit in province.units]


@pytest.fixture
def letter(province, two):
    return prepare_letter(province.round, to="ecology", applications=two, actor=province.officer)


@pytest.fixture
def sent(province, letter):
    send_letter(letter, letter_number="九工信函〔2024〕演3号", dated_on=date(2024, 5, 21), actor=province.officer)
    return letter


def words(two):
    verdicts = {key: finding.verdict for key, finding in newest_findings(two).items()}
    one = with_letters(Application.objects.filter(pk=two[0].pk)).get()
    return {s.department.short: s.word for s in standings(one, verdicts)}


def lines(two, **changed):
    usual = {"clause": "C-48", "answer": "not_found", "statement": NOTHING, "page": "", "from_on": "", "until_on": ""}
    return [{**usual, "unit": str(a.pk), **changed} for a in two]


def test_departments_ask_only_about_exclusions_and_no_clause_is_asked_twice():
    clauses = [clause for d in departments() for clause in d.clauses]
    assert len(clauses) == len(set(clauses))
    assert set(clauses) <= set(exclusion_labels())
    assert [d.short for d in departments() if d.short] == ["环", "应", "市"]
    assert department("nobody") is None


def test_a_letter_is_prepared_sent_and_its_reply_due_after_working_days(province, two, letter):
    assert (letter.state, letter.addressee, letter.units.count()) == ("unsent", "九江市生态环境局", 2)
    assert words(two) == {"环": "未发函", "应": "未发函", "市": "未发函"}
    send_letter(letter, letter_number="九工信函〔2024〕演3号", dated_on=date(2024, 5, 21), actor=province.officer)
    assert (letter.state, letter.due_on) == ("sent", date(2024, 5, 28))
    assert words(two) == {"环": "函询中", "应": "未发函", "市": "未发函"}
    assert JournalEntry.objects.filter(action="send_consultation").count() == 1


def test_what_is_late_is_overdue_and_never_no_objection(two, sent, may):
    may(5, 28)
    assert words(two)["环"] == "函询中"
    may(5, 29)
    assert words(two)["环"] == "逾期未复"
    assert newest_findings(two)[two[0].pk, "C-48"].verdict == "unknown"


def test_a_letter_needs_units_a_department_a_number_and_a_day(province, two, letter):
    other = province.application_at("submitted", province.other_unit)
    with pytest.raises(Refused) as refused:
        prepare_letter(province.round, to="nobody", applications=[other], actor=province.officer)
    assert len(refused.value.items) == 2
    with pytest.raises(Refused):
        prepare_letter(province.round, to="ecology", applications=[], actor=province.officer)
    with pytest.raises(Refused) as refused:
        send_letter(letter, letter_number=" ", dated_on=date(2024, 5, 23), actor=province.officer)
    assert len(refused.value.items) == 2
    with pytest.raises(NotAllowed):
        prepare_letter(province.round, to="ecology", applications=two, actor=province.unit.engineer)
    with pytest.raises(NotAllowed):
        remind(letter, actor=province.cast.bureaus["360100"])
    with pytest.raises(WrongState):
        remind(letter, actor=province.officer)
    assert list(visible_to(province.officer)) == [letter]
    assert not visible_to(province.cast.bureaus["360100"]).exists()
    assert not visible_to(province.unit.engineer).exists()


def test_the_letter_prints_its_scope_and_the_annex_comes_back_through_the_reader(province, two, sent, tmp_path):
    paper = consultation_letter(sent)
    text = (
        "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(to_pdf(paper))).replace("\r\n", "").replace(" ", "")
    )
    for piece in (scope_sentence(), "九工信函〔2024〕演3号", "2024年5月28日", two[0].site.organisation.credit_code, "环境污染等事故"):
        assert piece in text
    path = tmp_path / "annex.xlsx"
    path.write_bytes(to_xlsx(paper))
    book = openpyxl.load_workbook(path)
    heads = next(row for row in book.active.iter_rows() if row[0].value == "序号")
    at = {cell.value: cell.column for cell in heads}
    for number, (answer, fact) in enumerate((("未发现", ""), ("发现", "罚款2.4万元")), start=1):
        line = heads[0].row + number
        book.active.cell(line, at["结论"]).value, book.active.cell(line, at["事实"]).value = answer, fact
        book.active.cell(line, at["发生日期"]).value = "2023-08-14" if fact else None
        book.active.cell(line, at["文书号"]).value = "浔环罚〔2023〕演7号" if fact else None
    book.save(path)
    officer = province.officer
    stored = store_file(chunks=[path.read_bytes()], name="附件.xlsx", owner=officer.organisation_id, actor=officer)
    sheet = read_answers(rows_of(stored), applications=two, clauses=sent.to.clauses)
    assert sheet.unnamed == ()
    assert [(s.answer, s.from_on) for s in sheet.said] == [("not_found", None), ("found", date(2023, 8, 14))]
    assert sheet.unread == () and sheet.said[1].statement == "罚款2.4万元，文书号 浔环罚〔2023〕演7号"


def test_the_reply_becomes_facts_and_closes_the_letter_in_one_act(province, two, sent):
    officer = province.officer
    proof = Proof(
        "reply",
        "九江市生态环境局函复",
        date(2021, 5, 22),
        date(2024, 5, 20),
        date(2024, 5, 22),
        acts.upload(blank_pdf(), "函复.pdf", officer),
    )
    with pytest.raises(Refused, match="函复没有登记"):
        record_reply(sent, proof, said=[Said(two[0], "C-46")], actor=officer)
    document = record_reply(sent, proof, said=[Said(two[0], "C-48"), Said(two[1], "C-48", "unknown", "正在复核")], actor=officer)
    assert (sent.state, sent.reply) == ("replied", document)
    assert document.outcome == "2项：1项未发现，0项发现，1项仍待核实"
    assert words(two)["环"] == "未发现"
    with pytest.raises(WrongState):
        record_reply(sent, proof, said=[Said(two[0], "C-48")], actor=officer)
    assert RecordedFact.objects.count() == 2


def test_a_link_is_for_one_letter_until_its_date_and_kept_as_a_hash(province, sent, may):
    token = give_link(sent, until_on=date(2024, 5, 28), actor=province.officer)
    held = Consultation.objects.get()
    assert token not in str(held.link_digest)
    assert behind_link(token) == held
    assert behind_link(token[:-1]) is None
    assert is_link_open(held)
    newer = give_link(sent, until_on=date(2024, 5, 28), actor=province.officer)
    assert behind_link(token) is None
    may(5, 29)
    assert not is_link_open(behind_link(newer))
    with pytest.raises(Refused, match="早于今天"):
        give_link(sent, until_on=date(2024, 5, 28), actor=province.officer)


def test_an_online_answer_is_no_fact_and_says_who_gave_it(province, two, sent):
    give_link(sent, until_on=date(2024, 5, 28), actor=province.officer)
    with pytest.raises(Refused) as refused:
        answer_by_link(sent, lines=lines(two[:1], answer="found", statement=" "), name=" ", file=None, seal_follows=False)
    assert len(refused.value.items) == 4
    answer = answer_by_link(sent, lines=lines(two), name="环保员（演示）", file=None, seal_follows=True)
    assert (answer.answered_by, RecordedFact.objects.count(), sent.state) == ("环保员（演示）", 0, "sent")
    entry = JournalEntry.objects.get(action="answer_by_link")
    assert (entry.actor_name, entry.actor_role, entry.actor_organisation) == ("环保员（演示）", "department", "九江市生态环境局")


def test_reminders_are_counted(province, sent):
    remind(sent, actor=province.officer)
    assert Consultation.objects.get().reminders == 1


def test_a_page_that_is_no_page_number_does_not_come_in_by_the_link(province, two, sent):
    give_link(sent, until_on=today(), actor=province.officer)
    sent.refresh_from_db()
    for page in ("9" * 5000, "-1", "第3页", "２"):
        with pytest.raises(Refused) as refused:
            answer_by_link(sent, lines=[{**line, "page": page} for line in lines(two)], name="李科（演示）", file=None, seal_follows=True)
        assert any("页码只填数字" in problem for problem in refused.value.items)
    assert not sent.answers.exists()
