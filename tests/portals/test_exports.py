"""Every list gives the view shown as a file: the cells of the file are the cells of the pages, for every role, over filters and pages."""

import csv
import io
import re
from decimal import Decimal
from html.parser import HTMLParser

import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.models import JournalEntry
from greenlist.portals.shared.shown import read_shown
from tests.portals.test_matrix import ROUTES
from tests.portals.test_pages import grow

NO_LISTS = {
    "public:clause": "the cases of one clause, computed as the page opens",
    "public:self_check": "a form and its answers",
    "public:standard": "one standard; its file is open data",
    "public:open_data": "addresses of files",
    "components": "samples",
    "notice_text": "the text of a notice",
    "applicant:section": "a form", "applicant:yearly_section": "a form",
    "yearly_trend": "one unit over the years", "inspection": "one visit with its checklist", "good_case": "one case", "public:case": "one case", "incident": "one incident", "incident_new": "a form", "applicant:score": "one score explained", "applicant:improvement": "what one form could still gain", "applicant:version": "one submitted version; its receipt is a PDF",
    "evaluator:marks": "a form", "evaluator:return": "a form", "evaluator:conditions": "a form", "expert:assignment": "a score sheet; its paper is a PDF",
    "expert:opinion": "one opinion; its paper is a PDF",
    "county:application": "one case", "bureau:verification": "one case; its paper is the 核验单", "bureau:filing": "one filing as submitted",
    "admin:messages": "what did not leave; addresses are never exported",
    "province:application": "one case", "province:filing": "one filing as submitted",
    "bureau:account_sheet": "a preview before opening; it gives codes, once", "admin:account_sheet": "the same",
    "department:letter": "a form", "province:round_new": "a form",
}  # fmt: skip
SILENT = {"svg", "script", "button", "input", "select", "option", "textarea", "form", "kbd"}
VOID = {"input", "br", "img", "use", "hr", "meta", "link"}


