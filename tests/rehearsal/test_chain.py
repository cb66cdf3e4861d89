"""Other rounds are data: each chain runs from draft to the published list, several of them in one database."""

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.sealer import seal_all, verify
from greenlist.casework.register.models import ListEntry
from greenlist.casework.review.models import StepRecord
from greenlist.casework.review.steps import step_line
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_notice, current_round, steps_of
from greenlist.casework.selection.models import Meeting
from greenlist.casework.selection.selectors import replay
from greenlist.casework.verification.selectors import checklist
from greenlist.rehearsal.chain import play_chain
from greenlist.rulebook.notices import round_parameters

CHAINS = {"jx-2021-23": ("360100", "360200"), "js-2020": ("320100", "320200")}


@pytest.mark.parametrize("held", CHAINS)
def test_the_chain_of_another_round_runs_as_data_only(db, settings, held):
    settings.DEMO = True
    published = play_chain(held, seed=5, password="a-long-password")
    round_, given = Round.objects.get(), round_parameters(held)
    assert [s.label for s in steps_of(round_) if s.is_on] == [s["label"] for s in given.steps]
    assert current_notice() == held
    cases = list(Application.objects.order_by("number"))
    assert {(c.state, c.round_id, c.unit) for c in cases} == {("listed", round_.pk, unit) for unit in CHAINS[held]}
    assert len(cases) == 4
    assert (published.published_on.year, ListEntry.objects.filter(document=published.document_number).count()) == (given.year, 4)
    assert replay(round_.selection_drafts.get()).differing == ()
    assert [step.standing for step in step_line(cases[0])] == ["done", "done"]
    assert set(StepRecord.objects.values_list("step", flat=True)) == ({"special"} if held == "jx-2021-23" else {"formal"})
    assert Meeting.objects.count() == (0 if held == "jx-2021-23" else 1)
    lines = checklist(cases[0])
    assert {line.clause.passage for line in lines} <= {"1.3", "9"}
    assert not {line.clause.id for line in lines} & {"C-36", "C-60"}
    seal_all()
    assert verify().is_whole


def test_two_rounds_stand_in_one_database_and_the_newer_is_the_current_one(db, settings):
    settings.DEMO = True
    first = Round.objects.create(notice="js-2020", year=2020, title="2020", opens_on="2020-06-01", deadline_at="2020-08-31T16:00Z")
    assert current_round() == first
    second = Round.objects.create(notice="jx-2021-23", year=2021, title="2021", opens_on="2021-03-01", deadline_at="2021-05-31T16:00Z")
    assert (current_round(), current_notice()) == (second, "jx-2021-23")
