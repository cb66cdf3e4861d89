"""Conditions and declared priorities that are 待核实, brought together: one clause open on one ground on many units is judged in one act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.contents import load_each
from greenlist.casework.verification.checklist import computed_labels, is_said_elsewhere, judged_labels, kind_of
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.selectors import unsettled_findings
from greenlist.engines.ledger import digest_of
from greenlist.rulebook.eligibility.confirming import TO_DECLARE
from greenlist.rulebook.notices import Clause, notice


@dataclass(frozen=True)
class Ground:
    """Why one condition or priority is open on these units: its clause, what would settle it, the newest finding of each."""

    clause: Clause
    label: str
    settle_by: str
    findings: Sequence[Finding]

    @property
    def key(self) -> str:
        """What tells this ground from the others on a page."""
        return f"{self.clause.id}-{digest_of(self.settle_by)[-8:]}"

    @property
    def is_priority(self) -> bool:
        """Does it only rank? Then nobody need judge it before a unit is marked recommendable."""
        return kind_of(self.clause.id) == "priority"

    @property
    def sample(self) -> Finding:
        """One finding, for the precedents of its clause and kind of fact."""
        return self.findings[0]


def open_grounds(applications: Iterable[Application]) -> list[Ground]:
    """The grounds on which conditions of these applications are 待核实 and not judged met, in the order of the clauses, then those of
    the priorities for which they declared something; three queries.

    It reads what was found last, which `judge_conditions` and 标为可推荐 compute anew.
    """
    labels = judged_labels()
    found = _unknown(applications, labels)
    contents = load_each({f.content_digest for f in found})
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        if (settle_by := contents[finding.content_digest]["settle_by"]) != TO_DECLARE:
            together.setdefault((finding.clause, settle_by), []).append(finding)
    order = list(labels)
    return [
        Ground(notice(rows[0].application.round.notice).clause(clause), labels[clause], settle_by, rows)
        for (clause, settle_by), rows in sorted(together.items(), key=lambda entry: order.index(entry[0][0]))
    ]


def open_findings(applications: Iterable[Application]) -> list[Finding]:
    """The newest findings of conditions that are 待核实 and not judged met, by name of the unit."""
    return _unknown(applications, computed_labels())


def _unknown(applications: Iterable[Application], clauses: Iterable[str]) -> list[Finding]:
    rows = unsettled_findings(applications, verdicts=(Finding.Verdict.UNKNOWN,), clauses=clauses)
    told = [f for f in rows if not is_said_elsewhere(f.clause, f.verdict)]
    return sorted(told, key=lambda f: f.application.site.name)


def open_condition_counts(applications: Iterable[Application], newest: dict[tuple[Any, str], Finding]) -> dict[Any, int]:
    """{application id: conditions that hold it back} from the newest findings with their `outcome`."""
    return {a.pk: sum(_holds(newest.get((a.pk, clause))) for clause in computed_labels()) for a in applications}


def _holds(finding: Finding | None) -> bool:
    if finding is None or is_said_elsewhere(finding.clause, finding.verdict):
        return False
    judged = finding.outcome == Judgement.Outcome.MET  # type: ignore[attr-defined]
    return finding.verdict == Finding.Verdict.NOT_MET or (finding.verdict == Finding.Verdict.UNKNOWN and not judged)
