"""An incident recorded in a few words, and listed units that it may touch."""

from datetime import date

from greenlist.casework.files.models import StoredFile
from greenlist.casework.incidents.models import Incident
from greenlist.casework.incidents.services import Happening, record_incident, report_incident
from greenlist.casework.incidents.telling import Told
from greenlist.casework.journal.clock import now
from greenlist.casework.register.event_services import enter_listing

NOTHING = {"production_accident": {"deaths": "0", "injured": "0", "loss": "0"},
           "environmental_incident": {"deaths": "0", "injured": "0", "evacuated": "0", "loss": "0"}, "quality_accident": {}}  # fmt: skip


def told(kind="production_accident", *, held=(), excluded=True, **numbers) -> Told:
    """A report: nothing happened but what is named; None for what is not known."""
    asked = NOTHING[kind] | {name: text or "" for name, text in numbers.items()}
    return Told("反应釜泄漏，已停产", asked, tuple(held), excluded)


def proof(actor) -> StoredFile:
    """A letter as a stored file; its bytes are no matter here."""
    return StoredFile.objects.create(digest="x", name="来函.pdf", media_type="application/pdf", size_bytes=1,
                                     organisation_id=actor.organisation_id, uploaded_by=actor.name, uploaded_at=now())  # fmt: skip


def recorded(
    site, actor, kind="production_accident", *, on=date(2024, 5, 21), source="应急管理局来函（演示）", report=None, **numbers
) -> Incident:
    """Recorded with proof, known now."""
    what = Happening(kind, on, now(), source)
    return record_incident(site, what, report or told(kind, **numbers), actor=actor, file=proof(actor))


def reported(site, actor, kind="production_accident", **numbers) -> Incident:
    """The same, and reported to the province."""
    made = recorded(site, actor, kind, **numbers)
    report_incident(made, actor=actor)
    return made


def listed(site, actor, *, category="factory", level="provincial"):
    """A place of the site on a list of 2023."""
    return enter_listing(
        site, actor=actor, level=level, category=category, year=2023, listed_on=date(2023, 9, 28), document=f"演{level}1号"
    )
