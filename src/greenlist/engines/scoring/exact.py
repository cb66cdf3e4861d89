"""The exact interpreter: rational arithmetic, one explanation tree (`greenlist.trace/1`), verdict, gaps, confidence."""

from dataclasses import replace
from fractions import Fraction

from greenlist.engines.scoring.application import Application
from greenlist.engines.scoring.expr import Formula, MissingValue
from greenlist.engines.scoring.plan import Plan, PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.results import ONE, ZERO, GroupResult, ItemResult, Missing, Result
from greenlist.engines.scoring.rounding import added, round_to, shown
from greenlist.engines.scoring.trace import Tracer

ENGINE_VERSION = "1.0.0"


def score(plan: Plan, application: Application, pass_line: Fraction | None = None) -> Result:
    """Score one application. Unknown gives no points and is listed; nothing raises for incomplete data."""
    return _Interpreter(plan, application).run(pass_line)


class _Interpreter:
    def __init__(self, plan: Plan, application: Application) -> None:
        self.plan, self.application = plan, application
        self.tracer = Tracer(plan)
        self.env: dict[str, Fraction | None] = {}
        self.results: dict[str, ItemResult] = {}
        self.missing: list[Missing] = []
        self.unmet: list[str] = []

    def run(self, pass_line: Fraction | None) -> Result:
        self._read_inputs()
        gates = self._gates()
        groups = tuple(self._top_group(group) for group in self.plan.groups)
        total = added(g.weighted for g in groups)
        self.tracer.total(total, round_to(total, self.plan.interval), [g.id for g in groups])
        result = Result(self.plan, total, self.results, gates, groups, tuple(self.missing), tuple(self.unmet),
                        self.tracer.content, pass_line)  # fmt: skip
        self.tracer.verdict(result.verdict, self.unmet, pass_line)
        return result

    def _read_inputs(self) -> None:
        given, doubtful = self.application.inputs, self.application.doubtful
        for name in self.plan.inputs:
            self.env[name] = None if name in doubtful else given.get(name)
            self.tracer.input(name, given.get(name), name in doubtful, self.application.evidence.get(name, ""))
        for name, (entry, read) in self.plan.derived.items():
            try:
                self.env[name] = Fraction(read.evaluate(self.env))
            except MissingValue:
                self.env[name] = None
            except ZeroDivisionError:
                self.env[name] = ZERO if entry["when_zero"] == "zero" else None
            self.tracer.derived(name, self.env[name], read)

    def _gates(self) -> dict[str, str]:
        states = {}
        for gate, test in self.plan.gates:
            state = self._tested(test) if test else self._answered(gate["id"])
            states[gate["id"]] = state
            if state == "not_met":
                self.unmet.append(gate["label"])
            elif state == "missing":
                self.missing.append(Missing(gate["id"], gate["label"], "gates", ZERO))
            self.tracer.gate(gate, state)
        return states

    def _answered(self, name: str) -> str:
        answer = None if name in self.application.doubtful else self.application.answers.get(name)
        return "missing" if answer is None else "met" if answer else "not_met"

    def _tested(self, test: Formula) -> str:
        try:
            return "met" if test.evaluate(self.env) else "not_met"
        except (MissingValue, ZeroDivisionError):
            return "missing"

    def _top_group(self, group: PlannedGroup) -> GroupResult:
        gaps = len(self.missing)
        points, maximum = self._group(group, group.id)
        weight = group.weight
        share = weight / maximum if weight is not None and maximum else ONE
        self._scale_gains(gaps, share)
        result = GroupResult(group.id, group.title, points, maximum, points * share, maximum * share, group.clause)
        self.tracer.group(group, points, maximum, result.weighted, result.weighted_maximum)
        return result

    def _scale_gains(self, first: int, factor: Fraction) -> None:
        """What the gaps from `first` on could add, as seen from the group above."""
        if factor != ONE:
            self.missing[first:] = [gap.worth(gap.gain * factor) for gap in self.missing[first:]]

    def _group(self, group: PlannedGroup, section: str) -> tuple[Fraction, Fraction]:
        """(points, maximum) of a branch; children first."""
        gaps = len(self.missing)
        results = [self._item(item, section) for item in group.items]
        if group.required_block:
            results = self._block(results)
        pairs, absent = self._chosen(group, results)
        for child in group.groups:
            points, maximum = self._group(child, section)
            self.tracer.subgroup(child, points, maximum)
            pairs.append((points, maximum))
        points, maximum = added(p for p, _ in pairs), added(m for _, m in pairs)
        if absent:
            self.tracer.absent(group, absent)
        if absent and group.not_applicable == "redistribute" and maximum:
            points = points * (maximum + absent) / maximum
            self._scale_gains(gaps, (maximum + absent) / maximum)
        if absent and group.not_applicable == "full":
            points += absent
        return points, maximum + absent

    def _block(self, own: list[ItemResult]) -> list[ItemResult]:
        """A required item that is not met costs the block all points of its required items, also those not yet filled."""
        required = {r.id for r in own if self.plan.items[r.id].kind == "required"}
        if not any(r.status == "not_met" for r in own if r.id in required):
            return own
        self.missing = [gap.worth(ZERO) if gap.id in required else gap for gap in self.missing]
        return [self._emptied(r) if r.id in required else r for r in own]

    def _emptied(self, result: ItemResult) -> ItemResult:
        emptied = ItemResult(result.id, result.status, ZERO, result.maximum, result.value, "同块有必选项不符合，本块必选分为0")
        self.results[result.id] = emptied
        self.tracer.emptied(result.id)
        return emptied

    def _chosen(self, group: PlannedGroup, results: list[ItemResult]) -> tuple[list[tuple[Fraction, Fraction]], Fraction]:
        present = [r for r in results if r.status != "not_applicable"]
        absent = added(r.maximum for r in results if r.status == "not_applicable")
        if group.best is None:
            return [(r.points, r.maximum) for r in present], absent
        ranked = sorted(present, key=lambda r: r.points / r.maximum if r.maximum else ZERO, reverse=True)
        kept = ranked[: group.best]
        self.tracer.chosen(group, [r.id for r in kept], [r.id for r in ranked[group.best :]])
        self._gains_of_best(present, group.best, added(r.points for r in kept))
        return [(r.points, r.maximum) for r in kept], ZERO

    def _gains_of_best(self, present: list[ItemResult], best: int, points: Fraction) -> None:
        """Only so many gaps of a choose-best group can add to it as the group counts; with enough answered none is needed."""
        is_needed = sum(r.status != "missing" for r in present) < best
        possible = sorted((r.maximum if r.status == "missing" else r.points for r in present), reverse=True)[:best]
        left, own = added(possible) - points, {r.id for r in present}
        for i, gap in enumerate(self.missing):
            if gap.id in own:
                self.missing[i] = replace(gap, gain=min(left, gap.gain), is_needed=is_needed)
                left -= self.missing[i].gain

    def _item(self, item: PlannedItem, section: str) -> ItemResult:
        result = self._scored(item)
        self.results[item.id] = result
        if result.status == "missing":
            most = item.points * (max(item.score.cap or ONE, ONE) if item.score else ONE)
            self.missing.append(Missing(item.id, item.label, section, most))
        if result.status == "not_met" and item.kind == "required":
            self.unmet.append(item.label)
        self.tracer.item(item, result)
        return result

    def _scored(self, item: PlannedItem) -> ItemResult:
        if item.id in self.application.not_applicable:
            return ItemResult(item.id, "not_applicable", ZERO, item.points, "", self.application.not_applicable[item.id])
        if item.id in self.application.doubtful:
            return ItemResult(item.id, "doubtful", ZERO, item.points, "", "存疑，弄清之前按0分计")
        if item.score:
            return self._measured(item, item.score)
        if item.test:
            state = self._tested(item.test)
            return ItemResult(item.id, state, item.points if state == "met" else ZERO, item.points, self._sides(item), item.test_shown)
        answer = self.application.answers.get(item.id)
        if answer is None:
            return ItemResult(item.id, "missing", ZERO, item.points)
        if isinstance(answer, bool):
            return ItemResult(item.id, "met" if answer else "not_met", item.points if answer else ZERO, item.points)
        points = item.points * answer / item.count_of if item.count_of else answer
        return ItemResult(item.id, "scored", points, item.points, shown(answer))

    def _sides(self, item: PlannedItem) -> str:
        name = item.test.names[0] if item.test and item.test.names else ""
        value = self.env.get(name)
        return "" if value is None else shown(value, 4)

    def _measured(self, item: PlannedItem, rule: PlannedScore) -> ItemResult:
        try:
            value = Fraction(rule.value.evaluate(self.env))
            share = self._share(rule, value)
        except MissingValue:
            return ItemResult(item.id, "missing", ZERO, item.points, "", rule.shown)
        except ZeroDivisionError:
            if rule.when_zero == "unknown":
                return ItemResult(item.id, "missing", ZERO, item.points, "", "分母为0，无法计算")
            return ItemResult(item.id, "scored", item.points if rule.when_zero == "full" else ZERO, item.points, "", "分母为0")
        return ItemResult(item.id, "scored", item.points * share, item.points, shown(value, 4), rule.shown)

    def _share(self, rule: PlannedScore, value: Fraction) -> Fraction:
        if rule.kind == "steps":
            reached = [share for threshold, share in rule.steps if value >= threshold]
            return reached[-1] if reached else ZERO
        lead = Fraction(rule.lead.evaluate(self.env)) if rule.lead else ONE
        if rule.kind == "linear":
            base = Fraction(rule.base.evaluate(self.env)) if rule.base else ZERO
            share = rule.floor + (ONE - rule.floor) * (value - base) / (lead - base)
            worse = (value - base) / (lead - base) < 0
            return ZERO if worse else min(share, ONE)
        share = lead / value if rule.kind == "neg" else value / lead
        return max(ZERO, share if rule.cap is None else min(share, rule.cap))
