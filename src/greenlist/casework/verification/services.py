"""Writing down facts, computing findings, judging, returning, marking recommendable, refusing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.returning import send_back
from greenlist.casework.applications.services import submit
from greenlist.casework.applications.telling_services import tell_unit
from greenlist.casework.directory.services import take_charge
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store_each
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.rounds.selectors import ask, parameters
from greenlist.casework.verification.checklist import OUTCOMES, ChecklistItem, computed_labels, exclusion_labels, priority_labels
from greenlist.casework.verification.facts import facts_for
from greenlist.casework.verification.looking_up import LookedUp, problems_of
from greenlist.casework.verification.models import Finding, Judgement, Look, RecordedFact
from greenlist.casework.verification.permissions import check_may_judge, check_may_record, check_own_region
from greenlist.casework.verification.reading import Reading, readings
from greenlist.casework.verification.selectors import (
    conditions,
    conditions_of,
    exclusions,
    findings_of,
    judgement_of,
    neighbours,
    newest_findings,
)
from greenlist.rulebook.eligibility import registry
from greenlist.rulebook.eligibility.declared import ExclusionsStanding
from greenlist.rulebook.notices import Clause, notice

CHOSEN_UNDER = {"factory": "C-15", "park": "C-26"}  # the clause that leaves the choice to the office
BATCH = 50  # applications checked in one transaction


def submit_and_check(application: Application, *, actor: Actor, reason: str = "") -> FilingVersion:
    """Hand in, and compute every exclusion on the day of submission (查核时点, C-42); the proofs wait for the bureau.

    Raises what `applications.services.submit` raises.
    """
    with transaction.atomic():
        version = submit(application, actor=actor, reason=reason)
        check_application(application, stage="submission", actor=actor)
    return version


def record_fact(application: Application, *, actor: Actor, **given: Any) -> Finding:
    """One look-up, given by the fields of `LookedUp`; see `record_facts`."""
    (found,) = record_facts(application, [LookedUp(**given)], actor=actor)
    return found


def record_facts(application: Application, looked_up: Sequence[LookedUp], *, actor: Actor) -> list[Finding]:
    """Write down what look-ups gave for exclusions, one look-up each, and compute their findings anew, in the order given.

    What was found goes into the register with its dates, and the rule decides; found without a date bars until a date is known.
    A stop (C-44) needs its dates. Raises Refused with all that is missing; then nothing is written.
    """
    check_may_record(application, actor)
    _check_facts(looked_up)
    text = notice(application.round.notice)
    with transaction.atomic():
        if application.state == "submitted":
            change(application, "start_verification", actor=actor, fields={"changed_at": now()})
        take_charge(application, actor=actor)
        for said in looked_up:
            for from_on, until_on in said.intervals:
                enter_adverse_record(application.site, kind=text.clause(said.clause).bound.kind, from_on=from_on, until_on=until_on,
                                     statement=said.statement, source=said.source, file=said.file, page=said.page, actor=actor)  # fmt: skip
        RecordedFact.objects.bulk_create(
            RecordedFact(application=application, clause=said.clause, answer=said.answer, statement=said.statement, source=said.source,
                         looked_up_on=said.looked_up_on, file=said.file, page=said.page, recorded_by=actor.name, recorded_at=now())
            for said in looked_up
        )  # fmt: skip
        for said in looked_up:
            record(
                "record_fact", actor=actor, subject=application, clause=said.clause, detail={"answer": said.answer, "source": said.source}
            )
        _touch(application)
        read = Reading(application)
        contents = [(application, content_of(read, text.clause(said.clause))) for said in looked_up]
        found = write_findings(contents, newest_findings([application]), stage="verification")
        if any(said.intervals for said in looked_up):
            check_neighbours(application, actor=actor)
        return found


def judge(finding: Finding, *, outcome: str, reason: str, actor: Actor) -> Judgement:
    """Judge a finding; a reason is always required, and who will read it is said on the screen."""
    check_may_judge(finding.application, actor, finding.clause)
    if findings_of(finding.application).filter(clause=finding.clause).first() != finding:
        raise Refused("这一项已有新的结论，请对新结论作判断。", then="刷新页面可看到最新结论。", clause=finding.clause)
    if finding.verdict != Finding.Verdict.NOT_MET or finding.clause not in exclusion_labels():
        raise Refused("只有“发现”的结论可以判断。", then="待核实的，请先查核并录入结果。", clause=finding.clause)
    if outcome not in OUTCOMES["exclusion"]:
        raise Refused("请选择判断。", then="没有预选项，请自己选定。")
    if not reason.strip():
        raise Refused("请写明判断的理由。", then="理由写入档案；退回或不予推荐时申报单位可见。", clause=finding.clause)
    with transaction.atomic():
        judgement = Judgement.objects.create(finding=finding, outcome=outcome, reason=reason, judged_by=actor.name, judged_at=now())
        record("judge_finding", actor=actor, subject=finding.application, clause=finding.clause, reason=reason,
               detail={"outcome": outcome})  # fmt: skip
        _touch(finding.application)
    return judgement


def return_for_completion(application: Application, *, items: list[tuple[str, str, str]], actor: Actor) -> None:
    """Send back with the places to be mended: (section, row or '', words) each."""
    check_own_region(application, actor)
    send_back(application, "return_for_completion", items=items, guard="items_named", actor=actor)


def mark_recommendable(application: Application, *, reason: str, actor: Actor) -> None:
    """Choose this unit, with the reason why this one (C-15, C-26), when every exclusion is settled and every condition met (C-40).

    A condition that is 待核实 (a standard whose table is not held) bars until an officer has judged it; the journal line names those
    that rest on a judgement.
    """
    check_own_region(application, actor)
    reason = reason.strip()
    lines = conditions(application)
    guards = {
        "exclusions_settled": "；".join(open_exclusions(application)),
        "conditions_met": "；".join(line.missing for line in lines if line.is_open),
        "report_readable": "" if application.report else "没有评价报告。",
    }
    _check_chosen(application.category, reason, also=guards.values())
    change(application, "mark_recommendable", actor=actor, guards=guards, reason=reason,
           fields={"changed_at": now(), "recommended_because": reason},
           detail={"judged_conditions": [item.label for item in lines if item.judgement]})  # fmt: skip


def mark_each_recommendable(applications: Iterable[Application], *, reason: str, actor: Actor) -> list[tuple[Application, Refused]]:
    """Mark those that are ready, each in its own act and all for one reason; returns the others with what they still want, computed
    anew and kept. Raises Refused without a reason; then nobody is marked.
    """
    left, wanted = [], list(applications)
    for category in {application.category for application in wanted}:
        _check_chosen(category, reason)
    for application in wanted:
        try:
            mark_recommendable(application, reason=reason, actor=actor)
        except Refused as refusal:
            left.append((application, refusal))
    check_each([application for application, _ in left], stage="verification", actor=actor)
    return left


def _check_chosen(category: str, reason: str, *, also: Iterable[str] = ()) -> None:
    """The choice is the office's own (C-15 factories, C-26 parks); for a supply chain, of which the notice says nothing, C-40 asks it."""
    check_plain(reason)
    lacking = too_long(Application, recommended_because=reason) if reason.strip() else ["请写明推荐理由：为什么推荐这一家。"]
    if lacking:
        raise Refused("没有标为可推荐。", items=[*lacking, *filter(None, also)], clause=CHOSEN_UNDER.get(category, "C-40"),
                      then="写明推荐理由；几家理由相同的，可以一次写明。")  # fmt: skip


