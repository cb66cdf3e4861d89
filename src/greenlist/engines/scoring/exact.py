"""The exact interpreter: rational arithmetic, one explanation tree (`greenlist.trace/1`), verdict, gaps, confidence."""

from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from greenlist.engines.scoring.application import Application
from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.measuring import measured
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.rational import ONE, ZERO
from greenlist.engines.scoring.references import NONE_CODE
from greenlist.engines.scoring.results import GroupResult, Missing, Result
from greenlist.engines.scoring.rounding import added, round_to
from greenlist.engines.scoring.shares import Undefined
from greenlist.engines.scoring.trace import Tracer, Untraced
from greenlist.engines.scoring.tree import MissingValue, exact

ENGINE_VERSION = "1.2.0"
Branch = tuple[Fraction, Fraction, Fraction]  # points, maximum, and how much of it does not apply and goes over to all others
BLOCK = "同块有必选项不符合，本块必选分为0"
UNDEFINED = "分母为0，无法计算"
NOBODY_ASKS: frozenset[str] = frozenset()  # which figures are filled: only a small table asks


def score(plan: Plan, application: Application, pass_line: Fraction | None = None, *, is_explained: bool = True) -> Result:
    """Score one application. Unknown gives no points and is listed; nothing raises for incomplete data.

    `pass_line`: that of the round; without it the standard's own, if it has one. `is_explained`: with the tree and what is said of each item;
    without them it takes half the time.
    """
    return _Interpreter(plan, application, Tracer(plan, application) if is_explained else Untraced()).run(
        plan.pass_line if pass_line is None else pass_line
    )


