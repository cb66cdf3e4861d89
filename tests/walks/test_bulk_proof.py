"""480 unknowns become 0 by a handful of documents, counted from sign-in; and a department answers by its link."""

import time
from datetime import date, datetime
from random import Random

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import set_report
from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.verification.proving import Proof, Said, store_proof
from greenlist.casework.verification.selectors import unknown_counts
from greenlist.casework.verification.services import submit_and_check
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from tests.casework.cast import JIUJIANG, blank_pdf, fresh

UNITS = 60
PATIENCE_MS = 30_000  # sixty units on a busy machine
OUR_OWN = ("C-50", "C-51", "C-52")  # settled from lists the office holds itself; the other eight come from outside
DOCUMENTS = (
    ("reply", "九江市生态环境局函复（演环函〔2024〕演7号）", ("C-48",)),
    ("reply", "九江市应急管理局函复（演应急函〔2024〕演9号）", ("C-46",)),
    ("reply", "九江市市场监督管理局函复（演市监函〔2024〕演5号）", ("C-43", "C-45", "C-47")),
    ("query_batch", "信用中国、执行信息公开网查询批次", ("C-49", "C-53")),
    ("query_batch", "供电公司逐月用电量清单", ("C-44",)),
)


@pytest.fixture
def sixty(demo_province):
    """Sixty submitted applications through the real services, with one thin report each; our own three lists are settled."""
    cast, round_ = demo_province.cast, demo_province.round
    units = [*demo_province.units, *invite_units(cast, Random(5), unit=JIUJIANG, count=UNITS - 2, first_serial=10)]
    data, cases = blank_pdf(), []
    for unit in units:
        case = acts.begin(unit, round_)
        acts.fill(case, unit, Random(7), quality=0.9)
        set_report(case, file=acts.upload(data, "评价报告.pdf", unit.engineer), actor=unit.engineer)
        submit_and_check(case, actor=unit.engineer)
        cases.append(fresh(case))
    officer = demo_province.officer
    own = Proof("query_batch", "省级名册、通报汇总、整改名单", date(2021, 5, 22), date(2024, 5, 20), date(2024, 5, 21),
                acts.upload(data, "三份名单.pdf", officer))  # fmt: skip
    store_proof(own, said=[Said(case, clause, page=1) for case in cases for clause in OUR_OWN], actor=officer)
    return cases


