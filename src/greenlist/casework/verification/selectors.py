"""Reading facts, findings and judgements; the checklist of one application and the counts of many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.verification.checklist import ChecklistItem, computed_labels, exclusion_labels, is_quiet, kind_of, priority_labels
from greenlist.casework.verification.facts import facts_for
from greenlist.casework.verification.models import Finding, Judgement, Look, ProofDocument, RecordedFact
from greenlist.casework.verification.reading import Reading, readings
from greenlist.papers.unit_signs import with_signs
from greenlist.rulebook.eligibility.facts import FACTS
from greenlist.rulebook.eligibility.registry import evaluate
from greenlist.rulebook.notices import Clause, Notice, notice

AT_REST = ("draft", "withdrawn", "not_recommended")


def neighbours(application: Application) -> QuerySet[Application]:
    """The other applications under way at the same site: what is found about a site bears on them as well."""
    rows = Application.objects.filter(site=application.site_id).exclude(pk=application.pk).exclude(state__in=AT_REST)
    return rows.select_related("site__organisation", "round", "filing", "report").order_by("number")


def newest_facts(application: Application) -> dict[str, RecordedFact]:
    """{clause: newest recorded fact}."""
    rows = application.facts.select_related("file").order_by("recorded_at", "id")
    return {fact.clause: fact for fact in rows}


def newest_findings(applications: Iterable[Application]) -> dict[tuple[Any, str], Finding]:
    """{(application id, clause): newest finding} for many applications in two queries."""
    rows = _newest(Finding.objects.filter(application__in=[a.pk for a in applications])).prefetch_related("judgements")
    return {(f.application_id, f.clause): f for f in rows}


def sources_of(application: Application) -> list[list[str]]:
    """[source, day] pairs: what the newest facts rest on, each source with the newest day on which it was looked up."""
    found: dict[str, str] = {}
    for fact in newest_facts(application).values():
        found[fact.source] = max(fact.looked_up_on.isoformat(), found.get(fact.source, ""))
    return [[source, day] for source, day in sorted(found.items())]


def findings_of(application: Application) -> QuerySet[Finding]:
    """All findings of an application, newest first."""
    return application.findings.prefetch_related("judgements").order_by("-computed_at", "-id")


def judgement_of(finding: Finding | None) -> Judgement | None:
    """The newest judgement on a finding (from the prefetched rows)."""
    rows = sorted(finding.judgements.all(), key=lambda j: (j.judged_at, j.pk)) if finding else []
    return rows[-1] if rows else None


def checklist(application: Application) -> list[ChecklistItem]:
    """The fifteen-odd lines of one unit: exclusions, conditions, then the priorities for which it declared something."""
    return exclusion_lines(application) + _computed(application, {**computed_labels(), **priority_labels(application.category)})


def exclusion_lines(application: Application) -> list[ChecklistItem]:
    """The exclusions of one unit as they were found last."""
    found = {clause: f for (_, clause), f in newest_findings([application]).items()}
    return exclusions(application, found, newest_facts(application))


def exclusions(application: Application, found: dict[str, Finding], facts: dict[str, RecordedFact]) -> list[ChecklistItem]:
    """One line for each exclusion; without a finding it is 待核实."""
    text = notice(application.round.notice)
    return [_exclusion(text, clause, label, found.get(clause), facts.get(clause)) for clause, label in exclusion_labels().items()]


def conditions(application: Application) -> list[ChecklistItem]:
    """The conditions as their rules answer now; those that do not apply to this unit, or say nothing new, are left out."""
    return _computed(application, computed_labels())


def conditions_of(applications: Sequence[Application]) -> list[tuple[Application, list[ChecklistItem]]]:
    """The same for many applications: their findings are read together, and what belongs to their round once."""
    newest = newest_findings(applications)
    return [(read.application, _computed_lines(read, computed_labels(), newest)) for read in readings(applications)]


def _computed(application: Application, labels: dict[str, str]) -> list[ChecklistItem]:
    return _computed_lines(Reading(application), labels, newest_findings([application]))


def _computed_lines(read: Reading, labels: dict[str, str], newest: dict[tuple[Any, str], Finding]) -> list[ChecklistItem]:
    text, own = notice(read.notice), read.application.pk
    asked = [(text.clause(clause), label) for clause, label in labels.items() if text.has_rule(clause)]
    lines = [_computed_line(clause, label, read, newest.get((own, clause.id))) for clause, label in asked]
    return [line for line in lines if not is_quiet(line)]


def newest_outcomes(applications: Iterable[Application]) -> dict[tuple[Any, str], Finding]:
    """{(application id, clause): newest finding, with `outcome`} for many applications in one query."""
    rows = _with_outcome(Finding.objects.filter(application__in=[a.pk for a in applications]))
    return {(f.application_id, f.clause): f for f in rows.order_by("computed_at", "id")}


def open_counts(applications: list[Application]) -> dict[Any, tuple[int, int]]:
    """{application id: (待核实, 发现 not set aside)} over the exclusions, in one query."""
    return counts_of(applications, newest_outcomes(applications))


def counts_of(applications: list[Application], newest: dict[tuple[Any, str], Finding]) -> dict[Any, tuple[int, int]]:
    """The counts of `open_counts` from findings that are at hand."""
    counts = {}
    for application in applications:
        own = [newest.get((application.pk, clause)) for clause in exclusion_labels()]
        unknown = sum(1 for f in own if f is None or f.verdict == "unknown")
        barred = sum(1 for f in own if f and f.verdict == "not_met" and f.outcome != Judgement.Outcome.SET_ASIDE)
        counts[application.pk] = (unknown, barred)
    return counts


def unknown_clauses(applications: Sequence[Application]) -> set[tuple[Any, str]]:
    """The exclusions that are 待核实, as (application id, clause), in two queries."""
    newest = newest_findings(applications)
    return {
        (a.pk, clause)
        for a in applications
        for clause in exclusion_labels()
        if (found := newest.get((a.pk, clause))) is None or found.verdict == Finding.Verdict.UNKNOWN
    }


def unknown_counts(applications: Sequence[Application]) -> tuple[Counter[Any], Counter[str]]:
    """How many exclusions are 待核实: ({application id: n}, {clause: n})."""
    unknown = unknown_clauses(applications)
    return Counter(pk for pk, _ in unknown), Counter(clause for _, clause in unknown)


def proof_documents(actor: Actor) -> QuerySet[ProofDocument]:
    """The proof documents of the actor's bureau, newest first."""
    rows = ProofDocument.objects.select_related("file").order_by("-stored_at", "-id")
    return rows.filter(unit=actor.unit) if actor.may("read_region") else rows.none()


