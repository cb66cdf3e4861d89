"""The tables: states with their Chinese label, transitions with source, action, target, actor, guard, clause."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class State:
    """A state of a case: `code` in the database, `label` on the screen, `turn` = role whose turn it is."""

    code: str
    label: str
    turn: str


@dataclass(frozen=True)
class Transition:
    """One permitted change. The actor stands here, not on the state; guards must all be answered by the service."""

    action: str
    label: str
    done: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...]
    clause: str
    harmful: bool


@dataclass(frozen=True)
class Lifecycle:
    """One state machine. The first state is where a case begins."""

    name: str
    title: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    @property
    def initial(self) -> str:
        return self.states[0].code

    def state(self, code: str) -> State:
        """The state with this code; KeyError names the lifecycle."""
        for state in self.states:
            if state.code == code:
                return state
        raise KeyError(f"lifecycle {self.name}: no state {code!r}")

    def transition(self, action: str) -> Transition:
        """The transition with this action; KeyError names the lifecycle."""
        for transition in self.transitions:
            if transition.action == action:
                return transition
        raise KeyError(f"lifecycle {self.name}: no action {action!r}")

    def open_from(self, state: str) -> tuple[Transition, ...]:
        """The transitions that start in this state, in the table's order."""
        return tuple(t for t in self.transitions if state in t.sources)

    def choices(self) -> list[tuple[str, str]]:
        """(code, label) pairs for a model field."""
        return [(s.code, s.label) for s in self.states]


@cache
def lifecycle(name: str) -> Lifecycle:
    """The lifecycle kept in `<name>.yaml`. Raises ValueError with every problem found in the table."""
    raw = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    states = tuple(State(code, *entry) for code, entry in raw["states"].items())
    transitions = tuple(_transition(action, entry) for action, entry in raw["transitions"].items())
    found = Lifecycle(name, raw["title"], states, transitions)
    if problems := _problems(found):
        raise ValueError("\n".join(f"lifecycle/{name}.yaml: {p}" for p in problems))
    return found


def names() -> list[str]:
    """The names of all lifecycles, sorted."""
    return sorted(p.stem for p in FOLDER.glob("*.yaml"))


def _transition(action: str, entry: dict[str, Any]) -> Transition:
    sources = entry["from"] if isinstance(entry["from"], list) else [entry["from"]]
    return Transition(
        action=action,
        label=entry["label"],
        done=entry["done"],
        sources=tuple(sources),
        target=entry["to"],
        actors=tuple(entry["by"]),
        guards=tuple(entry.get("guards", [])),
        clause=entry["clause"],
        harmful=bool(entry.get("harmful", False)),
    )


def _problems(table: Lifecycle) -> list[str]:
    codes = {s.code for s in table.states}
    problems = [
        f"action {t.action}: unknown state {code!r}" for t in table.transitions for code in (*t.sources, t.target) if code not in codes
    ]
    reached = {t.target for t in table.transitions} | {table.initial}
    problems += [f"state {code}: no action leads there" for code in sorted(codes - reached)]
    return problems
