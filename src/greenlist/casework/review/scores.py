"""The score of record of each reviewed application: the group's mean, one expert's sheet, or the unit's own score where the round has no experts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.review.models import Assignment, GroupOpinion
from greenlist.casework.rounds.models import Round

BASES = ("group", "sheet", "declared")


@dataclass(frozen=True)
class Scored:
    """One application as it enters the ranking. `basis`: group (mean of its sheets), sheet, or declared (自评分); `digest` is the content it rests on."""

    application: Application
    score: str
    is_qualified: bool
    digest: str
    basis: str = "sheet"

    @property
    def application_id(self) -> Any:
        return self.application.pk


def scores_of_record(round_: Round) -> list[Scored]:
    """Every reviewed application that nobody has decided on yet, by number, in one query.

    Reviewed without any sheet is possible only in a round without expert review: then the unit's own newest score counts.
    """
    rows = Application.objects.filter(round=round_, state="reviewed").select_related("site__organisation").order_by("number")
    opinions = GroupOpinion.objects.filter(application=OuterRef("pk"), state="agreed")
    sheets = Assignment.objects.filter(application=OuterRef("pk"), state="handed_in", group=None).order_by("-handed_in_at", "-id")
    versions = FilingVersion.objects.filter(filing=OuterRef("filing_id")).order_by("-number")
    for basis, found in (("group", opinions), ("sheet", sheets), ("declared", versions)):
        named = {"score": f"{basis}_score", "is_qualified": f"{basis}_fit", "content_digest": f"{basis}_digest"}
        rows = rows.annotate(**{name: Subquery(found.values(column)[:1]) for column, name in named.items()})
    rows = rows.annotate(was_with_experts=Exists(Assignment.objects.filter(application=OuterRef("pk"))))
    return [scored for application in rows if (scored := _scored(application))]


def _scored(application: Any) -> Scored | None:
    for basis in BASES:
        score, fit, digest = (getattr(application, f"{basis}_{name}") for name in ("score", "fit", "digest"))
        if score and not (basis == "declared" and application.was_with_experts):
            return Scored(application, score, fit is not False, digest, basis)
    return None
