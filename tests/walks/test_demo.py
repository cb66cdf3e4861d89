"""The demo that makes a director say yes: its ten steps in order, on the demo's own data and clock, one after another on one database.

A step builds on those before it, as the presenter's clicks do.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.publication.models import Publication
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.models import ListEntry
from greenlist.casework.review.scores import scores_of_record
from greenlist.casework.rounds.models import Round
from greenlist.casework.verification.selectors import unknown_counts
from greenlist.papers.table_reader.reading import read_table
from greenlist.portals.cli.main import main
from greenlist.rehearsal.county_zip import county_papers
from greenlist.rehearsal.demo import SEED, load_demo
from greenlist.rehearsal.handouts import ARCHIVE, FIRST_REPLY, FOLDER, SECOND_REPLY, SHEET, TABLE, fined, in_doubt, looked_up
from greenlist.rehearsal.progress import loading
from tests.walks.conftest import Visitor, open_journal, windows

CITY, BUREAU = "360400", "bureau360400"
LONG_MS, PATIENCE_MS = 170_000, 60_000


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick_settings():
    """The demo keeps its own folder and settings through the whole file."""


@pytest.fixture
def _django_db_helper():
    """Nothing is flushed between two steps; `demo` empties the database at the end of the file."""


@dataclass(frozen=True)
class Demo:
    """Where the demo stands: its folder, its address, the password of its accounts."""

    folder: Path
    url: str
    password: str

    def handout(self, name: str) -> Path:
        return self.folder / FOLDER / name


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole demo, loaded once."""
    folder = tmp_path_factory.mktemp("demo")
    held = override_settings(DEMO=True, VAR=folder, MEDIA_ROOT=folder / "files", AXES_ENABLED=False, ALLOWED_HOSTS=["127.0.0.1"],
                             PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])  # fmt: skip
    with django_db_blocker.unblock(), held:
        list(load_demo(is_small=False))
        server = LiveServer("127.0.0.1")
        accounts = json.loads((folder / "demo_accounts.json").read_text(encoding="utf-8"))
        yield Demo(folder, server.url, accounts[0]["password"])
        server.stop()
        open_journal()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def person(chromium, demo):
    """person(username): somebody signed in at a window of his own; '' is nobody."""
    with windows(chromium, demo.url) as open_window:

        def enter(username: str) -> Visitor:
            one = open_window()
            one.page.set_default_timeout(PATIENCE_MS)
            if username:
                one.sign_in(username, demo.password)
            return one

        yield enter


@pytest.fixture(scope="module")
def papers():
    """What the county meant: the truth beside its files."""
    return county_papers(SEED, CITY)


def entered() -> list[Application]:
    return list(Application.objects.filter(unit=CITY, state__in=("submitted", "verifying")).exclude(entered_by=""))


def test_0_sixty_units_wait_and_a_second_start_adds_nothing(demo):
    assert Application.objects.count() == 60
    assert len(set(Application.objects.values_list("unit", flat=True))) == 12
    caught = Batch.objects.get(office__contains="上饶")
    withdrawn = Application.objects.get(unit=caught.unit, state="withdrawn")
    assert JournalEntry.objects.filter(action="take_back", subject_id=caught.pk).exists()
    assert withdrawn.pk not in set(caught.rows.values_list("application", flat=True))
    before = JournalEntry.objects.count()
    assert list(load_demo(is_small=False)) == []
    assert (JournalEntry.objects.count(), loading()) == (before, None)


def test_1_a_county_s_messy_table_and_zip_60_rows_57_matched_3_asked(person, demo, papers):
    officer = person(BUREAU)
    officer.follow("导入县区材料")
    officer.page.set_input_files("#files", [demo.handout(TABLE), demo.handout(ARCHIVE)])
    officer.press("读取材料")
    officer.page.wait_for_selector(".matched-sum", timeout=LONG_MS)
    officer.says("60行，57行已对应，3行请您定")
    for unit in (*papers.missing, papers.foreign):
        officer.page.locator(".asked-row", has_text=unit).get_by_text("先存为代录草稿").first.click()
    officer.press("导入申报件")
    officer.page.wait_for_selector("text=核验这些申报件", timeout=LONG_MS)
    officer.says("已录入并提交 57")
    assert {case.site.name for case in entered()} == {unit.name for unit in looked_up(papers)}
    assert Application.objects.count() == 120


