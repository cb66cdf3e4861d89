"""What was typed, before it is stored: every text that is too long is told with its name and both figures; a NUL is refused."""

import pytest

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.verification.models import RecordedFact


def test_the_longest_that_fits_is_not_too_long():
    assert too_long(RecordedFact, statement="长" * 300, source="") == []


def test_every_text_that_does_not_fit_is_told():
    assert too_long(RecordedFact, statement="长" * 301, source="长" * 999) == [
        "“事实”最多300字，现在是301字。",
        "“来源”最多200字，现在是999字。",
    ]


def test_an_unknown_column_is_our_fault():
    with pytest.raises(Exception, match="nosuch"):
        too_long(RecordedFact, nosuch="x")


@pytest.mark.parametrize("texts", [("\0",), ("甲", "乙\0丙")])
def test_a_nul_is_refused_and_what_to_do_is_said(texts):
    with pytest.raises(Refused, match="NUL") as refused:
        check_plain(*texts)
    assert "纯文本" in refused.value.then


@pytest.mark.parametrize("texts", [(), ("",), ("甲\n乙\t", "\u202e", "𠮷")])
def test_everything_else_is_plain(texts):
    check_plain(*texts)
