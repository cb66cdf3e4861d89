"""From a standard file to a plan: dates resolved, tables taken in, references given a name, everything plain content."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from greenlist.engines.scoring.expr import formula
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.plan import FORMAT, Plan
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.references import tables_passed
from greenlist.engines.scoring.rounding import fraction
from greenlist.engines.scoring.schema import Alternative, Coefficient, Derived, Gate, Group, Input, Item, Score, Standard, Table
from greenlist.engines.scoring.values import references_of
from greenlist.rulebook.reference.tables import COEFFICIENTS, ReferenceTable, Row, reference_table
from greenlist.rulebook.reference.units import UnknownUnit, convert

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_HELD = Row("", "", {"value": None}, "", "", why="不在系数表中")
TOTALS = ("round_item", "round_group", "compare", "pass_line")
Tables = Mapping[str, ReferenceTable]
Entry = dict[str, Any]


class NotInForce(ValueError):
    """The edition, or one of its dated values, is not in force on the reference date, or nobody looked at it for too long."""


def compile_plan(source: Source, reference_date: date, tables: Tables | None = None) -> Plan:
    """Resolve an edition for a reference date. `tables`: reference tables to take in place of the shipped ones, by name.

    Raises NotInForce outside its dates or its dated values' dates.
    """
    return Plan(_Compiler(source, reference_date, tables or {}).content())


def name_of(side: str, item_id: str) -> str:
    """The name of the derived value that a reference in a lead or base becomes: lead_E1."""
    return f"{side}_" + re.sub(r"\W", "_", item_id)


class _Compiler:
    def __init__(self, source: Source, on: date, tables: Tables) -> None:
        self.source, self.standard, self.on, self.tables = source, source.standard, on, tables
        self.passes_unknown = _has_no_words_for_none(source.standard)
        self.referred: dict[str, Entry] = {}

    def content(self) -> Entry:
        standard, source = self.standard, self.source
        self._check_in_force(standard)
        groups = [self._group(group, ("groups", i)) for i, group in enumerate(standard.groups)]
        years = max((entry.years for entry in standard.inputs.values()), default=1)
        constants = {name: self._constant(entry, years) for name, entry in standard.coefficients.items()}
        derived = {name: self._derived(name, entry) for name, entry in standard.derived.items()}
        tables = {name: self._table(entry) for name, entry in standard.tables.items()}
        return {
            "format": FORMAT,
            "standard": standard.id,
            "edition": standard.edition,
            "number": standard.number,
            "title": standard.title,
            "subject": standard.subject,
            "file": source.name,
            "reference_date": self.on.isoformat(),
            "interval": standard.total["round"],
            "maximum": standard.total["maximum"],
            **{key: standard.total[key] for key in TOTALS if key in standard.total},
            **_if_any(conventions=[_plain(entry) for entry in standard.conventions], tables=tables,
                      rows={name: _plain(rows) | {"inputs": _inputs(rows.inputs)} for name, rows in standard.rows.items()},
                      grades=[_plain(grade) for grade in standard.grades], ranks=[_plain(rank) for rank in standard.ranks]),
            "gates_title": standard.gates_title,
            "inputs": _inputs(standard.inputs),
            "derived": constants | derived | self.referred,
            "gates": [self._gate(gate, source.at("gates", i)) for i, gate in enumerate(standard.gates)],
            "groups": groups,
        }  # fmt: skip

    def _check_in_force(self, standard: Standard) -> None:
        first, last, day = standard.in_force.get("from"), standard.in_force.get("to"), self.on.isoformat()
        if (first and day < first) or (last and day > last):
            raise NotInForce(f"{standard.number} 自{first}起实施，{f'到{last}为止，' if last else ''}{day}不在其中")
        reviewed = standard.in_force.get("reviewed_until")
        if reviewed and day > reviewed:
            raise NotInForce(f"{standard.number}：核对到{reviewed}为止，{day}以后是否仍然有效没有核对；请核对后改写 reviewed_until")

    def _gate(self, gate: Gate, at: str) -> Entry:
        plain = _without(_plain(gate), look_back=None, encouraged=False) | {"at": at}
        if gate.look_back:
            first = _years_back(self.on, gate.look_back)
            plain["look_back"] = {"years": gate.look_back, "from": first.isoformat(), "to": self.on.isoformat()}
        return plain

    def _group(self, group: Group, path: tuple[str | int, ...]) -> Entry:
        plain = _without(_plain(group), choose_by="ratio", bonus=False, most=None)
        plain["items"] = [self._item(item, self.source.at(*path, "items", i)) for i, item in enumerate(group.items)]
        plain["groups"] = [self._group(child, (*path, "groups", i)) for i, child in enumerate(group.groups)]
        return plain

    def _item(self, item: Item, at: str) -> Entry:
        plain = _without(_plain(item), scoring_confidence=None, any_of=[], full_at=None, checklist=[]) | {"at": at}
        if item.score:
            plain["score"] = self._score(item.score, item, "", at)
        if item.any_of:
            plain["any_of"] = [self._way(way, item, f"_{i}", at) for i, way in enumerate(item.any_of, 1)]
        return plain

    def _way(self, way: Alternative, item: Item, which: str, at: str) -> Entry:
        return {"label": way.label, "when": way.when, "score": self._score(way.score, item, which, at)}

    def _score(self, score: Score, item: Item, which: str, at: str) -> Entry:
        plain = _without(_plain(score), when_negative="zero", compare="at_least", over=None)
        plain["steps"] = [list(step) for step in score.steps]
        for side in ("lead", "base"):
            plain[side] = self._side(plain[side], side, item, which, at, score.over.rows if score.over else None)
        if score.over:
            plain["over"] = _plain(score.over)
        return plain

    def _side(self, value: Any, side: str, item: Item, which: str, at: str, rows: str | None) -> str | None:
        """A lead or base as a formula; a reference becomes a derived value of its own, which the tree shows."""
        found = self._dated(value, at)
        if found is None or isinstance(found, str):
            return found
        name = name_of(side, item.id + which)
        words = {"lead": "引领值", "base": "基准值"}[side]
        self.referred[name] = _if_any(rows=rows) | {
            "label": f"{item.label}的{words}", "unit": "1", "value": found, "clause": item.clause,
            "confidence": item.scoring_confidence or item.confidence, "when_zero": "unknown",
        }  # fmt: skip
        return name

    def _derived(self, name: str, entry: Derived) -> Entry:
        plain = _without(_plain(entry), years=1, rows=None)
        plain["value"] = self._dated(entry.value, self.source.at("derived", name))
        return plain

    def _dated(self, value: Any, at: str) -> Any:
        """{date: value} resolved for the day, also inside a reference; all numbers as text."""
        if isinstance(value, list):
            return [self._dated(part, at) for part in value]
        if not isinstance(value, dict):
            return value
        if not value or not all(DATE.fullmatch(str(key)) for key in value):
            stays = {"unknown": "stays"} if "first_of" in value and not self.passes_unknown else {}
            return {key: self._dated(part, at) for key, part in value.items()} | stays
        valid = [day for day in sorted(value) if day <= self.on.isoformat()]
        if not valid:
            raise NotInForce(f"{at}: {self.on.isoformat()}还没有值；最早的日期在它以后")
        return self._dated(value[valid[-1]], at)

    def _table(self, entry: Table) -> Entry:
        if entry.of is None:
            rows = {code: _plain(row) for code, row in entry.rows.items()}
        else:
            own, known = self.tables.get(entry.of), self._known()
            rows = _rows_of(own, entry.columns, known) if own else _shipped_rows(entry.of, self.on, tuple(entry.columns.items()), known)
        return {"key": entry.key, "columns": entry.columns, **_if_any(of=entry.of, none=entry.none), "rows": rows}

    def _constant(self, entry: Coefficient, years: int) -> Entry:
        """A coefficient as a derived value without names; it holds in every year that is asked."""
        value, confidence = entry.value, str(entry.confidence)
        if entry.of is not None:
            row = (self.tables.get(COEFFICIENTS) or reference_table(COEFFICIENTS, self.on)).rows.get(entry.of, NOT_HELD)
            text = row.values["value"]
            if text is None:
                raise NotInForce(f"{entry.of} {row.why}；请作为一项数据让申报单位写明取用的值和出处")
            value, confidence = _text(fraction(text)), row.confidence
        return {
            "label": entry.label, "unit": entry.unit, "value": value, "clause": entry.clause, "confidence": confidence,
            "when_zero": "unknown", **({"years": years} if years > 1 else {}),
        }  # fmt: skip

    def _known(self) -> frozenset[str]:
        """Every name a formula of the standard may read, of the newest year and of any row."""
        standard = self.standard
        inside = {name for rows in standard.rows.values() for name in rows.inputs}
        return frozenset({*standard.inputs, *standard.derived, *standard.coefficients, *inside})


def _has_no_words_for_none(standard: Standard) -> bool:
    """Does a first_of go on after a table of which a unit cannot say that no row is its own? No file that is loaded now may (its lint).

    One that was loaded before keeps the meaning with which it was signed: what is not known is passed over.
    """
    passed = {name for _, value in references_of(standard) for name in tables_passed(value)}
    return any(not (table.none or "").strip() for name, table in standard.tables.items() if name in passed)


@lru_cache(maxsize=32)
def _shipped_rows(name: str, on: date, columns: tuple[tuple[str, str], ...], known: frozenset[str]) -> dict[str, Entry]:
    """The same rows for every plan of a day, so that a what-if need not convert them anew; nobody writes into a plan."""
    return _rows_of(reference_table(name, on), dict(columns), known)


def _rows_of(table: ReferenceTable, columns: dict[str, str], known: frozenset[str]) -> dict[str, Entry]:
    """The rows of a reference table in the units of the columns; a row whose unit is of another kind stays out.

    A value whose correction reads what the standard does not ask is none: what is not asked cannot be corrected.
    """
    found = {}
    for code, row in table.rows.items():
        factors = {column: _factor(row.unit, unit) for column, unit in columns.items()}
        usable = {column: text for column, text in row.values.items() if text is not None and known.issuperset(formula(text).names)}
        values = {column: _scaled(usable.get(column), factor) for column, factor in factors.items() if factor is not None}
        if values:
            found[code] = {"label": row.label, "values": values, "source": row.source, "confidence": row.confidence}
    return found


def _factor(unit: str, column: str) -> Fraction | None:
    """From a row's unit to the column's; 产品 in the column stands for whatever the row counts by. None: of another kind."""
    above, _, below = unit.partition("/")
    wanted, _, counted = column.partition("/")
    try:
        return convert(Rational(1), above, wanted) if below and counted == "产品" else convert(Rational(1), unit, column)
    except (UnknownUnit, ValueError):
        return None


def _scaled(value: str | None, factor: Fraction) -> str | None:
    """A value of a table times a factor, as the text of a formula."""
    if value is None or factor == 1:
        return value
    try:
        number = fraction(value) * factor
    except ValueError:
        return f"({formula(value).text}) * {factor.numerator} / {factor.denominator}"
    return _text(number)


def _text(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{number.numerator} / {number.denominator}"


def _inputs(inputs: Mapping[str, Input]) -> dict[str, Entry]:
    return {name: _without(_plain(entry), years=1, maximum=None, one_of=None) for name, entry in inputs.items()}


def _plain(struct: Struct) -> Entry:
    return asdict(struct)


def _without(plain: Entry, **defaults: Any) -> Entry:
    """A plan says only what its standard says: what is left out of a file is left out of the plan, and earlier plans keep their hash."""
    return {key: value for key, value in plain.items() if key not in defaults or value != defaults[key]}


def _if_any(**parts: Any) -> Entry:
    return {key: value for key, value in parts.items() if value}


def _years_back(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)
