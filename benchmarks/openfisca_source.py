"""One plan written out as an OpenFisca country package: a variable for every figure that our explanation tree shows (inputs, the value
and the points of each indicator, tests, groups, total), so that a traced run explains as much; leading values as parameters.
"""

from fractions import Fraction

from greenlist.engines.scoring import Plan
from greenlist.engines.scoring.plan import PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.tree import Name, Node, Number, names_of

HEAD = '''"""Written by benchmarks/openfisca_source.py: {title}."""

from numpy import abs as absolute, logical_and, logical_not, logical_or, maximum, minimum, partition, stack, where

from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Plant = build_entity(key="plant", plural="plants", label="a plant", is_person=True)
'''
VARIABLE = """

class {name}(Variable):
    value_type = {kind}
    entity = Plant
    definition_period = DateUnit.YEAR
    label = {label!r}
"""
FORMULA = """
    def formula(plant, period, parameters):
{lines}
        return {result}
"""
FOOT = '''

VARIABLES = [{variables}]
PARAMETERS = {parameters!r}


def system():
    """The tax and benefit system of this standard."""
    made = TaxBenefitSystem([Plant])
    made.parameters = ParameterNode("", data=PARAMETERS)
    made.add_variables(*VARIABLES)
    return made
'''
JOINED = {"and": "logical_and", "or": "logical_or", "min": "minimum", "max": "maximum"}


