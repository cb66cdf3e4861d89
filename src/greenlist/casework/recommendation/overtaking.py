"""Two officers on one batch: sent to be signed, or its letter recorded, by a colleague since the page was made."""

from collections.abc import Iterable, Mapping

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.acts import act_label
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Difference, Overtaken
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.selectors import rows_of


def seen_of(batch: Batch) -> str:
    """What a page remembers of the batch it shows: the newest line of its journal."""
    newest = entries_of(batch).last()
    return str(newest.pk) if newest else ""


def check_not_sent(batch: Batch, *, wanted: Iterable[Application]) -> None:
    """Raises Overtaken when a colleague sent a choice of his to be signed already. Call it in the transaction of the act."""
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    sent = entries_of(batch).filter(action="send_to_sign").last()
    if held.state != "signing" or sent is None:
        return
    mine, theirs = {a.site.name for a in wanted}, {row.application.site.name for row in rows_of(held)}
    places = [Difference("两份都有", f"{len(mine & theirs)}件", f"{len(mine & theirs)}件"), Difference("只有我选的", _names(mine - theirs), ""),
              Difference("只有已送签的", "", _names(theirs - mine))]  # fmt: skip
    raise Overtaken(
        f"{sent.actor_name}在{_time(sent)}已送签{len(theirs)}件，您选的还没有送签。", by=sent.actor_name, at=sent.at, places=places,
        then="要增减的，请在批次页撤回送签，再重新选件。", clause="C-40", code="already",
    )  # fmt: skip


def check_letter_seen(batch: Batch, *, seen: str, mine: Mapping[str, str]) -> None:
    """Raises Overtaken when a colleague recorded a letter since; `seen` is the id of the scan that the page showed, 'none' for none."""
    held = Batch.objects.select_for_update(of=("self",)).select_related("sealed_letter").get(pk=batch.pk)
    scan = held.sealed_letter
    if not seen or seen == (str(scan.pk) if scan else "none"):
        return
    newest = entries_of(batch).last()
    theirs = {
        "文号": held.letter_number,
        "落款日期": held.dated_on.isoformat() if held.dated_on else "",
        "盖章件": scan.name if scan else "",
    }
    if newest:
        raise Overtaken(
            f"{newest.actor_name}在{_time(newest)}办过，您登记的还没有存入。", by=newest.actor_name, at=newest.at,
            places=[Difference(label, mine.get(label, ""), words) for label, words in theirs.items()],
            seen={"seen": str(scan.pk) if scan else "none"} if held.state == "signing" else None, then="请看过两份再决定。", clause="C-68",
        )  # fmt: skip


def check_unchanged(batch: Batch, *, seen: str, wanted: str) -> None:
    """Raises Overtaken when anything was done on the batch since the page `seen` was made; without `seen` nothing is asked."""
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    lines = list(entries_of(batch))
    at = next((n for n, line in enumerate(lines) if str(line.pk) == seen), len(lines))
    if since := lines[at + 1 :]:
        newest, told = since[-1], "；".join(f"{_time(e)} {e.actor_name}{act_label(e.action)}" for e in since)
        raise Overtaken(
            f"您打开这一批之后，{newest.actor_name}在{_time(newest)}办过。", by=newest.actor_name, at=newest.at,
            places=[Difference("办理", wanted, told)], seen={"seen": str(newest.pk)} if held.state == "signing" else None,
            then="请看过对方所办的，再决定。", clause="C-40",
        )  # fmt: skip


def _names(names: Iterable[str]) -> str:
    return "、".join(sorted(names))


def _time(entry: JournalEntry) -> str:
    return f"{entry.at.astimezone(SHANGHAI):%H:%M}"
