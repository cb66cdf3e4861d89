"""What a look-up gave for one exclusion, and what is missing or contradictory in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.typed import too_long
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import Answer, RecordedFact

Interval = tuple[date, date | None]
MOST_PAGES = 100_000


@dataclass(frozen=True)
class LookedUp:
    """What a look-up gave for one exclusion: answer, the fact in words, source, day, and the proof with its page.

    `intervals` are the dates of what was found (起, and 止 once it ended).
    """

    clause: str
    answer: str
    statement: str
    source: str
    looked_up_on: date
    file: StoredFile | None = None
    page: int | None = None
    intervals: Sequence[Interval] = ()


def problems_of(said: LookedUp) -> list[str]:
    """One sentence for each thing that keeps this look-up from being stored."""
    problems, page, file = [], said.page, said.file
    if said.clause not in exclusion_labels():
        problems.append("清单中没有这一项。")
    if said.answer not in Answer.values:
        problems.append("请选择未发现、发现或待核实。")
    wanted = ((said.statement, "请写明查到的事实。"), (said.source, "请写明来源。"))
    problems += [sentence for text, sentence in wanted if not text.strip()]
    if said.looked_up_on > today():
        problems.append(f"查询日期{said.looked_up_on.isoformat()}晚于今天。")
    problems += too_long(RecordedFact, statement=said.statement, source=said.source)
    if page is not None and not 1 <= page <= MOST_PAGES:
        problems.append(f"页码应在1和{MOST_PAGES}之间，现在是{page}。")
    if page and file and file.pages and page > file.pages:
        problems.append(f"“{file.name}”只有{file.pages}页，没有第{page}页。")
    problems += [f"止日{u.isoformat()}早于起日{f.isoformat()}。" for f, u in said.intervals if u and u < f]
    problems += [f"起日{f.isoformat()}晚于查询日期。" for f, _ in said.intervals if f > said.looked_up_on]
    if said.intervals and said.clause != "C-44" and said.answer != Answer.FOUND:
        problems.append("只有“发现”的才填起止日期。")
    if said.clause == "C-44" and said.answer == Answer.FOUND and not said.intervals:
        problems.append("发现停产的，请填停产起止日期。")
    return problems
