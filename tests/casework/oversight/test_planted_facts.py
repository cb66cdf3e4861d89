"""A hundred planted facts of five kinds, the names written as another hand writes them: the screen before publishing names every one.

Twenty proposed units stand among strangers of like names. Kinds that leave another name (another trade, two slips at once) are left to
`benchmarks/names.py`, which measures how many of them are found.
"""

from random import Random

import pytest

from benchmarks.miswriting import made_up, planted
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import load
from greenlist.casework.oversight.models import DeliveryRow
from greenlist.casework.oversight.selectors import open_hits_of
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.services import screen
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from greenlist.rulebook.reference.adverse_lists import adverse_lists
from tests.casework.cast import JIUJIANG
from tests.casework.oversight.deliveries import imported

SEED = 606060  # not used while the finders were written
UNITS, STRANGERS = 20, 60
ANOTHER_NAME = {"industry", "two at once"}
KINDS = ("dishonest_debtor", "abnormal_listing", "administrative_penalty", "energy_rectification", "production_accident")


@pytest.fixture
def proposed(province):
    """A draft that proposes twenty units, each with an application under way."""
    units = invite_units(province.cast, Random(SEED), unit=JIUJIANG, count=UNITS, first_serial=100)
    applications = [acts.begin(unit, province.round, national=False, body=None) for unit in units]
    for application in applications:
        application.state = "proposed"
        application.save(update_fields=["state"])
    draft = SelectionDraft.objects.create(
        round=province.round, number=1, line="", quotas={}, drafted_by="演示", drafted_at=now(), content_digest=""
    )
    SelectionRow.objects.bulk_create(
        SelectionRow(draft=draft, application=a, score="90", rank=n, outcome="proposed", is_qualified=True, is_nominated=False)
        for n, a in enumerate(applications, start=1)
    )
    return draft


def written_otherwise(dice, name):
    while True:
        kind, _, written = planted(1, [name], dice)[0]
        if kind not in ANOTHER_NAME:
            return written


def plant(draft, list_id, dice, actor):
    """One fact of a kind for every unit, among strangers, as one imported list; returns the row numbers of the units."""
    fields = adverse_lists()[list_id].fields
    head = ",".join(field.heads[0] for field in fields if field.id in {"name", "from_on", "reference"})
    order = [field.id for field in fields if field.id in {"name", "from_on", "reference"}]
    names = [row.application.site.organisation.name for row in draft.rows.order_by("rank")]
    lines = [written_otherwise(dice, name) for name in names] + [made_up(dice) for _ in range(STRANGERS)]
    rows = [
        ",".join({"name": name, "from_on": "2024-03-04", "reference": f"演{list_id}{n}号"}[part] for part in order)
        for n, name in enumerate(lines, start=1)
    ]
    return imported(actor, *rows, head=head, list_id=list_id, source="演示来源", name=f"{list_id}.csv")


def test_the_screen_before_publishing_names_every_planted_fact(proposed, province):
    dice, director = Random(SEED), province.cast.province
    for list_id in KINDS:
        delivery = plant(proposed, list_id, dice, director)
        missed = delivery.rows.filter(position__lte=UNITS).exclude(fate__in=[DeliveryRow.Fate.LINKED, DeliveryRow.Fate.PROPOSED])
        assert [row.name for row in missed] == []
    seen = load(screen(proposed, actor=director).content_digest)["rows"]
    clauses = {adverse_lists()[list_id].clause for list_id in KINDS}
    standing = [line["verdict"] for row in seen for line in row["lines"] if line["clause"] in clauses]
    linked, asked = AdverseRecord.objects.values("site", "kind").distinct().count(), open_hits_of(director)
    print(f"\n{len(standing)}项：已对应{linked}项，待认定{asked.count()}行")
    assert len(standing) == UNITS * len(KINDS)
    assert set(standing) <= {"not_met", "unknown"}
    assert standing.count("not_met") == linked
    hit = {(h.organisation_id, h.kind) for h in asked}
    known = {(r.site.organisation_id, r.kind) for r in AdverseRecord.objects.select_related("site")}
    wanted = {(row.application.site.organisation_id, adverse_lists()[list_id].kind) for row in proposed.rows.all() for list_id in KINDS}
    assert wanted - hit - known == set()
