"""Reads survivors.yaml: which mutants change nothing, and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_suffix(".yaml")
ANY = "⟨any⟩"


@dataclass(frozen=True)
class Explained:
    """The explanations of one room; `in` asks whether a mutant has one."""

    keys: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def __contains__(self, key: str) -> bool:
        return key in self.keys or any(pattern.fullmatch(key) for pattern in self.patterns)

    def of_nothing(self, keys: Iterable[str]) -> list[str]:
        """The explanations that speak of no mutant there is: to be taken out of the file."""
        there = set(keys)
        return sorted(self.keys - there) + [p.pattern for p in self.patterns if not any(map(p.fullmatch, there))]


def explained(room: str) -> Explained:
    """Either `mutant: reason`, or `reason: [mutants]` where one reason stands for several; ⟨any⟩ in such a mutant is any text."""
    content: dict[str, str | list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))[room]
    one_by_one = {key for key, reason in content.items() if isinstance(reason, str)}
    together = [key for keys in content.values() if isinstance(keys, list) for key in keys]
    patterns = tuple(re.compile(".*".join(map(re.escape, key.split(ANY)))) for key in together if ANY in key)
    return Explained(frozenset(one_by_one | {key for key in together if ANY not in key}), patterns)
