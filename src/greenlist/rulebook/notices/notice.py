"""A notice: its text and its clauses."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from greenlist.rulebook.eligibility.registry import rule_names
from greenlist.rulebook.notices.clauses import Clause, read_clauses
from greenlist.rulebook.notices.parameters import ALSO, folder_of, round_parameters
from greenlist.rulebook.notices.text import Passage, read_text

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Notice:
    """One notice. `document_number` as printed; passages and clauses in the order of the text."""

    id: str
    title: str
    document_number: str
    issued_on: date
    disclosure: str
    passages: tuple[Passage, ...]
    clauses: tuple[Clause, ...]

    @property
    def is_invented(self) -> bool:
        """Does it lie among the notices of a rehearsal? Nobody issued those."""
        return folder_of(self.id).parent in ALSO

    def passage(self, passage_id: str) -> Passage:
        """The passage with this number; KeyError names the notice."""
        for passage in self.passages:
            if passage.id == passage_id:
                return passage
        raise KeyError(f"{self.id} has no passage {passage_id!r}")

    def clause(self, clause_id: str) -> Clause:
        """The clause with this id (C-44); KeyError names the notice."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(f"{self.id} has no clause {clause_id!r}")

    def has_clause(self, clause_id: str) -> bool:
        """Does this notice know the clause? A round asks only what its notice says."""
        return any(clause.id == clause_id for clause in self.clauses)

    def has_rule(self, clause_id: str) -> bool:
        """Does this notice know the clause, and is a rule written for it?"""
        return any(clause.id == clause_id and clause.binding for clause in self.clauses)

    def clauses_of(self, passage_id: str) -> tuple[Clause, ...]:
        """The clauses that belong to a passage."""
        return tuple(c for c in self.clauses if c.passage == passage_id)


@cache
def notice(notice_id: str) -> Notice:
    """The notice kept in the folder `notice_id`. Raises KeyError (no such notice) or DataProblems."""
    folder = folder_of(notice_id)
    if notice_id not in notice_ids():
        raise KeyError(f"no notice {notice_id!r}; held: {', '.join(notice_ids())}")
    parameters = round_parameters(notice_id)
    title, passages = read_text(folder / "text.md")
    clauses = read_clauses(folder / "clauses.yaml", passages, rule_names(), frozenset(parameters.keys()), lambda like: notice(like).clauses)
    return Notice(notice_id, title, parameters.document_number, parameters.issued_on, parameters.disclosure, passages, clauses)


def notice_ids() -> list[str]:
    """The notices held, sorted."""
    return sorted({p.parent.name for folder in (FOLDER, *ALSO) for p in folder.glob("*/clauses.yaml")})


def newest_notice() -> str:
    """The id of the whole notice issued last: the one meant where nobody names another and no round is open."""
    ours = (p.parent.name for p in FOLDER.glob("*/clauses.yaml"))
    return max((held for held in ours if round_parameters(held).is_whole), key=lambda held: round_parameters(held).issued_on)
