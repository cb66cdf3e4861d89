"""`greenlist.application/1`: what a unit declares (or an expert gives). All faults at once, in Chinese."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import MET_WORDS, YES_NO_KINDS, PlannedItem
from greenlist.engines.scoring.rational import ZERO, Rational
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.tree import shifted
from greenlist.rulebook.reference.units import UnknownUnit, convert, plain_digits

DIGITS = 15
SHORT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,14}))?")  # nothing to put right, and no limit within reach but that of length
AS_SHOWN = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,3}[1-9])?")  # `shown` with four places writes it in the same way
LINES = re.compile(r"(?:(?:0|[1-9][0-9]{0,9}+)(?:\.[0-9]{1,4}+)?+\n)*+")  # nothing but such numbers, or with noughts behind


class ApplicationProblems(ValueError):
    """Every fault of an application, one Chinese sentence each: what, where, what to enter."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Application:
    """Exact values by id. `inputs` in the plan's units by flat name; `answers` True/False or points; None = not filled.

    `choices`: {input: code}; `chosen`: {group: the items the applicant lets count}; `typed`: {input: its text} of those that were
    typed just as they are shown.
    """

    inputs: dict[str, Fraction]
    answers: dict[str, Fraction | bool]
    not_applicable: dict[str, str]
    doubtful: frozenset[str] = frozenset()
    evidence: dict[str, str] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


def read_application(plan: Plan, content: dict[str, Any]) -> Application:
    """Read an application for a plan. Raises ApplicationProblems with all faults; empty values count as not filled."""
    reading = _Reading(plan, content)
    wrong = [key for key in ("inputs", "items", "not_applicable", "rows", "chosen") if not isinstance(content.get(key) or {}, dict)]
    if wrong:
        raise ApplicationProblems([f"{key} 下应是“编号: 值”，一行一项。" for key in wrong])
    reading.read()
    if reading.problems:
        raise ApplicationProblems(reading.problems)
    return reading.application()


def number(text: str) -> Fraction:
    """A typed number: full-width digits and commas are put right. Raises ValueError with one Chinese sentence."""
    if len(text) <= DIGITS and SHORT.fullmatch(text):
        return Rational(text)
    try:
        value = Decimal(plain_digits(text))
    except InvalidOperation:
        raise ValueError(f"“{text}”不是数字；请只填数字，例如 1284.6。") from None
    if not value.is_finite():
        raise ValueError(f"“{text}”不是数字；请只填数字，例如 1284.6。")
    if len(value.as_tuple().digits) > DIGITS or abs(value.adjusted()) > DIGITS:
        raise ValueError(f"“{text}”超过{DIGITS}位有效数字；请核对，或换用较大的单位。")
    return Rational(value)