class Package:
    """The text of the package, and `places`: {column: (variable, years back)} for whoever fills it in."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.parts = [HEAD.format(title=plan.title)]
        self.variables: list[str] = []
        self.parameters: dict[str, dict[str, object]] = {}
        self.places: dict[str, tuple[str, int]] = {}
        self.columns: dict[str, str] = {}
        self._inputs()
        self._answers()
        gates = [self._gate(i, gate["id"], test.tree if test else None) for i, (gate, test) in enumerate(plan.gates)]
        self.met: dict[str, str] = {}
        groups = [self._group(group, str(i)) for i, group in enumerate(plan.groups)]
        required = [self.met[item.id] for item in plan.items.values() if item.kind == "required"]
        self._variable("total", "float", "total", {n: n for n, _ in groups}, " + ".join(text for _, text in groups))
        tests = {name: name for name in (*gates, *required)}
        self._variable(
            "unmet", "int", "requirements that are not met", tests, " + ".join(f"logical_not({name}) * 1" for name in tests) or "0"
        )

    @property
    def text(self) -> str:
        """The whole module."""
        foot = FOOT.format(variables=", ".join(self.variables), parameters=self.parameters)
        return "".join([*self.parts, foot])

    def _inputs(self) -> None:
        for name in self.plan.inputs:
            variable = f"x{len(self.columns)}"
            self.columns[name], self.places[name] = variable, (variable, 0)
            self._variable(variable, "float", self.plan.labels[name])
        used = {n for item in self.plan.items.values() for n in item.names} | {n for _, f in self.plan.derived.values() for n in f.names}
        for name in sorted(n for n in used if "[-" in n):
            stem, _, back = name.partition("[-")
            self.places[name] = self.columns[stem], int(back[:-1])
        for name, (entry, read) in self.plan.derived.items():
            self.columns[name] = f"d{len(self.columns)}"
            self._variable(self.columns[name], "float", entry["label"], self._reads(read.tree), self._text(read.tree))

    def _answers(self) -> None:
        for item in self.plan.items.values():
            if item.is_answered_by_person:
                self._column(item.id, "bool" if item.kind in {"required", "yes_no"} else "float", item.label)
            if item.may_be_not_applicable:
                self._column(f"na:{item.id}", "bool", f"{item.label} not applicable")

    def _column(self, name: str, kind: str, label: str) -> None:
        variable = f"a{len(self.columns)}"
        self.columns[name], self.places[name] = variable, (variable, 0)
        self._variable(variable, kind, label)

    def _gate(self, number: int, id_: str, test: Node | None) -> str:
        if test is None:
            self._column(id_, "bool", id_)
            return self.columns[id_]
        self._variable(f"g{number}", "bool", id_, self._reads(test), self._text(test))
        return f"g{number}"

    def _group(self, group: PlannedGroup, number: str) -> tuple[str, str]:
        """The variable of a top group and how it enters the total."""
        shares = [self._item(item, f"{number}_{i}") for i, item in enumerate(group.items)]
        if group.groups:
            raise NotImplementedError("a group inside a group")
        reads = {variable: variable for variable, _, _ in shares} | {absent: absent for _, _, absent in shares if absent}
        whole = float(sum((item.points for item in group.items), Fraction(0)))
        parts = [variable for variable, _, _ in shares]
        if group.required_block:
            block, required = f"block{number}", [self.met[item.id] for item in group.items if item.kind == "required"]
            self._variable(block, "bool", f"{group.title} (required)", {name: name for name in required}, _all(required))
            reads[block] = block
            parts = [f"{block} * {v}" if item.kind == "required" else v for item, v in zip(group.items, parts, strict=True)]
        if group.best is not None:
            n, best = len(shares), group.best
            result = f"partition(stack([{', '.join(parts)}]), {n - best}, axis=0)[{n - best}:].sum(axis=0)"
            whole = float(group.items[0].points * best)
        elif absent := [(v, m, a) for v, m, a in shares if a]:
            away = " + ".join(f"where({a}, {m}, 0)" for _, m, a in absent)
            result = f"({' + '.join(parts)}) * {whole} / ({whole} - ({away}))"
        else:
            result = " + ".join(parts)
        self._variable(f"group{number}", "float", group.title, reads, result)
        return f"group{number}", f"group{number} * {float(group.weight) / whole!r}" if group.weight is not None else f"group{number}"

    def _item(self, item: PlannedItem, number: str) -> tuple[str, float, str]:
        points, variable = float(item.points), f"i{number}"
        self.met[item.id] = self.columns.get(item.id, variable)  # without points it is not met
        absent = self.columns.get(f"na:{item.id}", "")
        reads: dict[str, str] = {absent: absent} if absent else {}
        if item.score:
            value = f"v{number}"
            self._variable(value, "float", f"{item.label} (value)", self._reads(item.score.value.tree), self._text(item.score.value.tree))
            reads[value] = value
            text = f"{points} * {self._share(item.score, value, variable)}"
        elif item.test:
            reads |= self._reads(item.test.tree)
            text = f"{points} * {self._text(item.test.tree)}"
        else:
            reads |= {self.columns[item.id]: self.columns[item.id]}
            text = f"{points if item.kind in {'required', 'yes_no'} else 1.0} * {self.columns[item.id]}"
        self._variable(variable, "float", item.label, reads, f"where({absent}, 0, {text})" if absent else text)
        return variable, points, absent

    def _share(self, rule: PlannedScore, value: str, variable: str) -> str:
        if rule.kind == "yes_no":
            return value
        if rule.kind == "steps":
            text = "0"
            for threshold, share in rule.steps:
                text = f"where({value} >= {float(threshold)}, {float(share)}, {text})"
            return text
        lead = self._parameter(variable, "lead", rule.lead.tree) if rule.lead else "1"
        if rule.kind == "linear":
            base = self._parameter(variable, "base", rule.base.tree) if rule.base else "0"
            part, floor = f"({value} - {base}) / ({lead} - {base})", float(rule.floor)
            return f"where({part} < 0, 0, minimum({floor} + {1 - floor} * {part}, 1))"
        part = f"{lead} / {value}" if rule.kind == "neg" else f"{value} / {lead}"
        part = part if rule.cap is None else f"minimum({part}, {float(rule.cap)})"
        return f"maximum({part}, 0)"

    def _parameter(self, variable: str, name: str, tree: Node) -> str:
        if not isinstance(tree, Number):
            raise NotImplementedError("a lead that is no number")
        self.parameters.setdefault(variable, {})[name] = {"values": {"2000-01-01": {"value": float(tree.value)}}}
        return f"parameters(period).{variable}.{name}"

    def _reads(self, tree: Node) -> dict[str, str]:
        """{local name: how it is asked for} of every value a formula reads."""
        found = {}
        for name in names_of(tree):
            variable, back = self.places.get(name, (self.columns.get(name, ""), 0))
            found[_local(variable, back)] = variable if not back else f"{variable}@{back}"
        return found

    def _text(self, tree: Node) -> str:
        if isinstance(tree, Number):
            return repr(float(tree.value))
        if isinstance(tree, Name):
            return _local(*self.places.get(tree.name, (self.columns.get(tree.name, ""), 0)))
        parts = [self._text(part) for part in tree.parts]
        if tree.sign in JOINED:
            text = parts[0]
            for part in parts[1:]:
                text = f"{JOINED[tree.sign]}({text}, {part})"
            return text
        single = {"neg": "(-{})", "abs": "absolute({})", "not": "logical_not({})", "if": "where({}, {}, {})"}
        return single[tree.sign].format(*parts) if tree.sign in single else f"({parts[0]} {tree.sign} {parts[1]})"

    def _variable(self, name: str, kind: str, label: str, reads: dict[str, str] | None = None, result: str = "") -> None:
        self.variables.append(name)
        self.parts.append(VARIABLE.format(name=name, kind=kind, label=label))
        if reads is not None:
            self.parts.append(
                FORMULA.format(lines="\n".join(_read(local, of) for local, of in reads.items()) or "        pass", result=result)
            )


def _all(names: list[str]) -> str:
    return " & ".join(f"({name} > 0)" for name in names) or "True"


def _local(variable: str, back: int) -> str:
    return f"{variable}_{back}" if back else variable


def _read(local: str, of: str) -> str:
    variable, _, back = of.partition("@")
    period = f'period.offset(-{back}, "year")' if back else "period"
    return f'        {local} = plant("{variable}", {period})'
