"""What the engine makes of the whole language stays word for word what it was: plans, forms, results, trees, refusals."""

import json

import pytest

from greenlist.engines.scoring import read_application, score
from tests.engines.scoring.keeping import FOLDER, cases, outcome, refusals
from tests.engines.scoring.oracle.agreement import planned


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_a_kept_standard_has_the_kept_plan_form_and_result(path):
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert outcome(kept) == kept["outcome"]


def test_what_cannot_be_is_refused_in_the_kept_words():
    kept = json.loads((FOLDER / "refusals.json").read_text(encoding="utf-8"))
    assert refusals(kept) == {key: kept[key] for key in ("formulas", "applications")}


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_a_score_without_its_tree_is_the_same_score(path):
    kept = json.loads(path.read_text(encoding="utf-8"))
    standard = planned(kept["standard"])
    given = read_application(standard, kept["application"])
    explained, bare = score(standard, given), score(standard, given, is_explained=False)
    assert not bare.trace
    assert what_is_decided(bare) == what_is_decided(explained)


def what_is_decided(result):
    points = {name: (found.status, found.points, found.maximum) for name, found in result.items.items()}
    return result.total, result.verdict, result.grade, points, result.gates, result.groups, result.missing, result.unmet
