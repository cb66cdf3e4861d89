"""The score sheet as shown: rows by section with the unit's own mark, the expert's, the reason wanted, the page of proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.report_check import report_check
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.forms import Row, Section
from greenlist.casework.filings.models import Evidence
from greenlist.casework.filings.selectors import evidence_of, form_of
from greenlist.casework.review.models import Question
from greenlist.casework.review.selectors import problem_of, sheet_rows
from greenlist.casework.review.services import needs_reason
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import YES_NO_KINDS
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import decimal_text, round_to, shown

CENT = Fraction(1, 100)
WORDS = {"met": "符合", "not_met": "不符合"}
Body = dict[str, dict[str, str]]


@dataclass(frozen=True)
class ReportPage:
    """Where the report speaks of a row that the unit bound no proof to, as the check of the report found it."""

    file: StoredFile
    page: int

    @property
    def file_id(self) -> UUID:
        return self.file.pk


@dataclass(frozen=True)
class Mark:
    """One row to judge: `own` and `third` are the unit's and the evaluating body's marks in words, `why` why a reason is wanted, `problem` what is wrong with
    the mark.
    """

    row: Row
    is_switch: bool
    maximum: str
    step: str
    own: str
    given: str
    reason: str
    absent: str
    why: str
    problem: str
    is_below: bool
    proof: Evidence | ReportPage | None
    third: str = ""
    third_is_below: bool = False
    questions: tuple[Question, ...] = ()
    how: Mapping[str, Any] = field(default_factory=dict)  # of computed points: the value, the rule and the steps of the unit's own

    @property
    def is_done(self) -> bool:
        return bool(self.given or self.absent)

    @property
    def lacks_reason(self) -> bool:
        return bool(self.why) and not self.reason.strip()

    def as_reply(self) -> dict[str, object]:
        """What autosave tells the page about this row."""
        return {"why": self.why, "problem": self.problem, "lacks_reason": self.lacks_reason, "is_below": self.is_below}


@dataclass(frozen=True)
class Group:
    """One section with its subtotals: the most, the unit's own, the evaluating body's, the expert's so far."""

    section: Section
    marks: list[Mark]
    maximum: str
    own: str
    mine: str
    third: str = ""

    @property
    def number(self) -> str:
        """The standard's number of the section, where it has one."""
        return self.section.id if self.section.id.isdigit() else ""

    @property
    def done(self) -> int:
        return sum(1 for mark in self.marks if mark.is_done)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.marks)


@dataclass(frozen=True)
class Sides:
    """What stands beside the expert's marks: the unit's own, the evaluating body's with their score, what he asked his leader."""

    own: dict[str, str]
    third: dict[str, str]
    third_result: Result | None
    questions: dict[str, list[Question]]


def groups_of(application: Application, plan: Plan, own: Result, sides: Sides, body: Body, absent: dict[str, str],
              mine: Result | None) -> list[Group]:  # fmt: skip
    """Every section with something to judge."""
    proofs = pages_of(application)
    made, judged = [], set(sheet_rows(plan))
    computed = {str(line["id"]): line for line in score_lines(own, is_whole=True) if line.get("steps")}
    for section in form_of(application.filing)[1:]:
        rows = [
            replace(_mark(row, plan, sides, body, absent, proofs), how=computed.get(row.id, {})) for row in section.rows if row.id in judged
        ]
        if rows:
            made.append(_group(section, rows, own, mine, sides.third_result))
    return made


def pages_of(application: Application) -> dict[str, Evidence | ReportPage]:
    """{row: its first proof, else the page of the report that speaks of it}."""
    check = report_check(application)
    found = {row: ReportPage(check.report, page) for row, page in check.pages.items()} if check else {}
    return {**found, **proofs_of(application)}


def proofs_of(application: Application) -> dict[str, Evidence]:
    """{row: its first proof}."""
    found: dict[str, Evidence] = {}
    for bound in evidence_of(application.filing):
        found.setdefault(bound.row, bound)
    return found


def readable(plan: Plan, body: Body) -> Body:
    """The marks that can be scored: those that are wrong stay out of every subtotal."""
    return {row: entry for row, entry in body.items() if not problem_of(plan, row, entry.get("given", ""))}


def _group(section: Section, rows: list[Mark], own: Result, mine: Result | None, third: Result | None) -> Group:
    claimed = next((g for g in own.groups if g.id == section.id), None)
    if claimed is None:
        return Group(section, rows, "", "", "")
    most = shown(claimed.weighted_maximum, 1)
    return Group(section, rows, most, hundredths(claimed.weighted), _weighted(mine, section), _weighted(third, section))


def _weighted(result: Result | None, section: Section) -> str:
    """The subtotal of one section; '' without a result."""
    found = next((g for g in result.groups if g.id == section.id), None) if result else None
    return hundredths(found.weighted) if found else ""


def _mark(row: Row, plan: Plan, sides: Sides, body: Body, absent: dict[str, str], proofs: Mapping[str, Evidence | ReportPage]) -> Mark:
    item, entry, own = plan.items.get(row.id), body.get(row.id, {}), sides.own.get(row.id, "")
    third = sides.third.get(row.id, "")
    is_switch = item is None or item.kind in YES_NO_KINDS
    given = entry.get("given", "")
    problem = problem_of(plan, row.id, given)
    return Mark(
        row=row,
        is_switch=is_switch,
        maximum="" if item is None else shown(item.points),
        step="" if item is None or is_switch else shown(item.step, 4),
        own=WORDS.get(own, own) or "—",
        given=given,
        reason=entry.get("reason", ""),
        absent=absent.get(row.id, ""),
        why="" if problem else _why(own, given),
        problem=problem,
        is_below=not problem and _is_below(own, given),
        proof=proofs.get(row.id) or _proof_of_inputs(plan, row.id, proofs),
        third=WORDS.get(third, third) or "—",
        third_is_below=_is_below(own, third),
        questions=tuple(sides.questions.get(row.id, ())),
    )


def _why(own: str, given: str) -> str:
    if given == "not_met":
        return "评为不符合，须写理由"
    return "不到自评的一半，须写理由" if given and needs_reason(own, given) else ""


def _is_below(own: str, given: str) -> bool:
    try:
        return number(given) < number(own)
    except ValueError:
        return own == "met" and given == "not_met"


def _proof_of_inputs(plan: Plan, row: str, proofs: Mapping[str, Evidence | ReportPage]) -> Evidence | ReportPage | None:
    item = plan.items.get(row)
    names: Iterable[str] = plan.inputs_of(item) if item else ()
    return next((proofs[name] for name in names if name in proofs), None)


def hundredths(value: Fraction) -> str:
    """Two decimals, rounded as the standard rounds."""
    return decimal_text(round_to(value, CENT), CENT)
