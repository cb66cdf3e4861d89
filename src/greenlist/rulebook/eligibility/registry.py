"""The rules by name. `evaluate` is the only way a rule is called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from greenlist.rulebook.eligibility.findings import Finding

Rule = Callable[[Any, dict[str, Any], date], Finding]


@dataclass(frozen=True)
class RegisteredRule:
    """A rule with its version; a change of any verdict needs a new version."""

    name: str
    version: int
    function: Rule


_rules: dict[str, RegisteredRule] = {}


def rule(name: str, *, version: int) -> Callable[[Rule], Rule]:
    """Register a rule under the name of its notion. Raises ValueError for a name that is taken."""

    def register(function: Rule) -> Rule:
        if name in _rules:
            raise ValueError(f"rule {name!r} is registered twice")
        _rules[name] = RegisteredRule(name, version, function)
        return function

    return register


def registered(name: str) -> RegisteredRule:
    """The rule of this name; KeyError lists the names there are."""
    if name not in _rules:
        raise KeyError(f"no rule {name!r}; there are: {', '.join(sorted(_rules))}")
    return _rules[name]


def rule_names() -> frozenset[str]:
    """All registered names."""
    return frozenset(_rules)


def evaluate(name: str, facts: Any, *, clause: str, parameters: dict[str, Any], checked_on: date) -> Finding:
    """Ask one rule about one unit: facts of the notion, the round's parameters, the day of the check."""
    found = registered(name)
    finding = found.function(facts, parameters, checked_on)
    return replace(finding, clause=clause, rule=name, rule_version=found.version, facts=facts.as_content(), parameters=dict(parameters))
