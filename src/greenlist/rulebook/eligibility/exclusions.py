"""The exclusions of passage 3.1 (暂行办法 article 15): facts of the last three years that bar a unit."""

from datetime import date
from typing import Any

from greenlist.rulebook.eligibility.facts import StoppedProduction
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import rule
from greenlist.rulebook.eligibility.windows import lookback, merged, whole_months


@rule("stopped_production", version=1)
def stopped_production(facts: StoppedProduction, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-44: stopped for 12 months or more in a row within the look-back, even if work has resumed.

    Stops are clipped to the window and joined when adjacent; the longest counts in whole calendar months.
    A long stop is found whatever else is missing; no long stop is only 未发现 when the records are complete.
    """
    window = lookback(checked_on, int(parameters["lookback_years"]))
    limit, inclusive = int(parameters["stop_months"]), bool(parameters["stop_months_inclusive"])
    stops = merged(facts.intervals, window)
    longest = max((whole_months(*stop) for stop in stops), default=0)
    reached = longest >= limit if inclusive else longest > limit
    verdict = Verdict.NOT_MET if reached else Verdict.MET if facts.records_complete else Verdict.UNKNOWN
    return Finding(
        clause="",
        rule="",
        rule_version=0,
        verdict=verdict,
        fact=_fact(stops, longest, facts.records_complete),
        window=(window[0].isoformat(), window[1].isoformat()),
        threshold=f"连续停产{'满' if inclusive else '超过'}{limit}个月",
        would_pass=f"近三年内最长一段连续停产不{'满' if inclusive else '超过'}{limit}个月，并有覆盖全期的用电量或产量记录",
        settle_by="" if facts.records_complete or reached else "请补覆盖近三年的逐月用电量或产量记录",
        evidence=(*(i.evidence for i in facts.intervals if i.evidence), *facts.evidence),
    )


def _fact(stops: list[tuple[date, date]], longest: int, records_complete: bool) -> str:
    if not stops:
        return "记录覆盖近三年，其中没有停产" if records_complete else "没有见到停产记录，但记录没有覆盖近三年"
    start, end = max(stops, key=lambda stop: whole_months(*stop))
    return f"近三年内停产{len(stops)}段，最长{longest}个月（{start.isoformat()} 至 {end.isoformat()}）"
