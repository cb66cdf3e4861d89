"""The reader against the committed corpus: every row found, none invented, cells exact, every doubt named."""

import json
from collections import Counter

import pytest

from tests.papers.table_corpus.comparing import compare
from tests.papers.table_corpus.make import FOLDER, LEAST, WRITERS
from tests.papers.table_corpus.troubles import TROUBLES


@pytest.fixture(scope="module")
def tally():
    return compare(FOLDER)


def test_the_corpus_holds_every_trouble_from_every_writer():
    truth = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    assert len(truth) >= 60
    assert {entry["writer"] for entry in truth} == set(WRITERS)
    times = Counter(name for entry in truth for name in entry["troubles"])
    assert all(times[name] >= LEAST for name in TROUBLES)


def test_every_row_is_found_and_none_invented(tally):
    assert (tally.found, tally.invented) == (tally.rows, 0), tally.faults[:5]


def test_cells_are_exact(tally):
    assert tally.exact >= 0.995 * tally.cells, tally.faults[:5]


def test_every_doubt_is_named_and_no_row_is_doubted_for_nothing(tally):
    assert (tally.doubts_named, tally.doubts_too_many) == (tally.doubts, 0), tally.faults[:5]