def enter_proof(officer: Visitor, demo: Demo, source: str, scan: str, clauses: str, sheet: str = "") -> str:
    """One document from the workbench to its sum; the words of the sum."""
    page = officer.page
    officer.go("/bureau/workbench/")
    officer.follow("批量录入证明")
    page.fill("[name=source]", source)
    page.fill("[name=looked_up_on]", "2024-05-21")
    for clause in clauses.split():
        page.check(f"[name=clause][value={clause}]")
    page.set_input_files("[name=file]", demo.handout(scan))
    if sheet:
        page.set_input_files("[name=sheet]", demo.handout(sheet))
    officer.press("预览要存入的结果")
    told = page.inner_text(".decision-bar .open")
    officer.press("存入证明")
    return told


def test_2_two_replies_and_a_sheet_settle_all_but_six_and_one_turns_red(person, demo, papers):
    officer = person(BUREAU)
    assert unknown_counts(entered())[0].total() >= 480
    enter_proof(officer, demo, "九江市市场监督管理局函复（演市监函〔2024〕演5号）", FIRST_REPLY, "C-43 C-45 C-47 C-49 C-53")
    told = enter_proof(officer, demo, "九江市生态环境局函复（演环函〔2024〕演7号）", SECOND_REPLY, "C-44 C-46 C-48 C-50 C-51 C-52", SHEET)
    assert "342项：336项未发现，1项发现，5项仍待核实" in told
    cases = list(Application.objects.filter(unit=CITY, state="verifying").select_related("site"))
    left, per_clause = unknown_counts(cases)
    assert (left.total(), per_clause) == (6, {"C-48": 5, "C-46": 1})  # the sixth was open before the county's units came
    assert {unit.name for unit in in_doubt(papers)} < {case.site.name for case in cases if left[case.pk]}
    red = next(case for case in cases if case.site.name == fined(papers).name)
    officer.go(f"/bureau/workbench/?text={red.site.name}")
    officer.follow(red.site.name)
    officer.go(f"/bureau/applications/{red.pk}/?item=C-48")
    for words in ("罚款2.4万元", "第3页", "3.1.2"):
        officer.says(words)
    officer.look()


def test_3_a_small_fine_precedents_a_judgement_and_its_reason(person):
    case = Application.objects.get(unit=CITY, state="verifying", facts__statement__contains="迟缴印花税")
    officer = person(BUREAU)
    officer.go(f"/bureau/workbench/?text={case.site.name}")
    officer.follow(case.site.name)
    officer.follow("偷漏税等违法违规", exact=True)
    for words in ("罚款0.5万元", "同类处理", "0.2万元", "18万元"):
        officer.says(words)
    officer.look()
    officer.page.check("input[name=outcome][value=set_aside]")
    officer.page.fill("textarea[name=reason]", "金额小、逾期当月缴清，与已处理的同类一致，不属偷漏税")
    officer.press("保存判断")
    officer.go(f"/bureau/applications/{case.pk}/")
    officer.page.fill("#recommended_because", "基础好，愿意带动同行（演示）")
    officer.press("标为可推荐")
    officer.says("已标为可推荐")


def test_4_an_old_name_a_shared_code_and_a_body_at_fourteen(person):
    row = ListEntry.objects.exclude(former_names="").first()
    citizen = person("")
    citizen.go("/")
    citizen.page.fill("input[name=text]", row.former_names)
    citizen.press("查找在册状态")
    citizen.says("第1–1家，共1家")
    citizen.says(row.name)
    officer = person(BUREAU)
    officer.go("/bureau/workbench/?text=二厂")
    officer.says("同码2")
    officer.look()
    manager = person("evaluator2")
    manager.go("/evaluator/cap/")
    manager.says("本省14＋外省未知")
    manager.look()


