"""Two people on one application: what happened to it since a page was made, told beside what this person wanted to do."""

from collections.abc import Mapping

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import history_of, returned_places
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.acts import act_label
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Difference, Overtaken
from greenlist.rulebook.lifecycle import lifecycle

FACTS = frozenset({"record_fact", "prove_in_bulk", "judge_finding"})
QUIET = frozenset({"start_verification"})  # whoever records the first fact starts it; it takes nothing from anybody


def seen_of(application: Application, actor: Actor) -> str:
    """What a page remembers of the application it shows: the newest line of its history."""
    newest = history_of(application, actor).last()
    return str(newest.pk) if newest else ""


def check_unchanged(
    application: Application, *, seen: str, action: str, mine: Mapping[str, str], actor: Actor, also: frozenset[str] = frozenset()
) -> None:
    """Raises Overtaken when the application changed its state, or an act of `also` was done on it, since the page `seen` was made.

    `mine` is what was typed, as {place: words}. Call it in the transaction of the act: it holds the row until the end. Without `seen`
    nothing is asked.
    """
    held = Application.objects.select_for_update().get(pk=application.pk)
    since = [e for e in _since(held, seen, actor) if e.action not in QUIET and (e.target or e.action in also)]
    if not since:
        return
    newest = since[-1]
    is_open = any(t.action == action for t in open_transitions(held, actor))
    raise Overtaken(
        f"您打开这一件之后，{newest.actor_name}在{newest.at.astimezone(SHANGHAI):%H:%M}办过，您的还没有存入。",
        by=newest.actor_name, at=newest.at, places=[_acts(action, since), *_places(held, mine)],
        seen={"seen": str(newest.pk)} if is_open else None,
        then="请看过两份再决定。" if is_open else f"本件现在是“{held.get_state_display()}”，您要办的不能再办{'；写过的内容在下面，可以复制' if mine else ''}。",
    )  # fmt: skip


def _since(application: Application, seen: str, actor: Actor) -> list[JournalEntry]:
    """The lines after the one that was the newest then; none for an id that is no line of this application."""
    lines = list(history_of(application, actor))
    at = next((n for n, line in enumerate(lines) if str(line.pk) == seen), len(lines))
    return lines[at + 1 :]


def _acts(action: str, since: list[JournalEntry]) -> Difference:
    wanted = lifecycle(Application.LIFECYCLE).transition(action).label.rstrip("…")
    return Difference("办理", wanted, "；".join(map(_told, since)))


def _places(held: Application, mine: Mapping[str, str]) -> list[Difference]:
    """Place by place what was typed, beside what the other one wrote there when he sent it back."""
    theirs = {place.item.label: place.item.words for place in returned_places(held)} if held.state == "returned" else {}
    return [Difference(label, mine.get(label, ""), theirs.get(label, "")) for label in {**mine, **theirs}]


def _told(entry: JournalEntry) -> str:
    reason = f"：{entry.reason}" if entry.reason else ""
    return f"{entry.at.astimezone(SHANGHAI):%H:%M} {entry.actor_name}{act_label(entry.action)}{reason}"
