"""每日提醒: once a day everybody is told in one message what of his is due soon, today or late, and an office what is late below it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from greenlist.casework.desk.selectors import SOURCES, Part, Todo, todos_of
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.telling_services import positions_in_force, recipient
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.clock import SHANGHAI, today
from greenlist.casework.journal.door import record
from greenlist.casework.outbox.models import Message
from greenlist.casework.outbox.selectors import SENT_OUT
from greenlist.casework.outbox.services import write
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameters

Rung = tuple[str, str]  # role and region ('' for the province) of those who are told what is late below them
OVER_WITH_ITS_DAY = {"draft", "returned", "asked", "engaged"}  # after the last day nobody can do it any more
ABOVE = {"bureau": "province", "centre": "province", "evaluator": "province", "expert": "centre"}
SHARED = {"applicant", "evaluator", "county", "bureau", "centre"}  # colleagues of one duty there have the same work
GIVEN_UP_AFTER_DAYS = 60
MOST_NAMES, MOST_LINES = 3, 20


@dataclass(frozen=True)
class Timing:
    """When to remind, in days: before the last one, again after it, and after how many the office above is told. Of the round's parameters."""

    before: frozenset[int]
    yearly: frozenset[int]
    again: int
    escalate: int

    def is_reminded(self, todo: Todo, left: int) -> bool:
        """Is this the day to remind, `left` days before the last one?"""
        if left >= 0:
            return left in (self.yearly | {0} if todo.key.startswith("yearly") else self.before)
        return todo.key not in OVER_WITH_ITS_DAY and -left <= GIVEN_UP_AFTER_DAYS and (-left - 1) % self.again == 0

    def is_escalated(self, todo: Todo, left: int) -> bool:
        """Is this the day to tell the office above?"""
        late = -left
        return (
            todo.key not in OVER_WITH_ITS_DAY and self.escalate <= late <= GIVEN_UP_AFTER_DAYS and (late - self.escalate) % self.again == 0
        )


@dataclass(frozen=True)
class Late:
    """Something late for so many days that the office above is told: where, what."""

    name: str
    words: str
    days: int


def timing_of(round_: Round) -> Timing:
    """The round's parameters; the notice says nothing of reminders."""
    held = parameters(round_)
    return Timing(
        frozenset(int(day) for day in held["remind_before_days"]), frozenset(int(day) for day in held["yearly_remind_days"]),
        max(int(held["remind_again_days"]), 1), max(int(held["escalate_days"]), 1),
    )  # fmt: skip


def remind_everybody() -> int:
    """Tell everybody what is due; returns how many people have a new message. A second run on the same day tells nobody twice."""
    round_ = current_round()
    if round_ is None:
        return 0
    positions = [one for one in positions_in_force() if one.role in SOURCES]
    lines, mailed = _lines(positions, round_), _mailed()
    count = sum(_tell(held, lines, mailed) for held in _by_person(positions, lines))
    if count:
        record("remind_daily", actor=SYSTEM, subject=round_, detail={"people": count})
    return count


def rung_above(position: Membership, unit: str) -> Rung | None:
    """Who is told what this position leaves undone: the bureau of the work's region, else of its own, the centre for an expert,
    else the province; None above that.
    """
    if position.role in {"applicant", "county"}:
        return ("bureau", unit or position.organisation.unit)
    return (ABOVE[position.role], "") if position.role in ABOVE else None


def _lines(positions: list[Membership], round_: Round) -> dict[UUID, list[str]]:
    """{position: what it is told today}: its own work, then what is late below it."""
    timing = timing_of(round_)
    lines: dict[UUID, list[str]] = {}
    late: dict[Rung, list[Late]] = {}
    for one, todos in _work_of(positions, round_):
        for todo, due_at, left in _dated(todos):
            if timing.is_reminded(todo, left):
                lines.setdefault(one.pk, []).append(_line(todo, due_at, left))
            if timing.is_escalated(todo, left):
                for rung, count in _above(one, todo).items():
                    late.setdefault(rung, []).append(Late(one.organisation.name, f"{count}{todo.words}", -left))
    for one in positions:
        if told := late.get((one.role, one.organisation.unit)):
            lines.setdefault(one.pk, []).extend(_late_lines(told))
    return lines


