"""What the engine makes of the whole language stays word for word what it was: plans, forms, results, trees, refusals."""

import json

import pytest

from tests.engines.scoring.keeping import FOLDER, cases, outcome, refusals


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_a_kept_standard_has_the_kept_plan_form_and_result(path):
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert outcome(kept) == kept["outcome"]


def test_what_cannot_be_is_refused_in_the_kept_words():
    kept = json.loads((FOLDER / "refusals.json").read_text(encoding="utf-8"))
    assert refusals(kept) == {key: kept[key] for key in ("formulas", "applications")}
