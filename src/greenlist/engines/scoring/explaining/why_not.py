"""Why a result is not yet 符合: the smallest set of what stands in the way, in words, each with its clause."""

from dataclasses import dataclass

from greenlist.engines.scoring.explaining.standing import Standing, groups_below, kept_of
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedGroup
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import shown

IN_THE_WAY = {"missing": "未填", "doubtful": "存疑，尚未弄清", "not_met": "不符合"}


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way. kind: gate, required, open (not filled, or in doubt) or line."""

    kind: str
    id: str
    words: str
    clause: str


def why_not(result: Result) -> tuple[Reason, ...]:
    """Each must go, and with all of them gone the verdict is 符合; () when it is already.

    The line is named only where the total stays below it when the others are gone: a block emptied by what is not met is no second reason.
    """
    found = tuple(_reason(result, name) for name in to_settle(result))
    if result.pass_line is None:
        return found
    standing = Standing(result)
    settled = standing.having(standing.most(to_settle(result)))
    if settled.compared >= result.pass_line:
        return found
    below = f"总分{shown(settled.compared, 4)}，低于合格线{shown(result.pass_line, 4)}" + ("（以上各项都满足之后）" if found else "")
    return (*found, Reason("line", "total", below, result.plan.number if result.pass_line == result.plan.pass_line else "本轮参数"))


def to_settle(result: Result) -> list[str]:
    """Gates and items, each of which must go: not met, in doubt, not filled; of a choice as many of the first as it still needs."""
    encouraged = {gate["id"] for gate, _ in result.plan.gates if gate.get("encouraged")}
    gates = [name for name, state in result.gates.items() if state in IN_THE_WAY and name not in encouraged]
    of_choice = {item.id: group for group in choices(result.plan) for item in group.items}
    needed = {gap.id for gap in result.missing if gap.is_needed}
    left = {group.id: to_choose(result, group) for group in choices(result.plan)}
    unchosen = to_pick(result)
    items = []
    for item in result.plan.items.values():
        status, group = result.items[item.id].status, of_choice.get(item.id)
        is_open = status == "missing" and item.id in needed
        if is_open and group is not None:
            left[group.id] -= 1
            is_open = left[group.id] >= 0
        if is_open or item.id in unchosen or status == "doubtful" or (status == "not_met" and item.kind == "required"):
            items.append(item.id)
    return gates + items


def to_pick(result: Result) -> set[str]:
    """Where the applicant chooses what counts and has not chosen enough: the first that are left, as many as are lacking."""
    picked: set[str] = set()
    for group in result.plan.declared_groups.values():
        kept = kept_of(result, group)
        left = [item.id for item in group.items if item.id not in kept and result.items[item.id].status != "not_applicable"]
        picked |= set(left[: max((group.best or 0) - len(kept), 0)])
    return picked


def choices(plan: Plan) -> list[PlannedGroup]:
    """The groups of which the best few count by themselves; what is added on top is no choice that must be made."""
    tops = tuple(group for group in plan.groups if not group.bonus)
    return [group for group in groups_below(tops) if group.best is not None and group.choose_by == "ratio"]


def to_choose(result: Result, group: PlannedGroup) -> int:
    """How many more of a choice must be filled."""
    states = [result.items[item.id].status for item in group.items]
    answered = sum(state not in {"missing", "not_applicable"} for state in states)
    return min(max((group.best or 0) - answered, 0), states.count("missing"))


def _reason(result: Result, name: str) -> Reason:
    if name in result.gates:
        state = result.gates[name]
        gate = next(gate for gate, _ in result.plan.gates if gate["id"] == name)
        return Reason("gate" if state == "not_met" else "open", name, f"“{gate['label']}”{IN_THE_WAY[state]}", gate["clause"])
    item, status = result.plan.items[name], result.items[name].status
    words = IN_THE_WAY.get(status, "还没有选定计入")
    return Reason("required" if status == "not_met" else "open", name, f"“{item.label}”{words}", item.clause)
