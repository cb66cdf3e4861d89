"""What a checked table would change of past decisions: every form, sheet, selection and energy priority that rests on it, computed anew.

Nothing is written here; what was decided keeps its plan. Each row is named whose total, verdict, rank or outcome would be another one.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain, islice
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.journal.contents import load, load_each
from greenlist.casework.oversight.earlier_units import changed_units, in_units
from greenlist.casework.register.models import Category
from greenlist.casework.review.group_selectors import group_score
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import sheet_result
from greenlist.casework.rounds.selectors import ask, parameters
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.ranking import rank_content
from greenlist.casework.standards.comparing import verified
from greenlist.casework.standards.held import Table, shipped, source_of, subjects
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.reference import KINDS, entries_of, tables_read
from greenlist.casework.standards.selectors import loaded_rows, signed, source_called, tables_begun_with
from greenlist.casework.verification.energy import declared_in
from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.scoring import Application as Declared
from greenlist.engines.scoring import ApplicationProblems, Plan, compile_plan, read_application, score
from greenlist.engines.scoring.compiling import NotInForce
from greenlist.engines.scoring.earlier import read_as
from greenlist.rulebook.notices import notice
from greenlist.rulebook.reference.tables import reference_table

AT_ONCE = 200  # decisions that somebody waits for at the page; more are computed in the background
AT_A_TIME = 100
VERDICTS = {"qualified": "合格", "not_qualified": "不合格", "incomplete": "未填全"}
QUALIFIED = {True: "合格", False: "不合格", None: "未填全"}
OUTCOMES = {"proposed": "拟入选", "not_selected": "未入选"}
ENERGY = {"met": "达到优先水平", "not_met": "没有达到优先水平", "unknown": "待核实", "not_applicable": "不适用"}
Told = dict[str, Any]
Step = Callable[[int, int], object]


class NewPlans:
    """The plans as they would be, by the digest of the plan that was used; None where the standard is not in force on its day.

    Only the table that was loaded is another one: the other reference tables are those that the plan was compiled with, and what is not
    known means what it means there.
    """

    def __init__(self, row: StandardLoad) -> None:
        self.row, self.plain = row, verified(Table(row.subject, row.plain), row.rows)
        self.editions = editions_on(row)
        self.plans: dict[str, Plan | None] = {}
        self.units: dict[str, dict[str, str]] = {}  # in which the stored plan asked for what the new one asks in others

    def instead_of(self, digest: str) -> Plan | None:
        """The plan in the place of a stored one."""
        if digest not in self.plans:
            used = load(digest)
            try:
                plan = self.plans[digest] = self._compiled(used)
                self.units[digest] = changed_units(used, plan.content)
            except NotInForce:
                self.plans[digest] = None
        return self.plans[digest]

    def declared(self, plan: Plan, digest: str, content: Told) -> Declared:
        """What was declared under the stored plan, read for the one in its place. Raises ApplicationProblems."""
        return read_application(plan, dict(in_units(content, self.units[digest])))

    def _compiled(self, used: Told) -> Plan:
        """Also a new edition of the standard is read as the stored plan was: its answers were given on the form of that one."""
        day, source = date.fromisoformat(used["reference_date"]), source_called(used["standard"], used["edition"])
        tables = tables_begun_with(source, day, used)
        if self.row.subject not in KINDS:
            return read_as(compile_plan(source_of(self.row.subject, self.plain), day, tables), used)
        loaded = {self.row.subject: reference_table(self.row.subject, day, entries_of(self.plain))}
        return read_as(compile_plan(source, day, tables | loaded), used)


def count_of(row: StandardLoad) -> int:
    """How many past decisions rest on the table that it would take the place of."""
    editions = editions_on(row)
    scored = _versions(editions).count() + _sheets(editions).count() + _drafts(editions).count()
    return scored + (_energy_forms().count() if _decides_energy(row) else 0)


def edition_changes(row: StandardLoad, step: Step = lambda done, total: None) -> Told:
    """{looked_at, rows, as_of, basis}: how many were computed, those that would be otherwise, and what they were computed from. `step`
    is told how far it is.
    """
    basis, total, done, rows = basis_of(row), count_of(row), 0, []
    for found in chain(_scored(row), _energy(row) if _decides_energy(row) else ()):
        done += 1
        rows += [found] if found["changes"] else []
        step(done, total)
    return {"looked_at": done, "rows": rows, "as_of": now().isoformat(timespec="minutes"), "basis": basis}


def basis_of(row: StandardLoad) -> dict[str, list[str]]:
    """What a list of changes rests on, each as [how many, digest]: the decisions, and the editions and tables that were signed. A list
    is that of today while this is the same.
    """
    editions = editions_on(row)
    found: dict[str, Any] = {
        "filing": _versions(editions), "sheet": _sheets(editions), "draft": _drafts(editions),
        "edition": signed().order_by("content_digest"),
    }  # fmt: skip
    told = {kind: list(rows.values_list("content_digest", flat=True)) for kind, rows in found.items()}
    if _decides_energy(row):
        told["energy"] = [[digest, industry] for digest, industry in _energy_forms().values_list("content_digest", "site__industry")]
    return {kind: [str(len(held)), digest_of(canonical(held))] for kind, held in told.items()}


def _decides_energy(row: StandardLoad) -> bool:
    return row.subject in KINDS and KINDS[row.subject].is_of_energy


def editions_on(row: StandardLoad) -> list[tuple[str, str]]:
    """(standard, edition) of the forms that rest on it: every edition held of it, shipped or signed; of a reference table those that look
    values up in it or take a coefficient from it.
    """
    if row.subject in KINDS:
        held = (subject for subject in subjects() if subject not in KINDS)
        made = signed().exclude(subject__in=KINDS)
        return [tuple(subject.split("/")) for subject in held if row.subject in tables_read(shipped(subject).plain)] + [
            (one.subject.partition("/")[0], one.number) for one in made if row.subject in tables_read(one.plain)
        ]  # fmt: skip
    standard, _, edition = row.subject.partition("/")
    loads = signed().filter(subject=row.subject).exclude(pk=row.pk)
    return [(standard, edition), *((standard, made.number) for made in loads)]


def _of(editions: list[tuple[str, str]], lead: str = "") -> Q:
    """Rows whose filing is of one of these editions; none for no edition."""
    found = Q(pk__in=[])
    for standard, edition in editions:
        found |= Q(**{f"{lead}filing__standard": standard, f"{lead}filing__edition": edition})
    return found


def _scored(row: StandardLoad) -> Iterator[Told]:
    plans = NewPlans(row)
    for version in _with_contents(_versions(plans.editions)):
        yield _told("filing", version.filing.site.name, version.receipt, _form_changes(version, plans))
    for sheet in _with_contents(_sheets(plans.editions)):
        yield _told("sheet", sheet.application.site.name, sheet.application.number, _sheet_changes(sheet, plans))
    for draft in _with_contents(_drafts(plans.editions)):
        yield _told("draft", str(draft), f"第{draft.number}稿", list(_draft_changes(draft, plans)))


def _versions(editions: list[tuple[str, str]]) -> Any:
    """Every submitted version with a score."""
    rows = FilingVersion.objects.filter(_of(editions)).exclude(score="")
    return rows.select_related("filing__site").order_by("submitted_at", "id")


def _sheets(editions: list[tuple[str, str]]) -> Any:
    rows = Assignment.objects.filter(_of(editions, "application__")).exclude(content_digest="")
    return rows.select_related("application__site", "application__filing").order_by("handed_in_at", "id")


def _drafts(editions: list[tuple[str, str]]) -> Any:
    rows = SelectionDraft.objects.all() if editions else SelectionDraft.objects.none()
    return rows.exclude(content_digest="").select_related("round").order_by("drafted_at", "id")


def _with_contents(rows: Any) -> Iterator[Any]:
    """Each row with its stored content, read a hundred at a time."""
    left = rows.iterator(chunk_size=AT_A_TIME)
    while part := list(islice(left, AT_A_TIME)):
        contents = load_each(row.content_digest for row in part)
        for row in part:
            row.content = contents[row.content_digest]
            yield row


def _form_changes(version: Any, plans: NewPlans) -> list[list[str]]:
    plan = plans.instead_of(version.content["plan"])
    if plan is None:
        return [["得分", version.score, "新版在基准日没有施行"]]
    try:
        result = score(plan, plans.declared(plan, version.content["plan"], version.content["application"]))
    except ApplicationProblems as problems:
        return [["得分", version.score, f"不能按新版计算：{problems.problems[0]}"]]
    return _different(("得分", version.score, result.shown), ("结论", QUALIFIED[version.is_qualified], VERDICTS[result.verdict]))


def _sheet_changes(sheet: Any, plans: NewPlans) -> list[list[str]]:
    plan = plans.instead_of(sheet.content["plan"])
    if plan is None:
        return [["评审分", sheet.score, "新版在基准日没有施行"]]
    try:
        result = sheet_result(plan, sheet.content["sheet"], sheet.content["not_applicable"])
    except ApplicationProblems as problems:
        return [["评审分", sheet.score, f"不能按新版计算：{problems.problems[0]}"]]
    return _different(("评审分", sheet.score, result.shown), ("结论", QUALIFIED[sheet.is_qualified], VERDICTS[result.verdict]))


def _draft_changes(draft: Any, plans: NewPlans) -> Iterator[list[str]]:
    """Rows of the order that would stand elsewhere, each under its number; a row that cannot be computed keeps its score."""
    content = draft.content
    old = load_each(row["plan"] for row in content["rows"])
    rows = [_row_anew(row, old[row["plan"]], plans) for row in content["rows"]]
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


def _row_anew(row: Told, old: Told, plans: NewPlans) -> Told:
    if (old["standard"], old["edition"]) not in plans.editions:
        return row
    plan = plans.instead_of(row["plan"])
    if plan is None:
        return row
    try:
        if row.get("basis") == "group":
            found = group_score([sheet_result(plan, s["sheet"], s["not_applicable"]) for s in row["sheets"]], plan)
            return row | {"score": found.score, "is_qualified": "1" if found.is_qualified else "0"}
        declared = row.get("basis") == "declared"
        result = (
            score(plan, plans.declared(plan, row["plan"], row["application"]))
            if declared
            else sheet_result(plan, row["sheet"], row["not_applicable"])
        )
    except ApplicationProblems:
        return row
    return row | {"score": result.shown, "is_qualified": "0" if result.verdict == "not_qualified" else "1"}


def _energy_forms() -> Any:
    """Factories with a submitted version, with content and time of the newest of each."""
    newest = FilingVersion.objects.filter(filing=OuterRef("filing_id")).order_by("-number")
    rows = Application.objects.filter(category=Category.FACTORY).annotate(
        content_digest=Subquery(newest.values("content_digest")[:1]), handed_in_at=Subquery(newest.values("submitted_at")[:1])
    )  # fmt: skip
    return rows.filter(content_digest__isnull=False).select_related("site", "round").order_by("number")


def _energy(row: StandardLoad) -> Iterator[Told]:
    """The priority of energy (C-18, C-19) as it was found on the day of handing in, and as it would be with the table that was loaded."""
    new = {row.subject: entries_of(verified(Table(row.subject, row.plain), row.rows))}
    held_on = cache(loaded_rows)
    held_in: dict[Any, Told] = {}
    for application in _with_contents(_energy_forms()):
        if application.round_id not in held_in:
            held_in[application.round_id] = parameters(application.round)
        body = application.content["sections"].get("unit", {})
        day = application.handed_in_at.astimezone(SHANGHAI).date()
        given = held_in[application.round_id]
        was, is_ = (_priority(application, body, day, rows, given) for rows in (held_on(day), held_on(day) | new))
        changes = _different(*((what, was.get(what, "没有"), is_.get(what, "没有")) for what in was | is_))
        yield _told("energy", application.site.name, application.number, changes)


def _priority(application: Application, body: Any, day: date, rows: Any, given: Told) -> dict[str, str]:
    facts = declared_in(body, application.site.industry, day, rows)
    clause = "C-18" if facts.is_key_field else "C-19"
    if not facts.product or not notice(application.round.notice).has_rule(clause):
        return {}
    verdict = ask(application.round, clause, facts, day, given).verdict
    return {"能耗参照值": facts.reference or "没有", "能耗优先": ENERGY[verdict]}


def _different(*pairs: tuple[str, str, str]) -> list[list[str]]:
    return [[what, was, is_] for what, was, is_ in pairs if was != is_]


def _told(kind: str, name: str, number: str, changes: Iterable[list[str]]) -> Told:
    return {"kind": kind, "name": name, "number": number, "changes": list(changes)}
