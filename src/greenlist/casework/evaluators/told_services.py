"""Writing down an evaluation as another installation tells of it: the body by its credit code, its engagement, its place under the cap."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.services import enter_organisation
from greenlist.casework.evaluators.models import Capability, Engagement, Evaluator, OutsideDeclaration
from greenlist.casework.evaluators.selectors import cap_usage, newest_capability, representative_on
from greenlist.casework.evaluators.services import enter_evaluator, reserve
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.door import change

Told = Mapping[str, Any]
Files = Mapping[str, StoredFile]
PLAIN = ("registered_from", "independence_statement", "signed_by", "marks", "marked_by", "proposed_by", "is_national")
AT = ("signed_at", "marked_at", "proposed_at")


def take_in_engagement(
    told: Told, *, site: Site, notice: str, application_number: str, category: str, limit: int, files: Files, actor: Actor
) -> Engagement:
    """The engagement as told; a national one takes its place under the cap while there is one.

    Where none is left the engagement stands without a place, and the rule of C-36 says so: the province sees the cap of all regions, the
    bureau saw its own. A ban that the bureau did not know of is found by the rule of C-60 in the same way.
    """
    with transaction.atomic():
        body = _body(told, actor)
        _add_declared(body, told, files)
        made = Engagement.objects.create(
            evaluator=body, site=site, notice=notice, application_number=application_number, category=category, is_demo=settings.DEMO,
            **{name: told[name] for name in PLAIN}, **{name: _at(told[name]) for name in AT}, signed_report=files.get(told["signed_report"]),
        )  # fmt: skip
        change(made, "take_in_engagement", actor=actor, detail={"national": made.is_national})
        if made.signed_report:
            change(made, "take_in_signature", actor=actor, detail={"digest": made.signed_report.digest})
        person = representative_on(body, today())
        if made.is_national and person and not cap_usage(person, year=today().year, limit=limit).is_full:
            reserve(made, limit)
    return made


def _body(told: Told, actor: Actor) -> Evaluator:
    """The body that bears the credit code; entered with the person who represents it when it is not held."""
    organisation = Organisation.objects.filter(credit_code=told["credit_code"]).first()
    if organisation is None:
        organisation = enter_organisation(kind=Organisation.Kind.EVALUATOR, name=told["name"], credit_code=told["credit_code"], actor=actor,
                                          is_demo=settings.DEMO)  # fmt: skip
    held = Evaluator.objects.filter(organisation=organisation).first()
    return held or enter_evaluator(organisation, representative=told["representative"], from_on=date.fromisoformat(told["represents_from"]),
                                   actor=actor)  # fmt: skip


def _add_declared(body: Evaluator, told: Told, files: Files) -> None:
    """What the body declared of itself, where that is newer than what is held."""
    for said in told["capability"]:
        held, at = newest_capability(body), datetime.fromisoformat(said["declared_at"])
        if held is None or held.declared_at < at:
            plain = {name: said[name] for name in ("is_legal_person", "full_time", "senior", "experience", "declared_by")}
            Capability.objects.create(evaluator=body, file=files[said["file"]], declared_at=at, **plain)
    for said in told["outside"]:
        at = datetime.fromisoformat(said["declared_at"])
        if not body.outside_declarations.filter(year=said["year"], declared_at__gte=at).exists():
            OutsideDeclaration.objects.create(evaluator=body, year=said["year"], projects=said["projects"], declared_by=said["declared_by"],
                                              declared_at=at)  # fmt: skip


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
