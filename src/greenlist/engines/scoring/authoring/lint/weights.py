"""Do points and weights add up, at every level, and have groups a shape that can be counted?"""

from fractions import Fraction

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.schema import Group, Standard
from greenlist.engines.scoring.values import Path, groups_of


def weight_faults(standard: Standard) -> Faults:
    """Sums of weights and points, and the shape of each group."""
    yield from _sum_faults(standard.groups, ("groups",), (fraction(standard.total["maximum"]),), "总分", " total.maximum")
    for path, group in groups_of(standard):
        yield from _group_faults(path, group)
        if any(child.weight for child in group.groups):
            wanted = {fraction(group.weight) if group.weight else Rational(100), Rational(100)}
            yield from _sum_faults(group.groups, (*path, "groups"), tuple(sorted(wanted)), "上一级的权重，或100")


def _sum_faults(groups: list[Group], path: Path, wanted: tuple[Fraction, ...], of: str, key: str = "") -> Faults:
    counted = [group for group in groups if not group.bonus]
    weights = [fraction(group.weight) for group in counted if group.weight]
    if weights and len(weights) != len(counted):
        yield Fault(path, "同一级的组，权重 weight 要么都写，要么都不写。")
    elif weights and sum(weights) not in wanted:
        yield _sum_fault(path, f"权重合计 {shown(sum(weights, Rational(0)), 6)}", wanted, of, key)
    elif not weights and path == ("groups",) and (total := sum((maximum_of(group) for group in counted), Rational(0))) not in wanted:
        yield _sum_fault(path, f"分值合计 {shown(total, 6)}", wanted, of, key)


def _sum_fault(path: Path, found: str, wanted: tuple[Fraction, ...], of: str, key: str) -> Fault:
    words, in_keys = (f"{found}，应为{of}{named}（{_listed(wanted)}）。" for named in ("", key))
    return Fault(path, words, in_keys=in_keys)


def _listed(numbers: tuple[Fraction, ...]) -> str:
    return " 或 ".join(shown(number, 6) for number in numbers)


def maximum_of(group: Group) -> Fraction:
    """The most points a group can give by itself, before its weight."""
    if group.best is not None:
        return fraction(group.items[0].points) * group.best if group.items else Rational(0)
    inner = [fraction(child.weight) if child.weight else maximum_of(child) for child in group.groups if not child.bonus]
    return sum((fraction(item.points) for item in group.items), Rational(0)) + sum(inner, Rational(0))


def _group_faults(path: Path, group: Group) -> Faults:
    if not group.items and not group.groups:
        yield Fault(path, f"组“{group.id}”里没有项目；请写 items 或 groups，或删去这一组。")
    if group.best is not None:
        yield from _best_faults(path, group, group.best)
    elif group.choose_by == "declared":
        yield Fault((*path, "choose_by"), "choose_by 只用于 best：计入几项由谁选。")
    if group.required_block and not any(item.kind == "required" for item in group.items):
        yield Fault((*path, "required_block"), "required_block 要有必选项（kind: required）直接写在这一组里。")
    if group.bonus and group.most is None:
        yield Fault(path, f"加分组“{group.id}”要写 most：最多加几分。")
    if group.bonus and group.weight is not None:
        yield Fault((*path, "weight"), "加分组不写权重：它加在满分之上。")
    if group.most is not None and not group.bonus:
        yield Fault((*path, "most"), "most 只用于加分组（bonus: true）。")


def _best_faults(path: Path, group: Group, best: int) -> Faults:
    if group.groups:
        yield Fault((*path, "best"), "写了 best 的组只能有项目，不能再分组。")
    if group.items and not 0 < best <= len(group.items):
        yield Fault((*path, "best"), f"best 是计入的项数，应在 1 到 {len(group.items)} 之间，这里是 {best}。")
    points = dict.fromkeys(fraction(item.points) for item in group.items)
    if len(points) > 1:
        yield Fault((*path, "best"), f"择优计分的各项分值要相等，这里有 {'、'.join(shown(p, 6) for p in points)}。")
