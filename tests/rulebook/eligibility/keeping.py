"""What every rule says of its boundary cases, word for word, as it was last looked at: one file a rule in kept_findings/.

Whoever means to change an answer or its words writes the files anew, with `python -m tests.rulebook.eligibility.keeping`, and reads the
difference; a change of an answer also needs a new version of its rule.
"""

from pathlib import Path
from typing import Any

import yaml

from greenlist.rulebook.eligibility.examples import examples
from greenlist.rulebook.eligibility.registry import rule_names
from greenlist.rulebook.notices import Clause, notice, notice_ids, round_parameters

FOLDER = Path(__file__).with_name("kept_findings")
KEPT = ("rule_version", "verdict", "fact", "window", "threshold", "would_pass", "settle_by", "evidence")


def kept(rule: str) -> Any:
    """What the file of a rule says."""
    return yaml.safe_load((FOLDER / f"{rule}.yaml").read_text(encoding="utf-8"))


def said(rule: str) -> dict[str, dict[str, dict[str, Any]]]:
    """What the rule says now: {notice and clause: {situation: finding}}, each binding once."""
    return {f"{text} {clause.id}": _of_clause(text, clause) for text, clause in _bindings(rule)}


def _of_clause(text: str, clause: Clause) -> dict[str, dict[str, Any]]:
    given = clause.bound.given(round_parameters(text).values())
    found = {
        case.situation: case.finding(clause.bound.rule, clause.id, given).as_content() for case in examples(clause.bound.rule, clause.id)
    }
    return {situation: {name: content[name] for name in KEPT} for situation, content in found.items()}


def _bindings(rule: str) -> list[tuple[str, Clause]]:
    """The clauses bound to a rule, the newest first; one that another notice binds the same way only once."""
    found: dict[Any, tuple[str, Clause]] = {}
    for text in ("jx-2024-20", *notice_ids()):
        for clause in notice(text).clauses:
            if clause.binding and clause.bound.rule == rule:
                found.setdefault((clause.id, clause.bound), (text, clause))
    return list(found.values())


def main() -> None:
    """Write every file anew."""
    FOLDER.mkdir(exist_ok=True)
    for rule in sorted(rule_names()):
        text = yaml.safe_dump(said(rule), allow_unicode=True, sort_keys=False, width=10_000)
        (FOLDER / f"{rule}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
