"""The kinds of background work. An app registers its own in its module `jobs`, found when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import Refused

Check = Callable[..., object]
Run = Callable[..., None]

_kinds: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """`check(actor, **parameters)` raises Refused unless the actor may have it; `run(work, **parameters)` does it and leaves a result."""

    id: str
    label: str
    check: Check
    run: Run


def job_kind(id: str, *, label: str, check: Check) -> Callable[[Run], Run]:
    """Register a function as a kind of background work.

    `check(actor, **parameters)` is asked when the work is asked for, and again when it begins: a post may have been lost meanwhile.
    The function must bear being begun anew, as a worker may be killed midway. Raises ValueError for a name that is taken.
    """

    def register(run: Run) -> Run:
        if id in _kinds and _kinds[id].run.__module__ != run.__module__:
            raise ValueError(f"job kind {id!r} is taken by {_kinds[id].run.__module__}")
        _kinds[id] = Kind(id, label, check, run)
        return run

    return register


def kind_of(id: str) -> Kind:
    """The kind with this name; KeyError names it."""
    if id not in _kinds:
        raise KeyError(f"no job kind {id!r}")
    return _kinds[id]


def label_of(id: str) -> str:
    """What this kind of work is called; '' for one that is no more."""
    return _kinds[id].label if id in _kinds else ""


def checked(id: str, actor: Actor, parameters: dict[str, Any]) -> Kind:
    """The kind, after its check let the actor have it. Raises Refused; also for an old row of a kind that is no more."""
    if id not in _kinds:
        raise Refused("这一种后台工作已经停用，不再生成。", then="请从办理这件事的页面重新提出。")
    kind = kind_of(id)
    kind.check(actor, **parameters)
    return kind
