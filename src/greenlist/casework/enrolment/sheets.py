"""A sheet of accounts: read in a child with limits, its columns found by their heads, every cell checked before anything is opened."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models.functions import Lower

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Membership, Organisation, OrganisationName
from greenlist.casework.directory.selectors import in_force, units_of
from greenlist.casework.files.children import run_child
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.rulebook.reference.credit_code import check_credit_code
from greenlist.rulebook.reference.regions import counties

MOST_ROWS = 2000
HEAD_WITHIN = 10
CHILD = "greenlist.casework.enrolment.sheet_child"
# kind of column → its head in our own blank sheet, and what else stands over it in a clerk's
COLUMNS = {
    "name": ("单位名称", r"单位(名称|全称)?|(企业|工厂|公司|园区)名称|名称"),
    "credit_code": ("统一社会信用代码", r".*信用代码.*|代码"),
    "county": ("区县", r".*(区县|县区|县市区|县（市、?区）).*|(所在|所属)?(区|县)"),
    "person": ("姓名", r"(管理员|联系人|经办人)?姓名|联系人|管理员"),
    "phone": ("手机", r".*(手机|电话|联系方式).*"),
    "username": ("登录名", r"登录名|账号|用户名"),
}
UNITS_NEED = ("name", "credit_code", "county", "person")
OFFICES_NEED = ("name", "person", "username")
LONGEST = {"name": 120, "person": 70, "phone": 40, "username": 80}
Cells = dict[str, str]


@dataclass
class CheckedRow:
    """One row: its number in the file, what is typed, and what becomes of it: `new` (to be opened), `held` (there already), `bad`."""

    number: int
    typed: Cells
    problems: dict[str, str] = field(default_factory=dict)
    held: str = ""
    organisation: Organisation | None = None

    @property
    def fate(self) -> str:
        return "bad" if self.problems else "held" if self.held else "new"

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """(head, typed, what is wrong with it) in our own order."""
        return [(head, self.typed.get(kind, ""), self.problems.get(kind, "")) for kind, (head, _) in COLUMNS.items()]


def read_sheet(path: Path, name: str, need: tuple[str, ...]) -> list[list[Any]]:
    """The rows under the head as [[number, {kind: text}], …]; blank ones are left out. Raises Refused for a file that is no such sheet."""
    if not name.lower().endswith((".xlsx", ".csv")):
        raise Refused(f"“{name}”没有读：只收 .xlsx 或 .csv 表。", then="请下载空表，填好后上传。")
    done = run_child(CHILD, str(path), name)
    if done.is_late:
        raise Refused(f"“{name}”{done.late_words}，没有开户。", then="请只留下要开户的行，另存后再上传。")
    if not done.is_in_order or not done.said:
        raise Refused(f"“{name}”读不出来，可能已损坏。", then="请在本机打开确认后，另存一份再上传。")
    read = json.loads(done.said)
    if read["problem"]:
        raise Refused(f"“{name}”没有读：{read['problem']}")
    return _under_head(read["rows"], name, need)


def check_units(rows: Iterable[list[Any]], unit: str) -> list[CheckedRow]:
    """Check the rows of a bureau's sheet against its counties, the organisations and the accounts there are."""
    checked = [CheckedRow(number, _tidied(cells)) for number, cells in rows]
    for row in checked:
        _check_plain(row, UNITS_NEED)
        _check_code(row)
        _check_county(row, unit)
        row.typed["username"] = row.typed.get("username") or row.typed.get("credit_code", "")
    _check_twice(checked, "credit_code")
    _check_known(checked, unit)
    _check_logins(checked)
    return checked


def check_offices(rows: Iterable[list[Any]]) -> list[CheckedRow]:
    """Check the rows of the system administrator's sheet: the office must be there; its people get accounts, positions come later."""
    checked = [CheckedRow(number, _tidied(cells)) for number, cells in rows]
    offices = {o.name: o for o in Organisation.objects.exclude(kind__in=(Organisation.Kind.ENTERPRISE, Organisation.Kind.PARK_BODY))}
    for row in checked:
        _check_plain(row, OFFICES_NEED)
        row.organisation = offices.get(row.typed.get("name", ""))
        if row.organisation is None and "name" not in row.problems:
            row.problems["name"] = "没有登记这个机关，名称要与登记的一字不差"
    _check_logins(checked, is_office=True)
    return checked


