"""What the province does: ban, waive, extend, recognise persons, import lists and settle who is meant, remove; and time, which goes on."""

from datetime import timedelta

from greenlist.casework.evaluators.models import Evaluator, LegalRepresentative
from greenlist.casework.evaluators.selectors import representative_on
from greenlist.casework.evaluators.services import appoint_representative, recognise_same_person
from greenlist.casework.journal.clock import today
from greenlist.casework.oversight.ban_services import ban_and_check
from greenlist.casework.oversight.daily_services import check_daily
from greenlist.casework.oversight.matching_services import match_again
from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.oversight.removal_services import remove_from_list as remove
from greenlist.casework.oversight.services import confirm_list
from greenlist.casework.oversight.settling_services import settle_hit
from greenlist.casework.register.models import ListEntry, ProposedHit
from greenlist.casework.review.services import accept
from greenlist.casework.rounds.selectors import deadline_of
from greenlist.casework.rounds.services import extend_deadline, waive
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.services import record_fact
from tests.casework.histories.acting import Play, act
from tests.casework.histories.unit_acts import applications

HANDED_IN = ("recommended", "accepted")


@act(1)
def ban_body(play: Play) -> None:
    body = play.one(play.world.bodies)
    ban_and_check(
        body.evaluator,
        reason="报告造假（演示）",
        document="演工信罚〔2024〕1号",
        years=play.dice.choice([1, 3]),
        actor=play.world.cast.province,
    )


@act(1)
def recognise(play: Play) -> None:
    """Two of those who represent the bodies turn out to be one person."""
    people = [p for p in (representative_on(b.evaluator, today()) for b in play.world.bodies) if p]
    person, other = play.dice.sample(people, 2)
    recognise_same_person(person, as_person=other, reason="同名同任职经历，经核为同一人", actor=play.world.cast.province)


@act(1)
def appoint(play: Play) -> None:
    """A body has another representative from today on: somebody who represents another body."""
    one, other = play.dice.sample(play.world.bodies, 2)
    person = LegalRepresentative.objects.get(pk=other.evaluator.tenures.order_by("from_on", "id").last().representative_id)
    appoint_representative(
        Evaluator.objects.get(pk=one.evaluator.pk), representative=person, from_on=today(), actor=play.world.cast.province
    )


@act(1)
def waive_chain(play: Play) -> None:
    slot = play.one(play.world.slots, lambda s: s.category == "supply_chain")
    code = slot.unit.site.organisation.credit_code
    waive(slot.round, clause="C-33", subject=code, reason="行业龙头，带动作用强", actor=play.world.cast.province)


@act(2)
def extend(play: Play) -> None:
    """A later day for the office of one unit."""
    slot = play.one(play.world.slots)
    until = deadline_of(slot.round, slot.unit.site.unit).date() + timedelta(days=play.dice.choice([-3, 10, 60, 400]))
    extend_deadline(slot.round, unit=slot.unit.site.unit, last_day=until, reason="洪灾（演示）", actor=play.world.cast.province)


@act(4)
def import_list(play: Play) -> None:
    delivery = play.one(ListDelivery.objects.select_related("source", "file").order_by("id"), lambda d: d.state == "awaiting_import")
    confirm_list(delivery, actor=play.world.bureau(delivery.unit) if delivery.unit else play.world.cast.province)


@act(1)
def match_rows_again(play: Play) -> None:
    match_again(actor=play.world.cast.province if play.perhaps(0.5) else play.world.bureau("360400"))


@act(2)
def daily_check(play: Play) -> None:
    """每日比对, which runs of itself."""
    del play
    check_daily()


@act(4)
def settle(play: Play) -> None:
    hit = play.one(ProposedHit.objects.select_related("organisation").order_by("id"), lambda h: h.state == "hit_open")
    actor = play.world.cast.province if play.perhaps(0.5) else play.world.bureau("360400")
    settle_hit(hit, is_same=play.perhaps(0.5), reason="核对信用代码", actor=actor)


@act(1)
def remove_from_list(play: Play) -> None:
    entry = play.one(ListEntry.objects.filter(origin="published").order_by("id"), lambda e: e.removed_on is None)
    remove(entry, on=today(), reason="年度复核不合格", clause="暂行办法第十八条", actor=play.world.cast.province)


@act(2)
def find_at_province(play: Play) -> None:
    """The province finds something about a unit whose application lies with it."""
    application = play.one(applications(), lambda a: a.state in HANDED_IN)
    clause = play.dice.choice(list(exclusion_labels()))
    day = today() - timedelta(days=play.dice.choice([1, 200, 1200]))
    record_fact(application, clause=clause, answer="found", statement="省厅查到一件", source="省厅督查", looked_up_on=today(), intervals=[(day, None)],
                actor=play.world.cast.province)  # fmt: skip


@act(2)
def pass_formally(play: Play) -> None:
    accept(play.one(applications(), lambda a: a.state == "recommended"), actor=play.world.cast.centre)


@act(8)
def time_goes_on(play: Play) -> None:
    """Hours, days, weeks; to the day of a deadline; half a year, or past the end of a ban."""
    days = play.dice.choice([3, 14, 95, 240, 1100] if play.perhaps(0.1) else [0, 0, 1])
    play.at += timedelta(days=days, hours=play.dice.randint(1, 9))
