"""A finding of a condition: looked at on one day, with no look-back."""

from datetime import date

from greenlist.rulebook.eligibility.findings import Finding, Verdict


def condition(verdict: Verdict, fact: str, checked_on: date, *, threshold: str, would_pass: str, settle_by: str) -> Finding:
    """The finding; how to settle it is told only while it is unknown."""
    return Finding(
        clause="",
        rule="",
        rule_version=0,
        verdict=verdict,
        fact=fact,
        window=(checked_on.isoformat(), checked_on.isoformat()),
        threshold=threshold,
        would_pass=would_pass,
        settle_by=settle_by if verdict is Verdict.UNKNOWN else "",
    )
