"""Writing down an evaluation as another installation tells of it: the body by its credit code, its engagement, its place under the cap."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.services import enter_organisation
from greenlist.casework.evaluators.models import Capability, Engagement, Evaluator, OutsideDeclaration
from greenlist.casework.evaluators.selectors import cap_usage, representative_on
from greenlist.casework.evaluators.services import enter_evaluator, reserve
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.door import change

Told = Mapping[str, Any]
Files = Mapping[str, StoredFile]
PLAIN = ("registered_from", "independence_statement", "signed_by", "marks", "marked_by", "proposed_by", "is_national")
CONDITIONS = ("is_legal_person", "full_time", "senior")
AT = ("signed_at", "marked_at", "proposed_at")


def take_in_engagement(
    told: Told,
    *,
    site: Site,
    notice: str,
    application_number: str,
    category: str,
    limit: int,
    files: Files,
    told_from: str,
    actor: Actor,
    counts_related: bool = False,
) -> Engagement:
    """The engagement as told; a national one takes its place under the cap while there is one.

    Where none is left the engagement stands without a place, and the rule of C-36 says so: the province sees the cap of all regions, the
    bureau saw its own. A ban that the bureau did not know of is found by the rule of C-60 in the same way.
    """
    with transaction.atomic():
        held = Evaluator.objects.filter(organisation__credit_code=told["credit_code"]).first()
        body = held or _entered(told, files, told_from, actor)
        made = Engagement.objects.create(
            evaluator=body, site=site, notice=notice, application_number=application_number, category=category, is_demo=settings.DEMO,
            **{name: told[name] for name in PLAIN}, **{name: _at(told[name]) for name in AT}, signed_report=files.get(told["signed_report"]),
        )  # fmt: skip
        change(made, "take_in_engagement", actor=actor, detail={"national": made.is_national, "declared_there": _declared(told)})
        if made.signed_report:
            change(made, "take_in_signature", actor=actor, detail={"digest": made.signed_report.digest})
        person = representative_on(body, today())
        if made.is_national and person and not cap_usage(person, year=today().year, limit=limit, counts_related=counts_related).is_full:
            reserve(made, limit, counts_related=counts_related)
    return made


def _entered(told: Told, files: Files, told_from: str, actor: Actor) -> Evaluator:
    """The body entered with the person who represents it and what it declared. Of one that is held nothing is taken over: it speaks for
    itself here, and its conditions are asked of every engagement in the province.
    """
    organisation = Organisation.objects.filter(credit_code=told["credit_code"]).first()
    if organisation is None:
        organisation = enter_organisation(kind=Organisation.Kind.EVALUATOR, name=told["name"], credit_code=told["credit_code"], actor=actor,
                                          is_demo=settings.DEMO)  # fmt: skip
    body = enter_evaluator(organisation, representative=told["representative"], from_on=date.fromisoformat(told["represents_from"]),
                           told_from=told_from, actor=actor)  # fmt: skip
    for said in told["capability"]:
        Capability.objects.create(evaluator=body, file=files[said["file"]], declared_at=_at(said["declared_at"]),
                                  **{name: said[name] for name in (*CONDITIONS, "experience", "declared_by")})  # fmt: skip
    for said in told["outside"]:
        OutsideDeclaration.objects.create(evaluator=body, year=said["year"], projects=said["projects"], declared_by=said["declared_by"],
                                          declared_at=_at(said["declared_at"]))  # fmt: skip
    return body


def _declared(told: Told) -> dict[str, Any]:
    """What the other installation says that the body declared, for the journal line of the engagement."""
    return {
        "capability": [{name: said[name] for name in (*CONDITIONS, "declared_at")} for said in told["capability"]],
        "outside": [{name: said[name] for name in ("year", "projects", "declared_at")} for said in told["outside"]],
    }


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