def refuse(application: Application, *, reason: str, actor: Actor) -> None:
    """Not recommended, with the reason the unit will read (C-42)."""
    check_own_region(application, actor)
    guards = {"reason_given": "" if reason.strip() else "请写明不予推荐的理由。"}
    with transaction.atomic():
        entry = change(application, "refuse", actor=actor, guards=guards, reason=reason, fields={"changed_at": now()})
        tell_unit("not_recommended", application, entry=entry, actor=actor)


def check_application(application: Application, *, stage: str, actor: Actor) -> list[Finding]:
    """Compute every exclusion and condition anew for a stage (submission, recommendation, publication); each leaves a dated proof."""
    return check_each([application], stage=stage, actor=actor)


def check_each(applications: Sequence[Application], *, stage: str, actor: Actor) -> list[Finding]:
    """The same for many applications, with their findings read and written in batches."""
    found: list[Finding] = []
    for start in range(0, len(applications), BATCH):
        some = applications[start : start + BATCH]
        contents = [(read.application, content_of(read, clause)) for read in readings(some) for clause in _clauses(read.application)]
        with transaction.atomic():
            found += write_findings(contents, newest_findings(some), stage=stage)
            for application in some:
                record("check_application", actor=actor, subject=application, clause="C-42", detail={"stage": stage})
    return found


def turned(applications: Sequence[Application], clauses: Collection[str]) -> list[Application]:
    """Those of whom one of these clauses is found today and was not at the newest look, or the other way round. Nothing is written."""
    newest, found = newest_findings(applications), []
    for read in readings(applications):
        asked = [clause for clause in _clauses(read.application) if clause.id in clauses]
        before = [newest.get((read.application.pk, clause.id)) for clause in asked]
        now_barred = [content_of(read, clause)["verdict"] == Finding.Verdict.NOT_MET for clause in asked]
        if now_barred != [bool(finding) and finding.verdict == Finding.Verdict.NOT_MET for finding in before]:
            found.append(read.application)
    return found


def check_neighbours(application: Application, *, actor: Actor) -> None:
    """A dated fact about a site bars in each of its categories and rounds: its other applications under way are checked again."""
    if others := list(neighbours(application)):
        check_each(others, stage="watch", actor=actor)


def _clauses(application: Application) -> list[Clause]:
    text = notice(application.round.notice)
    asked = (*exclusion_labels(), *computed_labels(), *priority_labels(application.category))
    return [text.clause(clause) for clause in asked if text.has_rule(clause)]


def open_exclusions(application: Application) -> list[str]:
    """One sentence for each exclusion that stands in the way (C-42): 待核实, or 发现 that nobody set aside."""
    return [sentence for _, sentence in open_exclusions_of([application])]


