"""Why a result is not yet 符合: the smallest set of what stands in the way, in words, each with its clause."""

from dataclasses import dataclass

from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedGroup
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import shown
from greenlist.engines.scoring.standing import Standing, groups_below

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
    total = standing.having(standing.most(to_settle(result))).total
    if total >= result.pass_line:
        return found
    below = f"总分{shown(total, 4)}，低于合格线{shown(result.pass_line, 4)}" + ("（以上各项都满足之后）" if found else "")
    return (*found, Reason("line", "total", below, "本轮参数"))


def to_settle(result: Result) -> list[str]:
    """Gates and items, each of which must go: not met, in doubt, not filled; of a choice as many of the first as it still needs."""
    gates = [name for name, state in result.gates.items() if state in IN_THE_WAY]
    of_choice = {item.id: group for group in choices(result.plan) for item in group.items}
    needed = {gap.id for gap in result.missing if gap.is_needed}
    left = {group.id: to_choose(result, group) for group in choices(result.plan)}
    items = []
    for item in result.plan.items.values():
        status, group = result.items[item.id].status, of_choice.get(item.id)
        is_open = status == "missing" and item.id in needed
        if is_open and group is not None:
            left[group.id] -= 1
            is_open = left[group.id] >= 0
        if is_open or status == "doubtful" or (status == "not_met" and item.kind == "required"):
            items.append(item.id)
    return gates + items


def choices(plan: Plan) -> list[PlannedGroup]:
    """The groups of which only the best few count."""
    return [group for group in groups_below(plan.groups) if group.best is not None]


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
    return Reason("required" if status == "not_met" else "open", name, f"“{item.label}”{IN_THE_WAY[status]}", item.clause)
