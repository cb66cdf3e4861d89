"""Connected bodies: decided with a reason, in groups; the cap counts them together only where the round says so."""

import pytest

from greenlist.casework.evaluators.models import BodyTie, CapSlot
from greenlist.casework.evaluators.selectors import cap_usage, declared_by, group_of, open_engagement, overview, representative_on
from greenlist.casework.evaluators.services import accept_engagement, declare_outside
from greenlist.casework.evaluators.tie_services import connect_bodies, end_body_tie
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.rehearsal.acts import begin

STATED = "没有隶属、投资、咨询关系。"


@pytest.fixture
def tied(province):
    """The first two bodies connected."""
    one, two = (body.evaluator for body in province.cast.evaluators[:2])
    return connect_bodies(one, other=two, reason="同一控股公司", actor=province.cast.province)


def asked(province, unit, body):
    return open_engagement(begin(unit, province.round, national=True, body=body).number)


def accepted(engagement, body, *, counts_related):
    return accept_engagement(engagement, statement=STATED, limit=2, counts_related=counts_related, actor=body.manager)


def test_the_province_decides_with_a_reason_once_and_ends_it_with_another(province, tied):
    one, two, three = (body.evaluator for body in province.cast.evaluators[:3])
    head = province.cast.province
    with pytest.raises(WrongState):
        connect_bodies(two, other=one, reason="再次", actor=head)
    with pytest.raises(Refused) as refused:
        connect_bodies(one, other=one, reason=" ", actor=head)
    assert refused.value.items == ("请写明认定关联的理由和依据材料。", "不能和自己关联。")
    with pytest.raises(NotAllowed):
        connect_bodies(one, other=three, reason="同一控股公司", actor=province.officer)
    connect_bodies(two, other=three, reason="同一地址", actor=head)
    assert group_of({one.pk}) == {one.pk, two.pk, three.pk}
    with pytest.raises(Refused):
        end_body_tie(tied, reason="", actor=head)
    end_body_tie(tied, reason="股权已转让", actor=head)
    with pytest.raises(WrongState):
        end_body_tie(tied, reason="再次", actor=head)
    assert (group_of({one.pk}), BodyTie.objects.count()) == ({one.pk}, 2)
    connect_bodies(one, other=two, reason="又有关联", actor=head)


def test_the_cap_counts_connected_bodies_together_only_where_the_round_says_so(province, tied):
    one, two = province.cast.evaluators[:2]
    first, second = province.units
    accepted(asked(province, first, one), one, counts_related=True)
    assert accepted(asked(province, second, two), two, counts_related=True).words == "本省2＋外省未知"
    third = asked(province, province.other_unit, two)
    with pytest.raises(Refused) as refused:
        accepted(third, two, counts_related=True)
    assert [second.site.name in item for item in refused.value.items] == [True, False]
    assert refused.value.items[1] == "关联机构占用1项"  # whose it is, is the other body's affair
    assert len(accepted(third, two, counts_related=False).slots) == 2
    usage = {flag: cap_usage(representative_on(one.evaluator, today()), year=2024, limit=2, counts_related=flag) for flag in (False, True)}
    assert {flag: len(found.slots) for flag, found in usage.items()} == {False: 1, True: 3}
    assert [n for n, slot in usage[True].places if slot] == [1, 2, 3]
    assert CapSlot.objects.filter(released_at=None).count() == 3


def test_who_declared_nothing_takes_away_nothing_that_another_declared(province, tied):
    one, two = province.cast.evaluators[:2]
    declare_outside(one.evaluator, year=2024, projects=2, actor=one.manager)
    usage = cap_usage(representative_on(two.evaluator, today()), year=2024, limit=2, counts_related=True)
    assert (usage.words, usage.outside, usage.is_full) == ("本省0＋外省申明2、其余未知", None, True)
    with pytest.raises(Refused):
        accepted(asked(province, province.unit, two), two, counts_related=True)
    lines = {line.evaluator: line for line in overview(today(), counts_related=True)}
    assert {lines[body.evaluator].words for body in (one, two)} == {usage.words} and lines[two.evaluator].known == 2
    assert {line.evaluator: line.words for line in overview(today())}[two.evaluator] == "本省0＋外省未知"
    assert (declared_by(one.evaluator, 2024), declared_by(two.evaluator, 2024)) == (2, None)
