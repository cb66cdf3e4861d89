"""绿色制造服务行, the log of what was published where, and closing a bureau's year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.publicity.models import GoodCase, Placement, PublicityYear, ServiceEvent, SharedCase
from greenlist.casework.publicity.permissions import CLAUSE, EVENT_CLAUSE, check_may_keep
from greenlist.casework.publicity.selectors import shareable, wanted_a_year, years_of, years_to_close
from greenlist.casework.rounds.selectors import current_round

MOST_PEOPLE = 100_000
SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Told:
    """What an office says about an event; counts as typed."""

    theme: str
    held_on: date | None
    place: str
    organiser: str
    attendance: str
    unit_count: str
    account: str = ""


def enter_event(told: Told, *, cases: Sequence[GoodCase], actor: Actor, materials: StoredFile | None = None) -> ServiceEvent:
    """Write down an event that was held, with the cases that were shared there. Raises Refused with everything that is wrong."""
    check_may_keep(actor, EVENT_CLAUSE)
    words = {name: getattr(told, name).strip() for name in ("theme", "place", "organiser", "account")}
    check_plain(*words.values())
    problems = too_long(ServiceEvent, **words)
    problems += [f"请写{label}" for name, label in (("theme", "主题"), ("place", "地点"), ("organiser", "主办单位")) if not words[name]]
    problems += _day_problem(told.held_on, "活动日期")
    problems += [] if _count(told.attendance) else [f"参加人数请填1至{MOST_PEOPLE}的数；只填人数，不填姓名"]
    problems += [] if _count(told.unit_count) else ["参加单位数请填大于0的数"]
    problems += [] if cases else ["请选至少一个在活动上分享的典型案例"]
    own = set(shareable(actor).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    problems += [f"案例“{case.title}”还没有核对，或不归您的单位" for case in cases if case.pk not in own]
    if problems or told.held_on is None:
        raise Refused("活动没有登记。", items=problems, then="填过的内容还在，改好之后再登记。", clause=EVENT_CLAUSE)
    try:
        with transaction.atomic():
            made = ServiceEvent.objects.create(
                unit=actor.unit, organisation_id=actor.organisation_id, held_on=told.held_on, attendance=_count(told.attendance), unit_count=_count(told.unit_count),
                materials=materials, entered_by=actor.name, entered_at=now(), is_demo=settings.DEMO, **words,
            )  # fmt: skip
            SharedCase.objects.bulk_create(SharedCase(event=made, case=case) for case in dict.fromkeys(cases))
            record("enter_service_event", actor=actor, subject=made, clause=EVENT_CLAUSE, detail={"cases": len(own)})
    except IntegrityError:
        raise Refused(
            "活动没有登记。", items=["同一天、同一主题的活动已经登记"], then="不必重复登记。", clause=EVENT_CLAUSE, code="already"
        ) from None
    return made


@dataclass(frozen=True)
class Placed:
    """What an office says about one publication."""

    channel: str
    outlet: str
    title: str
    published_on: date | None
    link: str = ""


def enter_placement(told: Placed, *, case: GoodCase | None = None, event: ServiceEvent | None = None, actor: Actor,
                    scan: StoredFile | None = None) -> Placement:  # fmt: skip
    """Write down where and when a case or an event was published, with its link or a scan. Raises Refused with everything that is wrong."""
    check_may_keep(actor, CLAUSE)
    words = {name: getattr(told, name).strip() for name in ("outlet", "title", "link")}
    check_plain(*words.values())
    problems = too_long(Placement, **words) + [
        f"请写{label}" for name, label in (("outlet", "媒体名称"), ("title", "标题")) if not words[name]
    ]
    problems += [] if told.channel in Placement.Channel.values else ["请选渠道"]
    problems += _day_problem(told.published_on, "刊发日期")
    problems += [] if words["link"] or scan else ["请填链接，或上传版面扫描件"]
    problems += [] if not words["link"] or is_link(words["link"]) else ["链接要以 http:// 或 https:// 开头"]
    problems += [] if case or event else ["请选宣传的是哪个案例或活动"]
    if case and not shareable(actor).filter(pk=case.pk).exists():
        problems.append(f"案例“{case.title}”还没有核对，或不归您的单位")
    if event and (event.struck_because or (actor.unit and event.unit != actor.unit)):
        problems.append("这次活动不归您的单位")
    if problems or told.published_on is None:
        raise Refused("宣传记录没有登记。", items=problems, then="填过的内容还在，改好之后再登记。", clause=CLAUSE)
    with transaction.atomic():
        type(case or event)._default_manager.select_for_update().get(pk=(case or event).pk)  # a second press waits here
        same = Placement.objects.filter(unit=actor.unit, published_on=told.published_on, case=case, event=event, struck_because="", **words)
        if same.exists():
            raise Refused("宣传记录没有登记。", items=["这一条已经登记"], then="不必重复登记。", clause=CLAUSE, code="already")
        made = Placement.objects.create(
            unit=actor.unit, organisation_id=actor.organisation_id, channel=told.channel, published_on=told.published_on, case=case, event=event, scan=scan,
            entered_by=actor.name, entered_at=now(), is_demo=settings.DEMO, **words,
        )  # fmt: skip
        record("enter_placement", actor=actor, subject=made, clause=CLAUSE, detail={"channel": told.channel})
    return made


def strike(row: ServiceEvent | Placement, *, reason: str, actor: Actor) -> None:
    """Take back what was entered by mistake, by the office that entered it; the row stays with the reason."""
    clause = EVENT_CLAUSE if isinstance(row, ServiceEvent) else CLAUSE
    check_may_keep(actor, clause)
    if row.organisation_id is None or row.organisation_id != actor.organisation_id:
        raise NotAllowed("只能撤回本单位登记的。", clause=clause)
    check_plain(reason)
    problems = too_long(type(row), struck_because=reason.strip()) + ([] if reason.strip() else ["请写明为什么撤回登记"])
    with transaction.atomic():
        held: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
        problems += ["已经撤回，不必重复办理"] if held.struck_because else []
        if isinstance(held, ServiceEvent) and held.placements.filter(struck_because="").exists():
            problems.append("这次活动有宣传记录，请先撤回那些记录")
        if problems:
            raise Refused("没有撤回登记。", items=problems, then="改好之后再办。", clause=clause)
        held.struck_because = reason.strip()
        held.save(update_fields=["struck_because"])
        record("strike_publicity", actor=actor, subject=held, clause=clause, reason=reason.strip())


def close_year(year: int, *, no_case_because: str = "", no_event_because: str = "", actor: Actor) -> PublicityYear:
    """Close a bureau's year of publicity. A year with fewer cases or events than asked for is closed only with a word on why.

    The refusal stands under C-61 where a case is wanting, else under C-62.
    """
    check_may_keep(actor, CLAUSE)
    if not actor.unit:
        raise NotAllowed("年度宣传情况由各推荐单位办结。", clause=CLAUSE)
    check_plain(no_case_because, no_event_because)
    if year not in years_to_close():
        raise Refused("年度宣传情况没有办结。", items=[f"{year}年度现在不能办结"], then="只办上一年度，12月起可办本年度。", clause=CLAUSE)
    (found,) = years_of(year, [actor.unit])
    wanted_cases, wanted_events = wanted_a_year(current_round())
    lacks_case = found.cases < wanted_cases and not no_case_because.strip()
    lacks_event = found.events < wanted_events and not no_event_because.strip()
    problems = too_long(PublicityYear, no_case_because=no_case_because.strip(), no_event_because=no_event_because.strip())
    problems += [f"{year}年登记并核对的典型案例{found.cases}个，少于{wanted_cases}个，请写明原因"] if lacks_case else []
    problems += [f"{year}年登记的绿色制造服务行活动{found.events}次，少于{wanted_events}次，请写明原因"] if lacks_event else []
    problems += [f"{year}年度已由{found.closed.closed_by}办结"] if found.closed else []
    if problems:
        clause = EVENT_CLAUSE if lacks_event and not lacks_case else CLAUSE
        raise Refused(f"{year}年度宣传情况没有办结。", items=problems, then="先登记案例和活动；确实没有的，写明原因再办结。", clause=clause)
    try:
        with transaction.atomic():
            made = PublicityYear.objects.create(
                unit=actor.unit, year=year, cases=found.cases, events=found.events, placements=found.placements, closed_by=actor.name,
                no_case_because=no_case_because.strip() if found.cases < wanted_cases else "",
                no_event_because=no_event_because.strip() if found.events < wanted_events else "", closed_at=now(),
            )  # fmt: skip
            record("close_publicity_year", actor=actor, subject=made, clause=CLAUSE, detail={"year": year})
    except IntegrityError:
        raise Refused(f"{year}年度已经办结，不必重复办理。", clause=CLAUSE, code="already") from None
    return made


def is_link(text: str) -> bool:
    """An address that a page may lead to."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.hostname) and not any(c.isspace() for c in text)


def _day_problem(day: date | None, label: str) -> list[str]:
    if day is None:
        return [f"{label}请按2024-05-22这样写"]
    return [f"{label}不能晚于今天"] if day > today() else []


def _count(text: str) -> int:
    """A count of people or units as typed; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 and int(text) <= MOST_PEOPLE else 0
