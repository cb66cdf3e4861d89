"""Reading an answer sheet back: by credit code or identical name, columns in any order; what is not matched is told with its place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import OrganisationName
from greenlist.casework.files.rows import Row
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.selectors import normalised
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import Answer
from greenlist.casework.verification.proving import NOTHING, Said

LOOKED_FOR_HEAD = 20


@dataclass(frozen=True)
class AnswerSheet:
    """What a sheet says: answers that were matched, rows that were not (place and why), units chosen that it does not name."""

    said: tuple[Said, ...]
    unread: tuple[str, ...]
    unnamed: tuple[Application, ...]


def read_answers(rows: Sequence[Row], *, applications: Sequence[Application], clauses: Sequence[str]) -> AnswerSheet:
    """Match the rows to the chosen units and clauses. Raises Refused when no row is a head of columns we know."""
    start, columns = _head(rows)
    known, said, unread = _Known(applications), dict[tuple[Any, str], Said](), list[str]()
    for row in rows[start + 1 :]:
        cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
        if _is_empty(cells):
            continue
        found = _read_row(cells, known, clauses)
        if isinstance(found, str):
            unread.append(f"{row.place}“{cells.get('name') or cells.get('code')}”：{found}")
            continue
        for entry in found:
            if said.setdefault((entry.application.pk, entry.clause), entry) is not entry:
                unread.append(f"{row.place}“{entry.application.site.name}”：{exclusion_labels()[entry.clause]}前面已有一行，没有读入")
    named = {pk for pk, _ in said}
    return AnswerSheet(tuple(said.values()), tuple(unread), tuple(a for a in applications if a.pk not in named))


class _Known:
    """The chosen units by credit code and by name, present and former; a code or name that two of them bear names none."""

    def __init__(self, applications: Sequence[Application]) -> None:
        self.by_code = _unique((a.site.organisation.credit_code or "", a) for a in applications)
        organisations = {a.site.organisation_id: a for a in applications}
        bearers = OrganisationName.objects.filter(organisation__in=organisations)
        former = ((normalised(n.name), organisations[n.organisation_id]) for n in bearers)
        self.by_name = _unique([*((normalised(a.site.name), a) for a in applications), *former])

    def find(self, code: str, name: str) -> Application | str:
        """The unit, or why there is none."""
        by_code, by_name = self.by_code.get(normalised(code).upper()), self.by_name.get(normalised(name))
        if by_code and by_name and by_code != by_name:
            return "信用代码和单位名称对应两家不同的单位"
        return by_code or by_name or "所选单位中没有这个信用代码，也没有同名单位"


def _unique(pairs: Iterable[tuple[str, Application]]) -> dict[str, Application]:
    found: dict[str, set[Application]] = {}
    for key, application in pairs:
        found.setdefault(key, set()).add(application)
    return {key: next(iter(bearers)) for key, bearers in found.items() if key and len(bearers) == 1}


def _head(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """Where the head of the columns stands, and which column is which."""
    names = {word: column for column, words in _words()["columns"].items() for word in words}
    for at, row in enumerate(rows[:LOOKED_FOR_HEAD]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row.cells):
            if column := names.get(normalised(cell)):
                columns.setdefault(column, place)
        if "answer" in columns and ("code" in columns or "name" in columns):
            return at, columns
    raise Refused("答复表没有读入：没有找到表头。", items=["表头要有“结论”一栏，并有“统一社会信用代码”或“单位名称”一栏。"],
                  then="列的先后不限；可用征求意见函所附的表。")  # fmt: skip


def _is_empty(cells: dict[str, str]) -> bool:
    """A row without anything in a known column, or the head repeated on a new page."""
    return not any(cells.values()) or normalised(cells["answer"]) in _words()["columns"]["answer"]


def _read_row(cells: dict[str, str], known: _Known, clauses: Sequence[str]) -> list[Said] | str:
    application = known.find(cells.get("code", ""), cells.get("name", ""))
    if isinstance(application, str):
        return application
    answers = {word: answer for answer, words in _words()["answers"].items() for word in words}
    word = normalised(cells["answer"])
    if word not in answers:
        return f"结论“{cells['answer']}”不是未发现、发现或待核实" if word else "没有填结论"
    item = normalised(cells.get("item", ""))
    meant = [c for c in clauses if not item or item in {c, normalised(exclusion_labels()[c])}]
    if not meant:
        return f"事项“{cells['item']}”不在所选各项之中"
    answer, statement = answers[word], cells.get("statement", "")
    if answer != Answer.NOT_FOUND and not statement:
        return f"结论是{word}，没有写事实"
    if answer == Answer.FOUND and len(meant) > 1:
        return "没有写发现的是哪一项"
    page = re.fullmatch(r"第?(\d{1,5})页?", normalised(cells.get("page", "")))
    if cells.get("page") and not page:
        return f"页“{cells['page']}”不是数字"
    if statement and cells.get("reference"):
        statement = f"{statement}，文书号 {cells['reference']}"
    days = [_day(cells.get(name, "")) for name in ("from_on", "until_on")]
    return [Said(application, c, answer, statement or NOTHING, int(page[1]) if page else None, *days) for c in meant]


def _day(text: str) -> date | None:
    """2023-05-04, 2023年5月4日, 2023.5.4; None for anything else."""
    found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", normalised(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("answers.yaml").read_text(encoding="utf-8"))
    return words
