"""`greenlist screen FILE`: exclusions for one unit from a YAML file of facts, each finding cited."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from greenlist.papers.unit_signs import with_signs
from greenlist.rulebook.eligibility.facts import FACTS
from greenlist.rulebook.eligibility.findings import Finding, word
from greenlist.rulebook.eligibility.registry import evaluate
from greenlist.rulebook.notices import Clause, newest_notice, notice, notice_ids, round_parameters

# What is asked about a unit when its file says nothing of a notion; without a word of an evaluator it evaluated itself.
# Facts stand under the kind that the clause names (`about` in clauses.yaml), else under the rule's own name.
NOTHING_KNOWN: dict[str, dict[str, Any]] = {
    "stopped_production": {"intervals": [], "records_complete": False},
    "deregistered": {},
    "on_list_in_force": {},
    "event_in_window": {},
    "evaluator_cap": {"is_counted": False, "here": 0, "outside": None},
    "evaluator_conditions": {"is_third_party": False},
    "evaluator_ban": {"is_third_party": False, "is_known": False, "bans": []},
}


def add_to(kinds: Any) -> None:
    """Register the command."""
    parser = kinds.add_parser("screen", help="exclusions for one unit, each finding cited")
    parser.add_argument("file", type=Path, help="YAML: checked_on, facts: {stopped_production: {intervals, records_complete}}")
    parser.add_argument("--notice", default=newest_notice(), choices=notice_ids(), help="which notice; without it the newest")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run, module=sys.modules[__name__])


def run(chosen: argparse.Namespace) -> int:
    """Exit 1 when anything is found or unknown."""
    raw = yaml.safe_load(chosen.file.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or "checked_on" not in raw:
        raise ValueError(f"{chosen.file}:1: 缺 checked_on（查核日，如 2024-05-22）")
    if not isinstance(raw["checked_on"], date):
        raise ValueError(f"{chosen.file}: checked_on 应为日期，如 2024-05-22")
    facts = raw.get("facts") or {}
    if not isinstance(facts, dict):
        raise ValueError(f"{chosen.file}: facts 下面应写事项名，如 stopped_production")
    findings = screened(facts, raw["checked_on"], chosen.notice)
    if chosen.json:
        print(json.dumps([f.as_content() for f in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            _print(finding, notice(chosen.notice).clause(finding.clause))
    return 0 if all(f.verdict in {"met", "not_applicable"} for f in findings) else 1


def screened(facts: dict[str, Any], checked_on: date, notice_id: str) -> list[Finding]:
    """Every exclusion and what is asked of evaluators, with nothing known of a kind that the file does not name; conditions only
    where the file has their facts.
    """
    given = round_parameters(notice_id)
    found = []
    for clause in notice(notice_id).clauses:
        if clause.binding and (clause.binding.kind in facts or clause.binding.rule in NOTHING_KNOWN):
            rule, kind = clause.binding.rule, clause.binding.kind
            read = FACTS[rule].from_content(facts.get(kind) or NOTHING_KNOWN.get(rule, {}))
            values = clause.binding.given(given.values())
            found.append(evaluate(rule, read, clause=clause.id, parameters=values, checked_on=checked_on))
    return found


def _print(finding: Finding, clause: Clause) -> None:
    print(f"{word('exclusion', finding.verdict)}　依据 {clause.passage}（{clause.id}）“{clause.quote}”")
    told = f"  事实：{finding.fact}\n  时间：{' 至 '.join(finding.window)}\n  门槛：{finding.threshold}\n  何者可过：{finding.would_pass}"
    print(with_signs(told))
    if finding.settle_by:
        print(f"  怎样核实：{finding.settle_by}")
