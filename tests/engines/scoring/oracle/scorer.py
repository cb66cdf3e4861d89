"""The score of one application, one function a rule of the language. Points are fractions; what is unknown is told, never guessed."""

from dataclasses import dataclass, field
from fractions import Fraction

from tests.engines.scoring.oracle.figures import YES, Figures
from tests.engines.scoring.oracle.formulas import Unknown, Zero, names, number, read, rounded

NOTHING, ALL = Fraction(0), Fraction(1)


@dataclass
class Answer:
    """What the oracle says of one application."""

    total: Fraction = NOTHING
    rounded: Fraction = NOTHING
    verdict: str = ""
    grade: str = ""
    items: dict = field(default_factory=dict)
    gates: dict = field(default_factory=dict)
    needed: list = field(default_factory=list)
    unmet: int = 0


def answer(standard, on, application, pass_line=None, tables=None) -> Answer:
    """Total, verdict, grade, each item's status and points, each gate, what is missing."""
    return _Scorer(standard, Figures(standard, on, application, tables), application).run(pass_line)


class _Scorer:
    def __init__(self, standard, figures, application):
        self.standard, self.figures = standard, figures
        self.answers = {n: raw if isinstance(raw, dict) else {"value": raw} for n, raw in application.get("items", {}).items()}
        self.absent = application.get("not_applicable", {})
        self.chosen = application.get("chosen", {})
        self.total = standard["total"]
        self.found = Answer()

    def run(self, pass_line):
        found, top, bonus, most, absent = self.found, NOTHING, NOTHING, NOTHING, NOTHING
        for gate in self.standard.get("gates", ()):
            self.gate(gate)
        for group in self.standard["groups"]:
            if group.get("bonus"):
                bonus += self.bonus(group)
                continue
            points, maximum, spread = self.group(group)
            if group.get("weight") is None:  # one with a weight is rounded where it is weighed
                points = self.group_rounded(points)
            top, most, absent = top + points, most + maximum, absent + spread
        if absent and most > absent:
            top = top * most / (most - absent)
        found.total = top + bonus
        found.rounded = rounded(found.total, number(self.total["round"]))
        compared = found.rounded if self.total.get("compare") == "rounded" else found.total
        line = self.total.get("pass_line") if pass_line is None else pass_line
        found.verdict = self.verdict(compared, None if line is None else number(line))
        found.grade = self.grade(compared) if found.verdict == "qualified" else ""
        return found

    def verdict(self, compared, line):
        """No if anything required is not met; open if anything needed is unknown or in doubt; then the line."""
        if self.found.unmet:
            return "not_qualified"
        if self.found.needed or any(status == "doubtful" for status, _ in self.found.items.values()):
            return "incomplete"
        return "not_qualified" if line is not None and compared < line else "qualified"

    def grade(self, compared):
        reached = [g for g in self.standard.get("grades", ()) if compared >= number(g["at_least"])]
        return max(reached, key=lambda g: number(g["at_least"]))["name"] if reached else ""

    def gate(self, gate):
        state = self.tested(gate["test"]) if gate.get("test") else self.answered(gate["id"])
        self.found.gates[gate["id"]] = state
        if gate.get("encouraged"):
            return
        if state == "not_met":
            self.found.unmet += 1
        if state == "missing":
            self.found.needed.append(gate["id"])

    def tested(self, text):
        try:
            return "met" if self.figures.formula(text) else "not_met"
        except (Unknown, Zero):
            return "missing"

    def answered(self, name):
        raw = self.answers.get(name, {})
        if raw.get("doubtful") or raw.get("value") in (None, ""):
            return "missing"
        return "met" if YES[str(raw["value"])] else "not_met"

    # ---- groups

    def bonus(self, group):
        """Extra points up to a limit; what is not there is not missing."""
        needed, self.found.needed = self.found.needed, []
        points, _, _ = self.group(group)
        self.found.needed = needed
        return min(points, number(group["most"])) if group.get("most") else points

    def group(self, group):
        """(points, maximum, points of what does not apply and is spread over everything) of a branch."""
        rows = [(item, *self.item(item)) for item in group.get("items", ())]
        rows = self.block(group, rows)
        applying = [row for row in rows if row[1] != "not_applicable"]
        lost = sum((number(item["points"]) for item, status, _ in rows if status == "not_applicable"), NOTHING)
        counted = applying
        if group.get("best"):
            counted, lost = self.best(group, applying), NOTHING
        self.tell_missing(group, applying, counted)
        points = sum((points for _, _, points in counted), NOTHING)
        maximum = sum((number(item["points"]) for item, _, _ in counted), NOTHING) + self.not_named(group, counted)
        spread = NOTHING
        for child in group.get("groups", ()):
            own, most, apart = self.group(child)
            points, maximum, spread = points + own, maximum + most, spread + apart
        points, spread = self.not_applicable(group, points, maximum, lost, spread)
        return self.weighed(group, points, maximum + lost, spread)

    def not_applicable(self, group, points, maximum, lost, spread):
        """What does not apply: shared among the rest of the group, or of everything, given in full, or lost."""
        policy = group.get("not_applicable", "redistribute")
        if policy == "redistribute" and maximum:
            return points * (maximum + lost) / maximum, spread
        if policy == "full":
            return points + lost, spread
        return points, spread + (lost if policy == "redistribute_all" else NOTHING)

    def weighed(self, group, points, maximum, spread):
        if group.get("weight") is None:
            return points, maximum, spread
        if not maximum:
            return self.group_rounded(points), maximum, spread
        weight = number(group["weight"])
        return self.group_rounded(points / maximum * weight), weight, spread / maximum * weight

    def block(self, group, rows):
        """One required item not met: the required items of the block get nothing."""
        if not group.get("required_block") or not any(i["kind"] == "required" and s == "not_met" for i, s, _ in rows):
            return rows
        rows = [(item, status, NOTHING if item["kind"] == "required" else points) for item, status, points in rows]
        self.found.items.update({item["id"]: (status, points) for item, status, points in rows})
        return rows

    def best(self, group, rows):
        """The best few by share of their points, or the ones the unit named."""
        if group.get("choose_by") == "declared":
            return [row for row in rows if row[0]["id"] in self.chosen.get(group["id"], ())]
        return sorted(rows, key=lambda row: -(row[2] / number(row[0]["points"])))[: int(group["best"])]

    def not_named(self, group, counted):
        """Points of the places for which the unit named no item: they stay, and naming is missing."""
        short = int(group["best"]) - len(counted) if group.get("best") and group.get("choose_by") == "declared" else 0
        if short > 0:
            self.found.needed.append(group["id"])
        return max(short, 0) * number(group["items"][0]["points"])

    def tell_missing(self, group, rows, counted):
        """A gap is needed unless enough others of the group are there."""
        if group.get("choose_by") == "declared":
            rows = counted
        elif group.get("best") and sum(1 for _, status, _ in rows if status != "missing") >= int(group["best"]):
            return
        self.found.needed += [item["id"] for item, status, _ in rows if status == "missing"]

    def group_rounded(self, points):
        return rounded(points, number(self.total["round_group"])) if self.total.get("round_group") else points

    # ---- items

    def item(self, item):
        status, share = self.status(item)
        points = share * number(item["points"])
        if self.total.get("round_item"):
            points = rounded(points, number(self.total["round_item"]))
        self.found.items[item["id"]] = (status, points)
        if status == "not_met" and item["kind"] == "required":
            self.found.unmet += 1
        return status, points

    def status(self, item):
        """(status, share of the points)."""
        raw = self.answers.get(item["id"], {})
        if item["id"] in self.absent:
            return "not_applicable", NOTHING
        if raw.get("doubtful"):
            return "doubtful", NOTHING
        if item.get("any_of"):
            return self.alternatives(item["any_of"])
        if item.get("score"):
            return self.measured(item["score"])
        if item.get("test"):
            state = self.tested(item["test"])
            return state, ALL if state == "met" else NOTHING
        if raw.get("value") in (None, ""):
            return "missing", NOTHING
        if item["kind"] in {"required", "yes_no"}:
            return self.answered(item["id"]), ALL if YES[str(raw["value"])] else NOTHING
        return "scored", self.degree(item, str(raw["value"]))

    def degree(self, item, text):
        """Points given by a person, or a number of things present, of which `full_at` are enough."""
        full = number(item["points"])
        if item["kind"] == "count":
            of = int(item["count_of"])
            there = (of if YES[text] else 0) if text in YES else number(text)
            return min(there / number(item.get("full_at") or of), ALL)
        if text in YES:
            return ALL if YES[text] else NOTHING
        return number(text) / full

    def alternatives(self, choices):
        """The first whose condition holds speaks."""
        for choice in choices:
            state = self.tested(choice["when"]) if choice.get("when") else "met"
            if state == "met":
                return self.measured(choice["score"])
            if state == "missing":
                return "missing", NOTHING
        return "missing", NOTHING

    def measured(self, rule):
        try:
            share = self.over(rule) if rule.get("over") else self.share(rule, None)
        except Unknown:
            return "missing", NOTHING
        except Zero:
            return "missing", NOTHING
        return "scored", share

    def over(self, rule):
        """The rows that weigh most, averaged by weight."""
        over = rule["over"]
        table = self.standard["rows"][over["rows"]]
        rows = []
        for row in range(1, int(table["most"]) + 1):
            if any(self.figures.given.get(f"{name}#{row}") is not None for name in table["inputs"]):
                rows.append((self.figures.formula(over["weight"], 0, row), self.share(rule, row)))
        if not rows:
            raise Unknown(over["rows"])
        rows = sorted(rows, key=lambda pair: -pair[0])[: int(over["top"])]
        weight = sum((w for w, _ in rows), NOTHING)
        if not weight:
            return self.when(rule, "when_zero")
        return sum((w * share for w, share in rows), NOTHING) / weight

    def share(self, rule, row):
        try:
            return getattr(self, rule["kind"])(rule, row)
        except Zero:
            return self.when(rule, "when_zero")

    def when(self, rule, case):
        declared = rule.get(case) or "unknown"
        if declared == "unknown":
            raise Unknown(case)
        return ALL if declared == "full" else NOTHING

    def value(self, rule, key, row):
        """The value, or a lead or base: a reference that divides by nothing has no value; a formula written in place has its own."""
        text = rule.get(key)
        if not isinstance(text, dict):
            return self.figures.formula(str(text), 0, row)
        try:
            return self.figures.referred(text, 0, row)
        except Zero:
            raise Unknown(key) from None

    def ratio(self, rule, row, turned):
        value = self.value(rule, "value", row)
        lead = self.value(rule, "lead", row) if rule.get("lead") is not None else ALL
        if value < 0:
            return self.when({"when_negative": "zero", **rule}, "when_negative")
        above, below = (lead, value) if turned else (value, lead)
        if below == 0:
            raise Zero
        share = max(above / below, NOTHING)
        cap = rule.get("cap", "1")
        return share if cap is None else min(share, number(cap))

    def pos(self, rule, row):
        return self.ratio(rule, row, turned=False)

    def points(self, rule, row):
        return self.ratio(rule, row, turned=False)

    def neg(self, rule, row):
        return self.ratio(rule, row, turned=True)

    def linear(self, rule, row):
        """From the base (`floor`) to the lead (1), whichever of the two is greater; worse than the base is nothing."""
        value = self.value(rule, "value", row)
        lead = self.value(rule, "lead", row) if rule.get("lead") is not None else ALL
        base = self.value(rule, "base", row) if rule.get("base") is not None else NOTHING
        if lead == base:
            raise Unknown("lead equals base")
        floor = number(rule.get("floor", "0"))
        if value == base:
            return floor
        is_worse = value < base if lead > base else value > base
        is_full = value >= lead if lead > base else value <= lead
        return NOTHING if is_worse else ALL if is_full else floor + (ALL - floor) * (value - base) / (lead - base)

    def steps(self, rule, row):
        value, share = self.value(rule, "value", row), NOTHING
        for threshold, worth in rule["steps"]:
            is_reached = value <= number(threshold) if rule.get("compare") == "at_most" else value >= number(threshold)
            share = number(worth) if is_reached else share
        return share

    def yes_no(self, rule, row):
        return ALL if self.value(rule, "value", row) else NOTHING


def names_of(text):
    """The names a formula reads; for those who make standards up."""
    return names(read(text))