def open_exclusions_of(applications: Sequence[Application]) -> list[tuple[Application, str]]:
    """The same for many applications, each with its sentence; their findings are read together."""
    newest, told = newest_findings(applications), []
    held = {round_.pk: parameters(round_) for round_ in {a.round for a in applications}}
    for application in applications:
        own = {clause: finding for clause in exclusion_labels() if (finding := newest.get((application.pk, clause)))}
        barring = _barring(application, exclusions(application, own, {}), held[application.round_id])
        told += [(application, sentence) for sentence in barring]
    return told


def _barring(application: Application, lines: list[ChecklistItem], held: dict[str, Any]) -> list[str]:
    barring = [item for item in lines if item.is_open]
    labels = {v: tuple(item.label for item in barring if item.verdict == v) for v in ("not_met", "unknown")}
    facts = ExclusionsStanding(labels["not_met"], labels["unknown"], len(lines))
    if ask(application.round, "C-42", facts, today(), held).verdict == "met":
        return []
    return [item.missing for item in barring]


def open_conditions(application: Application) -> list[str]:
    """One sentence for each condition that stands in the way: not met, or 待核实 and not judged met."""
    return [line.missing for line in conditions(application) if line.is_open]


def open_points_of(applications: Sequence[Application]) -> list[tuple[Application, str]]:
    """What stands in the way of each, exclusions before conditions, in the order given; what they share is read once."""
    told: dict[Any, list[str]] = {application.pk: [] for application in applications}
    for application, sentence in open_exclusions_of(applications):
        told[application.pk].append(sentence)
    for application, lines in conditions_of(applications):
        told[application.pk] += [line.missing for line in lines if line.is_open]
    return [(application, sentence) for application in applications for sentence in told[application.pk]]


def note_look(application: Application, *, version: int, actor: Actor, is_first: bool = False) -> None:
    """Remember the version an officer has seen. `is_first` writes only where nothing is remembered yet."""
    check_own_region(application, actor)
    values = {"version": version, "looked_at": now()}
    if is_first:
        Look.objects.get_or_create(application=application, viewer=actor.user_id, defaults=values)
    else:
        Look.objects.update_or_create(application=application, viewer=actor.user_id, defaults=values)


def content_of(read: Reading, clause: Clause) -> dict[str, Any]:
    """What the rule of one clause gives now, as it is stored."""
    facts, given = facts_for(read, clause, today()), clause.bound.given(read.values)
    finding = registry.evaluate(clause.bound.rule, facts, clause=clause.id, parameters=given, checked_on=today())
    return finding.as_content() | {"quote": clause.quote}


def write_findings(
    contents: Iterable[tuple[Application, dict[str, Any]]], before: Mapping[tuple[Any, str], Finding], *, stage: str
) -> list[Finding]:
    """The findings of these contents, `before` being the newest by application id and clause: that one again where nothing has changed
    at this stage, else a new one; none for what never applied to its unit.
    """
    told = [(a, c) for a, c in contents if (a.pk, c["clause"]) in before or c["verdict"] != Finding.Verdict.NOT_APPLICABLE]
    found, made = [], []
    for (application, content), digest in zip(told, store_each("finding", [c for _, c in told]), strict=True):
        earlier = before.get((application.pk, content["clause"]))
        if earlier and (earlier.content_digest, earlier.stage) == (digest, stage):
            found.append(earlier)
            continue
        made.append(
            Finding(application=application, clause=content["clause"], verdict=content["verdict"], statement=content["fact"][:300],
                    content_digest=digest, stage=stage, checked_on=today(), computed_at=now())
        )  # fmt: skip
        found.append(made[-1])
    Finding.objects.bulk_create(made)
    carried = (carried_judgement(before.get((finding.application_id, finding.clause)), finding) for finding in made)
    Judgement.objects.bulk_create(judgement for judgement in carried if judgement)
    return found


def carried_judgement(before: Finding | None, made: Finding) -> Judgement | None:
    """The judgement that stays in force because verdict and fact are the same, on the new finding and not yet saved; else None."""
    judgement = judgement_of(before)
    if before is None or judgement is None or (before.verdict, before.statement) != (made.verdict, made.statement):
        return None
    return Judgement(
        finding=made, outcome=judgement.outcome, reason=judgement.reason, file_id=judgement.file_id, page=judgement.page,
        judged_by=judgement.judged_by, judged_at=judgement.judged_at,
    )  # fmt: skip


def _check_facts(looked_up: Sequence[LookedUp]) -> None:
    problems = {said.clause: found for said in looked_up if (found := problems_of(said))}
    if problems:
        told = [
            f"{exclusion_labels().get(c, c)}：{words}" if len(looked_up) > 1 else words for c, found in problems.items() for words in found
        ]
        raise Refused("查核结果没有存入。", items=told, then="填过的内容还在，改正后再存。", clause=next(iter(problems)))


def _touch(application: Application) -> None:
    application.changed_at = now()
    application.save(update_fields=["changed_at"])