class _Reading:
    """One application being read: what is found so far, and every fault."""

    def __init__(self, plan: Plan, content: dict[str, Any]) -> None:
        self.plan, self.content = plan, content
        self.asked, self.offered = plan.inputs, plan.choices
        self.plain = plan.units_from_nought_on
        self.inputs: dict[str, Fraction] = {}
        self.choices: dict[str, str] = {}
        self.answers: dict[str, Fraction | bool] = {}
        self.evidence: dict[str, str] = {}
        self.doubtful: set[str] = set()
        self.absent: dict[str, str] = {}
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.typed: dict[str, str] = {}
        self.problems: list[str] = []

    def application(self) -> Application:
        return Application(self.inputs, self.answers, self.absent, frozenset(self.doubtful), self.evidence, self.content,
                           self.choices, self.chosen, self.typed)  # fmt: skip

    def read(self) -> None:
        given = self.content.get("inputs") or {}
        self.typed = self._as_shown(given)
        for name, raw in given.items() if len(self.typed) < len(given) else ():
            if name in self.typed:
                continue
            if isinstance(raw, dict) and "years" in raw:
                self._of_years(str(name), raw["years"])
            elif name in self.asked:
                self._given(name, raw)
            else:
                self.problems.append(f"“{name}”不是本标准的数据项；请删去或核对编号。")
        for name, given in (self.content.get("rows") or {}).items():
            self._of_rows(str(name), given)
        self.inputs.update(zip(self.typed, map(Rational, self.typed.values()), strict=True))
        prepared = self.plan.prepared_answers
        for name, raw in (self.content.get("items") or {}).items():
            if name not in prepared:
                self.problems.append(f"“{name}”不是本标准的项目；请删去或核对编号。")
                continue
            value = self._told(name, raw) if isinstance(raw, dict) else raw
            answer = prepared[name].get(value) if type(value) is str else None  # most are a yes, a no, or a mark that is prepared
            if answer is not None:
                self.answers[name] = answer
            elif value not in (None, ""):
                self._answer(name, self.plan.answerable[name], str(value))
        self._not_applicable()
        self._chosen()

    def _as_shown(self, given: dict[str, Any]) -> dict[str, str]:
        """The figures that are a number from nought on and nothing else, as they are shown. Most applications have no other: one look at all."""
        plain = self.plain
        texts = {name: raw for name, raw in given.items() if raw and type(raw) is str and name in plain}
        lines = "\n".join((*texts.values(), ""))
        if lines.count("\n") != len(texts) or not LINES.fullmatch(lines):
            return {}
        return texts | {name: text.rstrip("0").rstrip(".") for name, text in texts.items() if text[-1] == "0" and "." in text}

    def _given(self, name: str, raw: Any) -> None:
        """One figure. Most are a number from nought on, typed as it is shown: there is nothing else to look at."""
        value, unit = (self._told(name, raw), raw.get("unit")) if isinstance(raw, dict) else (raw, None)
        if type(value) is str and len(value) <= DIGITS and unit in self.plain.get(name, ()) and AS_SHOWN.fullmatch(value):
            self.typed[name] = value
        elif value not in (None, ""):
            self._input(name, str(value).strip(), str(unit or ""))

    def _told(self, name: str, raw: dict[str, Any]) -> Any:
        """The value; what else is said of it is noted."""
        if evidence := raw.get("evidence"):
            self.evidence[name] = str(evidence)
        if raw.get("doubtful"):
            self.doubtful.add(name)
        return raw.get("value")

    def _of_years(self, name: str, years: Any) -> None:
        """Several years of one figure: each is told apart by its flat name."""
        if name not in self.plan.inputs or not isinstance(years, dict):
            self.problems.append(f"“{name}”不是本标准的数据项，或 years 下不是“年份: 值”；请核对。")
            return
        newest, asked = self._data_year(), int(self.plan.inputs[name].get("years", 1))
        for year, raw in years.items():
            back = newest - int(year) if str(year).isdecimal() and len(str(year)) == 4 else asked
            if 0 <= back < asked:
                self._given(shifted(name, back), raw)
            else:
                first = f"{newest - asked + 1}至{newest}年" if asked > 1 else f"{newest}年"
                self.problems.append(f"{self.plan.inputs[name]['label']}：只要{first}的数，不要“{year}”年的。")

    def _data_year(self) -> int:
        told = str(self.content.get("data_year"))
        return int(told) if told.isdecimal() and len(told) == 4 else int(str(self.plan.content["reference_date"])[:4]) - 1

    def _of_rows(self, name: str, given: Any) -> None:
        """The rows of a small table, told apart likewise."""
        held = self.plan.content.get("rows", {}).get(name)
        if held is None or not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
            self.problems.append(f"“{name}”不是本标准的小表，或不是一行行的“编号: 值”；请核对。")
            return
        if len(given) > held["most"]:
            self.problems.append(f"{held['label']}：最多填{held['most']}行，现在有{len(given)}行。")
            return
        for i, row in enumerate(given, 1):
            for inner, raw in row.items():
                if inner in held["inputs"]:
                    self._given(f"{inner}#{i}", raw)
                else:
                    self.problems.append(f"{held['label']}第{i}行：“{inner}”不是本表的数据项；请删去或核对编号。")

    def _input(self, name: str, text: str, unit: str) -> None:
        held = self.asked[name]
        if not held.get("one_of"):
            self._figure(name, held, text, unit or held["unit"])
        elif name in self.offered:
            self._choice(name, held["label"], text)
        elif (met := MET_WORDS.get(text.lower())) is None:
            self.problems.append(f"{held['label']}：只能填“是”或“否”。")
        else:
            self.inputs[name] = Rational(met)

    def _choice(self, name: str, label: str, text: str) -> None:
        codes = self.offered[name]
        code = text if text in codes else next((code for code, words in codes.items() if words == text), None)
        if code is None:
            self.problems.append(f"{label}：“{text}”不在可选之列；请从列表中选。")
        else:
            self.choices[name] = code

    def _figure(self, name: str, held: dict[str, Any], text: str, given: str) -> None:
        label, unit = held["label"], held["unit"]
        try:
            value = number(text) if given == unit else convert(number(text), given, unit)
        except UnknownUnit:
            self.problems.append(f"{label}：不认识单位“{given}”，本项用 {unit}。")
            return
        except ValueError as error:
            self.problems.append(f"{label}：{error if '“' in str(error) else f'单位“{given}”不能换算成 {unit}。'}")
            return
        low, high = held.get("minimum"), held.get("maximum")
        is_below = value.numerator < 0 if low == "0" else low is not None and value < fraction(low)
        if is_below or (high is not None and value > fraction(high)):
            wanted = f"应不小于{low}" if high is None else f"应不大于{high}" if low is None else f"应在{low}和{high}之间"
            self.problems.append(f"{label}：{wanted}，现在是“{text}”。")
            return
        self.inputs[name] = value

    def _answer(self, name: str, item: PlannedItem | None, text: str) -> None:
        wants_yes_no = item is None or item.kind in YES_NO_KINDS
        met = MET_WORDS.get(text.strip().lower())
        if met is not None and wants_yes_no:
            self.answers[name] = met
            return
        full = Rational(item.count_of) if item and item.count_of else item.points if item else ZERO
        if met is not None:
            self.answers[name] = full if met else ZERO
            return
        label = item.label if item else name
        if wants_yes_no:
            self.problems.append(f"{label}：只能填“符合”或“不符合”。")
            return
        try:
            value = number(text)
        except ValueError as error:
            self.problems.append(f"{label}：{error}")
            return
        if not 0 <= value <= full:
            self.problems.append(f"{label}：应在0和{shown(full, 4)}之间，现在是“{text}”。")
        elif item and item.count_of and value.denominator != 1:
            self.problems.append(f"{label}：应填整数个，现在是“{text}”。")
        else:
            self.answers[name] = value

    def _not_applicable(self) -> None:
        items = self.plan.items
        self.absent = {str(k): str(v) for k, v in (self.content.get("not_applicable") or {}).items()}
        self.problems += [f"“{k}”不能标为不适用。" for k in self.absent if k not in items or not items[k].may_be_not_applicable]
        self.problems += [f"“{items[k].label}”标为不适用，须写明理由。" for k, v in self.absent.items() if k in items and not v.strip()]

    def _chosen(self) -> None:
        for name, ids in (self.content.get("chosen") or {}).items():
            group = self.plan.declared_groups.get(str(name))
            if group is None or group.best is None or not isinstance(ids, list):
                self.problems.append(f"“{name}”不是可以自选的一组；请删去或核对编号。")
                continue
            picked = tuple(dict.fromkeys(str(one) for one in ids))
            wrong = [one for one in picked if one not in {item.id for item in group.items}]
            self.problems += [f"{group.title}：“{one}”不是这一组的项目。" for one in wrong]
            if len(picked) > group.best:
                self.problems.append(f"{group.title}：只能选{group.best}项，现在选了{len(picked)}项。")
            self.chosen[str(name)] = picked