def download(one: Visitor, link: str, folder: Path) -> Path:
    """The file behind a link of this page, under the ending of its address."""
    address = one.page.get_by_role("link", name=link).first.get_attribute("href")
    answer = one.context.request.get(one.base + address)
    assert answer.ok, address
    file = folder / address.rpartition("/")[2]
    file.write_bytes(answer.body())
    return file


def send_to_sign(officer: Visitor) -> None:
    officer.go("/bureau/batches/")
    officer.press("送签并冻结")
    officer.says("已送签")


def hand_in(officer: Visitor, folder: Path) -> None:
    page = officer.page
    letter = page.locator(".papers a[href$='letter.pdf']").get_attribute("href")
    scan = folder / "推荐函（盖章）.pdf"
    scan.write_bytes(officer.context.request.get(officer.base + letter).body())
    page.fill("#letter_number", "演工信函〔2024〕演11号")
    page.fill("#dated_on", "2024-05-22")
    page.set_input_files("#letter-file", scan)
    officer.press("登记盖章件")
    for words in page.locator("textarea[form=hand-in]").all():
        words.fill("部门函复在途，已电话核对（演示）")
    officer.press("报送推荐材料")
    officer.says("已报送")


def judge_what_is_open(officer: Visitor) -> None:
    """The conditions that the rules leave open: a reason for each cause, all in one act."""
    officer.go("/bureau/conditions/")
    for box in officer.page.locator("section.ground textarea").all():
        box.fill("已看评价报告和申报材料，符合（演示）")
    officer.page.check("[name=outcome][value=met]")
    officer.press("保存判断")


def test_5_the_annex_opens_cell_for_cell(person, tmp_path):
    officer = person(BUREAU)
    judge_what_is_open(officer)
    officer.go("/bureau/batches/")
    officer.page.fill("#recommended_because", "基础好，愿意带动同行（演示）")
    officer.press("标为可推荐")
    send_to_sign(officer)
    printed = [row.printed for row in Batch.objects.get(office__contains="九江").rows.order_by("printed__category", "printed__serial")]
    for ending in ("docx", "xlsx"):
        address = officer.page.locator(f".papers a[href$='table.{ending}']").first.get_attribute("href")
        file = tmp_path / f"汇总表.{ending}"
        file.write_bytes(officer.context.request.get(officer.base + address).body())
        read = read_table(file)
        assert [row for row in read.rows if row.doubts] == []
        assert read.unread == []
        cells = ("category", "serial", "county", "name", "third_party", "industry_or_type")
        wanted = [{name: row[name] for name in cells} for row in printed]
        assert sorted(({name: getattr(row, name) for name in cells} for row in read.rows), key=itemgetter("category", "serial")) == sorted(
            wanted, key=itemgetter("category", "serial")
        )


def test_6_twelve_units_one_late_one_withdrawn_after_signature_and_caught(person, demo, tmp_path):
    case = Application.objects.get(unit=CITY, state="frozen", site__organisation__memberships__user__username="factory001")
    unit = person("factory001")
    unit.go(f"/applicant/applications/{case.pk}/")
    unit.page.click("text=撤回申报…")
    unit.page.fill("textarea[name=reason], input[name=reason]", "生产线改造，本年不报")
    unit.press("撤回申报")
    officer = person(BUREAU)
    officer.go("/bureau/batches/")
    officer.follow("办理")
    officer.says("送签后有变化，1处挡住报送")
    officer.says(case.site.name)
    officer.look()
    officer.page.locator("summary", has_text="撤回送签").click()
    officer.press("撤回送签")
    send_to_sign(officer)
    hand_in(officer, tmp_path)
    keeper = person("system")
    keeper.go("/admin/clock/")
    keeper.page.fill("#instant", "2024-05-28T00:01")
    keeper.press("推进演示时间")
    province = person("province")
    province.go("/province/round/")
    province.says("11 / 12家已报")
    province.says("未报送：赣州市（ 逾期未报）")
    province.look()


