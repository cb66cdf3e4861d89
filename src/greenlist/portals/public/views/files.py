"""The list and its changes as files: CSV and JSON out of the same rows as the pages, each column by its publication class.

A file is made whole before it is sent, row by row, so that its digest can stand in the head of the answer (RFC 9530).
"""

import csv
import json
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from io import TextIOWrapper
from typing import IO, Any

from django.http import FileResponse, HttpRequest

from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.publication.disclosure import Disclosure, disclosure
from greenlist.casework.register.events import change_log
from greenlist.casework.register.models import ListEntry, ListEvent
from greenlist.casework.register.selectors import entries, search
from greenlist.papers.list_sheet import unarmed
from greenlist.portals.public.views.listing import filters_of
from greenlist.rulebook.reference.regions import city_names

LICENCE = "任何人可以免费使用、复制、改编和再发布本数据，请注明来源和数据截至时间；单位是否在册，以查询当日本网站为准。"
AT_ONCE = 500


@dataclass(frozen=True)
class Column:
    """One column of a file: its key in JSON, its head in CSV, the field whose class decides, what it holds, how it is read."""

    key: str
    label: str
    field: str
    about: str
    read: Callable[[Any], str]


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


LIST = (
    Column("name", "名称", "name", "现在的名称", lambda e: e.name),
    Column("credit_code", "统一社会信用代码", "credit_code", "18位", lambda e: e.credit_code),
    Column("former_names", "曾用名", "name", "列入名单以后用过的其他名称", lambda e: e.former_names),
    Column("former_codes", "原信用代码", "credit_code", "合并、分立以前的代码", lambda e: e.former_codes),
    Column("category", "类别", "category", "绿色工厂、绿色园区、绿色供应链管理企业", lambda e: e.category and e.get_category_display()),
    Column("level", "级别", "level", "国家级、省级", lambda e: e.level and e.get_level_display()),
    Column("year", "年度", "", "名单的年度", lambda e: str(e.year)),
    Column("city", "设区市", "", "推荐单位所在的设区市、赣江新区", lambda e: dict(city_names()).get(e.unit, e.region)),
    Column("industry", "行业代码", "category", "GB/T 4754—2017；园区没有", lambda e: e.industry),
    Column("listed_on", "公布日期", "listed_on", "年-月-日", lambda e: _day(e.listed_on)),
    Column("document", "公布文件", "listed_on", "文号", lambda e: e.document),
    Column("state", "在册状态", "removal", "在册、暂停、已移出、已并入", lambda e: e.state and e.get_state_display()),
    Column("removed_on", "移出日期", "removal", "年-月-日", lambda e: _day(e.removed_on)),
    Column("removal_reason", "移出理由", "removal", "公开的理由", lambda e: e.removal_reason),
    Column("removal_clause", "移出依据", "removal", "条款", lambda e: e.removal_clause),
    Column("id", "编号", "", "名单条目的编号，不变；与变动文件的“条目编号”相同", lambda e: str(e.pk)),
)
CHANGES = (
    Column("name", "名称", "name", "现在的名称", lambda v: v.entry.name),
    Column("kind", "变动", "", "更名、迁址、合并、分立、暂停、移出、恢复、升级", lambda v: v.get_kind_display()),
    Column("on", "日期", "", "从哪一天起算，年-月-日", lambda v: _day(v.on)),
    Column("public_text", "内容", "", "公开的文字", lambda v: v.public_text),
    Column("clause", "依据", "", "条款", lambda v: v.clause),
    Column("document", "文件", "", "决定或登记的文件", lambda v: v.document),
    Column("entry", "条目编号", "", "变动的名单条目", lambda v: str(v.entry_id)),
)


def open_columns(columns: Iterable[Column], shown: Disclosure) -> list[Column]:
    """The columns that are public."""
    return [column for column in columns if not column.field or column.field in shown.fields]


def list_csv(request: HttpRequest) -> FileResponse:
    """GET /list.csv: the rows of the page, narrowed as the page is."""
    return _csv("greenlist", LIST, _listed(request))


def list_json(request: HttpRequest) -> FileResponse:
    """GET /list.json: the same as JSON, with the words on every column."""
    return _json("greenlist", LIST, _listed(request))


def changes_csv(request: HttpRequest) -> FileResponse:
    """GET /changes.csv: everything that happened to entries after they were listed, the newest first."""
    return _csv("greenlist-changes", CHANGES, _changed())


def changes_json(request: HttpRequest) -> FileResponse:
    """GET /changes.json: the same as JSON."""
    return _json("greenlist-changes", CHANGES, _changed())


def _listed(request: HttpRequest) -> Iterator[ListEntry]:
    shown = disclosure()
    return search(entries(ListEntry.Origin.PUBLISHED), shown.narrowed(filters_of(request)), shown.hidden_columns()).iterator(AT_ONCE)


def _changed() -> Iterator[ListEvent]:
    return change_log(kinds=disclosure().kinds_of_event()).iterator(AT_ONCE)


def _csv(name: str, columns: Iterable[Column], rows: Iterable[Any]) -> FileResponse:
    """With a byte-order mark, so that Excel reads the Chinese; no cell is a formula."""

    def write(target: IO[bytes]) -> None:
        text = TextIOWrapper(target, encoding="utf-8", newline="")
        text.write("\ufeff")
        writer, kept = csv.writer(text), open_columns(columns, disclosure())
        writer.writerow([column.label for column in kept])
        writer.writerows([unarmed(column.read(row)) for column in kept] for row in rows)
        text.detach()

    return _sent(write, f"{name}.csv", "text/csv; charset=utf-8")


def _json(name: str, columns: Iterable[Column], rows: Iterable[Any]) -> FileResponse:
    def write(target: IO[bytes]) -> None:
        kept = open_columns(columns, disclosure())
        head = {
            "as_of": now().astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "licence": LICENCE,
            "columns": [{"key": column.key, "label": column.label, "about": column.about} for column in kept],
        }
        target.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": [')
        for at, row in enumerate(rows):
            line = json.dumps({column.key: column.read(row) for column in kept}, ensure_ascii=False)
            target.write((",\n" if at else "\n").encode() + line.encode())
        target.write(b"\n]}\n")

    return _sent(write, f"{name}.json", "application/json")


def _sent(write: Callable[[IO[bytes]], None], name: str, kind: str) -> FileResponse:
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    write(target)
    target.seek(0)
    digest = b64encode(file_digest(target, "sha256").digest()).decode()
    target.seek(0)
    response = FileResponse(target, as_attachment=True, filename=name, content_type=kind)
    response["Content-Digest"] = f"sha-256=:{digest}:"
    response["X-As-Of"] = now().astimezone(SHANGHAI).isoformat(timespec="seconds")
    return response