def standing_findings(applications: QuerySet[Application] | Iterable[Any]) -> list[Finding]:
    """The newest 发现 of each application and clause that nobody set aside, oldest first; `outcome` is its judgement or None."""
    return unsettled_findings(applications, verdicts=("not_met",))


def unsettled_findings(
    applications: QuerySet[Application] | Iterable[Any],
    *,
    verdicts: Iterable[str] = ("not_met", "unknown"),
    clauses: Iterable[str] | None = None,
    held: Iterable[str] = (),
) -> list[Finding]:
    """The newest finding of each application and clause, where it is one of `verdicts` and nobody set it aside; oldest first.

    `clauses` are the exclusions unless others are named. Of the clauses in `held` those that are met come too, in the same query.
    """
    is_open = Q(verdict__in=verdicts, clause__in=clauses or exclusion_labels())
    found = Finding.objects.filter(_theirs(applications)).filter(is_open | Q(verdict=Finding.Verdict.MET, clause__in=list(held)))
    rows = _with_outcome(_newest(found)).select_related("application__site").order_by("computed_at", "id")
    return [f for f in rows if f.outcome not in Judgement.SETTLED]


def upheld_findings(applications: QuerySet[Application] | Iterable[Any]) -> list[Finding]:
    """The newest 发现 of each application and clause that a person judged to be the case."""
    return [f for f in standing_findings(applications) if f.outcome == Judgement.Outcome.UPHELD]


