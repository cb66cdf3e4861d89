"""待办: what waits for one person in his position, with its clock; each kind is counted by the database, never listed here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.selectors import AT_PROVINCE
from greenlist.casework.applications.selectors import visible_to as visible_applications
from greenlist.casework.body_returns.selectors import OWED
from greenlist.casework.body_returns.selectors import visible_to as visible_returns
from greenlist.casework.consultation.selectors import unconsulted
from greenlist.casework.evaluators.selectors import complaints_of, unanswered_feedback, unreported, unsupervised
from greenlist.casework.evaluators.selectors import visible_to as visible_engagements
from greenlist.casework.handover.selectors import unowned
from greenlist.casework.incidents.selectors import due_after, waiting_for_ministry, waiting_levels, waiting_proposals, waiting_reports
from greenlist.casework.inspections.selectors import next_draws, waiting_visits
from greenlist.casework.inspections.selectors import visible_to as visible_visits
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import end_of, now, today
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.oversight.selectors import last_daily_check, on_banned_bodies, open_hits_of
from greenlist.casework.problem_reports.selectors import visible_to as visible_reports
from greenlist.casework.publication.models import PublicNotice
from greenlist.casework.publication.selectors import asked_for_nation, nominate_by, untold
from greenlist.casework.publicity.selectors import lacking, owed, to_settle
from greenlist.casework.publicity.selectors import visible_to as visible_cases
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.selectors import without_receipt
from greenlist.casework.register.recheck_selectors import rechecks_visible_to
from greenlist.casework.review.question_selectors import open_questions
from greenlist.casework.review.selectors import visible_to as visible_assignments
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import county_deadline_of, deadline_of, open_proposal, parameter, signing_at
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.standards.models import OPEN as OPEN_LOAD
from greenlist.casework.standards.selectors import visible_to as visible_to_standards
from greenlist.casework.yearly_tables.selectors import UNFILED, current_opening, proposals_visible_to
from greenlist.casework.yearly_tables.selectors import owed as owed_tables
from greenlist.casework.yearly_tables.selectors import visible_to as visible_to_yearly


@dataclass(frozen=True)
class Part:
    """As much of one kind of work as has one last day, in one region where that is known."""

    count: int
    due_at: datetime
    unit: str = ""


@dataclass(frozen=True)
class Todo:
    """One kind of waiting work: its key (the portals know where it leads), how many, since when the oldest, until when, and the clause.

    `due_at` is the first of its last days; the reminders go by the `parts`, so that one forgotten case silences no later one.
    """

    key: str
    words: str
    count: int
    since: datetime | None = None
    due_at: datetime | None = None
    clause: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at <= now()


def todos_of(actor: Actor, round_: Round | None) -> list[Todo]:
    """What waits for this person, the nearest deadline first; [] when nothing does, or before a round is open."""
    source = SOURCES.get(actor.role)
    found = [todo for todo in source(actor, round_) if todo.count] if source and round_ else []
    return sorted(found, key=lambda todo: (todo.due_at is None, todo.due_at or now()))


def _applicant(actor: Actor, round_: Round) -> Iterator[Todo]:
    held = _by_state(actor, round_)
    unit = next(iter(visible_applications(actor).filter(round=round_).values_list("unit", flat=True)[:1]), "")
    due = deadline_of(round_, unit) if unit else round_.deadline_at
    yield _todo("draft", "件暂存，还没有提交", held.get("draft"), due, "C-06")
    yield _todo("returned", "件退回补正，等您改后再提交", held.get("returned"), due, "C-07")
    yield _banned(actor, round_, due)
    yield _yearly(actor, "张年度动态管理表等您填报或更正", state__in=UNFILED)
    yield _cases(actor, "case_draft", "个典型案例退回修改，等您改后再报送", returned=True)


def _evaluator(actor: Actor, round_: Round) -> Iterator[Todo]:
    rows = visible_engagements(actor).filter(notice=round_.notice).order_by()
    held = {e["state"]: (e["n"], e["since"]) for e in rows.values("state").annotate(n=Count("pk"), since=Min("proposed_at"))}
    yield _todo("asked", "件委托等您受理", held.get("asked"), round_.deadline_at, "C-36")
    yield _todo("engaged", "份评价报告等您签署", held.get("engaged"), round_.deadline_at, "C-35")
    yield _complaints(actor, "件投诉可以答复", state="complaint_open")
    yield _returns(actor, "份年度工作情况等您报送", state__in=OWED)


def _county(actor: Actor, round_: Round) -> Iterator[Todo]:
    due = county_deadline_of(round_, actor.unit)
    yield _todo("screening", "件等您初审", _by_state(actor, round_).get("screening"), due, "C-07")


def _bureau(actor: Actor, round_: Round) -> Iterator[Todo]:
    held, deadline = _by_state(actor, round_), deadline_of(round_, actor.unit)
    signing = signing_at(deadline, int(parameter(round_, "signing_working_days")))
    yield _todo("submitted", "件已提交，等您核验", held.get("submitted"), signing, "C-07")
    yield _todo("verifying", "件核验中，还没有结论", held.get("verifying"), signing, "C-40")
    yield Todo("unowned", "件在申报单位或区县无人经办", len(unowned(actor)), due_at=deadline, clause="C-07")
    yield _unconsulted(actor, round_, deadline)
    yield _hits(actor)
    yield _todo("recommendable", "件可推荐，等送签", held.get("recommendable"), signing, "C-09")
    batches = Batch.objects.filter(round=round_, unit=actor.unit, state="signing")
    unsealed = batches.filter(letter_number="").count()
    yield Todo("unsealed", "批已送签，等登记文号和盖章件", unsealed, due_at=deadline, clause="C-68")
    bodies = unsupervised(actor.unit, round_.notice)
    yield Todo("unsupervised", "家第三方机构本轮没有监督记录", bodies, due_at=deadline, clause="C-58")
    timely = timedelta(hours=int(parameter(round_, "timely_hours")))
    found = unreported(actor.unit, round_.notice)
    yield _each_due(
        "unreported",
        "条第三方机构问题还没有反馈省厅",
        found,
        "recorded_at",
        since="recorded_at",
        clause="C-59",
        last=lambda at: at + timely,
    )
    visits = visible_visits(actor).filter(state="to_rectify")
    yield _each_due("visits", "家现场检查发现问题，等报送整改情况", visits, "due_on", since="changed_at", clause="C-57")
    told = waiting_reports(actor)
    parts = tuple(Part(1, due_at) for due_at in told["dues"])
    yield Todo("incidents", "起事故已记录，等上报省厅或市级办结", told["n"], told["since"], told["due_at"], "C-55", parts)
    yield _banned(actor, round_, signing)
    yield _rechecks(actor, "recheck_open", "家在册单位迁址、合并或分立，等您报送复核意见")
    yield _complaints(actor, "件对第三方机构的投诉等您办结")
    yield _reports(actor, "件实名举报等您核查", state="report_received")
    owed = without_receipt(round_).filter(unit=actor.unit).aggregate(n=Count("pk"), since=Min("submitted_at"))
    yield Todo("receipt", "批已报送，还没有登记管理平台的回执", owed["n"], owed["since"], deadline, "C-10")
    yield replace(_yearly(actor, "张年度动态管理表等您核对", state="table_filed"), due_at=None)
    yield replace(_yearly(actor, "家在册单位还没有填报动态管理表，请催办", state__in=UNFILED), key="yearly_late")
    yield _cases(actor, "case_offered", "个典型案例等您核对")
    yield from _publicity(actor)
    yield Todo("sealed", "批三样已齐，等报送", batches.count() - unsealed, due_at=deadline, clause="C-08")


def _unconsulted(actor: Actor, round_: Round, deadline: datetime) -> Todo:
    """征求意见 is late when a letter that goes out now is no longer answered before the last day to sign."""
    rows = unconsulted(visible_applications(actor).filter(round=round_, state__in=("verifying", "recommendable", "frozen")))
    days = int(parameter(round_, "signing_working_days")) + int(parameter(round_, "reply_working_days"))
    due = signing_at(deadline, days)
    over = "，最迟发函日已过，报送时写明说明" if due <= now() else ""
    return Todo("unconsulted", f"件还没有征求齐部门意见{over}", rows.count(), due_at=due, clause="C-41")


def _province(actor: Actor, round_: Round) -> Iterator[Todo]:
    yield from _centre(actor, round_)
    yield _cases(actor, "case_checked", "个典型案例等发布")
    fallen = to_settle(visible_cases(actor)).count()
    yield Todo("cases_settle", "个已发布案例的单位不再在册，请撤下或写明理由保留", fallen, clause="C-61")
    yield from _visits(actor, {"removal_suggested": "家现场检查建议移出，等您决定"})
    yield from _incidents(actor)
    for draw in next_draws():
        is_open = draw.state == "draw_open"
        words = f"次抽取等{'封存范围' if is_open else '填公开数'}（{draw.number}）"
        due = end_of(draw.figure_on - timedelta(days=is_open))
        yield Todo("draws", words, 1, since=draw.opened_at, due_at=due, clause="C-57")
    yield _hits(actor)
    drafts = SelectionDraft.objects.filter(round=round_)
    yield Todo("decision", "稿等您审定", drafts.filter(state="under_decision").exclude(sent_by_id=actor.user_id).count(), clause="C-12")
    yield Todo("notice", "稿已审定，等发布公示", drafts.filter(state="decided").count(), clause="C-12")
    over = PublicNotice.objects.filter(draft__round=round_, draft__state="on_notice", ends_on__lt=today())
    yield Todo("publication", "次公示期满，等公布", over.count(), clause="C-12")
    yield from _to_nominate(round_)
    proposed = proposals_visible_to(actor).filter(state="removal_proposed").order_by().aggregate(n=Count("pk"), since=Min("proposed_at"))
    yield Todo("yearly_proposals", "条移出建议等您决定", proposed["n"], since=proposed["since"], clause="C-54")
    told = unanswered_feedback().aggregate(n=Count("pk"), since=Min("reported_at"))
    yield Todo("feedback", "条第三方机构问题等您处理", told["n"], since=told["since"], clause="C-59")
    yield _banned(actor, round_, None)
    yield _rechecks(actor, "recheck_reported", "家在册单位的变动复核等您认定")
    check = last_daily_check()
    yield Todo(
        "register",
        "处名册与公布决定或变动记录不符，请核对",
        len(check.register_breaks) if check else 0,
        since=check.ended_at if check else None,
    )
    yield _complaints(actor, "件对第三方机构的来信等您办结", unit="")
    yield _reports(actor, "件实名举报等您核查", state="report_received", unit="")
    yield _reports(actor, "件实名举报已核查，等您认定", state="report_examined")
    yield replace(_returns(actor, "家机构年度工作情况等核收", state="return_filed"), due_at=None)
    yield replace(_returns(actor, "家机构年度工作情况逾期未报", state__in=OWED, opening__due_on__lt=today()), key="returns_late")
    proposal = open_proposal(round_)
    waits = proposal is not None and proposal.proposed_by_id != actor.user_id
    yield Todo("proposal", "项参数改动等您签署", int(waits), since=proposal.proposed_at if proposal else None)


def _to_nominate(round_: Round) -> Iterator[Todo]:
    """Who asked for the national level and is listed waits until the ministry is told."""
    for made in untold(round_.pk):
        words = "家申报国家级并已公布，还没有登记向工信部推荐（期限：通知未规定；暂行办法第十二条）"
        yield Todo("nomination", words, asked_for_nation(made).count(), since=made.published_at, due_at=nominate_by(made), clause="C-13")


def _centre(actor: Actor, round_: Round) -> Iterator[Todo]:
    held = _by_state(actor, round_)
    yield Todo("unowned", "件无人经办：经办人或专家已离岗", len(unowned(actor)))
    yield _todo("recommended", "件等形式审查", held.get("recommended"), None, "C-11")
    yield _todo("accepted", "件等指派专家", held.get("accepted"), None, "C-11")
    yield _todo("reviewed", "件评审完毕，等遴选", held.get("reviewed"), None, "C-12")
    yield from _visits(actor, {"to_visit": "家抽中的单位等现场检查", "rectified": "家已报整改，等复查"})
    yield _official_tables(actor)


def _official_tables(actor: Actor) -> Todo:
    """校核稿 before their day: those that are ready for a signature of his, or for who may not sign those that lack a source."""
    loads = visible_to_standards(actor).filter(state__in=OPEN_LOAD).defer("plain")
    lacking = [load for load in loads if any(not row["source"] for row in load.rows)]
    held, words = lacking, "份标准校核稿有的值没有写明出处"
    if actor.may("keep_standards"):
        held = [load for load in loads if load not in lacking and load.first_signed_by_id != actor.user_id]
        words = "份标准校核稿等您签署"
    since, due = min((load.prepared_at for load in held), default=None), min((load.holds_from for load in held), default=None)
    return Todo("standards", words, len(held), since=since, due_at=end_of(due) if due else None, clause="C-16")


def _expert(actor: Actor, round_: Round) -> Iterator[Todo]:
    rows = visible_assignments(actor).filter(application__round=round_).order_by()
    held = {e["state"]: (e["n"], e["since"]) for e in rows.values("state").annotate(n=Count("pk"), since=Min("assigned_at"))}
    yield _todo("assigned", "件等您签署承诺书", held.get("assigned"), None, "C-11")
    yield _todo("pledged", "件等您评分", held.get("pledged"), None, "C-11")
    asked = open_questions(actor).filter(assignment__application__round=round_).aggregate(n=Count("pk"), since=Min("asked_at"))
    yield Todo("questions", "条组员的疑问等您答复", asked["n"], asked["since"], clause="C-11")


def _system_admin(actor: Actor, round_: Round) -> Iterator[Todo]:
    del actor, round_
    yield Todo("never_signed_in", "个账号还没有登录过", User.objects.filter(is_active=True, last_login=None).count())


def _audit_admin(actor: Actor, round_: Round) -> Iterator[Todo]:
    del actor, round_
    rows = JournalEntry.objects.filter(seal=None).aggregate(n=Count("pk"), since=Min("at"))
    yield Todo("unsealed_entries", "行日志还没有封条", rows["n"], rows["since"])


SOURCES: dict[str, Callable[[Actor, Round], Iterator[Todo]]] = {
    "applicant": _applicant,
    "evaluator": _evaluator,
    "county": _county,
    "bureau": _bureau,
    "province": _province,
    "centre": _centre,
    "expert": _expert,
    "system_admin": _system_admin,
    "audit_admin": _audit_admin,
}


def _hits(actor: Actor) -> Todo:
    rows = open_hits_of(actor).order_by().aggregate(n=Count("pk"), since=Min("proposed_at"))
    return Todo("hits", "行名单的名称与单位相近，等您认定是否同一家", rows["n"], rows["since"], clause="C-42")


def _rechecks(actor: Actor, state: str, words: str) -> Todo:
    rows = rechecks_visible_to(actor).filter(state=state).order_by().aggregate(n=Count("pk"), since=Min("proposed_at"))
    return Todo("rechecks", words, rows["n"], rows["since"], clause="C-54")


def _visits(actor: Actor, words: dict[str, str]) -> Iterator[Todo]:
    """Visits that wait in these states for an office without a last day."""
    for state, (count, since) in waiting_visits(actor, list(words)).items():
        yield Todo("visits", words[state], count, since=since, clause="C-57")


def _incidents(actor: Actor) -> Iterator[Todo]:
    """What the province owes of incidents: the level and the ministry in time (及时), and the list, for which no text sets a day."""
    for words, rows in (
        ("起事故已上报，等认定等级", waiting_levels(actor)),
        ("起重大（Ⅱ级）及以上事故，等上报工信部", waiting_for_ministry(actor)),
    ):
        told = rows.order_by().aggregate(n=Count("pk"), oldest=Min("since"))
        due_at = due_after(told["oldest"]) if told["oldest"] else None
        yield Todo("incidents", words, told["n"], told["oldest"], due_at, "C-55")
    for words, rows_of_list, since in (
        ("条事故处理建议等您决定", waiting_proposals(actor), "proposed_at"),
        ("家因事故暂停，等移出或恢复在册", waiting_proposals(actor, "consequence_suspended"), "settled_at"),
    ):
        told = rows_of_list.order_by().aggregate(n=Count("pk"), oldest=Min(since))
        yield Todo("incidents", words, told["n"], told["oldest"], clause="C-55")


def _cases(actor: Actor, state: str, words: str, *, returned: bool = False) -> Todo:
    rows = (
        visible_cases(actor)
        .filter(state=state, **({"reason__gt": ""} if returned else {}))
        .order_by()
        .aggregate(n=Count("pk"), since=Min("changed_at"))
    )
    return Todo(state, words, rows["n"], rows["since"], clause="C-61")


def _publicity(actor: Actor) -> Iterator[Todo]:
    """The year that is over and not closed; in the last quarter, what this year still lacks."""
    if open_year := owed(actor):
        year, found = open_year
        words = f"个年度（{year}）的宣传情况还没有办结：典型案例{found.cases}个，服务行活动{found.events}次（通知未规定期限）"
        yield Todo("publicity", words, 1, clause="C-61" if found.events else "C-62")
    if short := lacking(actor):
        words = f"项宣传工作今年还没有登记：{'、'.join(short)}"
        yield Todo(
            "publicity",
            words,
            len(short),
            due_at=end_of(date(today().year, 12, 31)),
            clause="C-62" if "绿色制造服务行活动" in short else "C-61",
        )


def _banned(actor: Actor, round_: Round, due_at: datetime | None) -> Todo:
    """What is not handed in is mended by the unit and its bureau; once handed in only the province can act, and it alone is told."""
    rows = on_banned_bodies(visible_applications(actor).filter(round=round_), actor).order_by()
    words = "件已报送的第三方机构评价结果不予采信，由省厅处理"
    if not actor.may("read_province"):
        rows = rows.exclude(state__in=AT_PROVINCE)
        words = "件的第三方机构评价结果不予采信，须重新评价或改为自我评价"
    return _each_unit("banned", words, rows, due_at, clause="C-60")


def _complaints(actor: Actor, words: str, **about: str) -> Todo:
    rows = complaints_of(actor).filter(**about).exclude(state="complaint_closed").order_by()
    told = rows.aggregate(n=Count("pk"), since=Min("opened_at"))
    return Todo("complaints", words, told["n"], told["since"], clause="C-58")


def _reports(actor: Actor, words: str, **where: str) -> Todo:
    return _each_due("reports", words, visible_reports(actor).filter(**where), "due_on", since="received_at", clause="暂行办法 21")


def _returns(actor: Actor, words: str, **where: Any) -> Todo:
    """The yearly returns of bodies, whoever's turn it is; due on the nearest last day."""
    return _each_due("returns", words, visible_returns(actor).filter(**where), "opening__due_on", clause="C-34")


