"""The form of 批量录入证明: what was typed, what an answer sheet filled in, and what would be stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.verification.answer_sheet import AnswerSheet
from greenlist.casework.verification.models import Answer
from greenlist.casework.verification.proving import NOTHING, Proof, Said

DAYS = {"from_on": "所查期间起日", "until_on": "所查期间止日", "looked_up_on": "查询或函复日期"}
LINE_FIELDS = ("unit", "clause", "answer", "statement", "page", "from_on", "until_on")
UNSAID = "unsaid"
ANSWERS = (*Answer.choices, (UNSAID, "没有提到，不存入"))
BLANK_LINES = 4
REFUSED = "证明没有存入，一项也没有改动。"


@dataclass
class ProofForm:
    """Everything on the page as text; `units` are the applications that may be chosen, `chosen` and `clauses` what is ticked."""

    units: Sequence[Application]
    chosen: set[str]
    clauses: list[str]
    typed: dict[str, str]
    pages: dict[str, str]
    lines: list[dict[str, str]]
    file: StoredFile | None = None
    sheet: StoredFile | None = None
    unread: Sequence[str] = ()
    unnamed: Sequence[Application] = ()
    problems: list[str] = field(default_factory=list)

    @property
    def shown_lines(self) -> list[dict[str, str]]:
        """The exceptions written so far, and a few empty lines."""
        return [*self.lines, *(dict.fromkeys(LINE_FIELDS, "") for _ in range(BLANK_LINES))]

    @property
    def chosen_units(self) -> list[Application]:
        return [a for a in self.units if str(a.pk) in self.chosen]

    def proof(self) -> Proof:
        """The document. Raises Refused with every date that is none."""
        self.problems = []
        days = {name: self._day(self.typed.get(name, ""), label) for name, label in DAYS.items()}
        if self.problems:
            raise Refused(REFUSED, items=self.problems, then="填过的内容还在，改正后再存。")
        return Proof(kind=self.typed.get("kind", ""), source=self.typed.get("source", ""), file=self.file, sheet=self.sheet, **days)

    def said(self) -> list[Said]:
        """What the document says about every chosen unit and clause. Raises Refused for a line that cannot be understood."""
        self.problems = []
        nothing = self.typed.get("nothing") or NOTHING
        entries = {
            (str(a.pk), clause): Said(a, clause, Answer.NOT_FOUND, nothing, self._page(self.pages.get(str(a.pk), ""), a.site.name))
            for a in self.chosen_units
            for clause in self.clauses
        }
        written: Counter[tuple[str, str]] = Counter()
        for line in self.lines:
            for key in self._meant(line, entries):
                written[key] += 1
                self._except(entries, key, line)
        if any(n > 1 for n in written.values()):
            self.problems.append("例外中同一家单位的同一项写了两行，请只留一行。")
        if self.problems:
            raise Refused(REFUSED, items=self.problems, then="填过的内容还在，改正后再存。")
        return list(entries.values())

    def fill_from(self, sheet: AnswerSheet) -> None:
        """Take over what an answer sheet says: pages, exceptions, and only the units it names."""
        named = {str(entry.application.pk) for entry in sheet.said}
        answered = {(str(entry.application.pk), entry.clause) for entry in sheet.said}
        self.unread, self.unnamed = sheet.unread, sheet.unnamed
        self.lines = [_line(entry) for entry in sheet.said if entry.answer != Answer.NOT_FOUND or entry.statement != NOTHING]
        self.lines += [
            {**dict.fromkeys(LINE_FIELDS, ""), "unit": pk, "clause": clause, "answer": UNSAID}
            for pk in sorted(named)
            for clause in self.clauses
            if (pk, clause) not in answered
        ]
        self.pages |= {str(entry.application.pk): str(entry.page) for entry in sheet.said if entry.page}
        self.chosen = named

    def _meant(self, line: dict[str, str], entries: dict[tuple[str, str], Said]) -> list[tuple[str, str]]:
        keys = [key for key in entries if key[0] == line["unit"] and line["clause"] in {"", key[1]}]
        if not keys:
            self.problems.append(f"例外“{line['statement'] or line['answer']}”的单位或事项没有勾选。")
        if line["answer"] == Answer.FOUND and len(keys) > 1:
            self.problems.append(f"例外“{line['statement']}”没有选发现的是哪一项。")
        return keys

    def _except(self, entries: dict[tuple[str, str], Said], key: tuple[str, str], line: dict[str, str]) -> None:
        if line["answer"] == UNSAID:
            entries.pop(key, None)
            return
        usual = entries.get(key)
        if usual is None:
            return
        page = self._page(line["page"], usual.application.site.name) if line["page"] else usual.page
        days = [self._day(line[name], label) if line[name] else None for name, label in (("from_on", "起日"), ("until_on", "止日"))]
        entries[key] = Said(usual.application, key[1], line["answer"], line["statement"], page, *days)

    def _page(self, text: str, whose: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        if text.isdecimal() and len(text) < 6:
            return int(text)
        self.problems.append(f"{whose}：页码“{text}”不是数字。")
        return None

    def _day(self, text: str, label: str) -> Any:
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            self.problems.append(f"{label}“{text}”不是日期，请按 2024-05-20 的格式填写。")
            return None


def read_form(posted: QueryDict, units: Sequence[Application]) -> ProofForm:
    """The form as it was posted; its files are the view's."""
    columns = [posted.getlist(f"x_{name}") for name in LINE_FIELDS]
    lines = [dict(zip(LINE_FIELDS, values, strict=True)) for values in zip(*columns, strict=False)]
    known = {str(a.pk) for a in units}
    return ProofForm(
        units=units,
        chosen=known & set(posted.getlist("application")),
        clauses=posted.getlist("clause"),
        typed={name: posted.get(name, "") for name in ("kind", "source", *DAYS, "nothing", "file_id", "sheet_id", "consultation")},
        pages={pk: posted.get(f"page-{pk}", "") for pk in known},
        lines=[line for line in lines if line["unit"] or line["answer"] or line["statement"]],
    )


def _line(entry: Said) -> dict[str, str]:
    return {
        "unit": str(entry.application.pk), "clause": entry.clause, "answer": entry.answer, "statement": entry.statement,
        "page": str(entry.page or ""), "from_on": entry.from_on.isoformat() if entry.from_on else "",
        "until_on": entry.until_on.isoformat() if entry.until_on else "",
    }  # fmt: skip