def look_of(application: Application, actor: Actor) -> Look | None:
    """The version this person last looked at."""
    return application.looks.filter(viewer=actor.user_id).first()


def changed_since_look(applications: QuerySet[Application], actor: Actor) -> list[Any]:
    """Ids of the applications with a version newer than the one this person last looked at."""
    looks = Look.objects.filter(_theirs(applications), viewer=actor.user_id)
    newest = looks.annotate(newest=Max("application__filing__versions__number"))
    return list(newest.filter(newest__gt=F("version")).values_list("application_id", flat=True))


def _theirs(applications: QuerySet[Application] | Iterable[Any]) -> Any:
    """The condition “belongs to one of these”: Exists for a query, which spares the database a list of every id."""
    if isinstance(applications, QuerySet):
        return Exists(applications.filter(pk=OuterRef("application_id")))
    return Q(application__in=applications)


def _newest(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Those of them that are the newest of their application and clause."""
    newer = Finding.objects.filter(application=OuterRef("application"), clause=OuterRef("clause")).filter(
        Q(computed_at__gt=OuterRef("computed_at")) | Q(computed_at=OuterRef("computed_at"), pk__gt=OuterRef("pk"))
    )
    return findings.filter(~Exists(newer))


def _with_outcome(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Each finding with `outcome`, its newest judgement's, or None."""
    newest = Judgement.objects.filter(finding=OuterRef("pk")).order_by("-judged_at", "-id")
    return findings.annotate(outcome=Subquery(newest.values("outcome")[:1]))


def replay(finding: Finding) -> str:
    """The verdict computed again from the stored facts and parameters alone; the stored one for recorded facts."""
    content = load(finding.content_digest)
    if not content.get("rule"):
        return str(content["verdict"])
    facts = FACTS[content["rule"]].from_content(content["facts"])
    again = evaluate(content["rule"], facts, clause=content["clause"], parameters=content["parameters"],
                     checked_on=date.fromisoformat(content["window"][1]))  # fmt: skip
    return again.verdict.value


def _exclusion(text: Notice, clause: str, label: str, finding: Finding | None, fact: RecordedFact | None) -> ChecklistItem:
    return ChecklistItem(
        clause=text.clause(clause),
        label=label,
        kind="exclusion",
        verdict=finding.verdict if finding else "unknown",
        statement=with_signs(finding.statement) if finding else "尚未查核",
        looked_up_on=fact.looked_up_on if fact else None,
        fact=fact,
        finding=finding,
        judgement=judgement_of(finding),
    )


def _computed_line(clause: Clause, label: str, read: Reading, kept: Finding | None) -> ChecklistItem:
    """A condition or priority computed now, for the eye; what a stage relied on is stored by `check_application`.

    The newest stored finding stands beside it, with its judgement, only while it says the same. A priority's judgement is among the
    facts of its rule: it stands beside the line while the rule heeds it.
    """
    facts, given = facts_for(read, clause, today()), clause.bound.given(read.values)
    answer = evaluate(clause.bound.rule, facts, clause=clause.id, parameters=given, checked_on=today())
    said = f"{answer.fact}；{answer.settle_by}" if answer.settle_by else answer.fact
    same = kept if kept and (kept.verdict, kept.statement) == (answer.verdict.value, answer.fact[:300]) else None
    kind = kind_of(clause.id)
    judged = (
        judgement_of(same) if kind == "condition" else read.checks[clause.id] if getattr(facts, "is_confirmed", None) is not None else None
    )
    return ChecklistItem(clause, label, kind, answer.verdict.value, with_signs(said), today(), finding=same, judgement=judged,
                         explained=answer.as_content())  # fmt: skip
