"""The data of a round beside its papers: the bundle of each list, and the journal's lines about it with their seals."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.publication.bundle import bundle_of
from greenlist.casework.rounds.models import Round
from greenlist.engines.ledger import canonical

SEALS = "日志和封条.jsonl"


def records_of(round_: Round) -> Iterator[tuple[str, str, bytes]]:
    """(file name, title, content) of each."""
    for number, made in enumerate(round_.publications.select_related("round", "draft").order_by("published_at", "id"), start=1):
        yield f"名单包_{number}.json", f"{made.title}名单包", canonical(bundle_of(made)).encode()
    lines = (canonical(_line(entry)) for entry in entries_of_round(round_))
    yield SEALS, "本轮日志条目和封条（每行可单独核对：SM3(前一摘要、序号、条目)＝摘要）", "\n".join(lines).encode()


def entries_of_round(round_: Round) -> list[JournalEntry]:
    """The journal's lines about the round, its cases, batches, drafts, notices and publications, oldest first."""
    kinds = {
        "rounds.round": [round_.pk],
        "applications.application": Application.objects.filter(round=round_).values("pk"),
        "recommendation.batch": round_.batches.values("pk"),
        "selection.selectiondraft": round_.selection_drafts.values("pk"),
        "publication.publication": round_.publications.values("pk"),
    }
    about = Q()
    for kind, ids in kinds.items():
        about |= Q(subject_kind=kind, subject_id__in=ids)
    return list(JournalEntry.objects.filter(about).select_related("seal").order_by("at", "id"))


def _line(entry: JournalEntry) -> dict[str, Any]:
    seal = getattr(entry, "seal", None)
    sealed = {"seq": str(seal.seq), "previous": seal.previous, "digest": seal.digest} if seal else None
    return {"entry": entry.content(), "seal": sealed}
