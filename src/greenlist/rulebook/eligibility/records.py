"""The exclusions that rest on dated records (passages 3.1.1 to 3.1.6): deregistered, on a list still in force, an event in the window.

Which records and which words is the clause's own affair (`about` in clauses.yaml). A record that bars is found whatever else is
missing; a record that may be of another unit of a like name makes the answer 待核实, whatever a look-up gave; no such record is only
未发现 after a look-up that is fresh enough, or where the register is declared complete.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from greenlist.rulebook.eligibility.declared import ExclusionsStanding
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from greenlist.rulebook.eligibility.registry import rule
from greenlist.rulebook.eligibility.windows import lookback

Window = tuple[date, date]


@rule("deregistered", version=1)
def deregistered(facts: AdverseHistory, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-43: the unit is struck off on the day of the check; one that was restored is not."""
    words = ("查核日的登记状态为注销", "查核日登记状态为存续，或已恢复登记")
    return _answer(facts, lambda r: _in_force(r, checked_on), parameters, checked_on, words)


@rule("on_list_in_force", version=1)
def on_list_in_force(facts: AdverseHistory, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-45, C-52, C-53: entered, and neither removed nor rectified by the day of the check.

    With `debtor_removed_counts` (C-53 only) an entry that ended inside the look-back counts too.
    """
    window = lookback(checked_on, int(parameters["lookback_years"]))
    ended_counts = bool(parameters.get("debtor_removed_counts"))
    words = (f"列入{parameters['what']}，查核日未移出（或未完成整改）", "查核日不在名单，或已移出、已按要求完成整改")
    return _answer(facts, lambda r: _in_force(r, checked_on) or (ended_counts and _touches(r, window)), parameters, checked_on, words)


@rule("event_in_window", version=1)
def event_in_window(facts: AdverseHistory, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-46 to C-51: it happened within the look-back, first and last day included, whatever was done about it since."""
    window = lookback(checked_on, int(parameters["lookback_years"]))
    words = (f"近三年内有{parameters['what']}", "近三年内没有，或判断不属该情形并写明理由")
    return _answer(facts, lambda r: _touches(r, window), parameters, checked_on, words)


@rule("no_exclusion_stands", version=1)
def no_exclusion_stands(facts: ExclusionsStanding, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-42: none of the exclusions is found (or each was set aside by a person), and none is open, over the look-back to this day."""
    window = lookback(checked_on, int(parameters["lookback_years"]))
    if facts.found:
        verdict, fact = Verdict.NOT_MET, f"发现{len(facts.found)}项：{'、'.join(facts.found)}"
    elif facts.unknown or not facts.asked:
        verdict, fact = Verdict.UNKNOWN, f"待核实{len(facts.unknown)}项：{'、'.join(facts.unknown)}" if facts.unknown else "尚未查核"
    else:
        verdict, fact = Verdict.MET, f"{facts.asked}项都未发现，或经判断不属该情形"
    return Finding(
        clause="",
        rule="",
        rule_version=0,
        verdict=verdict,
        fact=fact,
        window=(window[0].isoformat(), window[1].isoformat()),
        threshold="近三年内没有一项不得申报的情形",
        would_pass="各项未发现，或判断不属该情形并写明理由",
        settle_by="请逐项查核并留证" if verdict is Verdict.UNKNOWN else "",
    )


def _in_force(record: DatedRecord, day: date) -> bool:
    """Removed on the day itself is removed."""
    return record.from_on <= day and (record.until_on is None or record.until_on > day)


def _touches(record: DatedRecord, window: Window) -> bool:
    """An event without an end is one day; one with an end lasts until it."""
    return record.from_on <= window[1] and (record.until_on or record.from_on) >= window[0]


def _answer(
    facts: AdverseHistory, bars: Callable[[DatedRecord], bool], parameters: dict[str, Any], checked_on: date, words: tuple[str, str]
) -> Finding:
    held, asked = [r for r in facts.records if bars(r)], [r for r in facts.proposed if bars(r)]
    gap = _gap(facts, int(parameters["lookup_days"]), checked_on)
    if held:
        verdict, fact = Verdict.NOT_MET, "；".join(_told(r) for r in held)
    elif facts.answer == "found" and not facts.is_dated:
        verdict, fact = Verdict.NOT_MET, f"{facts.statement}（未登记日期，按发现处理）"
    elif asked:
        verdict, fact = Verdict.UNKNOWN, f"名单上有名称相近的单位，还没有认定是否同一家：{'；'.join(_told(r) for r in asked)}"
    elif gap:
        verdict, fact = Verdict.UNKNOWN, gap
    else:
        verdict, fact = Verdict.MET, facts.statement or f"名册已声明完整，没有见到{parameters['what']}的记录"
    window = lookback(checked_on, int(parameters["lookback_years"]))
    return Finding(
        clause="",
        rule="",
        rule_version=0,
        verdict=verdict,
        fact=fact,
        window=(window[0].isoformat(), window[1].isoformat()),
        threshold=words[0],
        would_pass=words[1],
        settle_by=_settling(parameters, is_asked=bool(asked)) if verdict == "unknown" else "",
        evidence=(*(r.evidence for r in held or asked if r.evidence), *facts.evidence),
    )


def _gap(facts: AdverseHistory, lookup_days: int, checked_on: date) -> str:
    """Why no record does not mean no; '' when it does."""
    if facts.is_covered:
        return ""
    if not facts.answer or facts.looked_up_on is None:
        return "尚未查核"
    if facts.answer == "unknown":
        return facts.statement
    if not 0 <= (checked_on - facts.looked_up_on).days <= lookup_days:
        return f"查询日期过早（{facts.looked_up_on.isoformat()}）：{facts.statement}"
    return ""


def _settling(parameters: dict[str, Any], *, is_asked: bool) -> str:
    if is_asked:
        return "请在“名单比对”中认定是同一家还是另一家"
    return f"请查{parameters['where']}并录入；查询日期不早于查核日前{parameters['lookup_days']}天"


def _told(record: DatedRecord) -> str:
    ended = f"，{record.until_on.isoformat()}止" if record.until_on else ""
    return f"{record.statement}（{record.from_on.isoformat()}起{ended}）"
