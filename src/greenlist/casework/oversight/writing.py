"""What every verb of this app writes: records of the linked, hits of the near, and what hangs on them checked again."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from greenlist.casework.directory.models import Site
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.oversight.models import DeliveryRow, ListDelivery
from greenlist.casework.oversight.selectors import alive
from greenlist.casework.oversight.taking import Fact, Taken
from greenlist.casework.oversight.tied import TiedProposal
from greenlist.casework.register.models import ProposedHit
from greenlist.casework.register.services import Entering, enter_adverse_records, propose_hits
from greenlist.casework.verification.services import check_each


def enter_fact(sites: Iterable[Site], kind: str, fact: Fact, delivery: ListDelivery, *, actor: Actor) -> None:
    """One fact into the register of these sites."""
    enter_adverse_records([entering(site, kind, fact, delivery) for site in sites], actor=actor)


def entering(site: Site, kind: str, fact: Fact, delivery: ListDelivery) -> Entering:
    """A fact as the register takes it."""
    return Entering(site, kind, fact.from_on, fact.until_on, fact.statement, fact.source, fact.reference, delivery.file)


def propose(pairs: Sequence[tuple[Taken, DeliveryRow]], kind: str) -> set[UUID]:
    """Near rows, and those of tied parties, wait for a person; returns the units they may mean."""
    hits = [
        ProposedHit(
            organisation_id=UUID(p.id),
            row_id=row.pk,
            kind=kind,
            printed_name=row.name,
            likeness=p.likeness,
            words=p.why[:200],
            is_tied=isinstance(p, TiedProposal),
            from_on=line.fact.from_on,
            until_on=line.fact.until_on,
            statement=line.fact.statement,
            source=line.fact.source,
            reference=line.fact.reference,
            proposed_at=now(),
        )  # fmt: skip
        for line, row in pairs
        if line.fact
        for p in line.proposals
    ]
    propose_hits(hits)
    return {hit.organisation_id for hit in hits}


def check_again(organisations: set[UUID], actor: Actor) -> None:
    """No adverse fact without a new look at what hangs on it."""
    if organisations:
        check_each(list(alive(organisations)), stage="watch", actor=actor)
