"""What a checked table would change of past decisions: every form, sheet, selection and energy priority that rests on it, computed anew.

Nothing is written here; what was decided keeps its plan.
Each row is named whose total, verdict, rank or outcome would
be another one.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import load, load_each
from greenlist.casework.register.models import Category
from greenlist.casework.review.group_selectors import group_score
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import sheet_result
from greenlist.casework.rounds.selectors import ask
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.ranking import rank_content
from greenlist.casework.standards.comparing import verified
from greenlist.casework.standards.held import Table, source_of
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.reference import KINDS, entries_of
from greenlist.casework.standards.selectors import loaded_rows
from greenlist.casework.verification.energy import declared_in
from greenlist.engines.scoring import ApplicationProblems, Plan, compile_plan, read_application, score
from greenlist.engines.scoring.compiling import NotInForce
from greenlist.rulebook.notices import notice

AT_ONCE = 200  # decisions that somebody waits for at the page; more are computed in the background
AT_A_TIME = 100
VERDICTS = {"qualified": "合格", "not_qualified": "不合格", "incomplete": "未填全"}
QUALIFIED = {True: "合格", False: "不合格", None: "未填全"}
OUTCOMES = {"proposed": "拟入选", "not_selected": "未入选"}
ENERGY = {"met": "达到优先水平", "not_met": "没有达到优先水平", "unknown": "待核实", "not_applicable": "不适用"}
Told = dict[str, Any]
Step = Callable[[int, int], object]


class NewPlans:
    """The plans of the table that would be, by reference date; None where it is not in force then."""

    def __init__(self, row: StandardLoad) -> None:
        self.source = source_of(row.subject, verified(Table(row.subject, row.plain), row.rows) | {"edition": row.plain["edition"]})
        self.plans: dict[date, Plan | None] = {}

    def on(self, day: date) -> Plan | None:
        if day not in self.plans:
            try:
                self.plans[day] = compile_plan(self.source, day)
            except NotInForce:
                self.plans[day] = None
        return self.plans[day]


def count_of(row: StandardLoad) -> int:
    """How many past decisions rest on the table that it would take the place of."""
    if row.subject in KINDS:
        return _energy_forms().count()
    standard, edition = old_edition(row)
    return _versions(standard, edition).count() + _sheets(standard, edition).count() + _drafts().count()


def edition_changes(row: StandardLoad, step: Step = lambda done, total: None) -> Told:
    """{looked_at, rows, as_of}: how many were computed, and those that would be otherwise. `step` is told how far it is."""
    total, done, rows = count_of(row), 0, []
    for found in _energy(row) if row.subject in KINDS else _scored(row):
        done += 1
        rows += [found] if found["changes"] else []
        step(done, total)
    return {"looked_at": done, "rows": rows, "as_of": now().isoformat(timespec="minutes")}


def old_edition(row: StandardLoad) -> tuple[str, str]:
    """Standard and edition that it would take the place of, as filings name them."""
    standard, _, edition = row.subject.partition("/")
    return standard, str(load(row.base_digest)["number"]) if row.base_digest else edition


def _scored(row: StandardLoad) -> Iterator[Told]:
    standard, edition = old_edition(row)
    plans = NewPlans(row)
    for version in _with_contents(_versions(standard, edition)):
        yield _told("filing", version.filing.site.name, version.receipt, _form_changes(version, plans))
    for sheet in _with_contents(_sheets(standard, edition)):
        yield _told("sheet", sheet.application.site.name, sheet.application.number, _sheet_changes(sheet, plans))
    for draft in _with_contents(_drafts()):
        yield _told("draft", str(draft), f"第{draft.number}稿", list(_draft_changes(draft, plans, standard, edition)))


def _versions(standard: str, edition: str) -> Any:
    """Every submitted version with a score."""
    rows = FilingVersion.objects.filter(filing__standard=standard, filing__edition=edition).exclude(score="")
    return rows.select_related("filing__site").order_by("submitted_at", "id")


def _sheets(standard: str, edition: str) -> Any:
    rows = Assignment.objects.filter(application__filing__standard=standard, application__filing__edition=edition).exclude(
        content_digest=""
    )
    return rows.select_related("application__site", "application__filing").order_by("handed_in_at", "id")


def _drafts() -> Any:
    return SelectionDraft.objects.exclude(content_digest="").select_related("round").order_by("drafted_at", "id")


def _with_contents(rows: Any) -> Iterator[Any]:
    """Each row with its stored content, read a hundred at a time."""
    part: list[Any] = []
    for row in rows.iterator(chunk_size=AT_A_TIME):
        part.append(row)
        if len(part) == AT_A_TIME:
            yield from _filled(part)
            part = []
    yield from _filled(part)


def _filled(part: list[Any]) -> list[Any]:
    contents = load_each(row.content_digest for row in part)
    for row in part:
        row.content = contents[row.content_digest]
    return part


def _form_changes(version: Any, plans: NewPlans) -> list[list[str]]:
    plan = plans.on(version.filing.reference_on)
    if plan is None:
        return [["得分", version.score, "新版在基准日没有施行"]]
    try:
        result = score(plan, read_application(plan, version.content["application"]))
    except ApplicationProblems as problems:
        return [["得分", version.score, f"不能按新版计算：{problems.problems[0]}"]]
    return _different(("得分", version.score, result.shown), ("结论", QUALIFIED[version.is_qualified], VERDICTS[result.verdict]))


def _sheet_changes(sheet: Any, plans: NewPlans) -> list[list[str]]:
    plan = plans.on(sheet.application.filing.reference_on)
    if plan is None:
        return [["评审分", sheet.score, "新版在基准日没有施行"]]
    try:
        result = sheet_result(plan, sheet.content["sheet"], sheet.content["not_applicable"])
    except ApplicationProblems as problems:
        return [["评审分", sheet.score, f"不能按新版计算：{problems.problems[0]}"]]
    return _different(("评审分", sheet.score, result.shown), ("结论", QUALIFIED[sheet.is_qualified], VERDICTS[result.verdict]))


def _draft_changes(draft: Any, plans: NewPlans, standard: str, edition: str) -> Iterator[list[str]]:
    """Rows of the order that would stand elsewhere, each under its number; a row that cannot be computed keeps its score."""
    content = draft.content
    old = load_each(row["plan"] for row in content["rows"])
    rows = [_row_anew(row, old[row["plan"]], plans, standard, edition) for row in content["rows"]]
    if rows == content["rows"]:
        return
    placed = {p.number: p for p in rank_content(content | {"rows": rows})}
    for row in content["rows"]:
        new = placed[row["number"]]
        outcome = "proposed" if new.is_proposed else "not_selected"
        yield from (
            [f"{row['number']} {what}", was, is_]
            for what, was, is_ in _different(
                ("评审分", row["score"], new.score), ("名次", row["rank"], str(new.rank)),
                ("结果", OUTCOMES[row["outcome"]], OUTCOMES[outcome]),
            )
        )  # fmt: skip


def _row_anew(row: Told, old: Told, plans: NewPlans, standard: str, edition: str) -> Told:
    if (old["standard"], old["edition"]) != (standard, edition):
        return row
    plan = plans.on(date.fromisoformat(old["reference_date"]))
    if plan is None:
        return row
    try:
        if row.get("basis") == "group":
            found = group_score([sheet_result(plan, s["sheet"], s["not_applicable"]) for s in row["sheets"]], plan)
            return row | {"score": found.score, "is_qualified": "1" if found.is_qualified else "0"}
        declared = row.get("basis") == "declared"
        result = (
            score(plan, read_application(plan, row["application"])) if declared else sheet_result(plan, row["sheet"], row["not_applicable"])
        )
    except ApplicationProblems:
        return row
    return row | {"score": result.shown, "is_qualified": "0" if result.verdict == "not_qualified" else "1"}


def _energy_forms() -> Any:
    """Factories with a submitted version, the newest of each."""
    rows = Application.objects.filter(category=Category.FACTORY, filing__versions__isnull=False).distinct()
    return rows.select_related("site", "round", "filing").order_by("number")


def _energy(row: StandardLoad) -> Iterator[Told]:
    """The priority of energy (C-18, C-19) as it is found today, and as it would be with the table that was loaded."""
    new = {row.subject: entries_of(verified(Table(row.subject, row.plain), row.rows))}
    for application in _energy_forms().iterator(chunk_size=AT_A_TIME):
        version = application.filing.versions.order_by("-number").first()
        body = load(version.content_digest)["sections"].get("unit", {})
        day = version.submitted_at.date()
        held = loaded_rows(day)
        was, is_ = (_priority(application, body, day, rows) for rows in (held, held | new))
        yield _told(
            "energy",
            application.site.name,
            application.number,
            _different(*((what, a, b) for (what, a), (_, b) in zip(was, is_, strict=True))),
        )


def _priority(application: Application, body: Any, day: date, rows: Any) -> list[tuple[str, str]]:
    facts = declared_in(body, application.site.industry, day, rows)
    clause = "C-18" if facts.is_key_field else "C-19"
    if not facts.product or not notice(application.round.notice).has_rule(clause):
        return []
    verdict = ask(application.round, clause, facts, day).verdict
    return [("能耗参照值", facts.reference or "没有"), ("能耗优先", ENERGY[verdict])]


def _different(*pairs: tuple[str, str, str]) -> list[list[str]]:
    return [[what, was, is_] for what, was, is_ in pairs if was != is_]


def _told(kind: str, name: str, number: str, changes: Iterable[list[str]]) -> Told:
    return {"kind": kind, "name": name, "number": number, "changes": list(changes)}