def _work_of(positions: Iterable[Membership], round_: Round) -> Iterator[tuple[Membership, list[Todo]]]:
    """Each position with what waits for it; asked once for all who hold the same one and do not only what is entrusted to them."""
    known: dict[tuple[str, UUID, str], list[Todo]] = {}
    for one in positions:
        if one.is_restricted or one.role not in SHARED:
            yield one, todos_of(actor_in(one), round_)
            continue
        key = (one.role, one.organisation_id, one.duty)
        if key not in known:
            known[key] = todos_of(actor_in(one), round_)
        yield one, known[key]


def _above(position: Membership, todo: Todo) -> Counter[Rung]:
    """{who is told: how many}: work of several regions goes to several bureaus."""
    counts: Counter[Rung] = Counter()
    for part in todo.parts:
        if rung := rung_above(position, part.unit):
            counts[rung] += part.count
    return counts


def _dated(todos: Iterable[Todo]) -> Iterator[tuple[Todo, datetime, int]]:
    """What has a last day, once for each, with it and the days left: 0 on the day itself, less when it is over."""
    for todo in todos:
        days: dict[date, list[Part]] = {}
        if todo.due_at:
            for part in todo.parts or (Part(todo.count, todo.due_at),):
                days.setdefault(_last(part.due_at).date(), []).append(part)
        for day, parts in sorted(days.items()):
            due_at = min(part.due_at for part in parts)
            yield replace(todo, count=sum(part.count for part in parts), due_at=due_at, parts=tuple(parts)), due_at, (day - today()).days


def _last(due_at: datetime) -> datetime:
    return (due_at - timedelta(microseconds=1)).astimezone(SHANGHAI)


def _line(todo: Todo, due_at: datetime, left: int) -> str:
    hour = "" if due_at.astimezone(SHANGHAI).date() > _last(due_at).date() else f"{due_at.astimezone(SHANGHAI):%H:%M}"
    until = f"{_last(due_at):%-m月%-d日}{hour}截止"
    when = f"还有{left}天，{until}" if left > 0 else f"今天{hour}截止" if left == 0 else f"{until}，已逾期{-left}天"
    return f"{todo.count}{todo.words}（{when}）"


def _late_lines(told: Iterable[Late]) -> list[str]:
    """下级逾期, one line a kind of work: how long at most, and the first names; several people of one office are one office."""
    kinds: dict[str, dict[str, int]] = {}
    for one in told:
        offices = kinds.setdefault(one.words, {})
        offices[one.name] = max(one.days, offices.get(one.name, 0))
    lines = []
    for words, offices in sorted(kinds.items(), key=lambda kind: (-max(kind[1].values()), kind[0]))[:MOST_LINES]:
        names = sorted(offices)
        some = "、".join(names[:MOST_NAMES]) + (f"等{len(names)}家" if len(names) > MOST_NAMES else "")
        lines.append(f"逾期{max(offices.values())}天未办：{some}，{words}")
    return lines


def _by_person(positions: Iterable[Membership], lines: dict[UUID, list[str]]) -> Iterable[list[Membership]]:
    """The positions in which somebody is told something, those of one person together."""
    people: dict[UUID, list[Membership]] = {}
    for one in positions:
        if one.pk in lines:
            people.setdefault(one.user_id, []).append(one)
    return people.values()


def _mailed() -> set[UUID]:
    """Who had his mail or text message of today, in whichever position."""
    return set(Message.objects.filter(occasion=_occasion(), channel__in=SENT_OUT).values_list("person_id", flat=True))


def _occasion() -> str:
    return f"digest:{today().isoformat()}"


def _tell(held: list[Membership], lines: dict[UUID, list[str]], mailed: set[UUID]) -> bool:
    """One message in each position; by mail and text message only the first, which names the others: one a person a day."""
    first, *others = held
    more = [f"另一岗位（{one.organisation.name} {one.get_role_display()}）：{len(lines[one.pk])}项，请换岗后看" for one in others]
    try:
        with transaction.atomic():
            told = [_write(one, lines[one.pk], in_app_only=True) for one in others]
            return any([_write(first, lines[first.pk] + more, in_app_only=first.user_id in mailed), *told])
    except IntegrityError:  # another run was faster with this person
        return False


def _write(position: Membership, lines: list[str], *, in_app_only: bool = False) -> int:
    day = today()
    values: dict[str, Any] = {"day": f"{day:%-m月%-d日}", "count": len(lines), "lines": "\n".join(lines)}
    return write("digest", [recipient(position)], values=values, occasion=_occasion(), act="remind_daily",
                 actor=SYSTEM, is_held=False, in_app_only=in_app_only)  # fmt: skip