def _under_head(rows: list[tuple[int, list[str]]], name: str, need: tuple[str, ...]) -> list[list[Any]]:
    for at, (_, cells) in enumerate(rows[:HEAD_WITHIN]):
        columns = _columns(cells)
        if set(need) <= set(columns):
            below = [[number, {kind: _cell(line, column) for kind, column in columns.items()}] for number, line in rows[at + 1 :]]
            kept = [row for row in below if any(row[1].values())]
            if not kept:
                raise Refused(f"“{name}”的表头下面没有内容。", then="请填好后再上传。")
            if len(kept) > MOST_ROWS:
                raise Refused(f"“{name}”有{len(kept)}行，一次至多{MOST_ROWS}行。", then="请分成几张表上传。")
            return kept
    wanted = "、".join(COLUMNS[kind][0] for kind in need)
    raise Refused(
        f"“{name}”里没有找到表头。", items=[f"前{HEAD_WITHIN}行里要有一行写着：{wanted}（次序不限）。"], then="可以下载空表，把内容贴进去。"
    )


def _columns(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in enumerate(cells):
        plain = "".join(text.split())
        kind = next((kind for kind, (_, words) in COLUMNS.items() if plain and re.fullmatch(words, plain)), "")
        if kind:
            found.setdefault(kind, at)
    return found


def _cell(line: list[str], column: int) -> str:
    return line[column] if column < len(line) else ""


def _tidied(cells: Cells) -> Cells:
    """Without spaces, breaks and NUL; letters, digits and codes in half width. A number typed as 13800000000.0 loses its tail."""
    made = {kind: "".join(text.replace("\0", "").split()) for kind, text in cells.items()}
    for kind in ("credit_code", "phone", "username"):
        made[kind] = re.sub(r"\.0$", "", unicodedata.normalize("NFKC", made.get(kind, "")))
    return made


def _check_plain(row: CheckedRow, need: tuple[str, ...]) -> None:
    for kind in need:
        if not row.typed.get(kind):
            row.problems[kind] = "没有填"
    for kind, most in LONGEST.items():
        if len(row.typed.get(kind, "")) > most:
            row.problems[kind] = f"最多{most}字"


def _check_code(row: CheckedRow) -> None:
    if "credit_code" in row.problems:
        return
    code, problems = check_credit_code(row.typed["credit_code"])
    if problems:
        row.problems["credit_code"] = problems[0].rstrip("。")
    else:
        row.typed["credit_code"] = code


def _check_county(row: CheckedRow, unit: str) -> None:
    if "county" in row.problems:
        return
    typed = row.typed["county"]
    found = [c for c in counties(unit) if typed == c.code or typed.endswith(c.name) or c.name.rstrip("区县市") == typed]
    if len(found) == 1:
        row.typed["county"] = found[0].name
        row.typed["division"] = found[0].code
    else:
        row.problems["county"] = f"“{typed}”不在本地区；可填：{'、'.join(c.name for c in counties(unit))}"


def _check_twice(rows: list[CheckedRow], kind: str) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        value = row.typed.get(kind, "").lower()
        if value and value in seen and kind not in row.problems:
            row.problems[kind] = f"与第{seen[value]}行重复"
        seen.setdefault(value, row.number)


def _check_known(rows: list[CheckedRow], unit: str) -> None:
    """The organisations that are there under these codes: their names must agree, and one that has its administrator is left alone."""
    codes = [row.typed["credit_code"] for row in rows if "credit_code" not in row.problems]
    known = {o.credit_code: o for o in Organisation.objects.filter(credit_code__in=codes)}
    mine = set(units_of(unit).filter(credit_code__in=codes).values_list("pk", flat=True))
    names: dict[Any, set[str]] = {}
    for organisation_id, text in OrganisationName.objects.filter(organisation__in=known.values()).values_list("organisation_id", "name"):
        names.setdefault(organisation_id, set()).add(text)
    holders = Membership.objects.filter(in_force(today()), organisation__in=known.values(), role="applicant", duty="administrator")
    administrators = {m.organisation_id: m for m in holders.select_related("user")}
    for row in rows:
        organisation = known.get(row.typed.get("credit_code", ""))
        if organisation is None or "credit_code" in row.problems:
            continue
        row.organisation = organisation
        if row.typed.get("name") not in names.get(organisation.pk, {organisation.name}):
            row.problems["name"] = f"这个代码已登记为“{organisation.name}”"
        if organisation.pk not in mine:
            row.problems["credit_code"] = f"“{organisation.name}”不在本地区登记"
        elif held := administrators.get(organisation.pk):
            row.held = f"已有单位管理员{held.user.name}（{held.user.username}）"


def _check_logins(rows: list[CheckedRow], *, is_office: bool = False) -> None:
    """A login name is free, or (an office's person entered before) his own already."""
    _check_twice(rows, "username")
    names = [row.typed["username"].lower() for row in rows if row.typed.get("username")]
    taken = {user.username.lower(): user for user in User.objects.annotate(small=Lower("username")).filter(small__in=names)}
    for row in rows:
        user = taken.get(row.typed.get("username", "").lower())
        if user is None or row.held or "username" in row.problems:
            continue
        if is_office and user.name == row.typed.get("person"):
            row.held = f"已有账号{user.username}"
        else:
            row.problems["username"] = "登录名已有人使用"
