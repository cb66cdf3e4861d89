"""What is known of one unit on one day: what it filled, and what follows from it: derived values, tables, brackets, rows."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import yaml

from tests.engines.scoring.oracle.formulas import Unknown, Zero, number, read, worked_out

DAY = re.compile(r"\d{4}-\d\d-\d\d")
YES = {"met": True, "符合": True, "是": True, "not_met": False, "不符合": False, "否": False}
SIZES = {"kg": Fraction(1, 1000), "t": Fraction(1), "万t": Fraction(10000), "元": Fraction(1), "万元": Fraction(10000), "1": Fraction(1)}


def content_of(path: Path):
    """A standard file as plain content: numbers stay text, `null`, `true` and `false` are what they say."""

    def plain(tree):
        if isinstance(tree, dict):
            return {key: plain(value) for key, value in tree.items()}
        if isinstance(tree, list):
            return [plain(value) for value in tree]
        return {"null": None, "true": True, "false": False}.get(tree, tree)

    return plain(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))


def in_force(dated, on):
    """The value of {day: value} that holds on a day."""
    return dated[max(day for day in dated if day <= on.isoformat())]


def is_dated(value):
    return isinstance(value, dict) and all(DAY.fullmatch(str(key)) for key in value)


class NotThere(Unknown):
    """Known to be nowhere: the table has no such row or no value in it (`none` is no row), no bracket is reached."""


class Figures:
    """Names of the standard as values of one application. `known(name, back, row)` is None where nothing is known."""

    def __init__(self, standard, on: date, application, tables=None):
        self.standard, self.on, self.application = standard, on, application
        self.tables = {name: table | (tables or {}).get(name, {}) for name, table in standard.get("tables", {}).items()}
        self.rows = standard.get("rows", {})
        self.fields = {name: entry for row in self.rows.values() for name, entry in row["inputs"].items()}
        self.inputs = standard.get("inputs", {})
        self.derived = standard.get("derived", {})
        self.coefficients = standard.get("coefficients", {})
        self.given = {name: self._filled(name, raw) for name, raw in self._flat().items()}
        self.remembered = {}

    def _flat(self):
        """The filled figures by flat name: a year's own name stays, a table of years becomes one name a year."""
        flat = {}
        newest = int(self.application.get("data_year", self.on.year - 1))
        for name, raw in self.application.get("inputs", {}).items():
            years = raw.get("years") if isinstance(raw, dict) else None
            for year, text in (years or {}).items():
                back = newest - int(year)
                flat[f"{name}[-{back}]" if back else name] = {**raw, "value": text}
            if years is None:
                flat[name] = raw if isinstance(raw, dict) else {"value": raw}
        return flat

    def _filled(self, flat, raw):
        name = flat.partition("[")[0].partition("#")[0]
        entry = self.inputs.get(name) or self.fields[name]
        if raw.get("doubtful") or raw.get("value") in (None, ""):
            return None
        text, choice = str(raw["value"]), entry.get("one_of")
        if choice == "yes_no":
            return Fraction(YES[text])
        if choice:
            return text
        size = SIZES[raw["unit"]] / SIZES[entry["unit"]] if raw.get("unit", entry["unit"]) != entry["unit"] else 1
        return number(text) * size

    def in_row(self, row):
        """`known` for a formula that speaks of one row."""
        return lambda name, back=0: self.known(name, back, row)

    def known(self, name, back=0, row=None):
        """The value of a name so many years ago, in a row where the name belongs to rows."""
        if name in self.coefficients:
            entry = self.coefficients[name]
            return number(entry["value"])
        if name in self.derived:
            entry = self.derived[name]
            key = (name, back, row if entry.get("rows") else None)
            if key not in self.remembered:
                self.remembered[key] = self._worked_out(entry, back, key[2])
            return self.remembered[key]
        flat = f"{name}#{row}" if name in self.fields and row else name
        return self.given.get(f"{flat}[-{back}]" if back else flat)

    def _worked_out(self, entry, back, row):
        try:
            return self.referred(entry["value"], back, row)
        except Unknown:
            return None
        except Zero:
            return Fraction(0) if entry.get("when_zero") == "zero" else None

    def formula(self, text, back=0, row=None):
        """A formula of the standard worked out. Raises Unknown, Zero."""
        return worked_out(read(text), lambda name, years: self.known(name, years, row), back)

    def referred(self, value, back=0, row=None):
        """A formula, or one of the references: dated, table, bracket, first_of. Raises Unknown, Zero."""
        if not isinstance(value, dict):
            return self.formula(str(value), back, row)
        if is_dated(value):
            return self.referred(in_force(value, self.on), back, row)
        if "table" in value:
            return self._looked_up(value["table"], value["column"], back, row)
        if "bracket" in value:
            return self._bracket(value, back, row)
        return self._first(value["first_of"], back, row)

    def _looked_up(self, name, column, back, row):
        table = self.tables[name]
        code = self.known(table["key"], 0, row)
        if code is None:
            raise Unknown(table["key"])
        cell = table["rows"].get(code, {}).get("values", {}).get(column)
        if cell is None:
            raise NotThere(f"{name} {code} {column}")
        return self.formula(cell, back, row)

    def _bracket(self, value, back, row):
        size = self.formula(value["bracket"], back, row)
        for threshold, text in value["at_least"]:
            if size >= number(threshold):
                return self.referred(text, back, row)
        if value.get("below") is None:
            raise NotThere(value["bracket"])
        return self.referred(value["below"], back, row)

    def _first(self, choices, back, row):
        """The next is asked only where it is known that there is none: not where nobody filled in or chose."""
        for choice in choices:
            try:
                return self.referred(choice, back, row)
            except (NotThere, Zero):
                continue
        raise NotThere("first_of")