class Tables(HTMLParser):
    """The cells of the tables and cards to be exported, by rules of its own: text without blanks, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.next = ""
        self.apart: dict[str, str] = {}
        self.further: list[str] = []

    def handle_starttag(self, tag, pairs):
        given = {k: v or "" for k, v in pairs}
        if tag == "a" and given.get("rel") == "next":
            self.next = given["href"]
        if tag not in VOID:
            self.open.append((tag, given))
        if tag == "table" and self._in_sheet():
            self.tables.append([])
            self.further = []
        if "data-sheet-also" in given:
            self.further += given["data-sheet-also"].split()
        if not self._in("table") or not self._in_sheet() or self._in("thead"):
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and "pick" not in given.get("class", ""):
            self.rows[-1].append("")
        elif "data-sheet-says" in given:
            self._say(given["data-sheet-says"])
        elif tag == "time" and given.get("title"):
            self._say(given["title"])

    def handle_startendtag(self, tag, pairs):
        pass

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in {"td", "th"} and self.apart:
            self.rows[-1] += [self.apart[name] for name in ["", *self.further] if name in self.apart]
            self.apart = {}

    def handle_data(self, data):
        if self.rows and self._in("td", "th") and self._in_sheet() and not self._in("thead") and not self._is_silent():
            self._say(data)

    def _say(self, words: str) -> None:
        names = [given["data-sheet-apart"] for _, given in self.open if "data-sheet-apart" in given]
        if names:
            self.apart[names[-1]] = self.apart.get(names[-1], "") + words
        else:
            self.rows[-1][-1] += words

    @property
    def rows(self):
        return self.tables[-1] if self.tables else []

    def _in(self, *tags):
        return any(tag in tags for tag, _ in self.open)

    def _in_sheet(self):
        return any("data-sheet" in given for _, given in self.open)

    def _is_silent(self):
        inner = self.open[max(i for i, (tag, _) in enumerate(self.open) if tag in {"td", "th"}) :]
        folded = [i for i, (tag, _) in enumerate(inner) if tag == "details"]
        return (
            any(tag in SILENT or given.get("role") == "note" or given.get("aria-hidden") == "true" for tag, given in inner)
            or any(tag == "time" and given.get("title") for tag, given in inner)
            or any("data-sheet-says" in given for _, given in inner)
            or "pick" in inner[0][1].get("class", "")
            or (bool(folded) and not any(tag == "summary" for tag, _ in inner))
        )


def squeezed(text: str) -> str:
    text = re.sub(r"\d{4}年(?=\d+月\d+日)", "", re.sub(r"\s", "", text).removeprefix("'"))  # the page leaves out the present year
    number = text.replace("−", "-").replace(",", "")
    return str(Decimal(number)) if re.fullmatch(r"-?\d{1,15}(\.\d+)?", number) and not re.fullmatch(r"0\d+", number) else text


def shown_rows(client, path: str, text: str = "") -> tuple[list[list[str]], int]:
    """The rows of the first table over all pages, then those of the further tables; and how many pages there are. `text`: the first page."""
    first, others, pages, query = [], [], 0, path
    while query:
        reader = Tables()
        reader.feed(text or client.get(query).content.decode())
        text = ""
        first += reader.tables[0] if reader.tables else []
        others = others or reader.tables[1:]
        pages, query = pages + 1, path.split("?")[0] + reader.next if reader.next else ""
    return [filled(row) for table in [first, *others] for row in table], pages


def filled(row: list[str]) -> list[str]:
    return [cell for cell in map(squeezed, row) if cell]


def exported(client, path: str, kind: str = "csv") -> bytes:
    response = client.get(f"{path}{'&' if '?' in path else '?'}as={kind}")
    assert response.status_code == 200, path
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def lines_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def differences(client, path: str, text: str = "") -> list[str]:
    """Rows of the pages that are not the rows of the file, in order; the lines about the view and the heads are passed over."""
    rows, _ = shown_rows(client, path, text)
    lines = [filled(line) for line in lines_of(exported(client, path))[3:]]
    found, at = [], 0
    for row in filter(None, rows):
        if row in lines[at:]:
            at += lines[at:].index(row) + 1
        else:
            found.append(f"{path}: {row}")
    return found


LISTS = {name: route for name, route in ROUTES.items() if route.get("method") != "POST"}


def is_exported(name: str, ids: dict) -> bool:
    return getattr(resolve(ROUTES[name]["path"].format(**ids)).func, "is_exported", False)


def test_every_page_with_a_table_or_several_pages_exports_or_says_why_not(whole):
    missing, idle = [], set(NO_LISTS)
    for name, route in LISTS.items():
        actor = "anonymous" if route.get("public") else next(iter(route.get("ok", ["province"])), "")
        if not actor or name.startswith("api:") or is_exported(name, whole.ids):
            continue
        response = whole.client(actor).get(route["path"].format(**whole.ids))
        text = response.content.decode() if response.status_code == 200 and "html" in response["Content-Type"] else ""
        idle -= {name} if "<table" in text else set()
        if ("<table" in text or 'class="pager"' in text) and name not in NO_LISTS:
            missing.append(name)
    assert missing == []
    assert idle == set()


def test_the_cells_of_every_file_are_the_cells_of_the_page_for_every_role(whole):
    wrong, seen = [], 0
    for name in (n for n in LISTS if is_exported(n, whole.ids)):
        path = ROUTES[name]["path"].format(**whole.ids)
        for actor in ["anonymous"] if ROUTES[name].get("public") else ROUTES[name].get("ok", ["province", "bureau", "applicant"]):
            text = whole.client(actor).get(path).content.decode()
            wrong += [f"{actor} {name}: no table says data-sheet"] if "<table" in text and "data-sheet" not in text else []
            wrong += [f"{actor} {line}" for line in differences(whole.client(actor), path, text)]
            seen += 1
    assert wrong == []
    assert seen > 90


def test_a_file_has_all_pages_of_the_view_in_its_order(whole):
    grow(whole, 60)
    views = {
        "/province/intake/?category=factory": "province", "/province/intake/?text=精细": "province", "/bureau/workbench/?sort=-name": "bureau",
        "/admin/journal/?action=store_file": "audit_admin", "/admin/journal/?text=省工": "audit_admin", "/admin/memberships/": "security_admin",
        "/?year=2023": "anonymous", "/watch/": "province", "/complaints/": "province",
    }  # fmt: skip
    wrong, pages = [], {}
    for path, actor in views.items():
        wrong += differences(whole.client(actor), path)
        pages[path] = shown_rows(whole.client(actor), path)[1]
    assert wrong == []
    assert [path for path, count in pages.items() if count < 2] == []


def test_a_file_says_which_view_it_is_and_both_kinds_agree(whole, settings):
    settings.DEMO = True
    client, path = whole.client("audit_admin"), "/admin/journal/?action=store_file&text=省工"
    lines = lines_of(exported(client, path))
    count = len(lines) - 7
    assert lines[0][0].startswith(f"日志 · {count}条符合条件")
    assert lines[1] == ["条件：人员、单位或对象：省工；动作：存入材料"]
    assert lines[2][0].endswith(f"共{count}行")
    assert lines[3][0].startswith("演示数据")
    book = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(exported(client, path, "xlsx")))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    kept = [[str(cell) for cell in row if cell] for row in book if any(row)]
    assert [[squeezed(c) for c in row] for row in kept[4:]] == [[squeezed(c) for c in line if c] for line in lines[6:]]


def test_an_export_by_a_signed_in_person_stands_in_the_journal(whole):
    exported(whole.client("province"), "/province/intake/?category=factory", "xlsx")
    entry = JournalEntry.objects.filter(action="export_list").last()
    assert entry.actor_role == "province"
    assert entry.detail == {"list": "报送受理", "view": "类别：工厂", "rows": 2, "form": "xlsx"}
    exported(whole.client("anonymous"), "/")
    assert JournalEntry.objects.filter(action="export_list").count() == 1


def test_a_file_needs_no_more_queries_for_more_rows(whole):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            exported(whole.client("audit_admin"), "/admin/journal/")
        return len([q for q in seen if "django_session" not in q["sql"] and not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    asked()
    few = asked()
    lines = [
        JournalEntry(at=now(), actor_name="x", actor_role="x", action="store_file", subject_kind="x", subject_label="x")
        for _ in range(1500)
    ]
    JournalEntry.objects.bulk_create(lines)
    assert asked() == few <= 12


def test_a_name_that_looks_like_a_formula_is_only_text(whole):
    texts = ["=1+1", "-1+1", "@SUM(A1)", "＝1+1", "+1"]
    JournalEntry.objects.bulk_create(
        JournalEntry(at=now(), actor_name="x", actor_role="x", action="take_back", subject_kind="x", subject_label=text) for text in texts
    )
    client, path = whole.client("audit_admin"), "/admin/journal/?action=take_back"
    assert sorted(line[5] for line in lines_of(exported(client, path))[6:]) == sorted("'" + text for text in texts)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(exported(client, path, "xlsx"))).get_sheet_by_index(0)
    assert sorted(row[5] for row in book.to_python()[5:]) == sorted(texts)


def test_a_file_of_several_tables_says_how_many_rows_each_has(whole):
    about = lines_of(exported(whole.client("anonymous"), "/notices/"))[2][0]
    assert re.search(r"^截至 .* · 共2行：公示1行、公布1行$", about)


def test_every_day_in_a_file_has_its_year(whole):
    wrong, quoted = [], "5月27日前含27日，至24:00"
    for name in (n for n in LISTS if is_exported(n, whole.ids)):
        actor = "anonymous" if ROUTES[name].get("public") else ROUTES[name].get("ok", ["province"])[0]
        lines = lines_of(exported(whole.client(actor), ROUTES[name]["path"].format(**whole.ids)))
        wrong += [
            f"{name}: {cell}" for line in lines for cell in line if cell != quoted and re.search(r"(?<![年\d])\d{1,2}月\d{1,2}日", cell)
        ]
    assert wrong == []


def test_the_journal_as_a_file_has_who_in_which_position_of_which_office_and_the_number_of_the_entry(whole):
    lines = lines_of(exported(whole.client("audit_admin"), "/admin/journal/"))
    head = next(line for line in lines if line[:1] == ["时间"])
    assert head == ["时间", "人员", "岗位", "单位", "动作", "对象", "状态", "依据", "条款号", "理由", "封条", "条目编号"]
    rows = [dict(zip(head, line, strict=True)) for line in lines[lines.index(head) + 1 :]]
    assert {str(entry.pk) for entry in JournalEntry.objects.exclude(action="export_list")} == {row["条目编号"] for row in rows}
    assert all(row["岗位"] and re.fullmatch(r"[^A-Za-z]+", row["岗位"]) for row in rows)


def test_the_public_list_as_a_file_has_one_fact_a_column(whole):
    head = next(line for line in lines_of(exported(whole.client("anonymous"), "/")) if line[:1] == ["单位"])
    assert head == [
        "单位", "统一社会信用代码", "曾用名", "类别", "设区市", "区县", "级别", "年度", "公布文号", "在册状态", "移出日期", "移出依据", "查核情况",
        "查核日期", "移出理由",
    ]  # fmt: skip


def test_the_selection_table_as_a_file_has_its_line_its_quotas_and_two_lines_of_heads(whole):
    path = "/province/selection/"
    lines = lines_of(exported(whole.client("province"), path))
    at = next(i for i, line in enumerate(lines) if line[:1] == ["推荐单位"])
    assert lines[at][1:3] == ["绿色工厂 申报", "绿色工厂 推荐"]
    assert {line[0]: bool(line[1]) for line in lines if line and line[0] in {"入选线", "名额"}} == {"入选线": True, "名额": True}
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(exported(whole.client("province"), path, "xlsx")))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    at = next(i for i, row in enumerate(rows) if row[0] == "推荐单位")
    assert rows[at - 1][1] == "绿色工厂"
    assert rows[at][1:3] == ["申报", "推荐"]


def test_cards_are_rows_too_and_what_stands_around_inner_cards_is_in_each():
    page = read_shown(
        """<main id="main"><h1>行</h1><div data-sheet="卡"><section data-record><b data-cell="名">甲</b>
        <form data-record><i data-cell="单位">乙</i><input value="x"></form><form data-record><i data-cell="单位">丙</i></form></section>
        <section data-record><b data-cell="名">丁</b></section></div></main>""".encode()
    )
    assert [(t.name, t.heads, t.rows) for t in page.tables] == [("卡", ("名", "单位"), [("甲", "乙"), ("甲", "丙"), ("丁", "")])]


def test_marks_and_reasons_have_a_column_of_their_own_so_that_a_name_can_be_looked_up():
    page = read_shown(
        """<main id="main"><h1>行</h1><table data-sheet="表"><thead><tr><th data-sheet-also="标记">单位</th><th>函复</th></tr></thead><tbody>
        <tr><th>甲公司 <span data-sheet-apart><b>曾用名</b> <b>挡住</b></span></th><td><i data-sheet-says="生态环境局：未发现；">环</i></td></tr>
        <tr><th>乙公司</th></tr></tbody></table></main>""".encode()
    )
    assert [(t.heads, t.rows) for t in page.tables] == [
        (("单位", "标记", "函复"), [("甲公司", "曾用名 挡住", "生态环境局：未发现；"), ("乙公司", "", "")])
    ]


def test_the_workbench_as_a_file_has_names_marks_and_the_answers_of_each_department_apart(whole):
    lines = lines_of(exported(whole.client("bureau"), "/bureau/workbench/"))
    head = next(line for line in lines if line[:1] == ["单位"])
    rows = lines[lines.index(head) + 1 :]
    assert head[:2] == ["单位", "标记"]
    at = head.index("三部门函复")
    assert [row[at] for row in rows if row[at] not in {"", "—"} and not re.fullmatch(r"(\w+：\w+；?)+", row[at])] == []
    assert [row[0] for row in rows if " " in row[0]] == []


def test_what_somebody_typed_into_an_address_is_not_kept_for_ever(whole):
    client = whole.client("bureau")
    client.get(f"/platform/table.xlsx?note={'A' * 500}")
    assert JournalEntry.objects.filter(action="export_list").last().detail["view"] == ""
    exported(whole.client("audit_admin"), f"/admin/journal/?text={'省' * 300}")
    assert len(JournalEntry.objects.filter(action="export_list").last().detail["view"]) <= 80
