"""Eight kinds of lists in hundreds of layouts: every line is somewhere, every right row is read as it is, nothing personal is kept."""

from datetime import date
from random import Random

import pytest

from greenlist.papers.list_reader import found_layout, read_list, without_persons
from greenlist.rulebook.reference.adverse_lists import adverse_lists
from tests.papers.list_reader.messy import as_text, messy_list

LISTS = adverse_lists()
DAY = date(2024, 5, 27)
SEEDS = range(5200, 5215)  # not looked at while the reader was written


def read(spec, made):
    lines = as_text(made.grid)
    layout = found_layout(lines, spec)
    kept = without_persons(lines, layout)
    return kept, read_list(kept, spec, layout, latest=DAY)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_messy_list_is_read_as_it_is(name, seed):
    spec = LISTS[name]
    made = messy_list(spec, Random(f"{seed}/{name}"))
    kept, found = read(spec, made)
    assert found.lines == len(as_text(made.grid))
    assert (len(found.persons), len(found.left)) == (made.persons, made.others)
    assert [row.place for row in found.broken] == [f"第{line}行" for line, _ in made.broken]
    assert [row.values for row in found.rows] == made.rows
    text = "\n".join("|".join(cells) for _, cells in kept)
    assert [secret for secret in made.secrets if secret in text] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_broken_row_tells_its_cell_and_hides_no_other(name):
    spec = LISTS[name]
    made = messy_list(spec, Random(f"cell/{name}"))
    _, found = read(spec, made)
    assert len(found.rows) == len(made.rows)
    for row in found.broken:
        assert all("一格" in problem for problem in row.problems)
