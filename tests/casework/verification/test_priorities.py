"""Priorities: declared, checked with the other clauses, held by the newest finding; they rank and never hold back."""

from random import Random

from greenlist.casework.directory.models import Site
from greenlist.casework.selection.selectors import candidates, handed_in
from greenlist.casework.verification.priorities import held_priorities, priorities_of
from greenlist.casework.verification.selectors import checklist
from greenlist.casework.verification.services import submit_and_check
from greenlist.rehearsal import acts
from tests.casework.cast import fresh

PULP = "GB 31825 漂白化学木浆(自用)"


def submitted(province, unit, **said):
    Site.objects.filter(pk=unit.site.pk).update(industry="2211")
    unit.site.refresh_from_db()
    application = acts.begin(unit, province.round)
    acts.fill(application, unit, Random(7), quality=0.9, **said)
    acts.attach_report(application, unit)
    submit_and_check(application, actor=unit.engineer)
    return fresh(application)


def test_a_priority_is_held_by_its_finding_and_never_stands_in_the_way(province):
    first = submitted(province, province.units[0], energy_product=PULP, energy_value="185")
    second = submitted(province, province.units[1], energy_product=PULP, energy_value="230")
    third = submitted(province, province.other_unit)
    assert [p.statement for p in priorities_of(first)] == [f"{PULP} 185 kgce/Adt，达到 200 kgce/Adt（GB 31825-2015）"]
    assert priorities_of(second) == []
    assert held_priorities([first.pk, second.pk, third.pk]) == {first.pk: ("C-19",)}
    assert {f.clause: f.verdict for f in third.findings.filter(clause__in=("C-18", "C-19", "C-27"))} == {"C-19": "unknown"}
    assert not {"C-18", "C-19"} & {item.clause.id for item in checklist(third)}


def test_who_holds_a_priority_ranks_before_a_higher_score(province):
    case = province.application_at("reviewed")
    [scored] = handed_in(province.round)
    [plain] = candidates([scored])
    assert (plain.priority, plain.priority_why) == (0, "")
    case.findings.filter(clause="C-19").update(verdict="met")
    [held] = candidates([scored])
    assert (held.priority, held.priority_why) == (1, "C-19")
