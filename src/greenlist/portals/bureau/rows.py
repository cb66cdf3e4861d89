"""One row of the workbench: what is open on it, who waits for whom since when, whether it blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.consultation.selectors import Standing
from greenlist.casework.journal.acts import act_label
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.permissions import OPEN_STATES
from greenlist.rulebook.reference.regions import division_name

SHORT = {"factory": "工厂", "park": "园区", "supply_chain": "供应链"}
OTHERS = {
    "draft": "等申报单位提交", "screening": "等县级初审", "returned": "等申报单位补正", "frozen": "等签发", "recommended": "等省厅", "accepted": "等省厅",
    "reviewing": "等省厅", "reviewed": "等省厅", "proposed": "等省厅", "not_selected": "等省厅",
}  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """Whose turn it is. `tone`: mine, other, late, ready (the next act is the batch's), over (nothing more comes).

    Who was asked by letter is waited for until `due_on`.
    """

    words: str
    tone: str
    since: datetime | None
    due_on: date | None = None

    def days_on(self, day: date) -> str:
        """今天, or how many days it has been waiting; 还有1天, 逾期2天 where there is a last day."""
        if self.due_on is not None:
            left = (self.due_on - day).days
            return f"逾期{-left}天" if left < 0 else f"还有{left}天" if left else "今天到期"
        if self.since is None:
            return ""
        days = (day - self.since.astimezone(SHANGHAI).date()).days
        return f"{days}天" if days > 0 else "今天"


@dataclass(frozen=True)
class Line:
    """One row: the application with its marks, 待核实 count, standing 发现, its last act, how many conditions hold it back."""

    application: Application
    unknown: int
    found: Sequence[Finding]
    last: JournalEntry | None
    today: date
    is_changed: bool = False
    departments: Sequence[Standing] = ()
    conditions: int = 0

    @property
    def county(self) -> str:
        return division_name(self.application.site.division)

    @property
    def category(self) -> str:
        return SHORT[self.application.category]

    @property
    def levels(self) -> str:
        """国家级＋省级."""
        wanted = (("国家级", self.application.wants_national), ("省级", self.application.wants_provincial))
        return "＋".join(word for word, on in wanted if on)

    @property
    def has_arrived(self) -> bool:
        """Is it open to the bureau? What the bureau entered itself is, even as a draft."""
        return self.application.state != "draft" or bool(self.application.entered_by)

    @property
    def is_in_hand(self) -> bool:
        """May facts still be recorded on it, and so may it be chosen?"""
        return self.application.state in OPEN_STATES

    @property
    def counts_unknown(self) -> bool:
        """Do its open lines still matter? Not before it arrived, and not after it left the bureau's hands."""
        return self.application.state in (*OPEN_STATES, "returned")

    @property
    def is_blocked(self) -> bool:
        return bool(self.found)

    @property
    def marks(self) -> list[str]:
        """At most two: 代录, 曾用名, 同码n."""
        count = getattr(self.application, "site_count", 0) or 0
        names = [
            ("代录", bool(self.application.entered_by)),
            ("曾用名", getattr(self.application, "has_former_name", False)),
            (f"同码{count}", count > 1),
        ]
        return [word for word, on in names if on][:2]

    @property
    def act(self) -> str:
        """The word of the last act."""
        return act_label(self.last.action) if self.last else ""

    @property
    def acted_at(self) -> datetime:
        return self.last.at if self.last else self.application.changed_at

    @property
    def waiting(self) -> str:
        """今天, 3天."""
        return self.turn.days_on(self.today)

    @property
    def turn(self) -> Turn:
        """Exactly one party, and since when."""
        state, changed = self.application.state, self.application.changed_at
        if state in OPEN_STATES and self.found:
            return _about(self.found)
        if state == "draft" and self.application.entered_by:
            return Turn("等我补评价报告", "mine", changed)
        if state == "returned" and self.application.entered_by:
            return Turn("等我代录补正", "mine", changed)
        if state in OPEN_STATES and (asked := _asked(self.departments, self.unknown)):
            return asked
        if state == "submitted":
            return Turn("等我核验", "mine", changed)
        if state == "verifying":
            return Turn("等我核实" if self.unknown else "等我判断条件" if self.conditions else "等我标为可推荐", "mine", changed)
        if state == "recommendable":
            return Turn("可推荐", "ready", None)
        if state == "not_selected" and getattr(self.application, "is_noticed", False):
            return Turn("省厅已办结", "over", None)
        if state in OTHERS:
            return Turn(OTHERS[state], "other", changed)
        return Turn(self.application.get_state_display(), "over", None)


@dataclass(frozen=True)
class Blocked:
    """One unit that cannot be handed in, with what is to be done first and the clauses."""

    application: Application
    what: str
    clauses: tuple[str, ...]


def blocked(found: dict[Any, list[Finding]]) -> list[Blocked]:
    """The units with a 发现 that stands, in the order in which it was found."""
    return [Blocked(f[0].application, _what(f), tuple(x.clause for x in f)) for f in found.values()]


def _what(found: Sequence[Finding]) -> str:
    unjudged = [f for f in found if f.outcome is None]
    if unjudged:
        return f"发现{len(unjudged)}项，待判断"
    upheld = [f for f in found if f.outcome == Judgement.Outcome.UPHELD]
    return f"{len(upheld)}项属该情形" if upheld else "已提请省厅解释"


def _about(found: Sequence[Finding]) -> Turn:
    since = min(f.computed_at for f in found)
    outcomes = {f.outcome for f in found}
    if None in outcomes:
        return Turn("等我判断", "mine", since)
    if Judgement.Outcome.UPHELD in outcomes:
        return Turn("等我记不予推荐", "mine", since)
    return Turn("等省厅解释", "other", since)


def _asked(departments: Sequence[Standing], unknown: int) -> Turn | None:
    """The departments whose reply is late; else those that everything unknown waits for; None when something is the office's own."""
    late = [s for s in departments if s.word == "逾期未复"]
    waiting = late or [s for s in departments if s.word == "函询中"]
    days = [s.due_on for s in waiting if s.due_on]
    if not days or (not late and unknown > sum(len(s.department.clauses) for s in waiting)):
        return None
    who = waiting[0].department.label if len(waiting) == 1 else "两部门" if len(waiting) == 2 else "三部门"
    return Turn(f"等{who}", "late" if late else "other", None, min(days))
