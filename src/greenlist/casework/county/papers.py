"""县级请示 as a draft: what this county has passed by now, each with its opinion."""

from greenlist.casework.county.selectors import requested
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.rounds.models import Round
from greenlist.papers.county_request import CountyRequest, RequestUnit
from greenlist.rulebook.notices import round_parameters


def county_request(actor: Actor, round_: Round) -> CountyRequest:
    """The request of the actor's county, without number, signer or date, which the office adds."""
    applications = list(requested(actor, round_).select_related("site").order_by("category", "number"))
    lines = JournalEntry.objects.filter(subject_id__in=[a.pk for a in applications], action="pass_screening").order_by("at")
    opinions = dict(lines.values_list("subject_id", "reason"))
    units = tuple(RequestUnit(a.site.name, a.get_category_display(), _levels(a), opinions[a.pk].rstrip("。")) for a in applications)
    given = round_parameters(round_.notice)
    return CountyRequest(
        year=round_.year, office=actor.organisation_name, addressee=given.unit(actor.unit).office, document_number="", signer="", dated_on=None,
        units=units, basis=given.cited, is_demo=any(a.is_demo for a in applications),
    )  # fmt: skip


def _levels(application: object) -> str:
    return "、".join(word for word, field in (("国家级", "wants_national"), ("省级", "wants_provincial")) if getattr(application, field))