def test_7_the_line_moves_by_a_point_and_says_who_enters_under_which_clause(person, tmp_path):
    province = person("province")
    province.go("/province/steps/special/")
    for box in province.page.locator("tbody input[name=application]").all():
        box.check()
    province.page.fill("#document", "演工信专审〔2024〕演1号")
    province.press("记录所选件专项审查")
    scores = sorted(Decimal(scored.score) for scored in scores_of_record(Round.objects.get()))
    line = int(scores[len(scores) // 2]) + 1
    province.go(f"/province/selection/?line={line}")
    province.press("存为第1稿")
    province.press("降低1分")
    province.says(f"{line}.0 → {line - 1}.0：进")
    entering = province.page.locator(".change", has_text="＋ 进").locator(".cite")
    assert entering.count() >= 1
    assert {"".join(text.split()) for text in entering.all_inner_texts()} == {"依据本轮参数"}
    province.look()
    province.go("/province/selection/?line=60")
    province.explain_what_is_open()
    province.press("送审第2稿")
    province.page.locator("summary", has_text="生成文稿").first.click()
    assert download(province, "情况说明 Word", tmp_path).read_bytes()[:2] == b"PK"


def decide(director: Visitor, number: int) -> None:
    director.go("/province/selection/")
    director.page.locator("summary", has_text="会议记录").click()
    director.page.fill("#held_on", "2024-05-22")
    director.page.fill("#document", f"演工信会纪〔2024〕演{number}号")
    director.page.fill("#attendees", "分管厅领导、节能处（演示）")
    director.press(f"审定第{number}稿")


def judge_what_the_screen_found(director: Visitor) -> None:
    director.go("/province/screen/")
    director.press("查核全部拟入选单位")
    director.says("1项没有了结")
    director.says("少报销售收入，罚款3.1万元")
    director.says("同类处理")
    director.look()
    director.page.get_by_label("属该情形", exact=True).check()
    director.page.get_by_label("判断的理由").fill("处罚决定认定偷税，属该情形")
    director.press("保存判断")
    director.go("/province/selection/")
    director.page.fill("#reason", "查核到一家的处罚，请去掉后重拟")
    director.press("退回修改…")


def publish(director: Visitor) -> None:
    director.go("/province/publications/")
    director.press("发布公示…")
    set_demo_clock(datetime(2024, 6, 11, 9, tzinfo=SHANGHAI))
    director.go("/province/screen/")
    director.press("查核全部拟入选单位")
    director.says("未发现风险")
    director.go("/province/publications/")
    director.page.fill("#document_number", "演工信节能字〔2024〕演60号")
    director.press("发布名单…")
    director.says("同时发出的文件")


def test_8_the_screen_before_publishing_catches_one_of_the_proposed(person):
    director = person("director")
    director.expected = {409}
    decide(director, 2)
    director.says("还不能审定遴选稿")
    director.says("少报销售收入，罚款3.1万元")
    director.expected = set()
    judge_what_the_screen_found(director)
    province = person("province")
    province.go("/province/selection/?line=60")
    province.says("− 出")
    province.explain_what_is_open()
    province.press("送审第3稿")
    decide(director, 3)
    director.says("已审定")
    publish(director)


def test_9_with_the_network_cable_pulled_every_first_page_works(person, demo):
    """The visitor fails when a page asks anything of another host."""
    for account in json.loads((demo.folder / "demo_accounts.json").read_text(encoding="utf-8")):
        one = person(account["username"])
        for address in {link.get_attribute("href") for link in one.page.locator("nav a[href^='/']").all()}:
            one.go(address)


def test_10_one_byte_of_the_published_bundle_changed_is_named(person, tmp_path, capsys):
    citizen = person("")
    citizen.go(f"/publications/{Publication.objects.get().pk}/")
    file = tmp_path / "名单.json"
    address = citizen.page.locator("a[href$='bundle.json']").first.get_attribute("href")
    file.write_bytes(citizen.context.request.get(citizen.base + address).body())
    assert main(["verify", str(file)]) == 0
    name = json.loads(file.read_text(encoding="utf-8"))["rows"][0]["name"]
    data = bytearray(file.read_bytes())
    data[bytes(data).index(name.encode()) + 2] ^= 1
    file.write_bytes(bytes(data))
    capsys.readouterr()
    assert main(["verify", str(file)]) == 1
    assert "这一行被改动" in capsys.readouterr().out
