"""Two officers on one line of the checklist: a judgement or a look-up that somebody else stored meanwhile, told beside one's own."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.refusals import Difference, Overtaken
from greenlist.casework.verification.checklist import exclusion_labels, kind_of
from greenlist.casework.verification.models import Answer, Finding, Judgement, RecordedFact, ReportJudgement
from greenlist.casework.verification.selectors import findings_of, judgement_of, newest_facts
from greenlist.engines.ledger import canonical, digest_of
from greenlist.papers.unit_signs import with_signs
from greenlist.rulebook.eligibility.findings import word

KEPT_BOTH = "没有选择之前，两份都还在，谁的都不会丢。"


def check_judgement_seen(finding: Finding, *, seen: str, outcome: str, reason: str) -> None:
    """Raises Overtaken when the clause was looked up anew, or judged by somebody else, since the page was made.

    `seen` is the id of the judgement that the page showed, 'none' for none; '' asks nothing. Call it in the transaction of the act.
    """
    application = Application.objects.select_for_update().get(pk=finding.application_id)
    newest = findings_of(application).filter(clause=finding.clause).first() or finding
    held = judgement_of(newest)
    if newest == finding and seen in {"", str(held.pk) if held else "none"}:
        return
    mine, theirs = _judged(outcome, reason), _judged(held.outcome, held.reason) if held else "还没有判断"
    places = [Difference("判断", mine, theirs)]
    if newest != finding:
        places.insert(0, Difference("所判断的事实", _found(finding), _found(newest)))
    by, at = _who(application, newest, held)
    raise Overtaken(
        f"{by}在{at.astimezone(SHANGHAI):%H:%M}办过这一项，您的判断还没有存入。", by=by, at=at, places=places, clause=finding.clause,
        seen={"seen": str(held.pk) if held else "none"} if newest.verdict == finding.verdict else None, then=KEPT_BOTH,
    )  # fmt: skip


def judged_seen(application: Application, clause: str) -> str:
    """What a page holds of the newest judgement of a condition, a priority or the report (C-37): a mark of who said what and when,
    the same on the copies that stay in force on newer findings; 'none' for none.
    """
    held = _held(application, clause)
    if held is None:
        return "none"
    said = held.follows if isinstance(held, ReportJudgement) else held.outcome
    return digest_of(canonical([held.judged_at.isoformat(), held.judged_by, str(said), held.reason]))[-16:]


def check_condition_seen(application: Application, *, clause: str, seen: str, mine: str) -> None:
    """Raises Overtaken when somebody else judged this condition, priority or report since the page was made.

    `seen` is what `judged_seen` gave then, '' asks nothing; `mine` are the words now written. Call it in the transaction of the act.
    """
    Application.objects.select_for_update().get(pk=application.pk)
    now_seen, held = judged_seen(application, clause), _held(application, clause)
    if held is None or seen in {"", now_seen}:
        return
    theirs = f"{held.words}：{held.reason}" if isinstance(held, ReportJudgement) else _judged(held.outcome, held.reason)
    raise Overtaken(
        f"{held.judged_by}在{held.judged_at.astimezone(SHANGHAI):%H:%M}判断过这一项，您的判断还没有存入。", by=held.judged_by, at=held.judged_at,
        places=[Difference("判断", mine, theirs)], clause=clause, seen={"seen": now_seen}, then=KEPT_BOTH,
    )  # fmt: skip


def _held(application: Application, clause: str) -> Judgement | ReportJudgement | None:
    if clause == "C-37":
        return application.report_judgements.last()
    return Judgement.objects.filter(finding__application=application, finding__clause=clause).order_by("judged_at", "id").last()


def check_facts_seen(application: Application, *, seen: Mapping[str, str], mine: Mapping[str, str]) -> None:
    """Raises Overtaken when somebody else recorded a look-up for one of these clauses since the page was made.

    `seen` is {clause: id of the fact that the page showed, 'none' for none}, `mine` {answer, statement, source, looked_up_on}.
    """
    Application.objects.select_for_update().get(pk=application.pk)
    newest = newest_facts(application)
    stale = [newest[c] for c, pk in seen.items() if c in newest and str(newest[c].pk) != pk]
    if not stale:
        return
    latest = max(stale, key=lambda fact: fact.recorded_at)
    raise Overtaken(
        f"{latest.recorded_by}在{latest.recorded_at.astimezone(SHANGHAI):%H:%M}录入过，您录入的还没有存入。", by=latest.recorded_by,
        at=latest.recorded_at, places=list(_facts(stale, mine)), seen={f"seen-{f.clause}": str(f.pk) for f in stale}, then=KEPT_BOTH,
    )  # fmt: skip


def _facts(stale: Iterable[RecordedFact], mine: Mapping[str, str]) -> Iterable[Difference]:
    for fact in stale:
        said = _looked_up(fact.answer, fact.statement, fact.source, fact.looked_up_on.isoformat())
        typed = _looked_up(mine["answer"], mine["statement"], mine["source"], mine["looked_up_on"])
        yield Difference(exclusion_labels().get(fact.clause, fact.clause), typed, said)


def _looked_up(answer: str, statement: str, source: str, day: str) -> str:
    label = Answer(answer).label if answer in Answer.values else "没有选结论"
    return f"{label}：{statement}（{source}，{day}）"


def _judged(outcome: str, reason: str) -> str:
    label = Judgement.Outcome(outcome).label if outcome in Judgement.Outcome.values else "没有选"
    return f"{label}：{reason}"


def _found(finding: Finding) -> str:
    return f"{word(kind_of(finding.clause), finding.verdict)}：{with_signs(finding.statement)}"


def _who(application: Application, newest: Finding, held: Judgement | None) -> tuple[str, datetime]:
    if held:
        return held.judged_by, held.judged_at
    fact = newest_facts(application).get(newest.clause)
    return (fact.recorded_by, fact.recorded_at) if fact else ("系统", newest.computed_at)
