"""The evaluating body that a row names: found, asked where it is not held, banned, or its places under the cap are taken."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from greenlist.casework.directory.models import OrganisationName
from greenlist.casework.evaluators.models import Evaluator, LegalRepresentative
from greenlist.casework.evaluators.selectors import bans_in_force, cap_usage, evaluators, representative_on
from greenlist.casework.evaluators.services import register_engagement
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.transcription.models import TranscriptionRow
from greenlist.casework.transcription.selectors import SKIP
from greenlist.engines.identity import are_near, name_key

BODY, NO_BODY, PROVINCIAL_ONLY = "third_party", "no_engagement", "provincial_only"
WAIT = [NO_BODY, "先按表中名称导入，评价委托待办"]
LEAVE_OUT = [SKIP, "这一行不导入"]


@dataclass
class Bodies:
    """The bodies by every name they bear or bore, and how many places this delivery takes of each representative so far."""

    limit: int
    self_words: str
    counts_related: bool = False
    by_key: dict[str, Evaluator] = field(default_factory=dict)
    taken: Counter[UUID] = field(default_factory=Counter)

    def named(self, text: str) -> Evaluator | None:
        """The body of exactly this name, but for its dress."""
        return self.by_key.get(name_key(text))


def known_bodies(round_: Round) -> Bodies:
    """All bodies that are held."""
    given = parameters(round_)
    held = {body.organisation_id: body for body in evaluators()}
    names = OrganisationName.objects.filter(organisation__in=list(held)).values_list("name", "organisation_id")
    by_key = {name_key(name): held[pk] for name, pk in names}
    by_key |= {name_key(body.organisation.name): body for body in held.values()}
    return Bodies(int(given["cap_projects"]), str(given["self_evaluation_words"]), bool(given["cap_counts_related"]), by_key)


def ask_about_body(row: TranscriptionRow, bodies: Bodies) -> list[tuple[str, list[list[str]]]]:
    """(words, choices) of what is asked about the row's body; nothing when it evaluated itself or the body can take it on."""
    if row.third_party in {"", bodies.self_words}:
        return []
    body = bodies.named(row.third_party)
    if body is None:
        near = [b for b in dict.fromkeys(bodies.by_key.values()) if are_near(row.third_party, str(b))]
        return [(f"名册中没有第三方机构“{row.third_party}”", [*([f"body:{b.pk}", f"就是“{b}”"] for b in near), WAIT, LEAVE_OUT])]
    if held := bans_in_force(body, today()).last():
        words = f"“{body}”的评价结果自{held.decided_on.isoformat()}起不予采信（{held.document}），须重新评价或改为自我评价"
        return [(words, [WAIT, LEAVE_OUT])]
    return _over_the_cap(row, body, bodies) if row.wants_national else []


def _over_the_cap(row: TranscriptionRow, body: Evaluator, bodies: Bodies) -> list[tuple[str, list[list[str]]]]:
    person: LegalRepresentative | None = representative_on(body, today())
    if person is None:
        return [(f"“{body}”没有登记法定代表人，不能占国家级评价名额", [WAIT, LEAVE_OUT])]
    usage = cap_usage(person, year=today().year, limit=bodies.limit, counts_related=bodies.counts_related)
    if len(usage.slots) + usage.declared + bodies.taken[person.pk] < bodies.limit:
        bodies.taken[person.pk] += 1
        return []
    own = f"，本表已有{bodies.taken[person.pk]}项" if bodies.taken[person.pk] else ""
    words = f"“{body}”法定代表人{person.name}{usage.year}年国家级评价项目已满{bodies.limit}项（{usage.words}{own}）"
    return [(words, [[PROVINCIAL_ONLY, "只申报省级，登记评价委托"], WAIT, LEAVE_OUT])]


def body_of(row: TranscriptionRow) -> Evaluator | None:
    """The body whose engagement is to be registered: as the officer answered, else the one of that name; None for none."""
    answer = row.answers.get(BODY, "")
    if answer == NO_BODY:
        return None
    if answer.startswith("body:"):
        return Evaluator.objects.select_related("organisation").get(pk=UUID(answer[5:]))
    bodies = known_bodies(row.transcription.round)
    return None if row.third_party in {"", bodies.self_words} else bodies.named(row.third_party)


def register_body(row: TranscriptionRow, body: Evaluator, *, actor: Actor) -> None:
    """Register the engagement of the row's application as its table names it. Raises Refused when the cap or a ban forbids it now."""
    application: Any = row.application
    given = parameters(application.round)
    register_engagement(
        body, site=application.site, notice=application.round.notice, application_number=application.number,
        category=application.category, is_national=application.wants_national,
        limit=int(given["cap_projects"]), counts_related=given["cap_counts_related"], document=f"{row.transcription.number} {row.place}", actor=actor,
    )  # fmt: skip