def _yearly(actor: Actor, words: str, **where: Any) -> Todo:
    """The tables of the newest year: until its last day they are filed, whoever's turn it is."""
    opening = current_opening()
    if opening is None:
        return Todo("yearly", words, 0)
    rows = owed_tables(visible_to_yearly(actor).filter(opening=opening, **where))
    return _each_unit("yearly", words, rows, end_of(opening.due_on), since="changed_at", clause="C-54")


def _each_due(
    key: str, words: str, rows: QuerySet[Any], due: str, *, clause: str, since: str = "", last: Callable[[Any], datetime] = end_of
) -> Todo:
    """Work of which every row has a last day of its own, if any: `last` of its field `due`."""
    oldest = {"since": Min(since)} if since else {}
    told = list(rows.order_by().values(due).annotate(n=Count("pk"), **oldest).order_by(due))
    parts = tuple(Part(row["n"], last(row[due])) for row in told if row[due])
    begun = min((row["since"] for row in told), default=None) if since else None
    return Todo(key, words, sum(row["n"] for row in told), begun, parts[0].due_at if parts else None, clause, parts)


def _each_unit(key: str, words: str, rows: QuerySet[Any], due_at: datetime | None, *, clause: str, since: str = "") -> Todo:
    """Work with one last day for all, by the region of its rows."""
    oldest = {"since": Min(since)} if since else {}
    told = list(rows.order_by().values("unit").annotate(n=Count("pk"), **oldest).order_by("unit"))
    parts = tuple(Part(row["n"], due_at, row["unit"]) for row in told) if due_at else ()
    begun = min((row["since"] for row in told), default=None) if since else None
    return Todo(key, words, sum(row["n"] for row in told), begun, due_at, clause, parts)


def _by_state(actor: Actor, round_: Round) -> dict[str, tuple[int, datetime]]:
    """{state: (how many, since when the oldest)} of the applications this person may see, in one query."""
    rows = visible_applications(actor).filter(round=round_).order_by().values("state")
    return {entry["state"]: (entry["n"], entry["since"]) for entry in rows.annotate(n=Count("pk"), since=Min("changed_at"))}


def _todo(key: str, words: str, held: tuple[int, datetime] | None, due_at: datetime | None, clause: str) -> Todo:
    count, since = held or (0, None)
    return Todo(key, words, count, since, due_at, clause)