class _Interpreter:
    def __init__(self, plan: Plan, application: Application, tracer: Tracer | Untraced) -> None:
        self.plan, self.application, self.tracer = plan, application, tracer
        self.filled = frozenset((*application.inputs, *application.choices)) if plan.content.get("rows") else NOBODY_ASKS
        self.answers, self.absent = application.answers, application.not_applicable
        self.aside = application.doubtful | self.absent.keys()
        self.env: dict[str, Any] = {}
        self.unknown: dict[str, str] = {}
        self.results: dict[str, ItemResult] = {}
        self.missing: list[Missing] = []
        self.unmet: list[str] = []
        self.gone = ZERO

    def run(self, pass_line: Fraction | None) -> Result:
        self._read_figures()
        gates = self._gates()
        groups = tuple(self._top_group(group) for group in self.plan.groups)
        total = self._total(groups)
        self.tracer.total(total, round_to(total, self.plan.interval), [g.id for g in groups])
        result = Result(self.plan, total, self.results, gates, groups, tuple(self.missing), tuple(self.unmet),
                        self.tracer.content, pass_line)  # fmt: skip
        self.tracer.verdict(result.verdict, self.unmet, pass_line, result.grade if self.plan.grades else "")
        return result

    def _read_figures(self) -> None:
        self.env = {**self.application.inputs, **self.application.choices}
        self.env |= dict.fromkeys(self.application.doubtful)  # unknown while in doubt
        self.tracer.figures()
        for name, (entry, found) in self.plan.derived.items():
            try:
                self.env[name] = exact(found.evaluate(self.env))
            except MissingValue as missing:
                self.env[name] = None
                if not isinstance(found, Formula) and missing.name in self.plan.inputs:
                    self.unknown[name] = self._asked(missing.name)
            except ZeroDivisionError:
                self.env[name] = ZERO if entry["when_zero"] == "zero" else None
            self.tracer.derived(name, self.env[name], entry, found, self.env, self.unknown.get(name, ""))

    def _asked(self, name: str) -> str:
        """What is to be chosen, filled in or settled before a value can be found."""
        label, codes = self.plan.inputs[name]["label"], self.plan.choices.get(name)
        if name in self.application.doubtful:
            return f"“{label}”存疑，弄清之前不能取值"
        if codes is None:
            return f"还没有填“{label}”"
        return f"还没有选“{label}”" + (f"；没有的请选“{codes[NONE_CODE]}”" if NONE_CODE in codes else "")

    def _gates(self) -> dict[str, str]:
        states = {}
        for gate, test in self.plan.gates:
            state = self._tested(test) if test else self._answered(gate["id"])
            states[gate["id"]] = state
            self.tracer.gate(gate, state)
            if gate.get("encouraged"):
                continue
            if state == "not_met":
                self.unmet.append(gate["label"])
            elif state == "missing":
                self.missing.append(Missing(gate["id"], gate["label"], "gates", ZERO))
        return states

    def _answered(self, name: str) -> str:
        answer = None if name in self.application.doubtful else self.answers.get(name)
        return "missing" if answer is None else "met" if answer else "not_met"

    def _tested(self, test: Formula) -> str:
        try:
            return "met" if test.evaluate(self.env) else "not_met"
        except (MissingValue, ZeroDivisionError):
            return "missing"

    def _top_group(self, group: PlannedGroup) -> GroupResult:
        gaps = len(self.missing)
        points, maximum, gone = self._group(group, group.id)
        if group.bonus:
            del self.missing[gaps:]  # what is added on top is nobody's gap
            weighted, weight = points if group.most is None else min(points, group.most), ZERO
            self.tracer.bonus(group, points, maximum, weighted)
        else:
            weighted, weight, gone = self._weighed(group, (points, maximum, gone), gaps)
            self.gone += gone
            self.tracer.group(group, points, maximum, weighted, weight)
        return GroupResult(group.id, group.title, points, maximum, weighted, weight, group.clause)

    def _weighed(self, group: PlannedGroup, found: Branch, gaps: int) -> Branch:
        """A branch as its weight lets it count."""
        points, maximum, gone = found
        share = group.weight / maximum if group.weight is not None and maximum else ONE
        if share != ONE:
            self._scale_gains(gaps, share)
            points, maximum, gone = points * share, maximum * share, gone * share
        if self.plan.round_group is not None:
            points = round_to(points, self.plan.round_group)
        return points, maximum, gone

    def _total(self, groups: tuple[GroupResult, ...]) -> Fraction:
        """The sum; what does not apply and goes over to all others makes them count for more; what is added on top is added last."""
        bonus = {group.id for group in self.plan.groups if group.bonus}
        total = added(g.weighted for g in groups if g.id not in bonus)
        extra = added(g.weighted for g in groups if g.id in bonus)
        if not self.gone:
            return total + extra
        whole = added(g.weighted_maximum for g in groups)
        factor = whole / (whole - self.gone) if whole != self.gone else ZERO
        self._scale_gains(0, factor)
        self.tracer.absent_of_all(self.gone, total, total * factor)
        return total * factor + extra

    def _scale_gains(self, first: int, factor: Fraction) -> None:
        """What the gaps from `first` on could add, as seen from the group above."""
        self.missing[first:] = [gap.worth(gap.gain * factor) for gap in self.missing[first:]]

    def _group(self, group: PlannedGroup, section: str) -> Branch:
        """What a branch gives before its own weight; children first."""
        gaps, unmet = len(self.missing), len(self.unmet)
        results = self._items(group.items, section)
        if group.required_block and len(self.unmet) > unmet:
            results = self._block(group.required, results)
        points, maximum, absent = self._counted(group, results, section)
        gone = ZERO
        for child in group.groups:
            inner = len(self.missing)
            found = self._group(child, section)
            weighed = self._weighed(child, found, inner) if child.weight is not None else found
            self.tracer.group(child, *found[:2], *weighed[:2])
            points, maximum, gone = points + weighed[0], maximum + weighed[1], gone + weighed[2]
        if absent:
            self.tracer.absent(group, absent)
        if absent and group.not_applicable == "redistribute" and maximum:
            points = points * (maximum + absent) / maximum
            self._scale_gains(gaps, (maximum + absent) / maximum)
        if group.not_applicable == "full":
            points += absent
        if group.not_applicable == "redistribute_all":
            gone += absent
        return points, maximum + absent, gone

    def _block(self, required: frozenset[str], own: list[ItemResult]) -> list[ItemResult]:
        """A required item that is not met costs the block all points of its required items, also those not yet filled."""
        self.missing = [gap.worth(ZERO) if gap.id in required else gap for gap in self.missing]
        return [self._emptied(r) if r.id in required else r for r in own]

    def _emptied(self, result: ItemResult) -> ItemResult:
        emptied = ItemResult(result.id, result.status, ZERO, result.maximum, result.value, BLOCK)
        self.results[result.id] = emptied
        self.tracer.emptied(result.id, BLOCK)
        return emptied

    def _counted(self, group: PlannedGroup, results: list[ItemResult], section: str) -> tuple[Fraction, Fraction, Fraction]:
        """Points and maximum of the leaves that count, and the maximum of those that do not apply."""
        present = [r for r in results if r.id not in self.absent] if self.absent else results
        best = group.best
        if best is None:
            absent = added([r.maximum for r in results if r.id in self.absent]) if self.absent else ZERO
            return added([r.points for r in present]), group.whole - absent, absent
        ranked = sorted(present, key=lambda r: r.points / r.maximum if r.maximum else ZERO, reverse=True)
        is_declared = group.choose_by == "declared"
        kept = self._declared(group, best, ranked, section) if is_declared else ranked[:best]
        self.tracer.chosen(group, [r.id for r in kept], [r.id for r in ranked if r not in kept])
        points, maxima = added([r.points for r in kept]), [r.maximum for r in kept]
        if is_declared:  # a choice that lacks some still counts as many as the group counts
            maxima += [r.maximum for r in results if r not in kept][: best - len(kept)]
        else:
            self._gains_of_best(present, best, points)
        return points, added(maxima), ZERO

    def _declared(self, group: PlannedGroup, best: int, ranked: list[ItemResult], section: str) -> list[ItemResult]:
        """The items the applicant lets count; the others are no gaps. One choice that is not made is a gap of the group."""
        picked = self.application.chosen.get(group.id, ())
        own = {item.id for item in group.items}
        self.missing = [gap for gap in self.missing if gap.id not in own or gap.id in picked]
        kept = [r for r in ranked if r.id in picked]
        if lacking := best - len(kept):
            most = sorted((r.maximum for r in ranked if r.id not in picked), reverse=True)[:lacking]
            self.missing.append(Missing(group.id, f"{group.title}：还要选定{lacking}项", section, added(most)))
        return kept

    def _gains_of_best(self, present: list[ItemResult], best: int, points: Fraction) -> None:
        """Only so many gaps of a choose-best group can add to it as the group counts; with enough answered none is needed."""
        own = {r.id for r in present}
        if own.isdisjoint(gap.id for gap in self.missing):
            return
        is_needed = sum(r.status != "missing" for r in present) < best
        possible = sorted((r.maximum if r.status == "missing" else r.points for r in present), reverse=True)[:best]
        left = added(possible) - points
        for i, gap in enumerate(self.missing):
            if gap.id in own:
                self.missing[i] = replace(gap, gain=min(left, gap.gain), is_needed=is_needed)
                left -= self.missing[i].gain

    def _items(self, items: tuple[PlannedItem, ...], section: str) -> list[ItemResult]:
        """The leaves of a branch in order, and what they leave open."""
        found = [self._put_aside(item) if item.id in self.aside else self._scored(item) for item in items]
        if self.plan.round_item is not None:
            found = [replace(result, points=round_to(result.points, self.plan.round_item)) for result in found]
        results = self.results
        for item, result in zip(items, found, strict=True):
            results[item.id] = result
            status = result.status
            if status == "missing":
                self.missing.append(Missing(item.id, item.label, section, item.most))
            elif status == "not_met" and item.kind == "required":
                self.unmet.append(item.label)
        self.tracer.items(items, found)
        return found

    def _put_aside(self, item: PlannedItem) -> ItemResult:
        """What does not apply, or is in doubt."""
        why = self.absent.get(item.id)
        if why is not None:
            return ItemResult(item.id, "not_applicable", ZERO, item.points, "", why)
        return ItemResult(item.id, "doubtful", ZERO, item.points, "", "存疑，弄清之前按0分计")

    def _scored(self, item: PlannedItem) -> ItemResult:
        if item.is_answered_by_person:
            answer = self.answers.get(item.id)
            if isinstance(answer, bool):
                return item.if_met if answer else item.if_not_met
            return item.if_not_answered if answer is None else item.marks.get(answer) or item.with_mark(answer)
        if item.score:
            return self._measured(item, item.score)
        if item.test is None:
            return self._by_alternative(item)
        state = self._tested(item.test)
        points = item.points if state == "met" else ZERO
        return ItemResult(item.id, state, points, item.points, self._first_figure(item.test), item.test_shown)

    def _by_alternative(self, item: PlannedItem) -> ItemResult:
        """The first way whose condition holds; while a condition is not known, neither is the way."""
        try:
            way = next((way for way in item.ways if way.when is None or way.when.evaluate(self.env)), None)
        except (MissingValue, ZeroDivisionError):
            return ItemResult(item.id, "missing", ZERO, item.points, "", "不知道按哪一种办法计分")
        if way is None:
            return ItemResult(item.id, "missing", ZERO, item.points, "", "没有适用的计分办法")
        found = self._measured(item, way.score)
        return replace(found, note=f"{way.label}：{found.note}")

    def _first_figure(self, test: Formula) -> str:
        """The figure that is tested, as shown; nothing where it is not known."""
        return self.tracer.shown[test.names[0]] if test.names and self.env.get(test.names[0]) is not None else ""

    def _measured(self, item: PlannedItem, rule: PlannedScore) -> ItemResult:
        try:
            share, value = measured(rule, self.env, self.filled, self.tracer.shown)
        except MissingValue as missing:
            return ItemResult(item.id, "missing", ZERO, item.points, "", self.unknown.get(missing.name, rule.shown))
        except ZeroDivisionError:
            return ItemResult(item.id, "missing", ZERO, item.points, "", UNDEFINED)
        except Undefined as why:
            return ItemResult(item.id, "missing", ZERO, item.points, "", str(why))
        note = rule.shown if value or rule.over else "分母为0"
        points = item.points if share is ONE else ZERO if share is ZERO else item.points * share
        return ItemResult(item.id, "scored", points, item.points, value, note)
