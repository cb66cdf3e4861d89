"""Which template a paper is printed from: the office's own, else the province's for everybody, else the kept default."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from greenlist.casework.journal.actors import Actor
from greenlist.casework.stationery.models import PaperTemplate
from greenlist.papers.stationery.fields import Stationery, stationery


@dataclass(frozen=True)
class Kind:
    """One kind of paper as an office sees it: what is in force, whose that is, the kept versions."""

    paper: Stationery
    in_force: PaperTemplate | None
    versions: tuple[PaperTemplate, ...]

    @property
    def is_own(self) -> bool:
        return self.in_force is not None and bool(self.in_force.unit)


def visible_to(actor: Actor) -> QuerySet[PaperTemplate]:
    """The versions an office sees: its own and those for everybody; the province only the latter. Newest first."""
    rows = PaperTemplate.objects.select_related("file").order_by("-uploaded_at", "-id")
    return rows.filter(Q(unit=actor.unit) | Q(unit="")) if actor.may("keep_templates") else rows.none()


def in_force(paper: str, unit: str) -> PaperTemplate | None:
    """The version that a paper of this unit is printed from; None is the kept default."""
    return _chosen(PaperTemplate.objects.filter(paper=paper, used_from__isnull=False).select_related("file"), unit)


def kinds(actor: Actor) -> list[Kind]:
    """Every kind of paper with what is in force for this actor's office."""
    rows = list(visible_to(actor))
    mine = {kind: [row for row in rows if row.paper == kind] for kind in stationery()}
    return [
        Kind(kind, _chosen((r for r in mine[kind.id] if r.used_from), actor.unit), tuple(mine[kind.id])) for kind in stationery().values()
    ]


def _chosen(rows: Iterable[PaperTemplate], unit: str) -> PaperTemplate | None:
    """Of the versions in use the unit's own, else that for everybody."""
    used = {row.unit: row for row in rows}
    return used.get(unit) or used.get("")
