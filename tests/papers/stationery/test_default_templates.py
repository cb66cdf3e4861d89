"""The kept default templates: as the program draws them, the same bytes each time, filled without a name left over."""

import pytest

from greenlist.papers import summary_table
from greenlist.papers.stationery.drawing import DRAWN
from greenlist.papers.stationery.fields import stationery
from tests.papers.test_summary_table import TABLE


@pytest.mark.parametrize("name", DRAWN)
def test_a_kept_template_is_what_the_program_draws(name):
    assert stationery()[name].default == DRAWN[name](), "run python -m greenlist.papers.stationery.drawing"


def test_every_kind_of_paper_has_its_template():
    assert set(stationery()) == set(DRAWN)


def test_the_same_rows_give_the_same_bytes():
    assert summary_table.to_docx(TABLE) == summary_table.to_docx(TABLE)
