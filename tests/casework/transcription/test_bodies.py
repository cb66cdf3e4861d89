"""代录 and the evaluating body that the table names: its engagement recorded and counted under the cap, or asked."""

import pytest

from greenlist.casework.evaluators.ban_services import ban
from greenlist.casework.evaluators.models import CapSlot, Engagement
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.evaluators.services import propose_engagement, register_engagement
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.transcription.models import Transcription
from greenlist.casework.transcription.services import answer_row, confirm_import, receive_import, store_table
from greenlist.papers.summary_table import SummaryRow, SummaryTable, to_docx
from greenlist.rehearsal.county_zip import gbk_zip
from tests.casework.cast import JIUJIANG
from tests.casework.separate import together
from tests.casework.transcription.conftest import delivered, reports


def table(*rows):
    """(name, body, national) each."""
    lines = [SummaryRow("factory", n, "九江市", "永修县", name, body, "服饰制造", national, True)
             for n, (name, body, national) in enumerate(rows, start=1)]  # fmt: skip
    return to_docx(SummaryTable(2024, "演示县工业和信息化局", None, tuple(lines), True))


def bodies(province):
    return [body.evaluator for body in province.cast.evaluators]


def asked(made):
    return [[q["words"] for q in row.questions if q["id"] == "third_party"] for row in made.rows.order_by("position")]


def settle(made, officer, **given):
    """Answer what is asked about bodies, store the rest as drafts without a report, and import."""
    for row in made.rows.order_by("position"):
        ids = {q["id"] for q in row.questions}
        answer_row(row, answers={k: v for k, v in {"report": "no_report", **given}.items() if k in ids}, actor=officer)
    confirm_import(made, actor=officer)
    return list(made.rows.order_by("position"))


def full(province, evaluator, places=15):
    """The body has taken so many national projects already."""
    site = province.unit.site
    for n in range(places):
        register_engagement(evaluator, site=site, notice="jx-2024-20", application_number=f"2024-T-{n:04d}", category="factory",
                            is_national=True, limit=15, document="演示", actor=province.officer)  # fmt: skip


def test_the_body_of_every_row_is_engaged_and_a_national_project_takes_its_place(province, county):
    units, words = county
    made = delivered(province, words, gbk_zip(reports(units)))
    confirm_import(made, actor=province.officer)
    third = [u for u in units if u.third_party != "自我评价"]
    assert Engagement.objects.filter(state="engaged").count() == len(third)
    assert CapSlot.objects.filter(released_at=None).count() == sum(u.national for u in third)
    row = made.rows.get(name=third[0].name)
    engaged = open_engagement(row.application.number)
    assert (str(engaged.evaluator), engaged.registered_from) == (third[0].third_party, f"{made.number} {row.place}")
    assert "评价委托已按汇总表登记" in row.outcome_words
    assert JournalEntry.objects.filter(action="register_engagement").count() == len(third)


def test_a_body_nobody_knows_is_asked_and_a_near_name_offered(province):
    known = bodies(province)[0]
    near = str(known).replace("有限公司", "有限责任公司")
    made = delivered(province, table(("演示甲厂有限公司", near, False), ("演示乙厂有限公司", "无人知道的机构", False)), None)
    assert asked(made) == [[f"名册中没有第三方机构“{near}”"], ["名册中没有第三方机构“无人知道的机构”"]]
    first, second = made.rows.order_by("position")
    choices = next(q["choices"] for q in first.questions if q["id"] == "third_party")
    assert [f"body:{known.pk}", f"就是“{known}”"] in choices
    officer = province.officer
    answer_row(first, answers={"third_party": f"body:{known.pk}", "report": "no_report"}, actor=officer)
    answer_row(second, answers={"third_party": "no_engagement", "report": "no_report"}, actor=officer)
    confirm_import(made, actor=officer)
    first, second = made.rows.order_by("position")
    assert (first.application.third_party, open_engagement(first.application.number).evaluator) == (str(known), known)
    assert (second.application.third_party, open_engagement(second.application.number)) == ("无人知道的机构", None)
    assert "评价委托待办" in second.outcome_words


def test_when_the_cap_is_full_the_row_is_asked_and_may_go_for_the_province_only(province):
    body = bodies(province)[0]
    full(province, body, 14)
    made = delivered(province, table(*[(f"演示{n}号厂有限公司", str(body), True) for n in "甲乙丙"]), None)
    first, second, third = asked(made)
    assert first == []
    assert f"{body}”法定代表人" in second[0] and "已满15项（本省14＋外省未知，本表已有1项）" in second[0] and third
    rows = settle(made, province.officer, third_party="provincial_only")
    levels = [(row.application.wants_national, row.application.wants_provincial) for row in rows]
    assert levels == [(True, True), (False, True), (False, True)]
    assert CapSlot.objects.filter(released_at=None).count() == 15
    assert Engagement.objects.filter(registered_from__startswith="DL-").count() == 3


def test_places_taken_meanwhile_let_the_row_fail_with_the_list_of_fifteen(province):
    body = bodies(province)[0]
    made = delivered(province, table(("演示甲厂有限公司", str(body), True)), None)
    assert asked(made) == [[]]
    full(province, body)
    (row,) = settle(made, province.officer)
    assert (row.outcome, row.application) == ("not_entered", None)
    assert "已满15项" in row.outcome_words and "第1项" in row.outcome_words


def test_a_banned_body_is_asked_with_its_decision(province):
    body = bodies(province)[0]
    ban(body, reason="数据造假", document="演字1号", years=3, actor=province.cast.province)
    made = delivered(province, table(("演示甲厂有限公司", str(body), False)), None)
    assert "不予采信（演字1号）" in asked(made)[0][0]
    (row,) = settle(made, province.officer, third_party="no_engagement")
    assert (row.application.third_party, open_engagement(row.application.number)) == (str(body), None)
    with pytest.raises(Refused):
        register_engagement(body, site=province.unit.site, notice="jx-2024-20", application_number="x", category="factory",
                            is_national=False, limit=15, document="演示", actor=province.officer)  # fmt: skip


def test_only_the_sites_own_bureau_registers_an_engagement(province):
    body = bodies(province)[0]
    for actor in (province.unit.engineer, province.cast.bureaus["360100"]):
        with pytest.raises(NotAllowed):
            register_engagement(body, site=province.unit.site, notice="jx-2024-20", application_number="x", category="factory",
                                is_national=False, limit=15, document="演示", actor=actor)  # fmt: skip
    with pytest.raises(NotAllowed):
        propose_engagement(body, site=province.unit.site, notice="jx-2024-20", application_number="x", category="factory",
                           is_national=False, actor=province.officer)  # fmt: skip


def test_the_cap_follows_the_round_and_not_a_number_in_the_code(province):
    sign_parameters(province.round, changes={"cap_projects": 1}, reason="演示", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip
    body = str(bodies(province)[0])
    made = delivered(province, table(("演示甲厂有限公司", body, True), ("演示乙厂有限公司", body, True)), None)
    assert [len(words) for words in asked(made)] == [0, 1]


def test_the_same_delivery_sent_eight_times_at_once_is_one_import(separate_province):
    province = separate_province
    words, officer = table(("演示甲厂有限公司", "自我评价", False)), province.officer
    stored = [store_table(chunks=[words], name="汇总表.docx", actor=officer) for _ in range(8)]
    made = together(*[lambda file=file: receive_import(round_=province.round, table=file, archive=None, actor=officer) for file in stored])
    assert {type(one) for one in made} == {Transcription}
    assert len({one.pk for one in made}) == Transcription.objects.filter(unit=JIUJIANG).count() == 1
