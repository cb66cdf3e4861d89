"""Conditions that are 待核实, brought together: the same clause open on the same ground on many units is judged in one act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.contents import load_each
from greenlist.casework.verification.checklist import computed_labels, is_said_elsewhere
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.selectors import unsettled_findings
from greenlist.engines.ledger import digest_of
from greenlist.rulebook.notices import Clause, notice


@dataclass(frozen=True)
class Ground:
    """Why one condition is open on these units: its clause, what would settle it, the newest finding of each."""

    clause: Clause
    label: str
    settle_by: str
    findings: Sequence[Finding]

    @property
    def key(self) -> str:
        """What tells this ground from the others on a page."""
        return f"{self.clause.id}-{digest_of(self.settle_by)[-8:]}"

    @property
    def sample(self) -> Finding:
        """One finding, for the precedents of its clause and kind of fact."""
        return self.findings[0]


def open_grounds(applications: Iterable[Application]) -> list[Ground]:
    """The grounds on which conditions of these applications are 待核实 and not judged met, in the order of the clauses; three queries.

    It reads what was found last, which `judge_conditions` and 标为可推荐 compute anew.
    """
    found = open_findings(applications)
    contents, labels = load_each({f.content_digest for f in found}), computed_labels()
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        together.setdefault((finding.clause, contents[finding.content_digest]["settle_by"]), []).append(finding)
    order = list(labels)
    return [
        Ground(notice(rows[0].application.round.notice).clause(clause), labels[clause], settle_by, rows)
        for (clause, settle_by), rows in sorted(together.items(), key=lambda entry: order.index(entry[0][0]))
    ]


def open_findings(applications: Iterable[Application]) -> list[Finding]:
    """The newest findings of conditions that are 待核实 and not judged met, by name of the unit."""
    rows = unsettled_findings(applications, verdicts=(Finding.Verdict.UNKNOWN,), clauses=computed_labels())
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
