"""Reading assignments and sheets; experts only their own, the province all."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.selectors import experts
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.filings.selectors import plan_by_digest, version_content
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.review.models import Assignment, Attendance, SheetVersion
from greenlist.casework.rounds.models import Round
from greenlist.engines.scoring import Application as Declared
from greenlist.engines.scoring import Plan, Result, read_application, score
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.planned import YES_NO_KINDS
from greenlist.engines.scoring.rounding import ends, fraction, shown, shown_within

OFFICES = (Organisation.Kind.BUREAU, Organisation.Kind.COUNTY_OFFICE)  # of the recommending unit


def visible_to(actor: Actor) -> QuerySet[Assignment]:
    """An expert's own assignments; the province's all; nothing otherwise."""
    rows = Assignment.objects.select_related(
        "application__site__organisation", "application__filing", "application__report", "application__round", "expert"
    ).order_by("assigned_at", "id")
    if actor.may("read_assigned"):
        return rows.filter(expert_id=actor.user_id)
    return rows if actor.may("read_province") else rows.none()


def state_counts(assignments: QuerySet[Assignment]) -> dict[str, int]:
    """{state: how many}, in one query."""
    return {entry["state"]: entry["n"] for entry in assignments.order_by().values("state").annotate(n=Count("pk"))}


def marked_counts(assignments: Sequence[Assignment]) -> dict[UUID, int]:
    """{assignment id: how many rows its newest sheet marks}, in one query."""
    newest = SheetVersion.objects.filter(assignment=OuterRef("assignment")).order_by("-number").values("number")[:1]
    sheets = SheetVersion.objects.filter(assignment__in=[a.pk for a in assignments], number=Subquery(newest))
    return {sheet.assignment_id: sum(1 for entry in sheet.body.values() if entry.get("given")) for sheet in sheets}


def assignments_of(application: Application) -> QuerySet[Assignment]:
    """All assignments of an application."""
    return application.assignments.order_by("assigned_at", "id")


def is_day_pledged(assignment: Assignment) -> bool:
    """May the expert read and mark today? In a group only on a day whose pledge he has signed; without a group always."""
    if assignment.group_id is None:
        return True
    lines = Attendance.objects.filter(member__group=assignment.group_id, member__expert_id=assignment.expert_id, day=today())
    return lines.filter(pledged_at__isnull=False).exists()


def conflict(application: Application, expert: Membership) -> str:
    """'' or why this expert may not review this unit: same organisation, a position there or at its bureau, or stepped back before."""
    organisation = application.site.organisation
    if application.assignments.filter(expert_id=expert.user_id, state="recused").exists():
        return f"{expert.user.name}已对本件申请回避。"
    own = expert.user.memberships.select_related("organisation")
    for position in own:
        if position.role in {"province", "centre"}:
            return f"{expert.user.name}任{position.get_role_display()}岗位，不能同时评审。"
        if position.organisation_id == organisation.pk:
            return f"{expert.user.name}在{organisation.name}有岗位，须回避。"
        if position.organisation.kind in OFFICES and position.organisation.unit == application.unit:
            return f"{expert.user.name}在推荐单位{position.organisation.name}有岗位，须回避。"
    return ""


def experts_for(application: Application) -> list[tuple[Membership, str]]:
    """Every expert with '' or the reason why not."""
    return [(expert, conflict(application, expert)) for expert in experts()]


def workload(round_: Round) -> dict[Any, int]:
    """{expert's user id: sheets of this round not handed in yet}."""
    rows = Assignment.objects.filter(application__round=round_, state__in=("assigned", "pledged")).order_by()
    return {row["expert_id"]: row["n"] for row in rows.values("expert_id").annotate(n=Count("pk"))}


def single_cases(round_: Round | None) -> list[Assignment]:
    """The open assignments of a round that were given to one expert outside a group, by expert; [] before the first round."""
    rows = Assignment.objects.filter(application__round=round_, group=None, state__in=("assigned", "pledged"))
    held = rows.select_related("application__site__organisation", "application__round") if round_ else rows.none()
    return list(held.order_by("expert_name", "expert_id", "application__number"))


def sheet_rows(plan: Plan) -> list[str]:
    """The ids of the rows an expert judges: gates and items, not the declared figures."""
    return [gate["id"] for gate, _ in plan.gates] + list(plan.items)


def newest_sheet(assignment: Assignment) -> SheetVersion | None:
    """The newest save of the sheet."""
    return assignment.sheet_versions.order_by("-number").first()


def sheet_at(assignment: Assignment, number: int) -> dict[str, dict[str, str]]:
    """The sheet at one of its saves; {} before the first."""
    save = assignment.sheet_versions.filter(number=number).first()
    return save.body if save else {}


def own_declaration(assignment: Assignment) -> tuple[Plan, dict[str, Any]]:
    """(plan, the unit's declared application) of the version under review. LookupError when none was submitted."""
    version = latest_version(assignment.application)
    if version is None:
        raise LookupError(f"{assignment.application} has no submitted version")
    content = version_content(version)
    return plan_by_digest(content["plan"]), content["application"]


def own_marks(plan: Plan, declared: dict[str, Any]) -> dict[str, str]:
    """{row: the unit's own mark}: met / not_met for gates and required items, points as decimal text for the others."""
    if not (declared.get("inputs") or declared.get("items")):
        return {}  # 代录: the unit filled in nothing, so it claims nothing
    result = score(plan, read_application(plan, declared))
    marks = {gate: state for gate, state in result.gates.items() if state in {"met", "not_met"}}
    for row, found in result.items.items():
        is_switch = plan.items[row].kind in YES_NO_KINDS
        if not is_switch:
            marks[row] = shown_within(found.points, found.maximum)
        elif found.status in {"met", "not_met"}:
            marks[row] = found.status
    return marks


def third_marks(application: Application) -> dict[str, str]:
    """{row: the mark that the evaluating body confirmed for its report}; {} where the unit evaluated itself or the body has not yet."""
    engagement = open_engagement(application.number) if application.third_party else None
    return dict(engagement.marks) if engagement else {}


def given(marks: dict[str, str]) -> dict[str, dict[str, str]]:
    """Plain marks as a sheet has them."""
    return {row: {"given": mark} for row, mark in marks.items()}


def problem_of(plan: Plan, row: str, mark: str) -> str:
    """'' or what is wrong with a mark: neither 符合 nor 不符合, no number, or beyond the maximum."""
    item = plan.items.get(row)
    if not mark:
        return ""
    if item is None or item.kind in YES_NO_KINDS:
        return "" if mark in {"met", "not_met"} else "请选符合或不符合。"
    try:
        value = number(mark)
    except ValueError as error:
        return str(error)
    return "" if 0 <= value <= item.points or is_full(plan, row, mark) else f"应在0和{shown(item.points)}之间，现在是“{mark}”。"


def is_full(plan: Plan, row: str, mark: str) -> bool:
    """Is it the full mark as pages show it (4.17), where the exact one (25/6) cannot be typed? It counts as the exact one."""
    item = plan.items.get(row)
    if item is None or ends(item.points):
        return False
    try:
        return number(mark) == fraction(shown(item.points))
    except ValueError:
        return False


@dataclass(frozen=True)
class Subtotal:
    """Like with like: what the expert gave, what the unit and the evaluating body have for the same rows, and the most they can give.

    `third` is None where the body lacks a mark for one of these rows.
    """

    mine: Fraction
    own: Fraction
    most: Fraction
    third: Fraction | None = None


def like_with_like(
    plan: Plan, own: Result, body: dict[str, dict[str, str]], not_applicable: dict[str, str], third: dict[str, str] | None = None
) -> Subtotal:
    """Only the rows marked so far, all by the same plan. Raises ApplicationProblems for marks that cannot be read."""
    marked = [row for row, entry in body.items() if entry.get("given")]
    claimed = {row: {"given": _claimed(plan, own, row)} for row in marked}
    full = {row: {"given": "met"} for row in marked}
    mine, theirs, most = (sheet_result(plan, marks, not_applicable).total for marks in (body, claimed, full))
    has_all = bool(marked and third) and all((third or {}).get(row) for row in marked)
    evaluated = sheet_result(plan, given({row: (third or {})[row] for row in marked}), not_applicable).total if has_all else None
    return Subtotal(mine, theirs, most, evaluated)


def _claimed(plan: Plan, own: Result, row: str) -> str:
    """The unit's own mark of one row as an expert would write it; '' where it claims nothing."""
    found = own.items.get(row)
    if found is None or plan.items[row].kind in YES_NO_KINDS:
        state = own.gates.get(row, "") if found is None else found.status
        return state if state in {"met", "not_met"} else ""
    return shown_within(min(found.points, found.maximum), found.maximum, 8)  # a ratio without a cap is worth more than he can give


def sheet_document(plan: Plan, body: dict[str, dict[str, str]]) -> dict[str, Any]:
    """An expert's sheet as `greenlist.application/1`: every item carries the points or the answer he gave."""
    items = {row: {"value": "met" if is_full(plan, row, entry["given"]) else entry["given"]}
             for row, entry in body.items() if entry.get("given")}  # fmt: skip
    return {"format": "greenlist.application/1", "standard": plan.standard, "edition": plan.edition, "items": items}


def sheet_result(plan: Plan, body: dict[str, dict[str, str]], not_applicable: dict[str, str]) -> Result:
    """Score a sheet with the stored plan, the expert's points standing for measured items too."""
    judged = judged_plan(plan)
    document = sheet_document(plan, body) | {"not_applicable": not_applicable}
    declared: Declared = read_application(judged, document)
    return score(judged, declared)


def judged_plan(plan: Plan) -> Plan:
    """The plan as an expert uses it: same tree, points and weights, but every item is judged by a person."""
    content = dict(plan.content)
    content["gates"] = [gate | {"test": None} for gate in content["gates"]]
    content["groups"] = [_judged_group(group) for group in content["groups"]]
    return Plan.from_content(content | {"inputs": {}, "derived": {}, "rows": {}, "tables": {}})


def handed_in_result(assignment: Assignment) -> Result:
    """The score of a handed-in sheet, replayed from stored content alone."""
    content = load(assignment.content_digest)
    plan = plan_by_digest(content["plan"])
    return sheet_result(plan, content["sheet"], content["not_applicable"])


def _judged_group(group: dict[str, Any]) -> dict[str, Any]:
    return group | {
        "choose_by": "ratio",
        "items": [_judged_item(item) for item in group["items"]],
        "groups": [_judged_group(child) for child in group["groups"]],
    }


def _judged_item(item: dict[str, Any]) -> dict[str, Any]:
    kind = "required" if item["kind"] == "required" else "yes_no" if item["kind"] == "yes_no" else "judged"
    kept = {key: value for key, value in item.items() if key not in {"any_of", "full_at", "checklist"}}
    return kept | {"test": None, "score": None, "count_of": None, "kind": kind}
