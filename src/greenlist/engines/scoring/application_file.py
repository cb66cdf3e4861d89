"""One application as a file, `greenlist.application/1`: every fault at file:line:column, also a zero that leaves a value undefined."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from greenlist.engines.scoring.application import Application, ApplicationProblems, read_application
from greenlist.engines.scoring.compiling import NotInForce, compile_plan
from greenlist.engines.scoring.exact import score
from greenlist.engines.scoring.form import form_of
from greenlist.engines.scoring.load import StandardProblems, load_standard
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.written import Reader
from greenlist.engines.scoring.zeros import undefined
from greenlist.rulebook.standards import standard_file

SECTIONS = ("inputs", "rows", "items", "not_applicable", "chosen")
HEADS = ("standard", "edition", "reference_date")


class ApplicationFile:
    """A file that was read: its plan, the application in it, and where each part stands. Raises ApplicationProblems."""

    def __init__(self, path: Path) -> None:
        self.reader = Reader(path.name)
        try:
            self.content = self.reader.read(path.read_bytes())
        except StandardProblems as found:
            raise ApplicationProblems(found.problems) from None
        self.plan = self._plan()
        try:
            self.application: Application = read_application(self.plan, self.content)
        except ApplicationProblems as found:
            raise ApplicationProblems(self.reader.ordered([self._placed(problem) for problem in found.problems])) from None

    def score(self) -> Result:
        """The result."""
        return score(self.plan, self.application)

    def zeros(self, result: Result) -> list[str]:
        """Every figure of 0 that makes a denominator 0, so that a value cannot be computed, with its place."""
        return [
            self.reader.told(self._place_of(name), f"{self.plan.inputs[name]['label']}是0，无法计算“{label}”；请核对，分母不能为0。")
            for label, names in undefined(result)
            for name in names
        ]

    def _plan(self) -> Plan:
        content, told = self.content, self.reader.told
        if not isinstance(content, dict) or content.get("format") != "greenlist.application/1":
            raise ApplicationProblems([told((), "第一行应为 format: greenlist.application/1。")])
        if absent := [key for key in HEADS if not content.get(key)]:
            raise ApplicationProblems([told((), f"缺 {key}；请照 greenlist score --template 的样子填写。") for key in absent])
        try:
            on = date.fromisoformat(str(content["reference_date"]))
        except ValueError:
            raise ApplicationProblems([told(("reference_date",), "reference_date 应写成 2024-05-27 的样子。")]) from None
        try:
            source = load_standard(standard_file(str(content["standard"]), str(content["edition"])))
        except KeyError as gone:
            raise ApplicationProblems([told(("standard",), gone.args[0])]) from None
        try:
            return compile_plan(source, on)
        except NotInForce as why:
            raise ApplicationProblems([told(("reference_date",), f"这一天没有可用的标准：{why}。")]) from None

    def _placed(self, problem: str) -> str:
        """The problem at the entry that alone causes it; at the top where no single one does."""
        return self.reader.told(next((path for path in self._entries() if problem in self._alone(path)), ()), problem)

    def _entries(self) -> Iterator[tuple[str, Any]]:
        for section in SECTIONS:
            part = self.content.get(section)
            if isinstance(part, dict):
                yield from ((section, name) for name in part)
            elif part:
                yield (section,)  # type: ignore[misc]

    def _alone(self, path: tuple[str, Any]) -> list[str]:
        section, *names = path
        part = {name: self.content[section][name] for name in names} or self.content[section]
        try:
            read_application(self.plan, {"data_year": self.content.get("data_year"), section: part})
        except ApplicationProblems as found:
            return found.problems
        return []

    def _place_of(self, flat: str) -> tuple[str | int, ...]:
        """Where a figure stands in the file: under inputs, or in a row of its small table."""
        name, _, row = flat.partition("#")
        for rows, entry in self.plan.content.get("rows", {}).items():
            if name in entry["inputs"]:
                return "rows", rows, int(row) - 1, name
        return "inputs", flat.partition("[-")[0]


def template(standard: str, edition: str) -> str:
    """A file for a standard with every place empty, to be filled in."""
    source = load_standard(standard_file(standard, edition))
    first = str(source.standard.in_force["from"])
    plan = compile_plan(source, date.fromisoformat(first))
    lines = ["format: greenlist.application/1", f"standard: {standard}", f'edition: "{edition}"', f"reference_date: {first}"]
    lines += ["inputs:"]
    lines += [f"  {name}: {{value: '', unit: '{entry['unit']}'}}  # {entry['label']}" for name, entry in plan.inputs.items()]
    lines += ["items:"]
    for section in form_of(plan).sections:
        lines += [f"  # {section.title}"]
        lines += [f"  {row.id}: ''  # {row.label}" for row in section.rows if not row.is_input and row.kind != "computed"]
    return "\n".join([*lines, "not_applicable: {}", ""])