class Hands:
    """Counts what a person does: presses, ticks and choices as clicks, chosen files as uploads."""

    def __init__(self, person) -> None:
        self.person, self.page, self.clicks, self.uploads = person, person.page, 0, 0

    def press(self, name: str) -> None:
        self.clicks += 1
        self.person.press(name)

    def follow(self, name: str) -> None:
        self.clicks += 1
        self.person.follow(name)

    def tick(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.check()

    def choose(self, selector: str, value: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.select_option(value)

    def upload(self, selector: str, path) -> None:
        self.uploads += 1
        self.page.set_input_files(selector, path)


def enter(hands, document, folder, sheet=None) -> str:
    """One document from the workbench to its sum."""
    kind, source, clauses = document
    hands.follow("批量录入证明")
    if kind != "reply":
        hands.tick(f"[name=kind][value={kind}]")
    hands.page.fill("[name=source]", source)
    hands.page.fill("[name=looked_up_on]", "2024-05-21")
    for clause in clauses:
        hands.tick(f"[name=clause][value={clause}]")
    scan = folder / "扫描件.pdf"
    scan.write_bytes(blank_pdf(7))
    hands.upload("[name=file]", scan)
    if sheet:
        path = folder / "答复表.csv"
        path.write_text("单位名称,统一社会信用代码,结论,事实,页,起日\n" + sheet, encoding="utf-8")
        hands.upload("[name=sheet]", path)
    hands.press("预览要存入的结果")
    told = hands.page.inner_text(".decision-bar .open")
    hands.person.look()
    hands.press("存入证明")
    return told


def test_480_unknowns_become_none_with_few_uploads_and_clicks(visitor, sixty, tmp_path):
    assert unknown_counts(sixty)[0].total() == 480
    started, person = time.monotonic(), visitor()
    person.page.set_default_timeout(PATIENCE_MS)
    person.sign_in(f"bureau{JIUJIANG}")
    hands = Hands(person)
    hands.clicks += 1
    person.go("/bureau/workbench/")
    fined, doubtful = sixty[22], sixty[30:35]
    rows = []
    for number, case in enumerate(sixty):
        said = ("发现", "颗粒物小时均值超标，罚款2.4万元", "2023-08-14") if case == fined else ("未发现", "", "")
        said = ("待核实", "监测记录正在复核", "") if case in doubtful else said
        rows.append(f"{case.site.name},{case.site.organisation.credit_code},{said[0]},{said[1]},{number // 10 + 1},{said[2]}")
    told = enter(hands, DOCUMENTS[0], tmp_path, "\n".join(rows))
    assert "60项：54项未发现，1项发现，5项仍待核实" in told
    for document in DOCUMENTS[1:]:
        enter(hands, document, tmp_path)
    left, per_clause = unknown_counts(sixty)
    assert (left.total(), per_clause) == (5, {"C-48": 5})
    second = ("reply", "九江市生态环境局第二次函复（演环函〔2024〕演8号）", ("C-48",))
    enter(hands, second, tmp_path, "\n".join(f"{c.site.name},,未发现,,1," for c in doubtful))
    assert unknown_counts(sixty)[0].total() == 0
    person.go(f"/bureau/applications/{fined.pk}/?item=C-48")
    person.says("颗粒物小时均值超标，罚款2.4万元")
    person.says("第3页")
    person.says("3.1.2")
    seconds = time.monotonic() - started
    print(f"\n480 unknowns → 0: {hands.clicks} clicks, {hands.uploads} uploads, {seconds:.0f} s in the browser")
    assert (hands.uploads <= 10, hands.clicks <= 60) == (True, True), (hands.uploads, hands.clicks)
    assert set(Application.objects.filter(pk__in=[c.pk for c in sixty]).values_list("state", flat=True)) == {"verifying"}


def test_a_department_answers_by_its_link_and_a_stranger_or_a_late_visitor_does_not(visitor, demo_province, tmp_path):
    case = demo_province.application_at("submitted")
    officer = visitor()
    officer.page.set_default_timeout(PATIENCE_MS)
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.go("/bureau/consultations/")
    officer.press("为待核实的1家生成函")
    officer.page.fill("[name=letter_number]", "九工信函〔2024〕演3号")
    officer.page.fill("[name=dated_on]", "2024-05-21")
    officer.press("登记发函")
    officer.says("请于 2024年5月28日 前函复")
    officer.look()
    officer.press("开出答复链接")
    link = officer.page.inner_text(".new-link code")
    department = visitor(width=390, height=844)
    department.page.set_default_timeout(PATIENCE_MS)
    department.expected = {409}
    department.page.goto(link)
    department.says("不代表同意申报")
    department.look()
    department.page.fill("[name=name]", "环保员（演示）")
    department.press("送出本部门答复")
    department.says("没有结论")
    department.page.check("[name=others_not_found]")
    sealed = tmp_path / "盖章页.pdf"
    sealed.write_bytes(blank_pdf())
    department.page.set_input_files("[name=file]", sealed)
    department.press("送出本部门答复")
    department.says("答复已收到")
    stranger = visitor()
    stranger.expected = {404}
    stranger.page.remove_listener("console", stranger._console)  # the browser itself notes the 404
    stranger.page.goto(link[:-5] + "abcd/")
    stranger.says("没有这一页")
    officer.go(f"/bureau/consultations/{case.consulted.get().consultation_id}/")
    officer.follow("预览并采纳答复")
    officer.press("预览要存入的结果")
    officer.says("1项：1项未发现，0项发现，0项仍待核实")
    officer.look()
    officer.press("存入证明")
    officer.says("已复")
    set_demo_clock(datetime(2024, 5, 29, 9, tzinfo=SHANGHAI))
    department.page.goto(link)
    department.says("链接已关闭")
    assert JournalEntry.objects.filter(action="open_link").count() == 2  # one line an hour for each who opens it
