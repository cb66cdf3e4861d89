"""A year is ranked: scores of all confirmed tables, grades, the last five percent; and what follows by rule is proposed, never done."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Count

from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.yearly_tables.grading import Standing, content_of, scored, standings
from greenlist.casework.yearly_tables.models import YearlyGrading, YearlyOpening, YearlyProposal, YearlyStanding
from greenlist.casework.yearly_tables.permissions import check_may_manage, check_may_settle
from greenlist.casework.yearly_tables.selectors import lateness, listed_now, newest_grading, newest_versions, was_bottom_before
from greenlist.rulebook.reference.regions import division_name
from greenlist.rulebook.yearly.running import bottom_running
from greenlist.rulebook.yearly.texts import consequence
from greenlist.rulebook.yearly.timetable import days_late


def grade_year(opening: YearlyOpening, *, actor: Actor) -> YearlyGrading:
    """Rank the year: of every confirmed table the version filed last. Who has not filed has no rank, which leaves it unknown.

    Raises Refused while the last day is not over, while bureaus have tables to check, or when nothing was confirmed.
    """
    check_may_manage(actor)
    confirmed = opening.tables.filter(state="table_confirmed").select_related("site").order_by("number")
    versions = newest_versions(confirmed)
    rows = scored(confirmed, versions)  # every table is scored anew: long, and therefore before anybody has to wait
    with transaction.atomic():
        YearlyOpening.objects.select_for_update().get(pk=opening.pk)
        if problems := _not_yet(opening) or _changed(versions, newest_versions(confirmed)):
            raise Refused("没有计算年度分级。", items=problems, then="核对完之后再计算。", clause="C-54")
        made = standings(rows, Fraction(opening.parameters["yearly_bottom_percent"]))
        running = _running(opening, made)
        digest = store("yearly_grading", content_of(made, running, opening.parameters))
        before = newest_grading(opening)
        if before and before.content_digest == digest:
            return before  # nothing has changed since
        grading = YearlyGrading.objects.create(
            opening=opening, number=before.number + 1 if before else 1, content_digest=digest, computed_by=actor.name, computed_at=now()
        )
        YearlyStanding.objects.bulk_create(_rows(grading, made, running))
        record("grade_yearly_tables", actor=actor, subject=grading, clause="C-54", detail={"digest": digest, "ranked": len(made)})
    return grading


def propose_removals(opening: YearlyOpening, *, actor: Actor) -> list[YearlyProposal]:
    """Propose what the texts say: who has not filed when the last day is over, who left a returned table as it is, and who was of the
    last for years running.

    Asked again it adds only what is new. Raises Refused while the last day is not over.
    """
    check_may_manage(actor)
    if today() <= opening.due_on:
        raise Refused("没有提出移出建议：填报期限还没有过。", then=f"请在{opening.due_on:%-m月%-d日}之后办理。", clause="C-54")
    with transaction.atomic():
        YearlyOpening.objects.select_for_update().get(pk=opening.pk)
        known = set(YearlyProposal.objects.filter(table__opening=opening).values_list("table_id", "kind"))
        listed = listed_now()
        wanted = [p for p in (*_unfiled(opening), *_unmended(opening), *_bottom(opening)) if (p.table_id, p.kind) not in known
                  and (p.table.site_id, p.table.category) in listed]  # fmt: skip
        for proposal in wanted:
            proposal.proposed_by, proposal.proposed_at = actor.name, now()
            proposal.save()
            record("propose_yearly_removal", actor=actor, subject=proposal, clause="C-54", reason=proposal.facts,
                   detail={"kind": proposal.kind, "basis": proposal.basis})  # fmt: skip
    return wanted


def public_ground(proposal: YearlyProposal) -> str:
    """What the register may tell everybody of a removal: of 连续末位 the rule alone, since scores and places are not public (C-54)."""
    return _bottom_rule(proposal.table.opening) if proposal.kind == YearlyProposal.Kind.BOTTOM else proposal.facts


def drop_proposal(proposal: YearlyProposal, *, reason: str, actor: Actor) -> None:
    """The province does not take a unit off the list; the reason stays."""
    check_may_settle(actor)
    wrong = "".join(too_long(YearlyProposal, reason=reason.strip()))
    change(proposal, "drop_yearly_removal", actor=actor, guards={"reason_given": wrong or ("" if reason.strip() else "请写明不移出的理由。")},
           reason=reason.strip(), fields={"reason": reason.strip(), "settled_by": actor.name, "settled_at": now()})  # fmt: skip


def _not_yet(opening: YearlyOpening) -> list[str]:
    problems = []
    if today() <= opening.due_on:
        problems.append(f"填报期限{opening.due_on:%-m月%-d日}（含当日）还没有过。")
    waiting = opening.tables.filter(state="table_filed").order_by("unit").values_list("unit").annotate(n=Count("pk"))
    problems += [f"{division_name(unit)}有{count}张已填报的表还没有核对。" for unit, count in waiting]
    if not problems and not opening.tables.filter(state="table_confirmed").exists():
        problems.append("还没有一张经核对确认的表。")
    return problems


def _changed(scored_of: dict[Any, FilingVersion], now_of: dict[Any, FilingVersion]) -> list[str]:
    return [] if scored_of == now_of else ["计算时又有表经核对确认或退回，这一次没有存。"]


def _rows(grading: YearlyGrading, made: list[Standing], running: list[str]) -> list[YearlyStanding]:
    return [
        YearlyStanding(
            grading=grading, table=s.scored.table, score=s.scored.shown, industry=s.scored.industry, industry_rank=s.own.rank,
            industry_count=s.own.of, grade=s.own.grade, rank=s.overall.rank, count=s.overall.of, overall_grade=s.overall.grade,
            tie=s.tie, is_bottom=s.overall.is_bottom, running=verdict,
        )
        for s, verdict in zip(made, running, strict=True)
    ]  # fmt: skip


def _running(opening: YearlyOpening, made: list[Standing]) -> list[str]:
    """Of each whether it was of the last for years running; earlier years count as their newest rankings say now."""
    past, years = was_bottom_before(opening), int(opening.parameters["yearly_bottom_years"])
    found = []
    for s in made:
        history = past.get((s.scored.table.site_id, s.scored.table.category), {}) | {opening.year: s.overall.is_bottom}
        found.append(bottom_running(history, until=opening.year, years=years).verdict)
    return found


def _unfiled(opening: YearlyOpening) -> Iterable[YearlyProposal]:
    rule = consequence(YearlyProposal.Kind.NOT_FILED)
    for table in opening.tables.filter(filed_at=None).select_related("site", "opening").order_by("number"):
        facts = f"{opening.year}年度动态管理表应于{opening.due_on:%Y年%-m月%-d日}前填报，截至{today():%Y年%-m月%-d日}没有填报，已过{lateness(table)}天。"
        yield YearlyProposal(table=table, kind=rule.kind, facts=facts, basis=rule.basis)


def _unmended(opening: YearlyOpening) -> Iterable[YearlyProposal]:
    """Who filed once and has left the returned table as it is since: the days are counted from the return, never from before the last day."""
    rule = consequence(YearlyProposal.Kind.NOT_MENDED)
    for table in opening.tables.filter(state="table_returned").select_related("site").order_by("number"):
        returned_on = table.changed_at.astimezone(SHANGHAI).date()
        days = days_late(max(opening.due_on, returned_on), filed_on=None, on=today())
        facts = (
            f"{opening.year}年度动态管理表于{returned_on:%Y年%-m月%-d日}退回更正，截至{today():%Y年%-m月%-d日}没有重新填报，已过{days}天。"
        )
        if days:
            yield YearlyProposal(table=table, kind=rule.kind, facts=facts, basis=rule.basis)


def _bottom(opening: YearlyOpening) -> Iterable[YearlyProposal]:
    grading, rule = newest_grading(opening), consequence(YearlyProposal.Kind.BOTTOM)
    found = grading.standings.filter(running="found").select_related("table__site") if grading else []
    for s in found:
        facts = f"{_bottom_rule(opening)}；{opening.year}年度{s.score}分，第{s.rank}位，共{s.count}家。"
        yield YearlyProposal(table=s.table, kind=rule.kind, facts=facts, basis=rule.basis)


def _bottom_rule(opening: YearlyOpening) -> str:
    years, percent = opening.parameters["yearly_bottom_years"], opening.parameters["yearly_bottom_percent"]
    return f"得分连续{years}年处于同类在册单位的后{percent}%"
