"""Reads clauses.yaml: the clause is what is counted; each belongs to one passage and quotes its words exactly."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from greenlist.rulebook.notices.text import Passage
from greenlist.rulebook.problems import raise_if_any

UNNUMBERED = {"0": "主送机关", "4": "结尾", "5": "附件"}  # passages whose number alone says nothing
KINDS = ("rule", "priority", "judgement", "duty", "information")
KIND_LABELS = {"rule": "规则", "priority": "优先", "judgement": "人工判断", "duty": "职责", "information": "说明"}


@dataclass(frozen=True)
class Binding:
    """The rule a clause is bound to, the round parameters the rule is given, and what the clause itself is about (its words)."""

    rule: str
    parameters: tuple[str, ...]
    about: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """The kind of adverse record this clause looks for: named in `about`, else the rule's own notion."""
        return dict(self.about).get("kind", self.rule)

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the rule is asked with: the words of the clause, and the named parameters out of the round's values."""
        return {**dict(self.about), **{key: values[key] for key in self.parameters}}


@dataclass(frozen=True)
class Clause:
    """One clause with its exact quote; `obligation` says in our words what the system does.

    Without a quote the words of this notice were not read: the clause is taken over from another one, as sure as `confidence` says.
    """

    id: str
    passage: str
    kind: str
    letter: str
    actor: str
    quote: str
    obligation: str
    articles: tuple[str, ...]
    articles_confidence: str
    in_force_from: date
    in_force_until: date | None
    binding: Binding | None
    line: int
    confidence: str = "VERIFIED"

    @property
    def place(self) -> str:
        """Where it stands in the notice: 3.1.1, or a word."""
        return UNNUMBERED.get(self.passage, self.passage)

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def bound(self) -> Binding:
        """Its binding. Raises ValueError where no rule is written yet."""
        if self.binding is None:
            raise ValueError(f"{self.id} is bound to no rule")
        return self.binding


def read_clauses(
    file: Path, passages: tuple[Passage, ...], rules: frozenset[str], parameters: frozenset[str],
    clauses_of: Callable[[str], tuple[Clause, ...]] | None = None,
) -> tuple[Clause, ...]:  # fmt: skip
    """The clauses in order, those taken over from another notice among them. Raises DataProblems naming every fault at file:line."""
    text = file.read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    lines = {f"C-{n:02d}": number for n, number in _lines(text)}
    clauses = tuple(_clause(entry, raw, lines.get(entry["id"], 0)) for entry in raw["clauses"])
    if clauses_of and (adopted := raw.get("adopted")):
        clauses = _with_adopted(clauses, adopted, clauses_of(adopted["from"]), raw)
    raise_if_any([f"{file.name}:{line}: {problem}" for line, problem in _faults(clauses, passages, rules, parameters)])
    return clauses


def _with_adopted(own: tuple[Clause, ...], adopted: dict[str, Any], others: tuple[Clause, ...], raw: dict[str, Any]) -> tuple[Clause, ...]:
    """The own clauses and, without words, the other notice's that are not left out; in the order of their ids."""
    left_out = set(adopted["without"]) | {clause.id for clause in own}
    taken = [
        replace(
            clause, passage=adopted["passage"], quote="", confidence=adopted["confidence"], articles=(), line=0,
            in_force_from=raw["in_force"]["from"], in_force_until=raw["in_force"]["until"],
        )
        for clause in others
        if clause.id not in left_out
    ]  # fmt: skip
    return tuple(sorted([*own, *taken], key=lambda clause: clause.id))


def _lines(text: str) -> list[tuple[int, int]]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("  - id: C-"):
            found.append((int(line[10:12]), number))
    return found


def _clause(entry: dict[str, Any], raw: dict[str, Any], line: int) -> Clause:
    bound = entry["binding"]
    return Clause(
        id=entry["id"],
        passage=entry["passage"],
        kind=entry["kind"],
        letter=entry["letter"],
        actor=entry["actor"],
        quote=entry["quote"],
        obligation=entry["obligation"],
        articles=tuple(entry["articles"]),
        articles_confidence=raw["articles_confidence"],
        in_force_from=raw["in_force"]["from"],
        in_force_until=raw["in_force"]["until"],
        binding=Binding(bound["rule"], tuple(bound["parameters"]), tuple(bound.get("about", {}).items())) if bound else None,
        line=line,
        confidence=entry.get("confidence", "VERIFIED"),
    )


def _faults(
    clauses: tuple[Clause, ...], passages: tuple[Passage, ...], rules: frozenset[str], parameters: frozenset[str]
) -> list[tuple[int, str]]:
    words = {p.id: p.text for p in passages}
    seen: set[str] = set()
    faults: list[tuple[int, str]] = []
    for clause in clauses:
        here: list[str] = []
        if clause.id in seen:
            here.append(f"{clause.id} stands twice; keep one")
        seen.add(clause.id)
        if clause.kind not in KINDS:
            here.append(f"{clause.id}: kind {clause.kind!r}; use one of {', '.join(KINDS)}")
        if clause.passage not in words:
            here.append(f"{clause.id}: no passage {clause.passage!r} in text.md")
        elif clause.quote not in words[clause.passage]:
            here.append(f"{clause.id}: quote is not in passage {clause.passage}; copy it from text.md")
        if clause.binding:
            here += _binding_faults(clause.id, clause.binding, rules, parameters)
        faults += [(clause.line, problem) for problem in here]
    return faults


def _binding_faults(clause: str, binding: Binding, rules: frozenset[str], parameters: frozenset[str]) -> list[str]:
    faults = [] if binding.rule in rules else [f"{clause}: no rule {binding.rule!r} in rulebook/eligibility"]
    return faults + [f"{clause}: no parameter {p!r} in round.yaml" for p in binding.parameters if p not in parameters]
