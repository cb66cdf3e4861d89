"""Runs the tests inside a standard file: an application, and what is expected of its score."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from greenlist.engines.scoring.application import Application, ApplicationProblems, read_application
from greenlist.engines.scoring.compiling import compile_plan
from greenlist.engines.scoring.exact import score
from greenlist.engines.scoring.expr import MissingValue
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import decimal_text, fraction, round_to

Values = dict[str, Any]
KEYS = ("name", "at", "application", "pass_line", "expect")
WANTED = "应写 name、at、application、expect，可加 pass_line"


@dataclass(frozen=True)
class Run:
    """One test that was scored."""

    plan: Plan
    application: Application
    result: Result

    @cached_property
    def values(self) -> Values:
        """Every figure by flat name: exact numbers, the codes of choices; None where it is missing."""
        nodes = self.result.trace["nodes"]
        figures = {name: nodes[name]["value"] for name in (*self.plan.inputs, *self.plan.derived)}
        return {name: Rational(value["exact"]) if value else None for name, value in figures.items()} | self.application.choices


def run_tests(source: Source) -> tuple[list[str], list[Run]]:
    """(every difference at file:line:column, the tests that were scored). An entry with `not_possible` is no test."""
    problems: list[str] = []
    runs: list[Run] = []
    plan_on = cache(lambda day: compile_plan(source, date.fromisoformat(day)))
    for i, case in enumerate(source.standard.tests):
        if "not_possible" in case:
            continue
        name = case.get("name", f"第{i + 1}个测试")
        try:
            found = _run(plan_on, case, runs)
        except (KeyError, TypeError, AttributeError):
            found = {"": f"不能运行；{WANTED}"}
        except ValueError as error:
            found = {"at": f"不能运行（{error}）；请核对 at 的日期"}
        problems += [f"{source.place('tests', i, *_key(key))}: {name}：{words}。" for key, words in found.items()]
    return problems, runs


def _key(key: str) -> tuple[str, ...]:
    return () if not key else (key,) if key in KEYS else ("expect", key)


def _run(plan_on: Callable[[str], Plan], case: dict[str, Any], runs: list[Run]) -> dict[str, str]:
    if unknown := [key for key in case if key not in KEYS]:
        return {"": f"没有“{'、'.join(unknown)}”；{WANTED}"}
    expected = dict(case["expect"])
    if not any(value not in ([], None) for value in expected.values()):
        return {"expect": "expect 是空的，什么也没有核对，不算走到；请写 total、verdict 或一个项目的得分"}
    plan = plan_on(case["at"])
    line = fraction(case["pass_line"]) if case.get("pass_line") else None
    try:
        application = read_application(plan, case["application"])
    except ApplicationProblems as error:
        return _refused(error.problems, expected.pop("errors", None))
    runs.append(Run(plan, application, score(plan, application, line)))
    found = {"errors": "申报数据没有错误，应有"} if expected.pop("errors", None) else {}
    return {**found, **{key: words for key, text in expected.items() if (words := _difference(runs[-1], key, text))}}


def _refused(problems: list[str], expected: list[str] | None) -> dict[str, str]:
    if expected is None:
        return {"application": "；".join(problem.rstrip("。") for problem in problems)}
    gone = [text for text in expected if not any(text in problem for problem in problems)]
    return {"errors": f"没有出现“{'、'.join(gone)}”，只有：{'；'.join(p.rstrip('。') for p in problems)}"} if gone else {}


def _difference(run: Run, key: str, text: str) -> str:
    """'' when the value is as expected. Numbers are compared after rounding to as many digits as the expected one prints."""
    actual = _actual(run, key)
    if actual is None:
        return f"没有“{key}”；可以写 total、verdict、grade、项目编号、编号.status、编号.value、计算值的名称"
    if isinstance(actual, str):
        return "" if actual == text else f"{key} 是 {actual or '空的'}，应为 {text}"
    interval = Rational(1, 10 ** len(str(text).partition(".")[2]))
    shown = decimal_text(round_to(actual, interval), interval)
    return "" if shown == text else f"{key} 是 {shown}，应为 {text}"


def _actual(run: Run, key: str) -> str | Fraction | None:
    result = run.result
    if key == "total":
        return result.total
    if key in {"verdict", "grade"}:
        return str(getattr(result, key))
    if key in result.items:
        return result.items[key].points
    if key in result.gates:
        return result.gates[key]
    name, _, what = key.rpartition(".")
    if name in result.items and what in {"status", "points"}:
        return getattr(result.items[name], what)  # type: ignore[no-any-return]
    if what == "value" and name in result.items:
        return _value_of(run, name)
    value = run.values.get(key, ...)
    return None if value is ... else "" if value is None else value


def _value_of(run: Run, item_id: str) -> str | Fraction:
    """The value of an item before it becomes points; '' where there is none."""
    rule = run.plan.items[item_id].score
    if rule is None:
        return run.result.items[item_id].value
    try:
        return Rational(rule.value.evaluate(run.values))
    except (MissingValue, ZeroDivisionError):
        return ""
