"""A hundred planted facts of five kinds, the names written in every way of `benchmarks/miswriting.py`: the screen before publishing names
every one, as found or as 待核实; nobody is barred by a name that is only near; and nothing is published over them or over an old screen.

Ten units come through every door to the proposed list. Each kind of list names every unit twice, among strangers of like names.
"""

from random import Random

import pytest

from benchmarks.miswriting import KINDS as WAYS
from benchmarks.miswriting import made_up, planted
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.models import DeliveryRow
from greenlist.casework.publication.services import give_notice
from greenlist.casework.register.models import AdverseRecord, ProposedHit
from greenlist.casework.review.services import accept
from greenlist.casework.selection.selectors import proposed_rows
from greenlist.casework.selection.services import screen
from greenlist.casework.verification.services import submit_and_check
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from greenlist.rulebook.reference.adverse_lists import adverse_lists
from tests.casework.cast import JIUJIANG, fresh
from tests.casework.oversight.deliveries import imported

SEED = 818181  # not used while the finders were written
UNITS, STRANGERS = 10, 60
KINDS = ("dishonest_debtor", "abnormal_listing", "administrative_penalty", "energy_rectification", "production_accident")


@pytest.fixture
def proposed(province):
    """The decided draft of ten units that came through every door."""
    officer, round_ = province.officer, province.round
    units = invite_units(province.cast, Random(SEED), unit=JIUJIANG, count=UNITS, first_serial=100)
    cases = []
    for unit in units:
        case = acts.begin(unit, round_)
        acts.fill(case, unit, Random(7), quality=0.9)
        acts.attach_report(case, unit)
        submit_and_check(case, actor=unit.engineer)
        acts.verify_all(case, officer)
        acts.settle_conditions(case, officer)
        acts.choose(case, officer)
        cases.append(case)
    acts.freeze(round_, cases, officer)
    acts.hand_in_batch(acts.prepare_batch(round_, actor=officer), officer)
    for case in cases:
        accept(fresh(case), actor=province.cast.centre)
        acts.review(fresh(case), province.cast, Random(3), strictness=0.95)
    acts.pass_steps(round_, [fresh(case) for case in cases], province.cast.centre)
    province._decide()
    return province.draft()


def plant(names, list_id, dice, actor):
    """One fact of a kind for every name, among strangers, as one imported list; the units' rows come first."""
    wanted = {"name", "from_on", "reference"}
    fields = [field for field in adverse_lists()[list_id].fields if field.id in wanted]
    written = [planted(1, [name], dice)[0] for name in names]
    lines = [name for _, _, name in written] + [made_up(dice) for _ in range(STRANGERS)]
    rows = [
        ",".join({"name": name, "from_on": "2024-03-04", "reference": f"演{list_id}{n}号"}[field.id] for field in fields)
        for n, name in enumerate(lines, start=1)
    ]
    head = ",".join(field.heads[0] for field in fields)
    delivery = imported(actor, *rows, head=head, list_id=list_id, source="演示来源", name=f"{list_id}.csv")
    return delivery, [kind for kind, _, _ in written]


def test_the_screen_before_publishing_names_every_planted_fact(proposed, province, may):
    dice, director = Random(SEED), province.cast.province
    organisations = [row.application.site.organisation for row in proposed_rows(proposed)]
    assert len(organisations) == UNITS
    missed, kinds = [], set()
    for list_id in KINDS:
        delivery, ways = plant([o.name for o in organisations * 2], list_id, dice, director)
        kinds |= set(ways)
        for row, organisation in zip(delivery.rows.order_by("position"), organisations * 2, strict=False):
            meant = {row.organisation_id, *ProposedHit.objects.filter(row_id=row.pk).values_list("organisation_id", flat=True)}
            missed += [] if organisation.pk in meant else [(organisation.name, row.name)]
            assert row.fate != DeliveryRow.Fate.LINKED or row.organisation_id == organisation.pk
    assert missed == []
    assert set(WAYS) - kinds <= {"brackets"}  # these need a name that begins with its province or city
    seen = load(screen(proposed, actor=director).content_digest)["rows"]
    clauses = {adverse_lists()[list_id].clause for list_id in KINDS}
    standing = {(row["number"], line["clause"]): line["verdict"] for row in seen for line in row["lines"] if line["clause"] in clauses}
    assert (len(standing), set(standing.values())) == (UNITS * len(KINDS), {"not_met", "unknown"})
    barred = {(r.site_id, r.kind) for r in AdverseRecord.objects.exclude(file=None)}
    assert list(standing.values()).count("not_met") == len(barred)
    assert AdverseRecord.objects.count() == DeliveryRow.objects.filter(fate=DeliveryRow.Fate.LINKED).count()
    with pytest.raises(Refused) as refused:
        give_notice(proposed, actor=director)
    assert all(str(organisation) in str(refused.value.items) for organisation in organisations)
    may(5, 26)
    with pytest.raises(Refused) as refused:
        give_notice(proposed, actor=director)
    assert "公布前查核是5月22日做的，超过3天有效期，请重新查核。" in refused.value.items
